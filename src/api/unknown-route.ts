/** What no route takes: unknown paths, methods a path does not take, and what is not HTTP at all. */

import type { Socket } from "node:net";
import type { Api } from "./context.ts";
import { ApiProblem, problemBody } from "./problem.ts";

export const registerUnknownRoutes = (app: Api): void => {
  const methodsByPath = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const methods = methodsByPath.get(url) ?? new Set();
    methodsByPath.set(url, methods);
    for (const one of [method].flat()) methods.add(one);
  });
  app.setNotFoundHandler((request) => {
    const path = request.url.split("?", 1)[0]!;
    const known = [...methodsByPath].find(([pattern]) => matches(pattern, path));
    if (!known || known[1].has(request.method)) {
      throw new ApiProblem("unknown-route", { detail: "there is nothing at this path" });
    }
    const allow = [...known[1]].sort().join(", ");
    throw new ApiProblem("unknown-method", {
      detail: `${request.method} is not taken here; ${allow} are`,
      headers: { Allow: allow },
    });
  });
};

/** Segment by segment; `:name` takes any. */
const matches = (pattern: string, path: string): boolean => {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith(":") ? given[i] !== "" : part === given[i]))
  );
};

const BROKEN: Readonly<Record<string, ApiProblem>> = {
  HPE_HEADER_OVERFLOW: new ApiProblem("headers-too-large", { detail: "the headers are too large" }),
  ERR_HTTP_REQUEST_TIMEOUT: new ApiProblem("request-timeout", { detail: "it took too long" }),
};

/** Answers on the bare socket: there is no request. */
export const answerBrokenHttp = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    BROKEN[error.code ?? ""] ?? new ApiProblem("malformed-http", { detail: "it can't be parsed" });
  const body = JSON.stringify(problemBody(problem));
  socket.end(
    `HTTP/1.1 ${problem.status} Refused\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

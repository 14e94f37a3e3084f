/** A USS as a client: requests with its token over kept connections, answered with status and JSON. */

import { Agent, request } from "node:http";

export type Answer = { readonly status: number; readonly text: string };
export type Ask = (
  asked: { readonly method: "PUT" | "DELETE"; readonly path: string; readonly token: string },
  body?: string,
) => Promise<Answer>;

export type UssClient = {
  readonly ask: Ask;
  /** Requests that were answered. */
  readonly answered: () => number;
  readonly close: () => void;
};

export const openUssClient = (url: string, connections: number): UssClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  let answered = 0;
  const ask: Ask = ({ method, path, token }, body = "") =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body !== "" && {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        }),
      };
      const options = { agent, hostname, port, method, path, headers };
      const asked = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          answered++;
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        });
      });
      asked.on("error", reject);
      asked.end(body);
    });
  return { ask, answered: () => answered, close: () => agent.destroy() };
};

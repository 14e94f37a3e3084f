/** For tests: holds every answer against the API's own OpenAPI document, strictly. */

import assert from "node:assert/strict";
import { Compile } from "typebox/compile";
import type { Api } from "../context.ts";

type Node = { readonly [key: string]: unknown };
type Question = { readonly method: string; readonly url: string };
type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
};

/** Throws when the answer is not as described: its status, its type, or a field too many or few. */
export const checkAnswer = (app: Api, { method, url }: Question, answer: Answered): void => {
  const document = app.swagger() as unknown as Node;
  const path = new URL(url, "http://localhost").pathname;
  const operation = findOperation(document, method, path);
  const header = answer.headers["content-type"];
  const type = typeof header === "string" ? header.split(";")[0]! : "";
  const subject = `${method} ${path} → ${answer.status}`;
  if (answer.status >= 400 && answer.status !== 503) assert.equal(type, "application/problem+json");
  if (!operation || answer.body === "") return;
  const responses = operation["responses"] as Record<string, Node>;
  const found =
    responses[answer.status] ?? responses[`${String(answer.status)[0]}XX`] ?? responses["default"];
  assert.ok(found, `${subject} is described`);
  const content = found["content"] as Record<string, { schema: Node }>;
  assert.ok(content[type], `${subject} is described as ${type}`);
  if (type.includes("json")) checkBody(document, content[type].schema, answer.body, subject);
};

export const findOperation = (document: Node, method: string, path: string): Node | undefined => {
  const paths = document["paths"] as Record<string, Record<string, Node>>;
  const pattern = Object.keys(paths).find((one) =>
    new RegExp(`^${one.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(path),
  );
  return pattern === undefined ? undefined : paths[pattern]?.[method.toLowerCase()];
};

const validators = new Map<string, ReturnType<typeof Compile>>();

export const checkBody = (document: Node, schema: Node, body: unknown, subject: string): void => {
  const text = JSON.stringify(schema);
  const validator = validators.get(text) ?? Compile(close(document, schema) as never);
  validators.set(text, validator);
  const faults = validator.Check(body) ? [] : validator.Errors(body);
  assert.deepEqual(faults, [], `${subject}: ${JSON.stringify(body).slice(0, 500)}`);
};

/** References put in place, and every object closed that does not say that it is open. */
const close = (document: Node, node: unknown): unknown => {
  if (Array.isArray(node)) return node.map((one) => close(document, one));
  if (typeof node !== "object" || node === null) return node;
  const { $ref, discriminator: _tag, ...rest } = node as Node;
  if (typeof $ref === "string") {
    const { schemas } = document["components"] as { schemas: Record<string, Node> };
    return close(document, schemas[$ref.split("/").at(-1)!]);
  }
  const closed = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, close(document, value)]),
  );
  return "properties" in closed ? { additionalProperties: false, ...closed } : closed;
};

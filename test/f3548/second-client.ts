/**
 * A second client of the DSS, made from the published description alone: it knows no path, scope or
 * schema but what it reads there, and nothing of `src`. Every answer is held against the description.
 */

import assert from "node:assert/strict";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Description, Node } from "./differences.ts";

export type Operation = {
  readonly name: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  /** Any one of these sets of scopes will do. */
  readonly scopes: readonly (readonly string[])[];
  /** A place in the description; null: it takes no body. */
  readonly bodySchema: string | null;
  /** By status; null: an answer without a body. */
  readonly answers: Readonly<Record<number, string | null>>;
};

const METHODS = ["get", "post", "put", "delete", "patch"] as const;

export const readOperations = ({ paths, security }: Published): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const found = item[method] as Described | undefined;
      return found ? [operationOf(method, path, { security, ...found })] : [];
    }),
  );

type Content = {
  readonly content?: {
    readonly "application/json": { readonly schema: { readonly $ref: string } };
  };
};
type Security = readonly { readonly Authority: readonly string[] }[];
/** `security`: of what says none itself. */
type Published = Description & { readonly security?: Security };
type Described = Node & {
  readonly operationId: string;
  readonly security?: Security | undefined;
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
};

const operationOf = (method: string, path: string, described: Described): Operation => ({
  name: described.operationId,
  method: method.toUpperCase(),
  path,
  scopes: (described.security ?? []).map(({ Authority }) => Authority),
  bodySchema: schemaOf(described.requestBody),
  answers: Object.fromEntries(
    Object.entries(described.responses).map(([status, answer]) => [status, schemaOf(answer)]),
  ),
});

const schemaOf = (said: Content | undefined): string | null =>
  said?.content?.["application/json"].schema.$ref ?? null;

/** What is wrong with a value by the schema at a place of the description; empty: nothing. */
export type FindFaults = (place: string, value: unknown) => readonly string[];

export const makeFindFaults = ({ components }: Description): FindFaults => {
  const ajv = new Ajv.default({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema({ components: readable(components) }, "published");
  return (place, value) => {
    const validate = ajv.getSchema(`published${place}`);
    assert.ok(validate, `${place} is in the description`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
  };
};

/** Its one pattern asks for backslashes within a UUID, which no UUID has: they are taken as meant. */
const readable = (components: Description["components"]): object =>
  JSON.parse(JSON.stringify(components).replaceAll(String.raw`\\\\-`, "-")) as object;

export type Answer = {
  readonly status: number;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- tests read what came
};

export type Ask = {
  readonly params?: Readonly<Record<string, string>>;
  /** A text is sent as it is. */
  readonly body?: unknown;
  /** Null: none is sent. */
  readonly token: string | null;
};

export type AskBeyond = Omit<Ask, "params"> & {
  readonly method: string;
  readonly path: string;
};

export type SecondClient = {
  readonly operations: readonly Operation[];
  readonly findFaults: FindFaults;
  readonly operation: (name: string) => Operation;
  /** Throws unless the answer is one that the description, or `beside`, has for this operation. */
  readonly ask: (name: string, ask: Ask) => Promise<Answer>;
  /** What the server has beside the description. Throws where a refusal is not as all others are. */
  readonly askBeyond: (ask: AskBeyond) => Promise<Answer>;
  /** The statuses that each operation was answered with. */
  readonly seen: ReadonlyMap<string, ReadonlySet<number>>;
};

export type SecondClientOptions = {
  readonly url: string;
  readonly description: Description;
  /** Statuses that the description does not have for an operation, as `name 409`. */
  readonly beside: Readonly<Record<string, string>>;
};

const ERROR = "#/components/schemas/ErrorResponse";

export const makeSecondClient = (options: SecondClientOptions): SecondClient => {
  const { url, description, beside } = options;
  const operations = readOperations(description);
  const byName = new Map(operations.map((one) => [one.name, one]));
  const findFaults = makeFindFaults(description);
  const seen = new Map<string, Set<number>>();
  const operation = (name: string): Operation => {
    const found = byName.get(name);
    assert.ok(found, `${name} is an operation of the description`);
    return found;
  };
  const check = (one: Operation, asked: Ask, { status, body }: Answer): void => {
    const about = `${one.name} ${status}`;
    const isBeside = Object.hasOwn(beside, about);
    assert.ok(status in one.answers || isBeside, `${about}: ${JSON.stringify(body)}`);
    const place = isBeside ? ERROR : (one.answers[status] ?? null);
    assert.deepEqual(place === null ? [] : findFaults(place, body), [], about);
    if (status >= 400) assert.ok(body.message.length > 0, `${about} says why`);
    else if (one.bodySchema) assert.deepEqual(findFaults(one.bodySchema, asked.body), [], about);
    seen.set(one.name, (seen.get(one.name) ?? new Set()).add(status));
  };
  return {
    operations,
    operation,
    findFaults,
    seen,
    askBeyond: async (asked) => {
      const answer = await send(`${url}${asked.path}`, asked, asked);
      if (answer.status >= 400) assert.deepEqual(findFaults(ERROR, answer.body), []);
      return answer;
    },
    ask: async (name, asked) => {
      const one = operation(name);
      const answer = await send(`${url}${fill(one.path, asked.params ?? {})}`, one, asked);
      check(one, asked, answer);
      return answer;
    },
  };
};

const send = async (
  url: string,
  { method }: Pick<Operation, "method">,
  asked: Omit<Ask, "params">,
): Promise<Answer> => {
  const { body, token } = asked;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined || typeof body === "string" ? (body ?? null) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
};

export const paramsOf = ({ path }: Pick<Operation, "path">): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

export const fill = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    assert.ok(value !== undefined, `${path} is asked with its ${name}`);
    return encodeURIComponent(value);
  });

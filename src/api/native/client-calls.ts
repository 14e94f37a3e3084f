/** What the parts of the client share: how they call, and the calls that most things have. */

import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";

export type Calls = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  readonly write: <T>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    options?: WriteOptions,
  ) => Promise<T>;
  readonly queryText: (query?: Readonly<Record<string, string | number | undefined>>) => string;
};

/** And what asks without a trace. */
export type AskingCalls = Calls & {
  /** Asks and changes nothing. */
  readonly post: <T>(path: string, body: unknown, options?: CallOptions) => Promise<T>;
};

export type List<T> = (query?: PageOptions, options?: CallOptions) => Promise<Page<T>>;
export type Get<R> = (id: string, options?: CallOptions) => Promise<R>;
/** Says nothing but which one. */
export type Act<R> = (id: string, options?: WriteOptions) => Promise<R>;
export type Tell<B, R> = (id: string, request: B, options?: WriteOptions) => Promise<R>;
export type Add<B, R> = (request: B, options?: WriteOptions) => Promise<R>;

export const pathOf = (noun: string, id: string, verb = ""): string =>
  `/v1/${noun}/${encodeURIComponent(id)}${verb === "" ? "" : `/${verb}`}`;

type Common = {
  readonly list: <T>(noun: string) => List<T>;
  readonly read: <R>(noun: string, verb?: string) => Get<R>;
  readonly act: <R>(noun: string, verb: string) => Act<R>;
  readonly tell: <B, R>(noun: string, verb: string, method?: "POST" | "PUT") => Tell<B, R>;
  readonly add: <B, R>(noun: string) => Add<B, R>;
};

/** Of the things that a noun names, by their id. */
export const commonCalls = ({ get, write, queryText }: Calls): Common => ({
  list: (noun) => (query, given) => get(`/v1/${noun}${queryText(query)}`, given),
  read: (noun, verb) => (id, given) => get(pathOf(noun, id, verb), given),
  act: (noun, verb) => (id, given) => write("POST", pathOf(noun, id, verb), {}, given),
  tell:
    (noun, verb, method = "POST") =>
    (id, request, given) =>
      write(method, pathOf(noun, id, verb), request, given),
  add: (noun) => (request, given) => write("POST", `/v1/${noun}`, request, given),
});

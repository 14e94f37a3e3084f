/**
 * A client of the native API, typed by the schemas that the server validates by. It has no
 * dependency and runs in Node.js and in browsers.
 *
 *   const client = createClient({ baseUrl: "http://127.0.0.1:8080", token });
 *   const receipt = await client.fileOperation({ category: "uas_flight", volumes });
 *   for await (const event of client.events()) console.log(event.kind);
 */

import type { CheckAnswer, CheckRequest } from "./check-routes.ts";
import type { EventBlock } from "./event-blocks.ts";
import { readBlocks } from "./event-blocks.ts";
import type { Conflict } from "./conflict.ts";
import type { StreamEvent } from "./event.ts";
import type {
  DeviateRequest,
  FileRequest,
  Operation,
  Receipt,
  ReplaceRequest,
  Versions,
} from "./operation.ts";
import type { DraftOptionsRequest, OptionsAnswer, OptionsRequest } from "./option-routes.ts";
import { contactCalls } from "./client-contacts.ts";
import type { ContactClient } from "./client-contacts.ts";
import { areaCalls } from "./client-areas.ts";
import type { AreaClient } from "./client-areas.ts";
import { incidentCalls } from "./client-incidents.ts";
import type { IncidentClient } from "./client-incidents.ts";
import { lineCalls } from "./client-line.ts";
import type { LineClient } from "./client-line.ts";
import { movementCalls } from "./client-movements.ts";
import type { MovementClient } from "./client-movements.ts";
import { reviewCalls } from "./client-reviews.ts";
import type { ReviewClient } from "./client-reviews.ts";
import { settlingCalls } from "./client-settling.ts";
import type { SettlingClient } from "./client-settling.ts";
import type { AnyOperation } from "./any-operation.ts";
import { partyCalls } from "./client-party.ts";
import type { PartyClient } from "./client-party.ts";
import { siteCalls } from "./client-sites.ts";
import type { SiteClient } from "./client-sites.ts";
import { statisticsCalls } from "./client-statistics.ts";
import type { StatisticsClient } from "./client-statistics.ts";
import { targetCalls } from "./client-targets.ts";
import type { TargetClient } from "./client-targets.ts";
import { theatreCalls } from "./client-theatre.ts";
import type { TheatreChangeClient } from "./client-theatre.ts";
import { trackCalls } from "./client-tracks.ts";
import type { TrackClient } from "./client-tracks.ts";
import type { Page } from "./page.ts";
import type { Problem } from "./problem-schema.ts";
import { keyHeader, signPayload } from "./signing.ts";
import type { Signing } from "./signing.ts";
import type { Head } from "./status-routes.ts";
import type { Theatre, TheatreRequest } from "./theatre.ts";
import type { TheatreReceipt } from "./theatre-routes.ts";

export type { CheckAnswer, CheckRequest } from "./check-routes.ts";
export type { Area } from "./area.ts";
export type { Channel, ChannelReceipt } from "./channel.ts";
export type { Contact } from "./contact.ts";
export type { Item } from "./item.ts";
export type { Readout } from "./readout.ts";
export type { Conflict } from "./conflict.ts";
export type { StreamEvent, ToldEvent } from "./event.ts";
export type { Movement } from "./movement.ts";
export type { FileRequest, FullOperation, Operation, Receipt, Version } from "./operation.ts";
export type { FullMessage, Message } from "./message.ts";
export type { MessageRequest } from "./message-request.ts";
export type { Review } from "./review.ts";
export type { Statistics } from "./statistics.ts";
export type { OptionsAnswer } from "./option-routes.ts";
export type { Page } from "./page.ts";
export { NotMeantError, signingWith } from "./signing.ts";
export type { Signing } from "./signing.ts";
export type { Problem } from "./problem-schema.ts";
export type { Theatre, TheatreRequest } from "./theatre.ts";
export type { Footprint, Volume } from "./volume.ts";

export type ClientOptions = {
  /** Scheme, host and port; a path in front of /v1 too, where a proxy adds one. */
  readonly baseUrl: string;
  /** The token, or how to get one that is good now: asked before every request. */
  readonly token: string | (() => string | Promise<string>);
  readonly fetch?: typeof globalThis.fetch;
  /** With which every write is signed; left out: none is. */
  readonly signing?: Signing;
  /** How often a request that got no answer is sent again. */
  readonly retriesMax?: number;
  /** First pause before sending again; it doubles up to `pauseMaxMs`. */
  readonly pauseMs?: number;
  readonly pauseMaxMs?: number;
  /** A stream that is silent for this long is taken for dead: the server breaks silence sooner. */
  readonly silenceMs?: number;
};

export type CallOptions = { readonly signal?: AbortSignal };
/** `key`: the idempotency key; one is made when left out, and kept over all retries of the call. */
export type WriteOptions = CallOptions & { readonly key?: string };
export type PageOptions = { readonly limit?: number; readonly after?: string };
export type OperationQuery = PageOptions & {
  readonly party?: string;
  readonly state?: readonly Operation["state"][];
};
export type ConflictQuery = PageOptions & {
  readonly state?: "open" | "closed";
  readonly operationId?: string;
};
/** `after`: the entry to go on from; left out: from now. */
export type EventOptions = CallOptions & {
  readonly after?: number;
  /** Called when the connection is gone or can't be had, before it is tried again; `hello` ends that. */
  readonly onLost?: (error: unknown) => void;
};

type FolderClients = PartyClient &
  LineClient &
  SettlingClient &
  TargetClient &
  TheatreChangeClient &
  ContactClient &
  TrackClient &
  SiteClient &
  AreaClient &
  IncidentClient &
  MovementClient &
  ReviewClient &
  StatisticsClient;

export type Client = FolderClients & {
  readonly fileOperation: (request: FileRequest, options?: WriteOptions) => Promise<Receipt>;
  readonly replaceOperation: (
    id: string,
    request: ReplaceRequest,
    options?: WriteOptions,
  ) => Promise<Receipt>;
  readonly activateOperation: (id: string, options?: WriteOptions) => Promise<Receipt>;
  readonly holdOperation: (id: string, options?: WriteOptions) => Promise<Receipt>;
  readonly endOperation: (id: string, options?: WriteOptions) => Promise<Receipt>;
  readonly cancelOperation: (id: string, options?: WriteOptions) => Promise<Receipt>;
  readonly deviateOperation: (
    id: string,
    request?: DeviateRequest,
    options?: WriteOptions,
  ) => Promise<Receipt>;
  readonly operation: (id: string, options?: CallOptions) => Promise<AnyOperation>;
  readonly versions: (id: string, options?: CallOptions) => Promise<Versions>;
  readonly operations: (query?: OperationQuery, options?: CallOptions) => Promise<Page<Operation>>;
  /** Every page, one after the other. */
  readonly allOperations: (
    query?: OperationQuery,
    options?: CallOptions,
  ) => AsyncGenerator<Operation, void, undefined>;
  readonly conflict: (id: string, options?: CallOptions) => Promise<Conflict>;
  readonly conflicts: (query?: ConflictQuery, options?: CallOptions) => Promise<Page<Conflict>>;
  readonly allConflicts: (
    query?: ConflictQuery,
    options?: CallOptions,
  ) => AsyncGenerator<Conflict, void, undefined>;
  readonly check: (request: CheckRequest, options?: CallOptions) => Promise<CheckAnswer>;
  readonly options: (request: DraftOptionsRequest, options?: CallOptions) => Promise<OptionsAnswer>;
  readonly operationOptions: (
    id: string,
    request?: OptionsRequest,
    options?: CallOptions,
  ) => Promise<OptionsAnswer>;
  readonly theatre: (options?: CallOptions) => Promise<Theatre>;
  readonly setTheatre: (request: TheatreRequest, options?: WriteOptions) => Promise<TheatreReceipt>;
  readonly head: (options?: CallOptions) => Promise<Head>;
  /**
   * What the reader is told, each event once and in order, over as many connections as it takes.
   * After `resync` the lists must be read anew. Ends when `signal` aborts; throws ProblemError when
   * the server refuses (a token that has expired, too many streams).
   */
  readonly events: (options?: EventOptions) => AsyncGenerator<StreamEvent, void, undefined>;
};

/** The server said no: `problem` says what, and what to do. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  /** Seconds after which to try again, when the server said so. */
  readonly retryAfterS: number | null;
  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(`${problem.status} ${problem.title}: ${problem.detail}; ${problem.remedy}`);
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The last part of its type, such as `stale-version`. */
  get kind(): string {
    return this.problem.type.replace(/^.*\//, "");
  }
}

export const createClient = (options: ClientOptions): Client => {
  const caller = new Caller(options);
  const get = <T>(path: string, { signal }: CallOptions = {}): Promise<T> =>
    caller.call<T>({ method: "GET", path, signal });
  const getFile = (path: string, { signal }: CallOptions = {}): Promise<string> =>
    caller.call<string>({ method: "GET", path, signal, isText: true });
  const post = <T>(path: string, body: unknown, { signal }: CallOptions = {}): Promise<T> =>
    caller.call<T>({ method: "POST", path, body, signal });
  const write = <T>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    { signal, key = makeKey() }: WriteOptions = {},
  ): Promise<T> => caller.write<T>({ method, path, body, signal, key });
  const move =
    (verb: string) =>
    (id: string, given?: WriteOptions): Promise<Receipt> =>
      write("POST", `${operationPath(id)}/${verb}`, {}, given);
  const operations: Client["operations"] = (query, given) =>
    get(`/v1/operations${queryText(query)}`, given);
  const conflicts: Client["conflicts"] = (query, given) =>
    get(`/v1/conflicts${queryText(query)}`, given);
  return {
    ...partyCalls({ get, write, queryText }),
    ...theatreCalls({ get, write, queryText }),
    ...settlingCalls({ get, write, queryText }),
    ...lineCalls({ get, post, write, queryText }),
    ...targetCalls({ get, post, write, queryText }),
    ...contactCalls({ get, write, queryText }),
    ...trackCalls({ get, post, write, queryText }),
    ...siteCalls({ get, write, queryText }),
    ...areaCalls({ get, post, write, queryText }),
    ...incidentCalls({ get, getFile, write, queryText }),
    ...movementCalls({ get, post, write, queryText }),
    ...reviewCalls({ get, write, queryText }),
    ...statisticsCalls({ get, queryText }),
    fileOperation: (request, given) => write("POST", "/v1/operations", request, given),
    replaceOperation: (id, request, given) => write("PUT", operationPath(id), request, given),
    activateOperation: move("activate"),
    holdOperation: move("hold"),
    endOperation: move("end"),
    cancelOperation: move("cancel"),
    deviateOperation: (id, request = {}, given) =>
      write("POST", `${operationPath(id)}/deviate`, request, given),
    operation: (id, given) => get(operationPath(id), given),
    versions: (id, given) => get(`${operationPath(id)}/versions`, given),
    operations,
    allOperations: (query, given) => readPages((page) => operations({ ...query, ...page }, given)),
    conflict: (id, given) => get(`/v1/conflicts/${encodeURIComponent(id)}`, given),
    conflicts,
    allConflicts: (query, given) => readPages((page) => conflicts({ ...query, ...page }, given)),
    check: (request, given) => post("/v1/check", request, given),
    options: (request, given) => post("/v1/options", request, given),
    operationOptions: (id, request = {}, given) =>
      post(`${operationPath(id)}/options`, request, given),
    theatre: (given) => get("/v1/theatre", given),
    setTheatre: (request, given) => write("PUT", "/v1/theatre", request, given),
    head: (given) => get("/v1/head", given),
    events: (given) => followEvents(caller, given),
  };
};

const operationPath = (id: string): string => `/v1/operations/${encodeURIComponent(id)}`;

type QueryValue = string | number | readonly string[] | undefined;

const queryText = (query: Readonly<Record<string, QueryValue>> = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
};

async function* readPages<T>(
  read: (page: { after?: string }) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let page = await read({});
  for (;;) {
    yield* page.items;
    if (page.next === null) return;
    page = await read({ after: page.next });
  }
}

const randomHex = (byteCount: number): string =>
  [...crypto.getRandomValues(new Uint8Array(byteCount))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

/** A UUIDv7 (RFC 9562 section 5.7): a signed command's key must tell when it was made. */
const makeKey = (): string => {
  const time = Date.now().toString(16).padStart(12, "0");
  const [random, rest] = [randomHex(2).slice(1), randomHex(8)];
  const variant = "89ab"[Number.parseInt(rest[0]!, 16) & 3]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random}-${variant}${rest.slice(1, 4)}-${rest.slice(4)}`;
};

type Call = {
  /** The answer is a file, not JSON. */
  readonly isText?: boolean;
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
};

const DEFAULTS = { retriesMax: 4, pauseMs: 250, pauseMaxMs: 10_000, silenceMs: 45_000 };

/** Sends requests, and sends them again when there was no answer. */
class Caller {
  readonly options: Required<Omit<ClientOptions, "fetch" | "signing">>;
  private readonly fetch: typeof globalThis.fetch;
  private readonly signing: Signing | undefined;

  constructor(options: ClientOptions) {
    const { fetch = globalThis.fetch, signing, ...rest } = options;
    this.signing = signing;
    this.options = { ...DEFAULTS, ...rest, baseUrl: options.baseUrl.replace(/\/+$/, "") };
    // A browser's fetch wants to be called on its window.
    this.fetch = (input, init) => fetch(input, init);
  }

  /** Throws ProblemError; the network's own error once the retries are used up. */
  async call<T>(call: Call): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await this.send(call);
        return (call.isText ? await response.text() : await response.json()) as T;
      } catch (error) {
        call.signal?.throwIfAborted();
        // 503 says that nothing was done, or that the same key will tell: both may be sent again.
        const mayRepeat = !(error instanceof ProblemError) || error.status === 503;
        if (!mayRepeat || attempt >= this.options.retriesMax) throw error;
        await this.pause(attempt, error, call.signal);
      }
    }
  }

  /** As `call`, signed when there is a key: the server's first refusal tells the text to be signed. */
  async write<T>(call: Call): Promise<T> {
    const { signing } = this;
    if (!signing) return this.call<T>(call);
    const name = "Wideberth-Signature";
    try {
      return await this.call<T>({ ...call, headers: { [name]: keyHeader(signing.publicKey) } });
    } catch (error) {
      const { commandId, payload } = error instanceof ProblemError ? error.problem : {};
      if (commandId === undefined || payload === undefined) throw error;
      const header = await signPayload(signing, { commandId, payload }, { body: null, ...call });
      return this.call<T>({ ...call, headers: { [name]: header } });
    }
  }

  /** Throws ProblemError when the answer is one. */
  async send({ method, path, body, key, headers, signal }: Call): Promise<Response> {
    const { token, baseUrl } = this.options;
    const response = await this.fetch(baseUrl + path, {
      method,
      headers: {
        Authorization: `Bearer ${typeof token === "string" ? token : await token()}`,
        ...(body === undefined ? {} : { "Content-Type": contentTypeOf(body) }),
        ...(key === undefined ? {} : { "Idempotency-Key": key }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw await readProblem(response);
    return response;
  }

  async pause(attempt: number, error: unknown, signal: AbortSignal | undefined): Promise<void> {
    const { pauseMs, pauseMaxMs } = this.options;
    const backoffMs = Math.min(pauseMaxMs, pauseMs * 2 ** attempt) * (0.5 + Math.random() / 2);
    const askedMs = error instanceof ProblemError ? (error.retryAfterS ?? 0) * 1000 : 0;
    await sleep(Math.max(backoffMs, askedMs), signal);
  }
}

/** A text is sent as it is: of a format of others. */
const contentTypeOf = (body: unknown): string =>
  typeof body === "string" ? "text/plain" : "application/json";

const readProblem = async (response: Response): Promise<ProblemError> => {
  const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfterS = Number.isFinite(retryAfter) ? retryAfter : null;
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json");
  if (isProblem) return new ProblemError((await response.json()) as Problem, retryAfterS);
  await response.body?.cancel();
  const { status } = response;
  const unknown = { type: "about:blank", title: "An answer that is not this API's", status };
  const detail = `something between answered with ${status}`;
  return new ProblemError({ ...unknown, detail, remedy: "check the address" }, retryAfterS);
};

/** Resolves early when aborted. */
const sleep = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
    if (signal?.aborted) done();
  });

/** Where a stream stands, over all its connections. */
type Place = { after: number | null; attempt: number };

async function* followEvents(
  caller: Caller,
  { signal, after, onLost = () => {} }: EventOptions = {},
): AsyncGenerator<StreamEvent, void, undefined> {
  const place: Place = { after: after ?? null, attempt: 0 };
  for (;;) {
    if (signal?.aborted) return;
    try {
      yield* readStream(caller, place, signal);
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ProblemError && !isPassing(error)) throw error;
      onLost(error);
      await caller.pause(place.attempt++, error, signal);
      continue;
    }
    if (place.attempt++ > 0) await caller.pause(place.attempt, null, signal);
  }
}

/** 429 and 5xx pass; what else the server refuses it would refuse again. */
const isPassing = ({ status }: ProblemError): boolean => status === 429 || status >= 500;

/** One connection. The events of one entry are told together, so that none is told twice. */
async function* readStream(
  caller: Caller,
  place: Place,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamEvent, void, undefined> {
  const watch = new Watch(caller.options.silenceMs, signal);
  try {
    const headers: Record<string, string> =
      place.after === null ? {} : { "Last-Event-ID": String(place.after) };
    const path = "/v1/events";
    const response = await caller.send({ method: "GET", path, headers, signal: watch.signal });
    if (!response.body) throw new TypeError("the answer has no body to read");
    let held: StreamEvent[] = [];
    for await (const block of readBlocks(response.body, () => watch.hear())) {
      const event = parseBlock(block);
      if (event?.kind === "end") break;
      if (event) held.push(event);
      if (block.id === null) continue;
      place.after = Number(block.id);
      if (held.length === 0) continue;
      if (held[0]?.kind !== "hello") place.attempt = 0;
      const told = held;
      held = [];
      yield* told;
    }
  } finally {
    watch.stop();
  }
}

const parseBlock = ({ data }: EventBlock): StreamEvent | null =>
  data === null ? null : (JSON.parse(data) as StreamEvent);

/** Aborts when the caller does, or when nothing was heard for too long. */
class Watch {
  private readonly controller = new AbortController();
  private readonly silenceMs: number;
  private readonly outer: AbortSignal | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly abort = (): void => this.controller.abort();

  constructor(silenceMs: number, outer: AbortSignal | undefined) {
    this.silenceMs = silenceMs;
    this.outer = outer;
    outer?.addEventListener("abort", this.abort, { once: true });
    if (outer?.aborted) this.abort();
    this.hear();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  hear(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.abort, this.silenceMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener("abort", this.abort);
    this.controller.abort();
  }
}

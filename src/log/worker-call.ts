/** Calls into a worker thread and their answers, in order. Faults keep their code across threads. */

import { type MessagePort, type TransferListItem, Worker } from "node:worker_threads";
import { FrameError } from "../record/frame.ts";
import { LogError, type LogErrorCode } from "./log.ts";

/** What a worker can be asked: from verb to [argument, answer]. */
export type Verbs = Record<string, readonly [unknown, unknown]>;

/** Answers of a worker, one function per verb. They run one after the other, as they were called. */
export type Answers<V extends Verbs> = {
  readonly [verb in keyof V]: (argument: V[verb][0]) => Answer<V[verb][1]>;
};

/** `transfer` hands memory over instead of copying it. */
export type Answer<T> = { readonly value: T; readonly transfer?: readonly TransferListItem[] };

type Call = { readonly id: number; readonly verb: string; readonly argument: unknown };
type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: Fault };
type Fault = {
  readonly name: string;
  readonly message: string;
  readonly code: LogErrorCode | null;
  readonly seq: number | null;
  readonly stack: string | undefined;
};

type Pending = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** One worker and the calls on their way to it. It keeps the process alive only while it has some. */
export class WorkerCaller<V extends Verbs> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: Error | null = null;

  constructor(url: URL, workerData: unknown) {
    // The process's own flags (--input-type, --test …) are not for this file.
    this.#worker = new Worker(url, { workerData, execArgv: [] });
    this.#worker.on("message", (reply: Reply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#end(asError(error)));
    this.#worker.on("exit", () => this.#end(new Error("the worker ended")));
    this.#worker.unref();
  }

  call<K extends keyof V & string>(
    verb: K,
    argument: V[K][0],
    transfer: readonly TransferListItem[] = [],
  ): Promise<V[K][1]> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#ended !== null) {
        reject(workerFault(this.#ended));
        return;
      }
      this.#lastId += 1;
      this.#pending.set(this.#lastId, { resolve, reject });
      this.#worker.ref();
      const call: Call = { id: this.#lastId, verb, argument };
      this.#worker.postMessage(call, transfer);
    });
  }

  /** Ends the worker wherever it is. Calls on their way are rejected. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#worker.unref();
    if ("fault" in reply) pending?.reject(revive(reply.fault));
    else pending?.resolve(reply.value);
  }

  #end(cause: Error): void {
    this.#ended ??= cause;
    for (const { reject } of this.#pending.values()) reject(workerFault(cause));
    this.#pending.clear();
  }
}

/** In the worker: answers each call that arrives at `port`. */
export const answerCalls = <V extends Verbs>(port: MessagePort, answers: Answers<V>): void => {
  port.on("message", ({ id, verb, argument }: Call) => {
    try {
      const { value, transfer = [] } = answers[verb]?.(argument) ?? { value: undefined };
      port.postMessage({ id, value } satisfies Reply, transfer);
    } catch (error) {
      port.postMessage({ id, fault: toFault(error) } satisfies Reply);
    }
  });
};

const toFault = (error: unknown): Fault => {
  const { name, message, stack } = asError(error);
  const isLogError = error instanceof LogError;
  const cause = isLogError ? error.cause : undefined;
  return {
    name,
    message,
    code: isLogError ? error.code : null,
    seq: isLogError ? error.seq : null,
    stack: cause instanceof Error ? cause.stack : stack,
  };
};

const revive = ({ name, message, code, seq, stack }: Fault): Error => {
  if (name === "FrameError") return new FrameError(message);
  const origin = new Error(message);
  if (stack !== undefined) origin.stack = stack;
  // Without a code it is a bug in the worker, and stays one here.
  if (code === null) return origin;
  return new LogError(code, message, seq === null ? { cause: origin } : { cause: origin, seq });
};

const workerFault = (cause: Error): LogError =>
  new LogError("LOG_IO", `the log's worker thread ended (${cause.message}): open the log again`, {
    cause,
  });

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

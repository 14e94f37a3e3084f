/**
 * Event streams (server-sent events), each one party's own.
 *
 *   id: 17
 *   event: conflict.opened
 *   data: {"kind":"conflict.opened","seq":17,…}
 *
 * The id is the entry's place in the log and stands on the last event of an entry alone, so that who
 * resumes has all of an entry or none. The journal is the buffer: a stream whose reader is slow waits
 * and reads on from the journal; one whose reader takes nothing is let go, and may resume.
 * Source: WHATWG HTML, server-sent events.
 */

import type { ServerResponse } from "node:http";
import { Type } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Reader } from "../../core/view.ts";
import type { Engine } from "../../server/engine.ts";
import type { JournalEvent } from "../../server/journal.ts";
import { principalOf, readerOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { isStanding } from "../standing.ts";
import { ApiProblem } from "../problem.ts";
import { encodeEvent, eventText, StreamEvent } from "./event.ts";
import type { EndReason } from "./event.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";

const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const registerEvents = (app: Api, context: ApiContext): void => {
  const streams = new Streams(context);
  app.addHook("preClose", () => streams.endAll("stopping"));
  app.get(
    "/v1/events",
    {
      config: { access: "read" },
      exposeHeadRoute: false,
      schema: {
        tags: ["events"],
        operationId: "streamEvents",
        summary: "What the reader is told, as it happens",
        description:
          "Resumes after Last-Event-ID, or after the entry given as ?after=; without either it begins now. The first event is hello. After resync the lists must be read anew.",
        headers: Type.Object({ "last-event-id": Type.Optional(Seq) }),
        querystring: Type.Object({ after: Type.Optional(Seq) }, { additionalProperties: false }),
        response: {
          200: { description: "Events", content: { "text/event-stream": { schema: StreamEvent } } },
          ...PROBLEM_RESPONSES,
        },
      },
    },
    async (request, reply) => {
      const afterSeq = request.headers["last-event-id"] ?? request.query.after ?? null;
      streams.open(request, reply, afterSeq);
      return reply;
    },
  );
};

/** All streams of one server. */
class Streams {
  private readonly context: ApiContext;
  private readonly byReader = new Map<string, Set<Stream>>();
  /** One text for all streams of a party: they tell it within moments of each other. */
  private readonly texts = new Map<JournalEvent, string>();

  constructor(context: ApiContext) {
    this.context = context;
  }

  /** Throws ApiProblem when the party has too many. */
  open(request: FastifyRequest, reply: FastifyReply, afterSeq: number | null): void {
    const reader = readerOf(request);
    const key = reader.kind === "host" ? "host" : `party ${reader.party}`;
    const streams = this.byReader.get(key) ?? new Set();
    this.byReader.set(key, streams);
    const { streamsPerPartyMax } = this.context.settings;
    if (streams.size >= streamsPerPartyMax) {
      const detail = `${streams.size} streams are open; the limit is ${streamsPerPartyMax}`;
      throw new ApiProblem("too-many-streams", { detail });
    }
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      "Content-Type": "text/event-stream; charset=utf-8",
      "X-Accel-Buffering": "no",
      // Its connection is of no further use: a server that stops need not wait for it.
      Connection: "close",
    });
    const stream = new Stream(this.context, raw, {
      reader,
      afterSeq,
      expiresAtMs: principalOf(request).expiresAtMs,
      isStanding: () => isStanding(this.context, principalOf(request)),
      textOf: (event) => this.textOf(event),
    });
    streams.add(stream);
    raw.once("close", () => {
      streams.delete(stream);
      stream.close();
    });
    stream.run().catch((error: unknown) => {
      request.log.error({ err: error }, "an event stream failed");
      raw.destroy();
    });
  }

  async endAll(reason: EndReason): Promise<void> {
    const all = [...this.byReader.values()].flatMap((streams) => [...streams]);
    await Promise.all(all.map((stream) => stream.end(reason)));
  }

  private textOf(event: JournalEvent): string {
    const known = this.texts.get(event);
    if (known !== undefined) return known;
    const text = eventText(encodeEvent(event));
    this.texts.set(event, text);
    if (this.texts.size > TEXTS_KEPT) this.texts.delete(this.texts.keys().next().value!);
    return text;
  }
}

type StreamOptions = {
  readonly reader: Reader;
  /** null: from now. */
  readonly afterSeq: number | null;
  readonly expiresAtMs: number;
  /** False once the token's holder was removed, or its secret replaced: nothing more is told. */
  readonly isStanding: () => boolean;
  readonly textOf: (event: JournalEvent) => string;
};

class Stream {
  private readonly context: ApiContext;
  private readonly engine: Engine;
  private readonly raw: ServerResponse;
  private readonly options: StreamOptions;
  /** All of the log up to here that concerns the reader has been written. */
  private sentSeq: number;
  private isClosed = false;
  private isHeard = false;
  private wake: () => void = () => {};

  constructor(context: ApiContext, raw: ServerResponse, options: StreamOptions) {
    this.context = context;
    this.engine = context.engine;
    this.raw = raw;
    this.options = options;
    this.sentSeq = options.afterSeq ?? this.headSeq;
  }

  private get headSeq(): number {
    return this.engine.status().head.seq;
  }

  async run(): Promise<void> {
    const stop = this.engine.journal.listen(this.options.reader, () => {
      this.isHeard = true;
      this.wake();
    });
    try {
      const [headSeq, afterSeq] = [this.headSeq, this.sentSeq];
      await this.write(`id: ${afterSeq}\n${eventText({ kind: "hello", headSeq, afterSeq })}`);
      while (!this.isClosed) {
        if (!this.options.isStanding()) return await this.end("token-withdrawn");
        await this.catchUp();
        if (this.context.clock.nowMs() >= this.options.expiresAtMs) await this.end("token-expired");
        else await this.rest();
      }
    } finally {
      stop();
    }
  }

  /** Writes what the journal holds after what was sent; says so when it no longer holds all. */
  private async catchUp(): Promise<void> {
    this.isHeard = false;
    const { events, isComplete } = this.engine.journal.since(this.options.reader, this.sentSeq);
    const { headSeq } = this;
    if (!isComplete || this.sentSeq > headSeq) {
      this.sentSeq = headSeq;
      await this.write(`id: ${headSeq}\n${eventText({ kind: "resync", headSeq })}`);
      return;
    }
    let text = "";
    for (const [i, event] of events.entries()) {
      const isLast = events[i + 1]?.seq !== event.seq;
      text += isLast
        ? `id: ${event.seq}\n${this.options.textOf(event)}`
        : this.options.textOf(event);
      if (!isLast) continue;
      this.sentSeq = event.seq;
      if (text.length < API_LIMITS.streamChunkBytes && i < events.length - 1) continue;
      await this.write(text);
      text = "";
      if (this.isClosed) return;
    }
    // Nothing else of the log concerned the reader: a resumption need not look there again.
    if (!this.isHeard) this.sentSeq = headSeq;
  }

  /** Until something is heard; silence is broken now and then by a comment that moves the id on. */
  private async rest(): Promise<void> {
    if (this.isHeard || this.isClosed) return;
    const { heartbeatMs } = this.context.settings;
    const leftMs = this.options.expiresAtMs - this.context.clock.nowMs();
    const isHeard = await this.waitFor(Math.max(1, Math.min(heartbeatMs, leftMs)));
    if (!isHeard && !this.isClosed) await this.write(`: heartbeat\nid: ${this.sentSeq}\n\n`);
  }

  private waitFor(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  /** Waits for a slow reader, and lets go of one that takes nothing. */
  private async write(text: string): Promise<void> {
    if (this.isClosed || this.raw.write(text)) return;
    if (!(await drained(this.raw, this.context.settings.streamStallMs))) await this.end("slow");
  }

  /** Says why, then ends; what is not taken soon is dropped with the connection. */
  async end(reason: EndReason): Promise<void> {
    if (this.isClosed) return;
    this.close();
    this.raw.end(eventText({ kind: "end", reason }));
    if (this.raw.writableLength === 0) return;
    await Promise.race([drained(this.raw, END_GRACE_MS), finished(this.raw)]);
    if (!this.raw.writableFinished) this.raw.destroy();
  }

  close(): void {
    this.isClosed = true;
    this.wake();
  }
}

const END_GRACE_MS = 1_000;
const TEXTS_KEPT = 256;

const finished = (raw: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    raw.once("finish", resolve);
    raw.once("close", resolve);
  });

/** True once there is room again; false when there is none in time, or the reader has gone. */
const drained = (raw: ServerResponse, timeoutMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const settle = (isDrained: boolean) => (): void => {
      clearTimeout(timer);
      raw.off("drain", onDrain);
      raw.off("close", onClose);
      resolve(isDrained);
    };
    const [onDrain, onClose] = [settle(true), settle(false)];
    const timer = setTimeout(onClose, timeoutMs);
    raw.once("drain", onDrain);
    raw.once("close", onClose);
  });

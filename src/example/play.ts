/**
 * Plays the acts against a theatre, by the story's clock: what is due in between fires at its time, each
 * step is said through the client of the API, and what each side is told is handed on as it happens.
 */

import { createClient, ProblemError } from "../api/native/client.ts";
import type { Client, Problem } from "../api/native/client.ts";
import { encodeEvent } from "../api/native/event.ts";
import type { ToldEvent } from "../api/native/event.ts";
import type { Api } from "../api/context.ts";
import type { Reader } from "../core/view.ts";
import type { Engine } from "../server/engine.ts";
import type { OwnIssuer } from "../server/tokens.ts";
import type { Opened } from "../tell/opened.ts";
import { ACTS, minutesOf } from "./acts.ts";
import { CAST, PARTY_SIDES } from "./cast.ts";
import type { Side, Speaker } from "./cast.ts";
import { reflexesOf } from "./reflexes.ts";
import type { Reflex } from "./reflexes.ts";
import type { Act, Kept, Step } from "./story.ts";
import type { StoryClock } from "./story-clock.ts";

/** What a side hears: an event, the server's no to what it said, what it opened of another's. */
export type Heard = { readonly side: Side; readonly atMs: number } & (
  | { readonly what: "event"; readonly event: ToldEvent }
  | { readonly what: "refused"; readonly step: Step; readonly problem: Problem }
  | { readonly what: "opened"; readonly opened: Opened }
);

export type Stand = {
  readonly engine: Engine;
  readonly app: Api;
  readonly clock: StoryClock;
  /** Signs the tokens with which the story speaks. */
  readonly issuer: Pick<OwnIssuer, "issueToken">;
};

export type PlayOptions = {
  /** When the first act begins. */
  readonly startMs: number;
  /** Left out: every act. One needs those before it. */
  readonly acts?: readonly Act[];
  readonly onHeard?: (heard: Heard) => void;
  /** Called before the story goes on to a time; resolves when it may. Throws to end the play. */
  readonly waitUntil?: (atMs: number) => Promise<void>;
};

const MINUTE_MS = 60_000;
const TOKEN_S = 3600;
const SIDES: readonly Side[] = [...PARTY_SIDES, "HOST"];

/** Plays the acts. Throws when a step is refused that is not meant to be, or the other way round. */
export const playActs = async (stand: Stand, options: PlayOptions): Promise<void> => {
  const player = new Player(stand, options);
  await player.play();
};

type Planned = { readonly atMs: number; readonly act: () => Promise<void> };

class Player {
  private readonly stand: Stand;
  private readonly options: PlayOptions;
  private readonly acts: readonly Act[];
  private readonly clients = new Map<Speaker, Client>();
  private readonly kept: Kept = new Map();
  private readonly heardSeq = new Map<Side, number>();
  private readonly planned = new Set<string>();
  /** In order of time; of one time in the order planned. */
  private readonly agenda: Planned[] = [];

  constructor(stand: Stand, options: PlayOptions) {
    this.stand = stand;
    this.options = options;
    this.acts = options.acts ?? ACTS;
    for (const act of this.acts)
      for (const step of act.steps)
        this.plan(this.msAt(act.fromMinutes + step.atMin), () => this.say(act, step));
  }

  async play(): Promise<void> {
    for (;;) {
      const next = this.agenda.shift();
      await this.goOnTo(next?.atMs ?? this.msAt(minutesOf(this.acts)));
      if (next) {
        await next.act();
        this.hear();
      } else if (this.agenda.length === 0) return;
    }
  }

  /** So many minutes after the story began. */
  private msAt(minute: number): number {
    return this.options.startMs + minute * MINUTE_MS;
  }

  private plan(atMs: number, act: () => Promise<void>): void {
    const later = this.agenda.findIndex((one) => one.atMs > atMs);
    this.agenda.splice(later < 0 ? this.agenda.length : later, 0, { atMs, act });
  }

  /** Fires what falls due on the way, each at its time; what it leads to may be due before `atMs`. */
  private async goOnTo(atMs: number): Promise<void> {
    const { engine, clock } = this.stand;
    for (;;) {
      const dueMs = engine.withState(({ due }) => due.peek()?.dueMs ?? Infinity);
      const plannedMs = this.agenda[0]?.atMs ?? Infinity;
      if (plannedMs < Math.min(dueMs, atMs)) {
        const planned = this.agenda.shift()!;
        await this.moveClock(planned.atMs);
        await planned.act();
      } else if (dueMs <= atMs) {
        await this.moveClock(dueMs);
        await tick(engine, clock);
      } else {
        return this.moveClock(atMs);
      }
      this.hear();
    }
  }

  private async moveClock(atMs: number): Promise<void> {
    await this.options.waitUntil?.(atMs);
    this.stand.clock.setTo(atMs);
  }

  private async say(act: Act, step: Step): Promise<void> {
    const { who, does, refusedBy = null, atMin } = step;
    const problem = await this.act(act, step);
    const found = problem?.type.replace(/^.*\//, "") ?? null;
    if (found !== refusedBy) {
      const said = problem ? `${problem.title}: ${problem.detail}` : "nothing is wrong";
      throw new Error(
        `the story is unsound: act ${act.number}, minute ${atMin}, ${who} ${does}: ${said}`,
      );
    }
    if (!problem) return;
    // The refusal is the answer to what was said: it comes before what others are told of it.
    const { side } = CAST[who];
    this.options.onHeard?.({
      what: "refused",
      side,
      atMs: this.stand.clock.nowMs(),
      step,
      problem,
    });
  }

  private async act(act: Act, step: Step): Promise<Problem | null> {
    const { kept } = this;
    try {
      await step.act({
        client: this.clientOf(step.who),
        key: `act-${act.number}:${step.who}:${step.does}`.replaceAll(/[^\x21-\x7e]/g, "-"),
        at: (minute) => new Date(this.msAt(act.fromMinutes + minute)).toISOString(),
        kept,
        opens: (opened) =>
          this.options.onHeard?.({
            what: "opened",
            side: CAST[step.who].side,
            atMs: this.stand.clock.nowMs(),
            opened,
          }),
        the: (name) => {
          const id = kept.get(name);
          if (id === undefined) throw new Error(`the story is unsound: no ${name} was kept`);
          return id;
        },
      });
      return null;
    } catch (error) {
      if (error instanceof ProblemError) return error.problem;
      throw error;
    }
  }

  private clientOf(speaker: Speaker): Client {
    const known = this.clients.get(speaker);
    if (known) return known;
    const { side, sub, roles } = CAST[speaker];
    const party = side === "HOST" ? null : side;
    // The story takes days: a token that is asked for each time is good whenever that is.
    const token = (): Promise<string> =>
      this.stand.issuer.issueToken({ party, roles, sub, ttlS: TOKEN_S });
    const made = createClient({ baseUrl: "http://story", token, fetch: fetchOf(this.stand.app) });
    this.clients.set(speaker, made);
    return made;
  }

  /** Hands on what each side was told since, and plans what answers by itself. */
  private hear(): void {
    const { journal } = this.stand.engine;
    const told = SIDES.flatMap((side) =>
      journal.since(readerOf(side), this.heardSeq.get(side) ?? 0).events.map((event) => ({
        side,
        event,
      })),
    ).toSorted((a, b) => a.event.seq - b.event.seq);
    for (const { side, event } of told) {
      this.heardSeq.set(side, event.seq);
      const { atMs } = event;
      const encoded = encodeEvent(event);
      this.options.onHeard?.({ what: "event", side, atMs, event: encoded });
      const storyMin = (atMs - this.options.startMs) / MINUTE_MS;
      for (const reflex of reflexesOf({ side, event: encoded, storyMin })) {
        if (this.planned.has(reflex.key)) continue;
        this.planned.add(reflex.key);
        this.plan(atMs + reflex.afterMs, () => this.react(reflex));
      }
    }
  }

  private async react({ who, act, key }: Reflex): Promise<void> {
    await act(this.clientOf(who), `act:${who}:${key}`);
  }
}

const readerOf = (side: Side): Reader =>
  side === "HOST" ? { kind: "host" } : { kind: "party", party: side };

/** What the engine's own ticker does, at the story's time. */
const tick = async (engine: Engine, { nowMs }: StoryClock): Promise<void> => {
  const commandId = `act-tick-${nowMs()}`;
  await engine.submit({ origin: "system", commandId, command: { kind: "tick" }, survey: {} });
};

/** Requests reach the API without a socket. */
const fetchOf =
  (app: Api): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const { pathname, search } = new URL(request.url);
    const answer = await app.inject({
      method: request.method as "GET" | "POST" | "PUT",
      url: pathname + search,
      headers: Object.fromEntries(request.headers),
      ...(body === "" ? {} : { payload: body }),
    });
    const headers = { "Content-Type": String(answer.headers["content-type"]) };
    return new Response(answer.body, { status: answer.statusCode, headers });
  };

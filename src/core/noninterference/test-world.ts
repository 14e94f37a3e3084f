/**
 * One of two worlds in lockstep that differ only in what is kept from an observer. Whatever the
 * observer can fetch or hear must be the same in both, byte for byte.
 *
 * In both the same is done, by NORTH with other secrets; beside it, out of the observer's sight, things
 * are done that differ altogether. Every step is one entry in both: how many there are is no secret.
 */

import type { EntryOutcome } from "../apply.ts";
import type { Change } from "../changes.ts";
import type { Rung } from "../disclosure/model.ts";
import type { Reader } from "../operations/view.ts";
import { DEFAULT_LINE_RULES } from "../line/rules.ts";
import type { State } from "../state.ts";
import { MINUTE_MS, TestTheatre, theatreOf } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { Act, Aside, Ids, Part, Saying } from "./test-part.ts";
import { PARTIES, pick } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";

export type Setting = {
  readonly reader: Reader;
  readonly rules?: Partial<TheatreRules>;
  /** The host is told when operations begin and end, and that all conflicts exist. */
  readonly isTimeHidden?: boolean;
  /** A hold moves the start: the end then tells how long the operation lasts. */
  readonly hasHolds?: boolean;
};

/** Which act it was, said by whom, and what came of it. */
export type Taken = {
  readonly act: string;
  readonly speaker: PartyId | "system";
  readonly outcome: EntryOutcome;
};
type Spoken = Pick<Taken, "act"> & { readonly speaker: PartyId; readonly saying: Saying | null };

/** Taken even where nothing is said: what is hidden must not show by what is done instead. */
const IS_ALWAYS: ReadonlySet<string> = new Set(["wait", "aside", "probe"]);

/** A message that waits its turn comes soon; what is answered late is raised. */
const LINE = { ...DEFAULT_LINE_RULES, messagesPerMinuteMax: 2 };
const RULES: Partial<TheatreRules> = { retentionMs: 86_400_000, line: LINE };

export class World {
  readonly theatre: TestTheatre = new TestTheatre();
  readonly setting: Setting;
  /** The highest rung that an operation of NORTH's will ever be shown at, by its id. */
  readonly shownAt: Map<string, Rung> = new Map();
  /** Messages of NORTH that wait their turn and are closed before it comes. */
  readonly drafts: Set<string> = new Set();
  private readonly parts: readonly Part[];
  private readonly acts: ReadonlyMap<string, Act>;
  private readonly isVaried: boolean;

  constructor(parts: readonly Part[], setting: Setting, isVaried: boolean) {
    this.parts = parts;
    this.acts = new Map(
      parts.flatMap(({ acts }) => Object.entries(acts).map(([name, [, act]]) => [name, act])),
    );
    this.setting = setting;
    this.isVaried = isVaried;
    const parties = PARTIES.map((id) => ({
      id,
      names: { en: id },
      kind: id === "RELIEF" ? ("humanitarian" as const) : ("military" as const),
    }));
    const theatre = { ...theatreOf({ ...RULES, ...setting.rules }), parties };
    this.theatre.say("system", { kind: "set-theatre", theatre });
    for (const part of parts) part.begin?.(this);
  }

  get state(): State {
    return this.theatre.state;
  }

  isHost(): boolean {
    return this.setting.reader.kind === "host";
  }

  isObserver(party: string): boolean {
    const { reader } = this.setting;
    return reader.kind === "party" && reader.party === party;
  }

  /** Does the observer know that it exists, by being of those whose it is? */
  isSeen(parties: readonly string[]): boolean {
    return this.isHost() || parties.some((party) => this.isObserver(party));
  }

  /** The secrets of this world. */
  hiddenOf({ plain, varied }: Step): Secret {
    return this.isVaried ? varied : plain;
  }

  /** As the party has them: NORTH's are its own, the others' are the same in both worlds. */
  secretOf(step: Step): Secret {
    return step.party === "NORTH" ? this.hiddenOf(step) : step.plain;
  }

  /** One entry (of a wait, one a minute), whatever it comes to. `ids`: what one who probes may name. */
  take(step: Step, ids: Ids): Taken {
    const passed: Change[] = [];
    const { act, speaker, saying } = this.firstOf(step, ids, passed);
    const party = saying?.isSystem || !saying ? "system" : speaker;
    const key = saying?.signedBy ?? null;
    const outcome = this.theatre.sayAs(
      party === "system" ? "system" : { party, key },
      saying?.command ?? { kind: "tick" },
      {
        by: saying?.by ?? (party === "NORTH" ? this.hiddenOf(step).by : party),
        ...(key === null ? {} : { signature: "valid", commandId: this.signedId() }),
      },
    );
    const { outcome: said } = outcome;
    if (said.ok && said.value) saying?.remember?.(said.value);
    return {
      act,
      speaker: party,
      outcome: { ...outcome, changes: [...passed, ...outcome.changes] },
    };
  }

  /** A UUIDv7 of now, new with each entry. */
  private signedId(): string {
    const ms = this.theatre.atMs.toString(16).padStart(12, "0");
    const ordinal = String(this.theatre.entries.length).padStart(12, "0");
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${ordinal}`;
  }

  private firstOf(step: Step, ids: Ids, passed: Change[]): Spoken {
    for (const act of step.acts) {
      const [speaker, saying] = this.sayingOf(act, step, { ids, passed });
      if (saying || IS_ALWAYS.has(act)) return { act, speaker, saying };
    }
    return { act: "nothing", speaker: step.party, saying: null };
  }

  private sayingOf(
    name: string,
    step: Step,
    { ids, passed }: { readonly ids: Ids; readonly passed: Change[] },
  ): readonly [PartyId, Saying | null] {
    if (name === "wait") return ["NORTH", this.wait(step.minutes, passed)];
    if (name === "aside") return this.asideOf(this.hiddenOf(step));
    if (name === "probe") return this.probeOf(step, ids);
    const act = this.acts.get(name);
    if (!act) throw new Error(`no part knows the act ${name}`);
    return [step.party, sayingOf(act(this, step))];
  }

  /** Time passes, minute by minute as on a server, once no draft is left that would be sent in it. */
  private wait(minutes: number, passed: Change[]): Saying | null {
    const [messageId] = this.drafts;
    if (messageId === undefined) {
      for (let left = minutes; left > 0; left--) {
        this.theatre.atMs += MINUTE_MS;
        if (left > 1) passed.push(...this.theatre.say("system", { kind: "tick" }).changes);
      }
      return null;
    }
    this.drafts.delete(messageId);
    return { command: { kind: "close-message", messageId } };
  }

  /** The first of a few that there is something to do it to; whether there is, is hidden too. */
  private asideOf(secret: Secret): readonly [PartyId, Saying | null] {
    const asides = this.parts.flatMap<Aside>((part) =>
      this.isHost() ? (part.hostAsides ?? []) : [...part.asides, ...(part.hostAsides ?? [])],
    );
    const speakers = PARTIES.filter((party) => !this.isObserver(party));
    const speaker = pick(speakers, secret.speaker)!;
    for (let attempt = 0; attempt < 4; attempt++) {
      const aside = pick(asides, secret.aside + attempt * 7)!;
      const saying = sayingOf(aside(this, speaker, secret));
      if (saying) return [speaker, saying];
    }
    return [speaker, null];
  }

  /** By the observer, of a thing that may be another's, or there in one world only. */
  private probeOf({ which, plain }: Step, ids: Ids): readonly [PartyId, Saying | null] {
    const { reader } = this.setting;
    if (reader.kind === "host") return ["NORTH", null];
    const probe = pick(
      this.parts.flatMap(({ probes }) => probes),
      plain.aside,
    )!;
    const id = pick(Object.values(ids).flat(), plain.said + which) ?? "x";
    return [reader.party as PartyId, sayingOf(probe(id, this))];
  }
}

const sayingOf = (said: ReturnType<Aside>): Saying | null =>
  said && "kind" in said ? { command: said } : said;

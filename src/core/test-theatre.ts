/** A theatre in memory for tests: say commands, get outcomes. */

import { toEcefMm } from "../geometry/ecef.ts";
import { surveyVolume } from "../geometry/survey.ts";
import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import { volumesOfTerms } from "./areas/volumes.ts";
import { applyEntry } from "./apply.ts";
import type { EntryOutcome } from "./apply.ts";
import type { Change } from "./changes.ts";
import type { Command, FileOperation, Survey } from "./commands.ts";
import { decodeEntry, encodeEntry, encodePayload, fingerprintOf, RULES_VERSION } from "./entry.ts";
import type { Entry, Origin, SignatureFound } from "./entry.ts";
import { readoutText } from "./contacts/readout-model.ts";
import { volumesOfMovement } from "./movements/fields.ts";
import { saidText } from "./line/said.ts";
import { assert } from "./outcome.ts";
import { volumesOfSite } from "./sites/volumes.ts";
import { makeState } from "./state.ts";
import type { CommandResult, OperationResult, State } from "./state.ts";
import { findWaiting } from "./theatre/change-model.ts";
import { DEFAULT_RULES } from "./theatre/model.ts";
import type { Theatre, TheatreRules } from "./theatre/model.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const START_MS: number = Date.UTC(2026, 10, 23, 6);

export const theatreOf = (rules: Partial<TheatreRules> = {}): Theatre => ({
  name: { en: "Test theatre" },
  isExample: true,
  area: null,
  parties: [
    { id: "NORTH", names: { en: "North" }, kind: "military" },
    { id: "SOUTH", names: { en: "South" }, kind: "military" },
  ],
  rules: { ...DEFAULT_RULES, ...rules },
});

/** A circle at a place, 100–200 m, from `startMin` to `endMin` minutes after the test's start. */
export const discAt = (
  center: Position,
  at: {
    radiusM?: number;
    startMin?: number;
    endMin?: number;
    lowerM?: number;
    upperM?: number;
  } = {},
): Volume4D => ({
  footprint: { kind: "circle", center, radiusM: at.radiusM ?? 1000 } satisfies Footprint,
  lowerM: at.lowerM ?? 100,
  upperM: at.upperM ?? 200,
  startMs: START_MS + (at.startMin ?? 180) * MINUTE_MS,
  endMs: START_MS + (at.endMin ?? 240) * MINUTE_MS,
});

type About = {
  readonly commandId?: string;
  readonly by?: string | null;
  readonly signature?: SignatureFound;
};

export class TestTheatre {
  readonly state: State = makeState();
  readonly entries: Entry[] = [];
  atMs: number = START_MS;
  private drawn = 0;

  constructor(rules: Partial<TheatreRules> = {}) {
    this.say("system", { kind: "set-theatre", theatre: theatreOf(rules) });
  }

  /** Applies a command as `party`, or as the system; `commandId` is a new one unless given. */
  say(party: string, command: Command, about: About = {}): EntryOutcome {
    return this.sayAs(party === "system" ? "system" : { party, key: null }, command, about);
  }

  /** As `say`, also signed: `signature` is what the edge would have found. */
  sayAs(
    origin: Origin,
    command: Command,
    { commandId = `c-${this.entries.length}`, by = null, signature = "none" }: About = {},
  ): EntryOutcome {
    const seq = this.state.seq + 1;
    const envelope = {
      seq,
      atMs: this.atMs,
      rulesVersion: RULES_VERSION,
      kind: command.kind,
      commandId,
      origin,
    };
    const salt = new Uint8Array(new Uint32Array([++this.drawn, 7, 11, 13]).buffer);
    const entry = decodeEntry({
      ...encodeEntry(envelope, encodePayload(command, by), surveyOf(command)),
      salt,
      signature,
    });
    this.entries.push(entry);
    return applyEntry(this.state, entry);
  }

  /** Sets the theatre by two people of the host, where it takes two. */
  setByTwo(theatre: Theatre): EntryOutcome {
    const set = this.say("system", { kind: "set-theatre", theatre }, { by: "host one" });
    const [waiting] = findWaiting(this.state.theatreChanges);
    if (!waiting) return set;
    const command = { kind: "second-theatre-change", changeId: waiting.id } as const;
    return this.say("system", command, { by: "host two" });
  }

  file(
    party: string,
    volumes: readonly Volume4D[],
    more: Partial<FileOperation> = {},
  ): OperationResult {
    const command = { kind: "file-operation", category: "uas_flight", volumes, ...more } as const;
    return this.mustOperation(party, command);
  }

  /** As `must`, for what is answered with an operation. */
  mustOperation(party: string, command: Command): OperationResult {
    const result = this.must(party, command);
    assert(result.about === "operation", "it is answered with its operation");
    return result;
  }

  /** As `say`, for what must be accepted. */
  must(party: string, command: Command): CommandResult {
    const { outcome } = this.say(party, command);
    assert(outcome.ok && outcome.value, `accepted: ${JSON.stringify(outcome)}`);
    return outcome.value;
  }

  /** The refusal's reason, or "accepted". */
  reason(party: string, command: Command): string {
    const { outcome } = this.say(party, command);
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  }

  /** Lets time pass; what falls due fires at its time, as while a server runs. */
  wait(ms: number): EntryOutcome {
    const untilMs = this.atMs + ms;
    const changes: Change[] = [];
    for (let due = this.state.due.peek(); due; due = this.state.due.peek()) {
      if (due.dueMs >= untilMs) break;
      this.atMs = Math.max(this.atMs, due.dueMs);
      changes.push(...this.say("system", { kind: "tick" }).changes);
    }
    const last = this.waitDown(untilMs - this.atMs);
    return { ...last, changes: [...changes, ...last.changes] };
  }

  /** Lets time pass without a server: all that fell due fires at its end. */
  waitDown(ms: number): EntryOutcome {
    this.atMs += ms;
    return this.say("system", { kind: "tick" });
  }
}

const surveyOf = (command: Command): Survey => {
  if (command.kind === "set-theatre") {
    const { areaMinima } = command.theatre.rules;
    return { theatre: { areaMinima: areaMinima.map(({ volume }) => surveyed(volume)) } };
  }
  if ("reports" in command) {
    return { placesMm: command.reports.flatMap(([, , lng, lat]) => toEcefMm([lng, lat])) };
  }
  if (command.kind === "send-message") {
    const digits = fingerprintOf(saidText(command)).toString(16).padStart(8, "0");
    return { hash: digits.repeat(8) };
  }
  if (command.kind === "draft-readout" || command.kind === "redraft-readout") {
    const digits = fingerprintOf(readoutText(command.body)).toString(16).padStart(8, "0");
    return { hash: digits.repeat(8) };
  }
  if (command.kind === "submit-site" || command.kind === "update-site") {
    return { volumes: volumesOfSite(command.body).map(surveyed) };
  }
  if (command.kind === "propose-area" || command.kind === "change-area") {
    return { volumes: volumesOfTerms(command.fields).map(surveyed) };
  }
  if (command.kind === "submit-movement" || command.kind === "change-movement") {
    return { volumes: volumesOfMovement(command.fields).map(surveyed) };
  }
  return "volumes" in command && command.volumes ? { volumes: command.volumes.map(surveyed) } : {};
};

const surveyed = (volume: Volume4D) => {
  const result = surveyVolume(volume);
  assert(result.ok, `a test volume is sound: ${JSON.stringify(result)}`);
  return result.value;
};

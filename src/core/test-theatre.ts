/** A theatre in memory for tests: say commands, get outcomes. */

import { surveyVolume } from "../geometry/survey.ts";
import type { Footprint, Position, Volume4D } from "../geometry/footprint.ts";
import { applyEntry } from "./apply.ts";
import type { EntryOutcome } from "./apply.ts";
import type { Command, FileOperation, Survey } from "./commands.ts";
import { decodeEntry, encodeEntry, RULES_VERSION } from "./entry.ts";
import type { Entry, Origin } from "./entry.ts";
import { assert } from "./outcome.ts";
import { makeState } from "./state.ts";
import type { CommandResult, State } from "./state.ts";
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
    { id: "NORTH", names: { en: "North" } },
    { id: "SOUTH", names: { en: "South" } },
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

export class TestTheatre {
  readonly state: State = makeState();
  readonly entries: Entry[] = [];
  atMs: number = START_MS;
  private drawn = 0;

  constructor(rules: Partial<TheatreRules> = {}) {
    this.say("system", { kind: "set-theatre", theatre: theatreOf(rules) });
  }

  /** Applies a command as `party`, or as the system; `commandId` is a new one unless given. */
  say(party: string, command: Command, commandId = `c-${this.entries.length}`): EntryOutcome {
    const origin: Origin = party === "system" ? "system" : { party, key: null };
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
    const entry = decodeEntry({ ...encodeEntry(envelope, command, surveyOf(command)), salt });
    this.entries.push(entry);
    return applyEntry(this.state, entry);
  }

  file(
    party: string,
    volumes: readonly Volume4D[],
    more: Partial<FileOperation> = {},
  ): CommandResult {
    return this.must(party, { kind: "file-operation", category: "uas_flight", volumes, ...more });
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

  /** Lets time pass and what is due fire. */
  wait(ms: number): EntryOutcome {
    this.atMs += ms;
    return this.say("system", { kind: "tick" });
  }
}

const surveyOf = (command: Command): Survey => {
  if (command.kind === "set-theatre") {
    const { areaMinima } = command.theatre.rules;
    return { theatre: { areaMinima: areaMinima.map(({ volume }) => surveyed(volume)) } };
  }
  return "volumes" in command ? { volumes: command.volumes.map(surveyed) } : {};
};

const surveyed = (volume: Volume4D) => {
  const result = surveyVolume(volume);
  assert(result.ok, `a test volume is sound: ${JSON.stringify(result)}`);
  return result.value;
};

/** USSs in a theatre, for tests. */

import type { Position } from "../../geometry/footprint.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import type { EntryOutcome } from "../apply.ts";
import { assert } from "../outcome.ts";
import { discAt, START_MS, TestTheatre } from "../test-theatre.ts";
import type { AirspaceCommand, PutConstraint, PutIntent, PutSubscription } from "./commands.ts";
import type { Placeable } from "./model.ts";
import type { AirspaceResult, ConstraintView } from "./results.ts";
import { airspaceView } from "./view.ts";
import type { AirspaceView, UssReader } from "./view.ts";

export const HOUR_US = 3_600_000_000;
const START_US = START_MS * 1000;

/** A UUID version 4 that tests can read. */
export const idOf = (n: number): string =>
  `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

/** Where and when a test means, in hours after its start. */
export type Where = {
  readonly center?: Position;
  readonly radiusM?: number;
  readonly lowerM?: number;
  readonly upperM?: number;
  readonly startH?: number;
  readonly endH?: number;
};

const CENTER: Position = [40, 35];

export const extentsOf = (where: Where = {}) => {
  const { center = CENTER, startH = 1, endH = 2, ...at } = where;
  const [startUs, endUs] = [START_US + startH * HOUR_US, START_US + endH * HOUR_US];
  const volume = discAt(center, { ...at, startMin: startH * 60, endMin: endH * 60 });
  return { volumes: [volume], startUs, endUs };
};

export type Answer<K extends AirspaceResult["what"]> = Extract<AirspaceResult, { what: K }>;

export class TestAirspace extends TestTheatre {
  speak(command: AirspaceCommand): EntryOutcome {
    return this.say("system", command, { by: command.manager });
  }

  /** As it was accepted. */
  heard<K extends AirspaceResult["what"]>(what: K, command: AirspaceCommand): Answer<K> {
    const { outcome } = this.speak(command);
    assert(outcome.ok, `accepted: ${JSON.stringify(outcome)}`);
    const { value } = outcome;
    assert(value?.about === "airspace" && value.what === what, `answered with a ${what}`);
    return value as Answer<K>;
  }

  /** "accepted", or the reason of the refusal and the field. */
  told(command: AirspaceCommand): string {
    const { outcome } = this.speak(command);
    if (outcome.ok) return "accepted";
    const { refusal } = outcome;
    return refusal.reason === "bad-field" ? `bad-field ${refusal.field}` : refusal.reason;
  }

  intent(manager: string, n: number, more: Partial<PutIntent> & { where?: Where } = {}): PutIntent {
    const { where, ...fields } = more;
    return {
      kind: "put-intent",
      manager,
      party: "NORTH",
      id: idOf(n),
      ovn: null,
      state: "accepted",
      baseUrl: `https://${manager}.example`,
      key: [],
      subscription: { kind: "none" },
      ...extentsOf(where),
      ...fields,
    };
  }

  constraint(
    manager: string,
    n: number,
    more: Partial<PutConstraint> & { where?: Where } = {},
  ): PutConstraint {
    const { where, ...fields } = more;
    return {
      kind: "put-constraint",
      manager,
      id: idOf(n),
      ovn: null,
      baseUrl: `https://${manager}.example`,
      ...extentsOf(where),
      ...fields,
    };
  }

  subscription(
    manager: string,
    n: number,
    more: Partial<PutSubscription> & { where?: Where } = {},
  ): PutSubscription {
    const { where, ...fields } = more;
    return {
      kind: "put-subscription",
      manager,
      party: "NORTH",
      id: idOf(n),
      version: null,
      baseUrl: `https://${manager}.example`,
      isForIntents: true,
      isForConstraints: false,
      ...extentsOf(where),
      ...fields,
    };
  }

  /** What these parties are shown of native operations stands as constraints for their USSs. */
  showNatives(...parties: readonly string[]): EntryOutcome {
    const own = { manager: "own", baseUrl: "https://own.example" };
    return this.speak({ kind: "set-own-uss", ...own, parties });
  }

  /** What the USSs of a party are shown of native operations there. */
  shownTo(party: string, where: Where = {}): readonly ConstraintView[] {
    const wide = { radiusM: 20_000, lowerM: 0, upperM: 5_000, startH: 0, endH: 24, ...where };
    return this.view.constraintsIn(asked(wide), { manager: "any", party });
  }

  get view(): AirspaceView {
    return airspaceView(this.state, this.atMs);
  }
}

/** A USS of NORTH. */
export const readerOf = (manager: string): UssReader => ({ manager, party: "NORTH" });

/** What a query of the place asks. */
export const asked = (where: Where = {}) => {
  const { volumes, startUs, endUs } = extentsOf(where);
  const surveyed = surveyVolume({ ...volumes[0]!, startMs: null, endMs: null });
  assert(surveyed.ok, "a test volume is sound");
  return { volume: surveyed.value, startUs, endUs };
};

export const idsOf = (list: readonly Pick<Placeable, "id">[]): readonly string[] =>
  list.map(({ id }) => id);

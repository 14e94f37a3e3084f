/** Operations of SOUTH's officers, and USSs of NORTH that are shown some, for tests. */

import assert from "node:assert/strict";
import type { EntryOutcome } from "../apply.ts";
import type { Change } from "../changes.ts";
import type { Rung } from "../disclosure/model.ts";
import { discAt, MINUTE_MS, START_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { PutIntent } from "./commands.ts";
import type { Notified } from "./model.ts";
import { TestAirspace } from "./test-airspace.ts";

export const HERE = [40, 35] as const;
/** 08:07 to 08:49: no whole quarters. */
export const AT = { startMin: 127, endMin: 169, lowerM: 111 };
export const QUARTERS = [START_MS + 120 * MINUTE_MS, START_MS + 180 * MINUTE_MS];

/** USSs of NORTH; SOUTH's officers file. */
export const open = (...parties: readonly string[]): TestAirspace => {
  const theatre = new TestAirspace();
  theatre.showNatives(...(parties.length > 0 ? parties : ["NORTH"]));
  return theatre;
};

export const fileBy = (theatre: TestAirspace, party: string, at: object = {}): string =>
  theatre.file(party, [discAt(HERE, { ...AT, ...at })], { name: "secret" }).operationId;

export const disclose = (theatre: TestAirspace, operationId: string, rung: Rung): EntryOutcome =>
  theatre.say("SOUTH", { kind: "disclose", operationId, to: "NORTH", rung });

/** Filed by SOUTH and shown to NORTH. */
export const shownAt = (theatre: TestAirspace, rung: Rung): string => {
  const operationId = fileBy(theatre, "SOUTH");
  disclose(theatre, operationId, rung);
  return operationId;
};

export const replace = (
  theatre: TestAirspace,
  operationId: string,
  at: object = {},
  name = "new",
) => {
  const version = theatre.state.operations.get(operationId)!.versions.length;
  const volumes = [discAt(HERE, { ...AT, ...at })];
  const about = { operationId, version, name, volumes };
  const said = theatre.say("SOUTH", { kind: "replace-operation", ...about });
  assert.ok(said.outcome.ok);
  return said;
};

export const heeding = (isForConstraints: boolean): PutIntent["subscription"] => ({
  kind: "new",
  baseUrl: "https://uss1.example",
  isForConstraints,
});

export const plan = (theatre: TestAirspace, more: Partial<PutIntent> = {}): PutIntent =>
  theatre.intent("uss1", 1, { where: { startH: 2, endH: 3 }, ...more });

export const conflictsOf = ({ state }: TestAirspace, party: string): number =>
  viewFor(state, { kind: "party", party }).conflicts({}, { limit: 9 }).items.length;

export const NORTHS = { manager: "uss1", party: "NORTH" };

type Telling = readonly [what: string, id: string, told: readonly Notified[]];

/** What an entry told, of natives: which, and to which index of which subscription. */
export const toldBy = ({ changes }: { readonly changes: readonly Change[] }): readonly Telling[] =>
  changes.flatMap((change) =>
    change.kind === "uss-to-tell" ? [[change.what, change.id, change.told]] : [],
  );

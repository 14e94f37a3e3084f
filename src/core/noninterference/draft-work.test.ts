/** What a party asks of its own is held against what it sees, and takes nothing for what is hidden: docs/security.md. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { agree, proposalOf } from "../areas/test-areas.ts";
import { findOptions } from "../conflicts/options/find.ts";
import { subjectOf } from "../conflicts/options/test-subject.ts";
import type { State } from "../state.ts";
import { discAt, TestTheatre, theatreOf } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { workOf } from "./test-work.ts";
import type { Work } from "./test-work.ts";

const SOUTH = { kind: "party", party: "SOUTH" } as const;
const HERE = [40, 35] as const;
const NEARBY = [40.01, 35] as const;
const FAR = [42, 36] as const;

/** SOUTH has filed one thing and read another; `hiddenCount` of NORTH's are where its draft is. */
const theatreWith = (hiddenCount: number): TestTheatre => {
  const theatre = new TestTheatre({ disclosureOnConflict: "conflict_only" });
  theatre.file("SOUTH", [discAt(NEARBY)]);
  theatre.file("SOUTH", [discAt(FAR)]);
  const shown = theatre.file("NORTH", [discAt(NEARBY, { startMin: 235, endMin: 300 })]);
  const { operationId } = shown;
  theatre.must("NORTH", { kind: "disclose", operationId, to: "SOUTH", rung: "full" });
  const read = {
    kind: "note-read",
    party: "SOUTH",
    operationId,
    version: 1,
    rung: "full",
  } as const;
  theatre.must("system", read);
  for (let i = 0; i < hiddenCount; i++) theatre.file("NORTH", [discAt(HERE)]);
  return theatre;
};

const SUBJECT = subjectOf([discAt(HERE)], { party: "SOUTH", operationId: null });

const check = (state: State): readonly string[] =>
  viewFor(state, SOUTH)
    .check(SUBJECT)
    .map(({ operation }) => operation.party);

const options = (state: State) =>
  findOptions(state, {
    subject: SUBJECT,
    volumes: viewFor(state, SOUTH).volumes(),
    limits: { earliestMs: state.atMs },
  });

test("check and options do the same with nothing hidden nearby and with much", () => {
  const [few, many] = [theatreWith(0).state, theatreWith(20).state];
  assert.deepEqual(check(few), ["SOUTH", "NORTH"], "its own, and what was shown in full and read");
  assert.ok(options(few).options.length > 0);
  for (const ask of [check, options]) {
    assert.deepEqual(ask(many), ask(few));
    const works: readonly Work[] = [few, many].map((state) => workOf(state, ask));
    assert.deepEqual(works[1], works[0]);
    assert.ok(works[0]!.volumes > 0);
  }
});

/** SOUTH has a say in one area, another is public, and its operation is in both; so are the hidden ones. */
const areasWith = (hiddenCount: number): State => {
  const theatre = new TestTheatre();
  const { parties, ...said } = theatreOf();
  const relief = { id: "RELIEF", names: { en: "Relief" }, kind: "humanitarian" } as const;
  theatre.must("system", {
    kind: "set-theatre",
    theatre: { ...said, parties: [...parties, relief] },
  });
  theatre.file("SOUTH", [discAt(HERE)]);
  agree(theatre);
  const hidden = { with: ["RELIEF"] };
  const agreeBeside = (isPublic: boolean): void => {
    agree(theatre, proposalOf({}, { ...hidden, isPublic }), "RELIEF");
  };
  agreeBeside(true);
  for (let i = 0; i < hiddenCount; i++) agreeBeside(false);
  return theatre.state;
};

test("areas that an operation touches take nothing for those that are hidden nearby", () => {
  const [few, many] = [areasWith(0), areasWith(20)];
  const [operation] = few.operations.of("SOUTH").keys();
  const touched = (state: State) => viewFor(state, SOUTH).areasTouchedBy(operation!)!;
  assert.equal(touched(few).length, 2);
  const works: readonly Work[] = [few, many].map((state) => workOf(state, touched));
  assert.equal(touched(many).length, 2);
  assert.deepEqual(works[1], works[0]);
});

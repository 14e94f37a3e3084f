/** Messages that name operations, conflicts and proposals: who may, to whom, and who then finds them. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { discAt, theatreOf } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import type { View } from "../view.ts";
import type { Values } from "./fields.ts";
import type { Kind } from "./kinds.ts";
import type { Message } from "./model.ts";
import { LINE_ID, TestLine } from "./test-line.ts";

const body = (values: object): Partial<Values> => values;
const EAST_LINE = "EAST:NORTH:watch_desk";
const ROOM = "EAST:NORTH:SOUTH:watch_desk";

type Stage = {
  readonly line: TestLine;
  readonly north: string;
  readonly south: string;
  readonly conflict: string;
};

/** NORTH and SOUTH in conflict; NORTH with lines to SOUTH, to EAST and a room of the three. */
const open = (rules: Partial<TheatreRules> = {}): Stage => {
  const line = new TestLine();
  const base = theatreOf(rules);
  const east = { id: "EAST", names: { en: "East" }, kind: "military" } as const;
  line.theatre.setByTwo({ ...base, parties: [...base.parties, east] });
  line.open().open(["EAST", "NORTH"]).open(["EAST", "NORTH", "SOUTH"]);
  const north = line.theatre.file("NORTH", [discAt([40.04, 35.04])]).operationId;
  const south = line.theatre.file("SOUTH", [discAt([40.06, 35.04])]).operationId;
  const [conflict] = line.theatre.state.conflicts.keys();
  return { line, north, south, conflict: conflict! };
};

const seenBy = ({ line }: Stage, party: string): View =>
  viewFor(line.theatre.state, { kind: "party", party });

/** SOUTH has the conflict: from now on NORTH knows whose the other side is. */
const owned = (stage: Stage): Stage => {
  const { line, conflict } = stage;
  const command = { kind: "own-conflict", conflictId: conflict, deskId: "watch_desk" } as const;
  const { outcome } = line.theatre.say("SOUTH", command, { by: "captain" });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return stage;
};

/** What NORTH is answered, as text. */
const answer = ({ line }: Stage, kind: Kind, said: object, channelId: string = LINE_ID): string => {
  const { outcome } = line.say("NORTH", line.command(kind, {}, body(said), channelId));
  return outcome.ok ? "accepted" : JSON.stringify(outcome.refusal);
};

const aboutConflict = (stage: Stage, more: object = {}, channelId: string = LINE_ID): object => ({
  ...seenBy(stage, "NORTH").line.conflictFields(channelId, stage.conflict)?.filled,
  conflict: stage.conflict,
  ...more,
});
const PROPOSED = { measure: "hold", window: { startMs: 0, endMs: null }, validToMs: 1 };

const stepOf = (operation: string) => ({ operation, atMs: 0, version: 1, changed: ["class"] });

suite("operations", () => {
  for (const kind of ["start", "end", "cancel", "amend"] as const) {
    test(`${kind} names one's own; another's hidden one answers like none, to the byte`, () => {
      const stage = open();
      const { north, south } = stage;
      assert.equal(answer(stage, kind, stepOf(north)), "accepted");
      const [hidden, none] = [
        answer(stage, kind, stepOf(south)),
        answer(stage, kind, stepOf("none")),
      ];
      assert.match(none, /not-found/);
      assert.equal(hidden.replaceAll(south, "none"), none);
    });
  }

  test("what is shown to all is still not another's to start or to end", () => {
    const stage = open({ disclosure: "full" });
    assert.match(answer(stage, "start", { operation: stage.south, atMs: 0 }), /another party's/);
  });

  test("a version that was never filed is refused", () => {
    const stage = open();
    const said = { operation: stage.north, atMs: 0 };
    assert.equal(answer(stage, "start", { ...said, version: 1 }), "accepted");
    assert.match(answer(stage, "start", { ...said, version: 2 }), /fields\.version.*there are 1/);
  });

  test("an incident names the recipient's operation when it was shown, and carries it to nobody else", () => {
    const stage = open();
    const { line, south } = stage;
    const said = { yourOperation: south, ...INCIDENT };
    const none = answer(stage, "incident_report", { ...said, yourOperation: "none" });
    assert.equal(answer(stage, "incident_report", said).replaceAll(south, "none"), none);
    const shown = { kind: "disclose", operationId: south, to: "NORTH", rung: "full" };
    const { outcome } = line.theatre.say("SOUTH", shown as never, { by: "captain" });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(answer(stage, "incident_report", said), "accepted");
    for (const channelId of [EAST_LINE, ROOM])
      assert.match(answer(stage, "incident_report", said, channelId), /only recipient/);
  });

  test("naming it shows nothing of it: the recipient's view has no more than before", () => {
    const stage = open();
    const before = JSON.stringify(seenBy(stage, "SOUTH").disclosed({ limit: 9 }));
    const sent = stage.line.send("NORTH", "start", {}, body({ operation: stage.north, atMs: 0 }));
    assert.equal(JSON.stringify(seenBy(stage, "SOUTH").disclosed({ limit: 9 })), before);
    assert.equal(seenBy(stage, "SOUTH").operation(stage.north), null);
    assert.deepEqual(linksFor(stage, "SOUTH", sent), []);
    assert.deepEqual(linksFor(stage, "NORTH", sent), [`operation ${stage.north}`]);
  });
});

const INCIDENT = {
  incidentKind: "near_miss_air",
  place: { lngDeg: 40, latDeg: 35 },
  atMs: 0,
  account: "Passed at 300 m.",
};

const linksFor = (stage: Stage, party: string, { id }: Message): string[] | undefined => {
  const seen = seenBy(stage, party).line.message(id);
  return seen?.detail === "full" ? seen.links.map((one) => `${one.field} ${one.id}`) : undefined;
};

suite("conflicts", () => {
  test("to write about one does not find out whose the other side is", () => {
    const stage = open();
    const said = aboutConflict(stage);
    const [right, wrong] = [LINE_ID, EAST_LINE].map((id) => answer(stage, "conflict", said, id));
    assert.match(right!, /is not known to you to be SOUTH's/);
    assert.equal(wrong!.replaceAll("EAST", "SOUTH"), right);
  });

  test("once the other side has it, it is written to, and to nobody else", () => {
    const stage = owned(open());
    assert.equal(answer(stage, "conflict", aboutConflict(stage)), "accepted");
    for (const channelId of [EAST_LINE, ROOM])
      assert.match(answer(stage, "conflict", aboutConflict(stage), channelId), /EAST's/);
  });

  test("of others it answers like none, to the byte", () => {
    const stage = open();
    const ask = (conflict: string): string => {
      const command = stage.line.command(
        "conflict",
        {},
        body({ conflict, contactByMs: 0 }),
        EAST_LINE,
      );
      return JSON.stringify(stage.line.say("EAST", command).outcome);
    };
    assert.match(ask("none"), /not-found/);
    assert.equal(ask(stage.conflict).replaceAll(stage.conflict, "none"), ask("none"));
  });

  test("the server fills in what both sides are told; what the record does not say is refused", () => {
    const stage = owned(open());
    const seen = seenBy(stage, "NORTH").conflict(stage.conflict)!;
    const { startMs, endMs } = seen;
    assert.deepEqual(aboutConflict(stage), {
      conflict: stage.conflict,
      contactByMs: seen.contactByMs,
      cells: [seen.cell!.id],
      window: { startMs, endMs },
    });
    for (const [field, more] of [
      ["contactBy", { contactByMs: seen.contactByMs + 60_000 }],
      ["window", { window: { startMs, endMs: endMs + 60_000 } }],
      ["yourOperation", { yourOperation: "none" }],
      ["verticalOverlap", { verticalOverlap: "yes" }],
      ["otherClass", { otherClass: "ship" }],
    ] as const) {
      const refused = answer(stage, "conflict", aboutConflict(stage, more));
      assert.match(refused, field === "yourOperation" ? /not-found/ : RegExp(`fields\\.${field}"`));
    }
    const nearly = { contactByMs: seen.contactByMs - 59_999, otherClass: "undisclosed" };
    assert.equal(answer(stage, "conflict", aboutConflict(stage, nearly)), "accepted");
    const hidden = answer(stage, "conflict", aboutConflict(stage, { yourOperation: stage.south }));
    const none = answer(stage, "conflict", aboutConflict(stage, { yourOperation: "none" }));
    assert.equal(hidden.replaceAll(stage.south, "none"), none);
  });

  test("where the theatre tells less, the message carries no cell and no window", () => {
    const stage = owned(open({ disclosureOnConflict: "conflict_only" }));
    const filled = aboutConflict(stage);
    assert.deepEqual(Object.keys(filled).toSorted(), ["conflict", "contactByMs"]);
    for (const more of [{ cells: ["441LL37"] }, { window: { startMs: 0, endMs: null } }])
      assert.match(answer(stage, "conflict", { ...filled, ...more }), /is not told to you/);
  });
});

suite("proposals", () => {
  test("name a conflict and one of its operations; a proposal of it that is there", () => {
    const stage = owned(open());
    const { line, conflict, north, south } = stage;
    const other = line.theatre.file("NORTH", [discAt([50, 10])]).operationId;
    const said = { conflict, operation: north, ...PROPOSED };
    assert.equal(answer(stage, "proposal", said), "accepted");
    assert.match(answer(stage, "proposal", { ...said, operation: other }), /not in that conflict/);
    const none = answer(stage, "proposal", { ...said, operation: "none" });
    const hidden = answer(stage, "proposal", { ...said, operation: south });
    assert.equal(hidden.replaceAll(south, "none"), none);
    assert.match(answer(stage, "proposal", { ...said, proposal: "none" }), /not-found/);
  });
});

suite("the thread of what is named", () => {
  test("is what names it and what was said of that, for those who have the messages", () => {
    const stage = owned(open());
    const { line, conflict, north } = stage;
    const first = line.send("NORTH", "conflict", {}, body(aboutConflict(stage)));
    const proposed = body({ conflict, operation: north, ...PROPOSED });
    const second = line.send("NORTH", "proposal", {}, proposed);
    const reply = { inReplyTo: second.id };
    const third = line.send("SOUTH", "proposal_reply", reply, body({ proposalAnswer: "accept" }));
    line.send("NORTH", "watch_change");
    const listed = (party: string, thread: object): string[] => {
      const { items } = seenBy(stage, party).messages({ thread }, { limit: 9 });
      return items.map(({ id }) => id);
    };
    for (const party of ["NORTH", "SOUTH"]) {
      assert.deepEqual(listed(party, { conflict }), [first.id, second.id, third.id]);
      assert.deepEqual(listed(party, { operation: north }), [second.id, third.id]);
      assert.deepEqual(listed(party, { conflict, operation: north }), [second.id, third.id]);
    }
    assert.deepEqual(listed("EAST", { conflict }), []);
    assert.deepEqual(listed("NORTH", { conflict: "none" }), []);
    const host = viewFor(line.theatre.state, { kind: "host" });
    const filter = { thread: { conflict } };
    assert.deepEqual(host.messages(filter, { limit: 9 }).items, []);
    assert.deepEqual(linksFor(stage, "SOUTH", second), [`conflict ${conflict}`]);
  });
});

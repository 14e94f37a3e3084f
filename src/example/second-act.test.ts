import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { actTimes } from "./acts.ts";
import { CAST, PARTY_SIDES } from "./cast.ts";
import type { Side } from "./cast.ts";
import type { Heard } from "./play.ts";
import { PRIVATE_NOTES } from "./story-meeting.ts";
import { eventsOf, heardIn, ofKind, playStory } from "./test-story.ts";
import { STORY_START_MS } from "./transcript.ts";

const MINUTE_MS = 60_000;
const told = await playStory({ startMs: STORY_START_MS });
const of = heardIn(told, 2);
const { startMs } = actTimes(STORY_START_MS)[1]!;
const minuteOf = ({ at }: { readonly at: string }): number =>
  (Date.parse(at) - startMs) / MINUTE_MS;

/** What was told of the story itself: line checks are asked by the hour of the day. */
const kindsOf = (heard: readonly Heard[], side: Side): readonly string[] =>
  eventsOf(heard, side)
    .map(({ kind }) => kind)
    .filter((kind) => !/^(line|message)\./.test(kind))
    .toSorted();

const incidentTo = (side: Side) => ofKind(of[side], "incident.changed").at(-1)?.incident;

const textOf = (side: Side): string => JSON.stringify(of[side]);

suite("the second act", () => {
  test("is refused nowhere, and is the same each time, ids and all", async () => {
    const refused = told.filter(({ what, atMs }) => what === "refused" && atMs >= startMs);
    assert.deepEqual(refused, []);
    assert.deepEqual(await playStory({ startMs: STORY_START_MS }), told);
  });

  for (const startText of ["05:55", "16:04"]) {
    test(`goes the same way when the story begins at ${startText}`, async () => {
      const heard = await playStory({ startMs: Date.parse(`2026-08-31T${startText}:00Z`) });
      for (const side of PARTY_SIDES) {
        assert.deepEqual(kindsOf(heard, side), kindsOf(told, side));
      }
    });
  }
});

suite("the hospital", () => {
  test("is told by consent: where it is, only to who is near, and by its owner's rung", () => {
    const rungs = (side: Side) =>
      ofKind(of[side], "site.told").map(({ site }) => `${site.version} ${site.rung}`);
    assert.deepEqual([...new Set(rungs("NORTH"))], ["1 conflict_only", "2 conflict_only"]);
    assert.deepEqual([...new Set(rungs("SOUTH"))], ["1 conflict_only", "1 full", "2 full"]);
    const [near] = ofKind(of.SOUTH, "proximity.opened");
    assert.equal(near && minuteOf(near), 102);
    const opened = told.flatMap((one) =>
      one.what === "opened" && "site" in one.opened ? [[one.side, one.opened.site]] : [],
    );
    assert.equal(opened.length, 2);
    for (const [side, site] of opened) {
      assert.equal(side, "SOUTH");
      assert.match(JSON.stringify(site), /"isNear":true.*مستشفى الميادين/);
    }
  });

  test("its owner sees each reading and receipt; of its new version NORTH's is still to come", () => {
    const site = ofKind(of.RELIEF, "site.changed").at(-1)?.site;
    assert.ok(site?.detail === "full");
    const stand = site.recipients.map(({ party, reads, receipts }) => [
      party,
      reads.length,
      receipts.map(({ version, state }) => `${version} ${state}`),
    ]);
    assert.deepEqual(stand, [
      ["SOUTH", 2, ["1 acknowledged", "1 acknowledged", "2 acknowledged"]],
      ["NORTH", 0, ["1 acknowledged", "2 delivered"]],
    ]);
  });
});

suite("the convoy's day", () => {
  test("is followed by both sides, a deviation at once", () => {
    const statesOf = (side: Side) =>
      of[side].flatMap((event) =>
        (event.kind === "movement.changed" || event.kind === "movement.deviating") &&
        (event.cause === "reported" || event.cause === "deviating" || event.cause === "closed")
          ? [event.movement.state]
          : [],
      );
    const way = ["departed", "at_checkpoint", "departed", "deviating", "departed", "held"];
    for (const side of PARTY_SIDES) {
      const states = statesOf(side);
      assert.deepEqual(
        states.filter((state, i) => state !== states[i - 1]),
        [...way, "departed", "arrived", "closed"],
      );
      const [off] = ofKind(of[side], "movement.deviating");
      assert.ok(off?.movement.detail === "brief");
      assert.equal(off.movement.deviation?.by, "distance");
      assert.ok((off.movement.deviation.metres ?? 0) > 2_000);
    }
    assert.deepEqual(ofKind(of.RELIEF, "movement.silent"), []);
  });

  test("SOUTH learns where it goes, and neither from where nor who is in it", () => {
    const shown = told.flatMap((one) =>
      one.what === "opened" && "movement" in one.opened && one.side === "SOUTH"
        ? [one.opened.movement]
        : [],
    );
    assert.equal(shown.length, 1);
    assert.ok(shown[0]?.detail === "full");
    assert.deepEqual(Object.keys(shown[0].fields).toSorted(), ["legs", "route"]);
  });

  test("its conflict with the patrol is settled by another time, by two people on each side", () => {
    for (const side of ["NORTH", "RELIEF"] as const) {
      const states = ofKind(of[side], "proposal.changed").map(({ proposal }) => proposal.state);
      assert.deepEqual(states, ["accepted", "accepted", "agreed"]);
      const [closed] = ofKind(of[side], "conflict.closed");
      assert.deepEqual(closed?.conflict.resolution?.kinds, ["time"]);
    }
    assert.deepEqual(ofKind(of.SOUTH, "conflict.closed"), []);
  });

  test("its reports conform, deviate, conform; to its owner alone", () => {
    const states = ofKind(of.RELIEF, "track.changed").map(({ track }) => track.state);
    assert.deepEqual(states, ["no_report", "conforming", "deviating", "conforming", "ended"]);
    for (const side of ["NORTH", "SOUTH"] as const)
      assert.deepEqual(ofKind(of[side], "track.changed"), []);
  });
});

suite("the area of special caution", () => {
  test("is agreed by two people of each side, and then in force", () => {
    const areas = ofKind(of.NORTH, "area.changed").map(({ area }) => area);
    const states = areas.map(({ state }) => state);
    assert.deepEqual(states, ["proposed", "proposed", "proposed", "agreed", "in_force"]);
    const last = areas.at(2);
    assert.ok(last?.detail === "full");
    assert.deepEqual(
      last.assents.map(({ party, isConfirmed }) => [party, isConfirmed]),
      [
        ["SOUTH", true],
        ["NORTH", false],
      ],
    );
    // What is only proposed is its parties' own.
    const seen = ofKind(of.RELIEF, "area.changed").map(({ area }) => [area.detail, area.state]);
    assert.deepEqual(seen, [
      ["agreed", "agreed"],
      ["agreed", "in_force"],
    ]);
  });

  test("an operation that touches it is told the measures, and nobody of the operation", () => {
    for (const side of ["NORTH", "RELIEF"] as const) {
      const touched = ofKind(of[side], "area.touched");
      assert.equal(touched.length, 1, side);
      const [{ area }] = touched as [(typeof touched)[number]];
      assert.ok(area.detail !== "exists" && area.agreed);
      assert.deepEqual(area.agreed.fields["measures"], [
        "no_low_flight",
        "call_before_entry",
        "reduced_speed",
      ]);
    }
    assert.deepEqual(ofKind(of.SOUTH, "area.touched"), []);
  });
});

suite("the incident", () => {
  test("has both accounts, facts agreed and disputed, and what is linked as each sees it", () => {
    for (const side of ["NORTH", "RELIEF"] as const) {
      const incident = incidentTo(side);
      assert.ok(incident?.detail === "full");
      assert.equal(incident.state, "disputed_facts");
      assert.deepEqual(
        incident.reports.map(({ party, form }) => `${party} ${form}`),
        ["RELIEF first", "NORTH first", "RELIEF interim"],
      );
      assert.deepEqual([incident.agreedFacts, incident.disputedFacts], [[1, 2], [3]]);
      assert.deepEqual(
        incident.links.map(({ party, to, id }) => `${party} ${to}${id === null ? " hidden" : ""}`),
        [
          "RELIEF message",
          "RELIEF operation",
          "RELIEF conflict",
          "RELIEF message",
          // A track is its owner's alone.
          side === "RELIEF" ? "RELIEF track" : "RELIEF track hidden",
          // The patrol was never shown in full: to RELIEF it stays what it is.
          side === "NORTH" ? "NORTH operation" : "NORTH operation hidden",
        ],
      );
      const owed = incident.clocks.filter(({ metAt }) => metAt === null).map(({ what }) => what);
      assert.deepEqual(owed, ["interim_report", "close", "urgent_query"]);
    }
  });

  test("a cease is asked for and said, before anything is clarified", () => {
    const incident = incidentTo("NORTH");
    assert.ok(incident?.detail === "full");
    assert.deepEqual(
      incident.steps.map(({ state }) => state),
      ["reported", "received", "cease_asked", "ceased", "clarifying", "disputed_facts"],
    );
  });
});

suite("the meeting", () => {
  test("is of six hours, of the chiefs, and the first in person since December 2019", () => {
    for (const side of ["NORTH", "SOUTH"] as const) {
      const contact = ofKind(of[side], "contact.changed").at(-1)?.contact;
      assert.ok(contact?.detail === "full");
      assert.equal(contact.state, "held");
      const { level, meetingForm, meetingPlace } = contact.fields;
      assert.deepEqual(
        [level, meetingForm, meetingPlace],
        ["chief_of_defence", "in_person", "Helsinki"],
      );
      assert.equal(contact.earlierOfForm?.start.slice(0, 7), "2019-12");
    }
  });

  test("its readout is released by both keys, each of two people; other words void a key", () => {
    const states = ofKind(of.NORTH, "readout.changed").map(({ readout }) =>
      readout.detail === "full"
        ? [readout.state, readout.keys.map(({ party, isComplete }) => `${party} ${isComplete}`)]
        : [],
    );
    assert.deepEqual(states, [
      ["draft", []],
      ["key_given", ["NORTH false"]],
      ["draft", []],
      ["key_given", ["SOUTH false"]],
      ["key_given", ["SOUTH true"]],
      ["key_given", ["SOUTH true", "NORTH false"]],
      ["released", ["SOUTH true", "NORTH true"]],
    ]);
    const [released] = ofKind(of.SOUTH, "readout.released");
    assert.ok(released?.readout.detail === "full");
    const [draft] = released.readout.drafts;
    assert.equal(draft?.fields["durationMinutes"], 360);
    assert.equal(draft.fields["details"], "not_disclosed_by_agreement");
    assert.deepEqual(draft.firstSince, {
      form: "in_person",
      level: "chief_of_defence",
      month: "2019-12",
    });
  });

  test("agenda, minutes and people are told to nobody, not even by event to their own side", () => {
    for (const side of [...PARTY_SIDES, "HOST"] as const) {
      for (const notes of Object.values(PRIVATE_NOTES))
        for (const text of Object.values(notes)) assert.ok(!textOf(side).includes(text), side);
    }
    assert.equal(ofKind(of.NORTH, "contact.notes-changed").length, 2);
  });
});

test("the item on Afghanistan is under way with its parts, and told of its time once", () => {
  for (const side of PARTY_SIDES) {
    const item = ofKind(of[side], "item.changed").at(-1)?.item;
    assert.ok(item?.detail === "full");
    assert.deepEqual([item.state, item.lead, item.isHumanitarian], ["under_way", "RELIEF", true]);
    assert.match(item.subject, /^Afghanistan/);
    assert.equal(ofKind(of[side], "item.due-soon").length, 1);
  }
});

suite("what each side of the second act does not hear", () => {
  const ROWS: readonly (readonly [Side, readonly RegExp[]])[] = [
    ["NORTH", [/مستشفى/, /survey/, /RELIEF:SOUTH/, /track\.changed/]],
    ["SOUTH", [/convoy_impeded/, /incident/, /Patrol/, /helicopters/, /Raqqa/, /Transit/]],
    ["SOUTH", [/NORTH:RELIEF/, /A culvert is down/, /cease_request/]],
    ["RELIEF", [/Helsinki/, /readout/, /helicopters/, /survey/, /Transit/, /observation/i]],
    ["RELIEF", [/presence_query/, /NORTH:SOUTH/, /SOUTH-2026/]],
    ["HOST", [/Helsinki/, /chief_of_defence/, /Afghanistan/, /مستشفى/, /Raqqa/, /convoy_impeded/]],
    ["HOST", [/Old bridge/, /culvert/, /latDeg/, /Transit/, /helicopters/, /Колонна/]],
  ];
  for (const [side, patterns] of ROWS) {
    test(`${side}: ${patterns.map(String).join(" ")}`, () => {
      for (const pattern of patterns) assert.ok(!pattern.test(textOf(side)), String(pattern));
    });
  }

  test("officers' names stay in their own party", () => {
    for (const side of PARTY_SIDES) {
      for (const person of Object.values(CAST)) {
        if (person.side === side || person.side === "HOST") continue;
        assert.ok(!textOf(side).includes(`"${person.sub}"`), `${side} hears of ${person.sub}`);
      }
    }
  });

  test("the test would find them: who said it does hear it", () => {
    assert.match(textOf("NORTH"), /Patrol.*convoy_impeded.*Helsinki.*Transit/);
    assert.match(textOf("SOUTH"), /survey.*Old bridge.*Helsinki.*presence_query/);
    assert.match(textOf("RELIEF"), /مستشفى.*Raqqa.*culvert|مستشفى.*Raqqa/);
  });
});

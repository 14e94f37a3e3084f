/** Every place of a message: which can be read back, which must be, and what is noted of each. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import type { Refusal } from "../outcome.ts";
import { viewFor } from "../view.ts";
import type { Point, Values } from "./fields.ts";
import { KIND_NAMES } from "./kinds.ts";
import type { Message } from "./model.ts";
import { readablesOf } from "./read-back-of.ts";
import type { PlaceRead } from "./read-back-of.ts";
import { arbitraryBody } from "./test-bodies.ts";
import { LINE_ID, TestLine } from "./test-line.ts";

const at = (lngDeg: number, latDeg: number): Point => ({ lngDeg, latDeg });
const CONVOY = {
  purpose: "delivery",
  originName: "Raqqa",
  origin: at(39, 35.95),
  destinationName: "Deir ez-Zor",
  destination: at(40.141, 35.336),
  stops: [at(39.5, 35.7), at(39.8, 35.6)],
  route: { kind: "route", points: [at(39, 35.95), at(40.141, 35.336)], halfWidthM: 500 },
} as unknown as Partial<Values>;
const ALL: readonly PlaceRead[] = [
  { field: "origin", points: [at(39, 35.95)] },
  { field: "destination", points: [at(40.141, 35.336)] },
  { field: "stops[0]", points: [at(39.5, 35.7)] },
  { field: "stops[1]", points: [at(39.8, 35.6)] },
];

const convoy = (): { line: TestLine; sent: Message } => {
  const line = new TestLine().open();
  return { line, sent: line.send("NORTH", "move_notice", {}, CONVOY) };
};

const acknowledge = (line: TestLine, sent: Message, readBack?: readonly PlaceRead[]) => {
  const command = line.ack(sent, readBack ? { readBack } : {});
  const { outcome } = line.say("SOUTH", command);
  return outcome.ok ? null : badOf(outcome.refusal);
};

const badOf = (refusal: Refusal) => {
  assert.ok(refusal.reason === "bad-field", JSON.stringify(refusal));
  return refusal;
};

const countOf = (value: unknown): number => JSON.stringify(value).split('"lngDeg"').length - 1;

test("every position that a message of any kind says is in a place that can be read back", () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...KIND_NAMES)
        .chain((kind) => fc.tuple(fc.constant(kind), arbitraryBody(kind))),
      ([kind, body]) => {
        // What was read back is no position of the message's own.
        const { readBack: _, ...said } = body;
        const readables = readablesOf({ kind, body: said });
        assert.equal(
          readables.reduce((count, { points }) => count + points.length, 0),
          countOf(said),
        );
        for (const { points, names } of readables) assert.equal(points.length, names.length);
        assert.equal(new Set(readables.map(({ field }) => field)).size, readables.length);
      },
    ),
  );
});

suite("a message with several sites", () => {
  test("is acknowledged when all of them are read back, at once or one after the other", () => {
    const { line, sent } = convoy();
    const { sent: other } = { sent: line.send("NORTH", "move_notice", {}, CONVOY) };
    assert.equal(acknowledge(line, sent, ALL), null);
    for (const one of ALL.slice(0, 3)) {
      const command = { kind: "read-back", messageId: other.id, role: "deputy" } as const;
      assert.equal(line.reason("SOUTH", { ...command, readBack: [one] }), "accepted");
      assert.equal(other.state, "sent", "some are still owed");
    }
    assert.match(acknowledge(line, other)!.remedy, /stops\[1\]$/);
    // The last one needs no name.
    assert.equal(acknowledge(line, other, [{ points: ALL[3]!.points }]), null);
    assert.equal(other.state, "acknowledged");
  });

  test("what matched stays noted beside what did not, and each is told apart", () => {
    const { line, sent } = convoy();
    const wrong = { field: "destination", points: [at(35.336, 40.141)] };
    const refused = acknowledge(line, sent, [ALL[0]!, wrong]);
    assert.match(refused!.detail, /^destination is read back \d+ m .*look swapped$/);
    assert.deepEqual(
      line.receipt(sent).readBacks.map(({ field, isMatch }) => [field, isMatch]),
      [
        ["origin", true],
        ["destination", false],
      ],
    );
    assert.equal(acknowledge(line, sent, ALL.slice(1)), null);
  });

  for (const [name, readBack, field] of [
    ["which place is not said", [{ points: ALL[0]!.points }], "readBack[0].field"],
    ["no such place", [{ field: "overnight", points: ALL[0]!.points }], "readBack[0].field"],
    ["one place twice", [ALL[0]!, ALL[0]!], "readBack[1].field"],
    [
      "a point too many",
      [{ field: "origin", points: [at(39, 36), at(39, 35)] }],
      "readBack[0].points",
    ],
    ["nothing", [], "readBack"],
    ["501 points", [{ field: "origin", points: Array(501).fill(at(39, 35.95)) }], "readBack"],
    ["only some", ALL.slice(0, 2), "readBack"],
  ] as const) {
    test(`${name} is refused at ${field}`, () => {
      const { line, sent } = convoy();
      assert.equal(acknowledge(line, sent, readBack)?.field, field);
      assert.equal(line.receipt(sent).acknowledged, null);
    });
  }

  test("each place keeps its own tries", () => {
    const { line, sent } = convoy();
    const command = { kind: "read-back", messageId: sent.id, role: "deputy" } as const;
    line.say("SOUTH", { ...command, readBack: [ALL[0]!] });
    for (let i = 0; i < 15; i++)
      line.say("SOUTH", { ...command, readBack: [{ field: "destination", points: [at(i, 0)] }] });
    const { readBacks } = line.receipt(sent);
    assert.deepEqual([readBacks[0]?.field, readBacks.length], ["origin", 11]);
  });
});

suite("areas", () => {
  const TRIANGLE = [at(40, 35), at(40.2, 35), at(40.1, 35.2)] as const;
  const areas = [
    { kind: "circle", center: at(39, 34), radiusM: 500 },
    { kind: "polygon", ring: TRIANGLE },
    { kind: "route", points: [at(41, 35), at(42, 36)], halfWidthM: 500 },
  ];
  const notice = (): { line: TestLine; sent: Message } => {
    const line = new TestLine().open();
    return { line, sent: line.send("NORTH", "notice", {}, { areas } as unknown as Values) };
  };

  test("may be read back, point by point; a mismatch names its point", () => {
    const { line, sent } = notice();
    const [a, b, c] = TRIANGLE;
    const far = acknowledge(line, sent, [{ field: "areas[1]", points: [c, at(40.2, 34), a] }]);
    assert.match(far!.detail, /^areas\[1\]\.ring\[1\] is read back 11\d{4} m .*one digit/);
    const route = { field: "areas[2]", points: [at(42, 36), at(41, 35)] };
    assert.match(acknowledge(line, sent, [route])!.detail, /^areas\[2\]\.points\[/);
    const right = { field: "areas[1]", points: [c, b, a] };
    const circle = { field: "areas[0]", points: [at(39.005, 34)] };
    assert.equal(acknowledge(line, sent, [right, circle]), null);
  });

  test("need not be: nothing is owed", () => {
    const { line, sent } = notice();
    assert.equal(acknowledge(line, sent), null);
  });
});

test("the message says what is to be read back, and within what distance by this theatre's rules", () => {
  const line = new TestLine({ readBackWithinM: { site: 50, area: 2_000 } }).open();
  const route = { kind: "route", points: [at(39, 35), at(40, 35)], halfWidthM: 500 };
  const { id } = line.send("NORTH", "move_notice", {}, { ...CONVOY, route } as Partial<Values>);
  for (const party of ["NORTH", "SOUTH"]) {
    const seen = viewFor(line.theatre.state, { kind: "party", party }).line.message(id);
    assert.ok(seen?.detail === "full");
    const said = seen.toReadBack.map(({ field, shape, pointCount, withinM, isOwed }) =>
      [field, shape, pointCount, withinM, isOwed].join(" "),
    );
    assert.deepEqual(said, [
      "origin point 1 50 true",
      "destination point 1 50 true",
      "stops[0] point 1 50 true",
      "stops[1] point 1 50 true",
      "route route 2 2000 false",
    ]);
  }
  const near = ALL.with(0, { field: "origin", points: [at(39.001, 35.95)] });
  assert.match(acknowledge(line, line.message(id), near)!.detail, /more than 50 m/);
  assert.equal(line.channel.id, LINE_ID);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JournalEvent } from "../journal.ts";
import type { Place } from "./delivery.ts";
import { heldFrom, readAhead } from "./journal-reader.ts";
import type { Reading } from "./journal-reader.ts";
import { operationTold, TestJournal, THEATRE_SET } from "./test-outbox.ts";

const read = (
  journal: TestJournal,
  place: Place,
  more: { isWanted?: (event: JournalEvent) => boolean; max?: number } = {},
): Reading =>
  readAhead(journal.source, { party: "NORTH", place, isWanted: () => true, max: 64, ...more });

const whats = ({ found }: Reading): string[] =>
  found.map(({ event, ordinal }) => `${event.seq}/${ordinal}`);

const isFiled = ({ told }: JournalEvent): boolean => told.kind === "operation.filed";

const START = { seq: 1, count: 0 };

test("a place within an entry goes on within it; one behind it with the next", () => {
  const journal = new TestJournal();
  journal.say(THEATRE_SET, THEATRE_SET);
  journal.say();
  journal.say(THEATRE_SET);
  assert.deepEqual(whats(read(journal, START)), ["1/0", "1/1", "3/0"]);
  assert.deepEqual(whats(read(journal, { seq: 1, count: 1 })), ["1/1", "3/0"]);
  assert.deepEqual(whats(read(journal, { seq: 2, count: 0 })), ["3/0"]);
  assert.deepEqual(read(journal, START).end, { seq: 4, count: 0 });
  assert.deepEqual(read(journal, START, { max: 2 }).end, { seq: 2, count: 0 });
  assert.deepEqual(read(journal, START, { max: 1 }).end, { seq: 1, count: 1 });
  assert.deepEqual(read(journal, START, { max: 0 }), { isLost: false, found: [], end: START });
});

test("ordinals count all that was told, wanted or not", () => {
  const journal = new TestJournal();
  journal.say(THEATRE_SET, operationTold("NORTH-2026-00001", "NORTH"), THEATRE_SET);
  const reading = read(journal, START, { isWanted: isFiled });
  assert.deepEqual(whats(reading), ["1/1"]);
  assert.deepEqual(reading.found[0]!.after, { seq: 1, count: 2 });
});

test("what is not held any more is lost, and a place ahead of the log too", () => {
  const journal = new TestJournal();
  for (let i = 0; i < 5; i++) journal.say(THEATRE_SET);
  journal.drop(2);
  assert.equal(read(journal, { seq: 2, count: 0 }).isLost, true);
  assert.equal(read(journal, { seq: 3, count: 0 }).isLost, false);
  assert.equal(read(journal, { seq: 6, count: 0 }).isLost, false);
  assert.equal(read(journal, { seq: 7, count: 0 }).isLost, true);
});

test("what is held begins behind an entry of which a part was dropped", () => {
  const journal = new TestJournal();
  assert.deepEqual(heldFrom(journal.source, "NORTH"), { seq: 1, count: 0 });
  for (let i = 0; i < 3; i++) journal.say(THEATRE_SET, THEATRE_SET);
  assert.deepEqual(heldFrom(journal.source, "NORTH"), { seq: 1, count: 0 });
  journal.drop(1);
  assert.deepEqual(heldFrom(journal.source, "NORTH"), { seq: 2, count: 0 });
  journal.events.shift(); // 2/0 went, 2/1 is held
  journal.droppedSeq = 2;
  assert.deepEqual(heldFrom(journal.source, "NORTH"), { seq: 3, count: 0 });
});

test("read in parts of any size, each event comes once and in order", (t) => {
  const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1e9);
  t.diagnostic(`seed ${seed}`);
  const property = fc.property(
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 }),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
    fc.integer({ min: 1, max: 3 }),
    (counts, sizes, everyNth) => {
      const journal = new TestJournal();
      for (const count of counts) journal.say(...Array.from({ length: count }, () => THEATRE_SET));
      const isWanted = (event: JournalEvent): boolean => event.seq % everyNth === 0;
      const got: string[] = [];
      let place: Place = START;
      for (let i = 0; place.seq <= journal.seq; i++) {
        const reading = read(journal, place, { isWanted, max: sizes[i % sizes.length]! });
        got.push(...whats(reading));
        place = reading.end;
      }
      const expected = counts.flatMap((count, i) =>
        (i + 1) % everyNth === 0
          ? Array.from({ length: count }, (_, ordinal) => `${i + 1}/${ordinal}`)
          : [],
      );
      assert.deepEqual(got, expected);
    },
  );
  fc.assert(property, { seed, numRuns: 300 });
});

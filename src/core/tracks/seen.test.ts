import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutSeen, isSeenWithin, makeSeen, noteSeen, unseenWithin } from "./seen.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const WINDOW = { startMs: 0, endMs: 100 };

const arbStretches = fc.array(
  fc
    .tuple(fc.nat({ max: 110 }), fc.nat({ max: 9 }))
    .map(([at, length]) => [at, at + length] as const),
  { maxLength: 40 },
);

test(`in whatever order it is noted, what was seen is what any interval holds (seed ${SEED})`, () => {
  fc.assert(
    fc.property(arbStretches, (stretches) => {
      const seen = makeSeen();
      for (const stretch of stretches) noteSeen(seen, stretch, 200);
      for (let i = 1; i < seen.bounds.length; i++) {
        assert.ok(seen.bounds[i]! > seen.bounds[i - 1]! || i % 2 === 1, "in order, apart");
      }
      const unseen = unseenWithin([seen], WINDOW);
      for (let at = 0.5; at < 100; at++) {
        const isUnseen = unseen.some(({ startMs, endMs }) => startMs <= at && at <= endMs);
        assert.equal(isUnseen, !stretches.some(([from, to]) => from <= at && at <= to), `${at}`);
        assert.equal(isSeenWithin(seen, { startMs: at, endMs: at }), !isUnseen);
      }
    }),
    { seed: SEED },
  );
});

test(`beyond the bound some is given up and it says so; nothing is made up (seed ${SEED})`, () => {
  fc.assert(
    fc.property(arbStretches, (stretches) => {
      const [whole, bounded] = [makeSeen(), makeSeen()];
      for (const stretch of stretches) {
        noteSeen(whole, stretch, 200);
        noteSeen(bounded, stretch, 3);
      }
      assert.ok(bounded.bounds.length <= 6);
      for (let at = 0.5; at < 120; at++) {
        const point = { startMs: at, endMs: at };
        if (isSeenWithin(bounded, point)) assert.ok(isSeenWithin(whole, point), `${at}`);
      }
      if (!bounded.isAtLeast) assert.deepEqual(bounded.bounds, whole.bounds);
    }),
    { seed: SEED },
  );
});

test("what is cut was not seen after that", () => {
  const seen = makeSeen();
  noteSeen(seen, [10, 50], 8);
  cutSeen(seen, 20);
  assert.deepEqual(seen.bounds, [10, 20]);
  cutSeen(seen, 5);
  assert.deepEqual(seen.bounds, [10, 10]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BoxIndex } from "./box-index.ts";

type Box = readonly number[];

const boxesMeet = (a: Box, b: Box): boolean =>
  [0, 1, 2, 3].every((d) => a[d]! <= b[d + 4]! && a[d + 4]! >= b[d]!);

const flat = (...boxes: Box[]): Float64Array => Float64Array.from(boxes.flat());

/** Small boxes, large ones, giants and endless ones, many on the same few spots. */
const arbBox: fc.Arbitrary<Box> = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 }),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 400 })), {
      minLength: 4,
      maxLength: 4,
    }),
    fc.constantFrom("closed", "closed", "closed", "endless-altitude", "endless-time"),
  )
  .map(([at, size, kind]) => {
    const unit = [1000, 1000, 70, 600_000];
    const min = at.map((v, d) => v * unit[d]!);
    const max = min.map((v, d) => v + size[d]! * unit[d]!);
    if (kind === "endless-altitude") [min[2], max[2]] = [-Infinity, Infinity];
    if (kind === "endless-time") max[3] = Infinity;
    return [...min, ...max];
  });

type Step =
  | { readonly kind: "add"; readonly id: number; readonly box: Box }
  | { readonly kind: "remove"; readonly id: number }
  | { readonly kind: "expire"; readonly beforeMs: number }
  | { readonly kind: "query"; readonly boxes: readonly Box[] };

const arbStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("add" as const), id: fc.nat(60), box: arbBox }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), id: fc.nat(60) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("expire" as const),
      beforeMs: fc.integer({ min: 0, max: 30_000_000 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("query" as const),
      boxes: fc.array(arbBox, { minLength: 1, maxLength: 2 }),
    }),
  },
);

test("the index answers as brute force does, through adds, removals and expiry", () => {
  fc.assert(
    fc.property(fc.array(arbStep, { minLength: 1, maxLength: 200 }), (steps) => {
      const index = new BoxIndex();
      const model = new Map<number, Box[]>();
      for (const step of steps) {
        if (step.kind === "add") {
          index.add(step.id, flat(step.box));
          model.set(step.id, [...(model.get(step.id) ?? []), step.box]);
        } else if (step.kind === "remove") {
          assert.equal(index.remove(step.id), model.delete(step.id));
        } else if (step.kind === "expire") {
          const due = [...model].filter(([, boxes]) =>
            boxes.every((box) => box[7]! < step.beforeMs),
          );
          assert.deepEqual(
            index.expire(step.beforeMs),
            due.map(([id]) => id).sort((a, b) => a - b),
          );
          for (const [id] of due) model.delete(id);
        } else {
          const expected = [...model]
            .filter(([, boxes]) =>
              boxes.some((box) => step.boxes.some((query) => boxesMeet(box, query))),
            )
            .map(([id]) => id)
            .sort((a, b) => a - b);
          assert.deepEqual([...index.query(flat(...step.boxes))], expected);
        }
      }
      assert.equal(index.size, [...model.values()].flat().length);
    }),
    { numRuns: 400 },
  );
});

test("one giant among many small is found, and finds them all", () => {
  const index = new BoxIndex();
  const giant = [0, 0, 0, 0, 500_000, 500_000, 20_000, 86_400_000];
  index.add(0, flat(giant));
  for (let i = 1; i <= 20_000; i++) {
    const x = (i % 200) * 2_500;
    const y = Math.floor(i / 200) * 5_000;
    index.add(i, flat([x, y, 100, 3_600_000, x + 500, y + 500, 200, 5_400_000]));
  }
  assert.deepEqual(
    [...index.query(flat([250_100, 250_100, 150, 4e6, 250_200, 250_200, 160, 4e6]))].includes(0),
    true,
  );
  assert.equal(index.query(flat(giant)).length, 20_001);
});

test("10,000 hits on one spot are all returned, lowest first", () => {
  const index = new BoxIndex();
  const box = flat([0, 0, 0, 0, 100, 100, 10, 1000]);
  for (let id = 9_999; id >= 0; id--) index.add(id, box);
  const hits = index.query(box);
  assert.equal(hits.length, 10_000);
  assert.ok(hits.every((id, i) => id === i));
});

test("insertion order changes nothing", () => {
  fc.assert(
    fc.property(fc.array(arbBox, { minLength: 2, maxLength: 60 }), arbBox, (boxes, query) => {
      const [forward, backward] = [new BoxIndex(), new BoxIndex()];
      boxes.forEach((box, id) => forward.add(id, flat(box)));
      for (let id = boxes.length - 1; id >= 0; id--) backward.add(id, flat(boxes[id]!));
      assert.deepEqual([...forward.query(flat(query))], [...backward.query(flat(query))]);
    }),
  );
});

test("emptied cells are given back as time passes", () => {
  const index = new BoxIndex();
  for (let day = 0; day < 60; day++) {
    const startMs = day * 86_400_000;
    index.expire(startMs);
    for (let i = 0; i < 500; i++) {
      index.add(
        i + 500 * (day % 2),
        flat([i * 4000, 0, 0, startMs, i * 4000 + 900, 900, 100, startMs + 3_600_000]),
      );
    }
    assert.ok(index.size <= 1_000);
  }
  assert.ok(index.bytes < 1_000_000, `${index.bytes} bytes for 500 boxes`);
});

test("touching is meeting on every edge of cells and steps, below zero too", () => {
  const edges = [750, 750, 50, 450_000];
  const middle = [100, 100, 10, 1000];
  for (let d = 0; d < 4; d++) {
    for (let step = -20; step <= 20; step++) {
      const at = step * edges[d]!;
      const box = [...middle, ...middle];
      const [before, after, beyond] = [box.slice(), box.slice(), box.slice()];
      [before[d], before[d + 4]] = [at - edges[d]! * 1.5, at];
      [after[d], after[d + 4]] = [at, at + edges[d]! * 1.5];
      [beyond[d], beyond[d + 4]] = [at + 0.001, at + edges[d]!];
      const index = new BoxIndex();
      index.add(1, flat(before));
      index.add(2, flat(beyond));
      assert.deepEqual([...index.query(flat(after))], [1, 2], `dimension ${d}, step ${step}`);
      assert.deepEqual([...index.query(flat(before))], [1], `dimension ${d}, step ${step}`);
    }
  }
});

test("a volume replaced over and over costs no memory", () => {
  const index = new BoxIndex();
  const box = flat([0, 0, 0, 0, 4000, 4000, 100, 3_600_000]);
  index.add(7, box);
  const { bytes } = index;
  for (let i = 0; i < 10_000; i++) {
    index.remove(7);
    index.add(7, box);
  }
  assert.equal(index.bytes, bytes);
});

test("a box that can't be counted in cells is an error, and no endless loop", () => {
  const index = new BoxIndex();
  const good = [0, 0, 0, 0, 1, 1, 1, 1];
  for (let d = 0; d < 4; d++) {
    for (const [min, max] of [
      [Number.NaN, 1],
      [0, Number.NaN],
      [Infinity, Infinity],
      [-Infinity, -Infinity],
      [1e19, 1e19],
      [-1e300, -1e300],
      [2, 1],
    ] as const) {
      const bad = flat(good.with(d, min).with(d + 4, max));
      assert.throws(() => index.add(1, bad), /no box from/);
      assert.throws(() => index.query(bad), /no box from/);
    }
  }
  assert.equal(index.size, 0);
  index.add(1, flat([0, 0, -1e17, -1e17, 1, 1, -1e17, -1e17]));
  assert.deepEqual([...index.query(flat([0, 0, -1e17, -1e17, 1, 1, 1e17, 1e17]))], [1]);
});

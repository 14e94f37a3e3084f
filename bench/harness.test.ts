import assert from "node:assert/strict";
import { test } from "node:test";
import type { Figure } from "./harness.ts";
import {
  bytesHeld,
  createReport,
  machineFacts,
  measureOnce,
  measureRepeated,
  quantile,
} from "./harness.ts";

const listen = () => {
  const lines: Record<string, unknown>[] = [];
  const tables: string[] = [];
  return {
    lines,
    tables,
    line: (json: string) => void lines.push(JSON.parse(json) as Record<string, unknown>),
    table: (text: string) => void tables.push(text),
  };
};

test("a quantile is a sample of nearest rank", () => {
  const samples = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.equal(quantile(samples, 0.5), 50);
  assert.equal(quantile(samples, 0.99), 99);
  assert.equal(quantile(samples, 1), 100);
  assert.equal(quantile(Float64Array.of(7), 0.5), 7);
});

test("repeated steps run through warm-up, rounds and one timed round, awaited each", async () => {
  let [running, ran] = [0, 0];
  const timing = await measureRepeated(
    5,
    async (i) => {
      assert.equal(running++, 0, "one step at a time");
      await Promise.resolve();
      running--;
      ran++;
      assert.ok(i >= 0 && i < 5);
    },
    { warmUp: 2, rounds: 3 },
  );
  assert.equal(ran, 2 + 3 * 5 + 5);
  assert.ok(timing.meanUs > 0 && timing.medianUs <= timing.p99Us);
});

test("a step that may not run twice runs once", async () => {
  const seen: number[] = [];
  const timing = await measureOnce(4, (i) => seen.push(i));
  assert.deepEqual(seen, [0, 1, 2, 3]);
  assert.equal(timing.count, 4);
});

test("memory held counts buffers and forgets what is out of reach", () => {
  const before = bytesHeld();
  let buffer: Float64Array | null = new Float64Array(1_000_000).fill(1);
  const during = bytesHeld() - before;
  assert.ok(during > 7_000_000 && during < 9_000_000, `${during} bytes of 8,000,000`);
  assert.equal(buffer.length, 1_000_000);
  buffer = null;
  assert.ok(bytesHeld() - before < 1_000_000);
});

test("a report is one line of JSON a figure and one table a case", () => {
  const output = listen();
  const report = createReport("try", output);
  const figure = {
    case: "small",
    subject: "ours",
    figure: "mean",
    unit: "µs",
  } satisfies Partial<Figure>;
  report.add({ ...figure, value: 1.23456, atMost: 1 });
  report.add({ ...figure, subject: "theirs", value: 20 });
  report.add({ case: "large", figure: "bytes", value: 3, unit: "B" });
  report.note("The rest was not measured: no disk.");
  const figures = report.finish();

  assert.equal(figures.length, 3);
  assert.deepEqual(Object.keys(output.lines[0]!), ["bench", "machine"]);
  assert.deepEqual(output.lines[1], { bench: "try", ...figure, value: 1.235, atMost: 1 });
  assert.deepEqual(output.lines[4], { bench: "try", note: "The rest was not measured: no disk." });
  const [text = ""] = output.tables;
  assert.match(text, /\| small +\| +mean µs \|/);
  assert.match(text, /\| ours +\| +1\.235 missed \|/);
  assert.match(text, /\| theirs +\| +20 \|/);
  assert.match(text, /The rest was not measured/);
});

test("a figure comes with the machine it was measured on", () => {
  const facts = machineFacts();
  assert.deepEqual(Object.keys(facts), ["cpu", "cores", "node", "commit", "date"]);
  assert.match(String(facts["commit"]), /^[0-9a-f]{7,}( with changes)?$|^unknown$/);
});

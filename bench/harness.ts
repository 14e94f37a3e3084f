/**
 * What every bench shares: timing, memory held, and one way to report.
 *
 * A bench is a module that exports `run(options)`; it measures with `measureRepeated` (steps that
 * may run again, as queries) or `measureOnce` (steps that change something), and gives each figure to
 * a report, which prints it at once as one line of JSON on stdout and at the end as a table on stderr.
 */

import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One measured number. `subject` is what was measured, where a case compares several. */
export type Figure = {
  readonly case: string;
  readonly subject?: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** A target of the project; the table says when it is missed. */
  readonly atLeast?: number;
  readonly atMost?: number;
};

export type Timing = {
  readonly count: number;
  readonly meanUs: number;
  readonly medianUs: number;
  readonly p99Us: number;
};

/** May be asynchronous; then it is awaited. */
export type Step = (i: number) => unknown;

/** Where a report goes; tests listen here. */
export type Output = {
  readonly line: (json: string) => void;
  readonly table: (text: string) => void;
};

export type Report = {
  readonly add: (figure: Figure) => void;
  /** Says in plain words what was not measured and why: never left out in silence. */
  readonly note: (text: string) => void;
  /** Prints the table; all figures. */
  readonly finish: () => readonly Figure[];
};

const STANDARD_OUTPUT: Output = {
  line: (json) => process.stdout.write(`${json}\n`),
  table: (text) => process.stderr.write(`${text}\n`),
};

/**
 * Times steps that may run many times over. The mean is that of whole rounds without a clock between
 * the steps (the median round); median and p99 come from one more round timed step by step, and
 * so hold the clock's own 0.05 µs or so.
 */
export const measureRepeated = async (
  count: number,
  step: Step,
  { warmUp = count, rounds = 3 }: { readonly warmUp?: number; readonly rounds?: number } = {},
): Promise<Timing> => {
  await runSteps(Math.min(warmUp, count), step);
  const roundMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    await runSteps(count, step);
    roundMs.push(performance.now() - startMs);
  }
  const meanUs = (quantile(Float64Array.from(roundMs), 0.5) * 1000) / count;
  return { ...(await measureOnce(count, step)), meanUs };
};

/** Times steps that each run once, each by itself. No warm-up: give it steps enough. */
export const measureOnce = async (count: number, step: Step): Promise<Timing> => {
  const stepUs = new Float64Array(count);
  let sumUs = 0;
  for (let i = 0; i < count; i++) {
    const startMs = performance.now();
    const running = step(i);
    if (running instanceof Promise) await running;
    stepUs[i] = (performance.now() - startMs) * 1000;
    sumUs += stepUs[i]!;
  }
  return {
    count,
    meanUs: sumUs / count,
    medianUs: quantile(stepUs, 0.5),
    p99Us: quantile(stepUs, 0.99),
  };
};

const runSteps = async (count: number, step: Step): Promise<void> => {
  for (let i = 0; i < count; i++) {
    const running = step(i);
    if (running instanceof Promise) await running;
  }
};

/** The value below which a share of the samples lies (nearest rank). */
export const quantile = (samples: Float64Array, share: number): number => {
  const rank = Math.max(1, Math.ceil(samples.length * share));
  return samples.toSorted()[rank - 1]!;
};

/** Bytes of objects and buffers that are still reachable, after a full collection. */
export const bytesHeld = (): number => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect(); // buffers of the first go with the second
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** What a figure depends on besides the code. */
export const machineFacts = (): Record<string, string | number> => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  node: process.version,
  commit: commitOf(),
  date: new Date().toISOString(),
});

const commitOf = (): string => {
  try {
    const changed = git("status", "--porcelain", "--", "../src") === "" ? "" : " with changes";
    return git("rev-parse", "--short", "HEAD") + changed;
  } catch {
    return "unknown"; // a copy without its repository, or no git
  }
};

const git = (...args: string[]): string =>
  execFileSync("git", args, {
    cwd: import.meta.dirname,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

export const createReport = (bench: string, output: Output = STANDARD_OUTPUT): Report => {
  const facts = machineFacts();
  const figures: Figure[] = [];
  const notes: string[] = [];
  output.line(JSON.stringify({ bench, machine: facts }));
  return {
    add: (figure) => {
      const value = rounded(figure.value);
      figures.push({ ...figure, value });
      output.line(JSON.stringify({ bench, ...figure, value }));
    },
    note: (text) => {
      notes.push(text);
      output.line(JSON.stringify({ bench, note: text }));
    },
    finish: () => {
      output.table([title(bench, facts), ...tables(figures), ...notes].join("\n\n"));
      return figures;
    },
  };
};

/** Four significant digits: more would be noise. */
const rounded = (value: number): number => Number(value.toPrecision(4));

const title = (bench: string, facts: Record<string, string | number>): string =>
  `# bench ${bench}: ${facts["cpu"]} × ${facts["cores"]}, Node.js ${facts["node"]}, ` +
  `commit ${facts["commit"]}, ${facts["date"]}`;

/** One Markdown table for each case: a row for each subject, a column for each figure. */
const tables = (figures: readonly Figure[]): string[] =>
  [...Map.groupBy(figures, (figure) => figure.case)].map(([name, ofCase]) => {
    const columns = [...new Set(ofCase.map(columnOf))];
    const rows = [...Map.groupBy(ofCase, (figure) => figure.subject ?? "")].map(
      ([subject, ofSubject]) => [
        subject,
        ...columns.map((column) => cellText(ofSubject.find((f) => columnOf(f) === column))),
      ],
    );
    return alignRows([[name, ...columns], ...rows]);
  });

const columnOf = ({ figure, unit }: Figure): string => (unit === "" ? figure : `${figure} ${unit}`);

const cellText = (figure: Figure | undefined): string => {
  if (!figure) return "–";
  const { value, atLeast = -Infinity, atMost = Infinity } = figure;
  return `${value}${value < atLeast || value > atMost ? " missed" : ""}`;
};

const alignRows = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lineOf = (row: readonly string[]): string =>
    `| ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join(" | ")} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [lineOf(rows[0]!), rule, ...rows.slice(1).map(lineOf)].join("\n");
};

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { CheckReport } from "./check/report.ts";
import { AT, circle, makeDisk, runLine } from "./test-io.ts";

const { path, write } = makeDisk();

const CLOSE = ["--lateral", "50", "--vertical", "10", "--time", "60"];

/** Checks with small minima; the report and the exit code. */
const checkJson = async (...argv: string[]): Promise<CheckReport & { code: number }> => {
  const { code, out } = await runLine(["check", ...argv, ...CLOSE, "--json"]);
  return { code, ...(JSON.parse(out) as CheckReport) };
};

const pairsOf = ({ conflicts }: CheckReport): string[] =>
  conflicts.map(({ a, b }) => `${a.id}×${b.id}`);

test("exit codes: none 0, a conflict 1, something unread 2 even beside a conflict", async () => {
  const apart = write("apart.geojson", circle("A", 0), circle("B", 5_000));
  const met = write("met.geojson", circle("A", 0), circle("B", 240));
  const bad = write(
    "bad.geojson",
    circle("A", 0),
    circle("B", 240),
    circle("C", 0, { radiusM: -1 }),
  );
  assert.equal((await checkJson(apart)).code, 0);
  assert.equal((await checkJson(met)).code, 1);
  const both = await checkJson(bad);
  assert.deepEqual([both.code, both.conflicts.length, both.skipped.length], [2, 1, 1]);
});

test("the JSON has its exact shape", async () => {
  const window = { start: "2026-11-23T06:00:00Z", end: "2026-11-23T07:00:00Z" };
  const file = write(
    "golden.geojson",
    circle("A", 0, window),
    circle("B", 240, { lowerM: 105, upperM: 200 }),
  );
  const { out } = await runLine(["check", file, ...CLOSE, "--json"]);
  assert.deepEqual(JSON.parse(out), {
    checked: 2,
    conflicts: [
      {
        a: { file, id: "A", volume: 0 },
        b: { file, id: "B", volume: 0 },
        lateralM: 40.003,
        verticalM: 5,
        window: { start: "2026-11-23T06:00:00.000Z", end: "2026-11-23T07:00:00.000Z" },
        certainty: "sure",
        toleranceM: 0.005,
        minima: { lateralM: 50, verticalM: 10, timeS: 60 },
        notes: [],
      },
    ],
    skipped: [],
  });
  assert.ok(out.endsWith("}\n"));
});

test("a Point of radius 0 and a LineString of no width are compared like any other", async () => {
  const line = {
    type: "Feature",
    properties: { id: "L", halfWidthM: 0 },
    geometry: {
      type: "LineString",
      coordinates: [
        [39, 35],
        [41, 35],
      ],
    },
  };
  const file = write(
    "bare.geojson",
    circle("A", 0, { radiusM: 0 }),
    circle("B", 40, { radiusM: 0 }),
    line,
  );
  const { conflicts, code } = await checkJson(file);
  assert.equal(code, 1);
  assert.ok(Math.abs(conflicts[0]!.lateralM - 40) < 0.01);
});

test("no window means always; two such are in conflict without bounds", async () => {
  const file = write("always.geojson", circle("A", 0), circle("B", 0));
  const { conflicts } = await checkJson(file);
  assert.deepEqual(conflicts[0]?.window, { start: null, end: null });
});

test("windows within the minimum of time are in conflict, and the gap between them is told", async () => {
  const first = { start: "2026-11-23T06:00:00Z", end: "2026-11-23T07:00:00Z" };
  const second = { start: "2026-11-23T07:00:30Z", end: "2026-11-23T08:00:00Z" };
  const { conflicts } = await checkJson(
    write("gap.geojson", circle("A", 0, first), circle("B", 0, second)),
  );
  assert.deepEqual(conflicts[0]?.window, {
    start: "2026-11-23T07:00:00.000Z",
    end: "2026-11-23T07:00:30.000Z",
  });
  assert.match(conflicts[0]?.notes[0] ?? "", /windows do not meet/);
});

test("records of one party are held against each other, unless --between-parties", async () => {
  const file = write(
    "parties.geojson",
    circle("A", 0, { party: "north" }),
    circle("B", 0, { party: "north" }),
    circle("C", 0, { party: "south" }),
    circle("D", 0),
    circle("E", 0),
  );
  assert.equal((await checkJson(file)).conflicts.length, 10);
  const between = pairsOf(await checkJson(file, "--between-parties"));
  assert.ok(!between.includes("A×B"));
  // Unnamed parties are not known to be one: nothing is left out for them.
  assert.ok(between.includes("D×E"));
  assert.equal(between.length, 9);
});

test("one party and id is one operation, across files; an id alone is not", async () => {
  const named = { party: "north" };
  const one = write("one.geojson", circle("A", 0, named), circle("B", 0));
  const two = write("two.geojson", circle("A", 0, named), circle("B", 0));
  const pairs = pairsOf(await checkJson(one, two));
  assert.ok(!pairs.includes("A×A"));
  assert.ok(pairs.includes("B×B"));
});

test("--against holds FILE against the others, and neither among themselves", async () => {
  const ours = write("ours.geojson", circle("A", 0), circle("B", 0));
  const theirs = write("theirs.geojson", circle("C", 0), circle("D", 0));
  const more = write("more.geojson", circle("E", 0));
  const report = await checkJson(ours, "--against", theirs, more);
  assert.deepEqual(pairsOf(report), ["A×C", "A×D", "A×E", "B×C", "B×D", "B×E"]);
  assert.equal(report.checked, 5);
});

test("a file named twice is read once, and said", async () => {
  const file = write("twice.geojson", circle("A", 0));
  const { code, err } = await runLine(["check", file, file, "--against", file]);
  assert.equal(code, 0);
  assert.match(err, /named twice, read once/);
});

test("without flags the defaults of the class hold; a flag replaces its dimension alone", async () => {
  const file = write("minima.geojson", circle("A", 0), circle("B", 2_000));
  const minimaOf = async (...argv: string[]) => {
    const { out } = await runLine(["check", file, "--json", ...argv]);
    return (JSON.parse(out) as CheckReport).conflicts[0]?.minima;
  };
  assert.deepEqual(await minimaOf(), { lateralM: 3_000, verticalM: 300, timeS: 900 });
  assert.deepEqual(await minimaOf("--vertical=7"), { lateralM: 3_000, verticalM: 7, timeS: 900 });
  assert.equal(await minimaOf("--lateral", "1000"), undefined);
  const unknown = write("unknown.geojson", circle("A", 0, { category: undefined }), circle("B", 0));
  const { out } = await runLine(["check", unknown, "--json"]);
  const [conflict] = (JSON.parse(out) as CheckReport).conflicts;
  assert.equal(conflict?.minima.lateralM, 10_000);
  assert.match(conflict?.notes.join() ?? "", /fixed_wing/);
  const [given] = (await checkJson(unknown)).conflicts;
  assert.deepEqual(given?.notes, [], "every minimum is given: no class is held to");
});

test("what geometry refuses is skipped with file and place", async () => {
  const bow = {
    type: "Feature",
    properties: { id: "bow" },
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [40, 35],
          [41, 36],
          [41, 35],
          [40, 36],
          [40, 35],
        ],
      ],
    },
  };
  const { skipped, checked, code } = await checkJson(write("bow.geojson", circle("A", 0), bow));
  assert.deepEqual([checked, code, skipped.length], [1, 2, 1]);
  assert.equal(skipped[0]?.at, "features[1]");
  assert.match(skipped[0]?.reason ?? "", /crosses itself/);
});

test("a slip of twenty digits is named, and hangs nothing", async () => {
  const slip = { lowerM: 1e19, upperM: 1e19 };
  const file = write("slip.geojson", circle("A", 0, slip), circle("B", 0, slip), circle("C", 0));
  const { skipped, checked, code } = await checkJson(file);
  assert.deepEqual([code, checked, skipped.length], [2, 1, 2]);
  assert.match(skipped[0]!.reason, /lowerM 10000000000000000000 m is beyond/);
});

test("a missing file, a directory and an unexpanded pattern each say what to do", async () => {
  const file = write("there.geojson", circle("A", 0));
  const { skipped, code } = await checkJson(file, path("missing.kml"), path("."), path("*.kml"));
  assert.equal(code, 2);
  assert.deepEqual(
    skipped.map(({ reason }) => reason.split(/[:,]/)[0]),
    ["no such file", "is a directory", "no file has this name"],
  );
});

const BAD_LINES: readonly (readonly [string[], RegExp])[] = [
  [["--lateral", "-5"], /--lateral has no value: "-5" looks like a flag.*--lateral=-5/],
  [["--lateral=-5"], /--lateral "-5" is not a number of metres: give 0 or more/],
  [["--lateral", "NaN"], /--lateral "NaN" is not a number/],
  [["--lateral", "Infinity"], /--lateral "Infinity" is not a number/],
  [["--lateral", "1e400"], /--lateral 1e400 is over 200000/],
  [["--lateral", "200001"], /--lateral 200001 is over 200000 metres/],
  [["--vertical", "1e10"], /--vertical 1e10 is over 1000000000 metres/],
  [["--time", "1e14"], /--time 1e14 is over 8640000000000 seconds/],
  [["--vertical", ""], /--vertical "" is not a number/],
  [["--time"], /--time has no value/],
  [["--time", "5", "--time", "6"], /--time is given twice/],
  [["--at", "yesterday"], /--at "yesterday" is not a time: write it as/],
  [["--at", "2026-11-23T06:00:00"], /--at .* has no offset/],
  [["--lang", "fr"], /--lang "fr" is not known: use en, ar, ru/],
  [["--json=yes"], /--json takes no value/],
  [["--latteral", "5"], /--latteral is not a flag of this verb: did you mean --lateral\?/],
  [["--html", ""], /--html has no name/],
];

for (const [argv, expected] of BAD_LINES) {
  test(`a bad flag is refused by name: ${argv.join(" ")}`, async () => {
    const { code, out, err } = await runLine(["check", path("any.geojson"), ...argv]);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, expected);
  });
}

test("no FILE is refused, and so is a picture in the place of an input", async () => {
  assert.match((await runLine(["check", "--json"])).err, /no FILE to check/);
  assert.match((await runLine(["check", "--against", "x"])).err, /name it before --against/);
  const file = write("input.geojson", circle("A", 0));
  const { code, err } = await runLine(["check", file, "--html", file]);
  assert.equal(code, 2);
  assert.match(err, /would overwrite what is read or drawn/);
  assert.ok(readFileSync(file, "utf8").startsWith("{"));
});

test("the standard input is read as -", async () => {
  const bytes = readFileSync(write("piped.geojson", circle("A", 0), circle("B", 0)));
  const stdin = async function* () {
    yield bytes.subarray(0, 100);
    yield bytes.subarray(100);
  };
  const { code, out } = await runLine(["check", "-", "--format", "geojson", "--json"], { stdin });
  assert.equal(code, 1);
  assert.equal((JSON.parse(out) as CheckReport).conflicts[0]?.a.file, "stdin.geojson");
});

test("no conflict is told in the fixed words, never as more", async () => {
  const file = write("quiet.geojson", circle("A", 0), circle("B", 50_000));
  const english = (await runLine(["check", file])).out;
  assert.match(
    english,
    /^No overlap with notices filed at 230600Z NOV 26\. Not a clearance; unnotified/,
  );
  assert.match(
    (await runLine(["check", file, "--lang", "ar"])).out,
    /^لا تداخل مع الإشعارات المسجلة حتى/,
  );
  assert.match(
    (await runLine(["check", file, "--lang", "ru"])).out,
    /^Пересечений с уведомлениями/,
  );
  const { code, out } = await runLine(["check", file, path("missing.kml")]);
  assert.equal(code, 2);
  assert.match(out, /^No conflict found in what was read; what could not be read was not checked/);
});

test("a file's text and name cannot steer the terminal", async () => {
  const file = write("\u001b[2J\n9. forged.geojson", circle("gone\u202e", 0), circle("B", 0));
  const { out } = await runLine(["check", file]);
  assert.doesNotMatch(out.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
  assert.ok(out.includes("gone\\u{202e}") && out.includes("\\u{1b}[2J\\u{a}9. forged"));
});

const isColoured = ({ out }: { out: string }): boolean => out.includes("\u001b[");

test("colours only on a terminal, and not under NO_COLOR", async () => {
  const file = write("colour.geojson", circle("A", 0), circle("B", 0));
  assert.equal(isColoured(await runLine(["check", file])), false);
  assert.equal(isColoured(await runLine(["check", file], { isOutTerminal: true })), true);
  const env = { NO_COLOR: "1" };
  assert.equal(isColoured(await runLine(["check", file], { isOutTerminal: true, env })), false);
});

test("--options tells each side's way out, and leaves zones where they are", async () => {
  const window = { start: "2026-11-23T08:00:00Z", end: "2026-11-23T09:00:00Z" };
  const file = write(
    "options.geojson",
    circle("A", 0, window),
    circle("Z", 0, { category: undefined, class: "area", ...window }),
  );
  const [conflict] = (await checkJson(file, "--options", "--at", AT)).conflicts;
  assert.equal(conflict?.options?.b, null);
  const times = conflict?.options?.a?.filter(({ kind }) => kind === "time");
  assert.ok(times && times.length > 0);
  for (const option of times) assert.deepEqual(option.clears, [{ file, id: "Z" }]);
  const { out } = await runLine(["check", file, "--options", ...CLOSE]);
  assert.match(out, /Option A: /);
});

/** Position reports from the command line alone: said by hand, read from files, and what they cover. */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { noticeAt } from "../api/native/fixture.ts";
import { jsonOf, startStand } from "./test-desk.ts";
import type { Line, Stand } from "./test-desk.ts";
import { makeDisk } from "./test-io.ts";

const disk = makeDisk();
let stand: Stand;
let north: Line;
let south: Line;
let operationId: string;
let trackId: string;
before(async () => {
  stand = await startStand(disk);
  north = await stand.as("captain-north", { roles: ["desk"] });
  south = await stand.as("captain-south", { party: "SOUTH", roles: ["desk"] });
  ({ operationId, trackId } = await underWay());
});
after(() => stand.close());

const IDENTITY = "mmsi 244660000";
const AT = ["--lat", "35", "--lng", "50"] as const;
const BY_HAND = ["track", "report", "--identity", IDENTITY, ...AT] as const;
const AREA = ["track", "area", ...AT, "--radius", "400"] as const;
const isoAt = (offsetMs: number): string => new Date(Date.now() + offsetMs).toISOString();

/** Under way since a minute ago, with a track: its ids. */
const underWay = async (): Promise<{ readonly operationId: string; readonly trackId: string }> => {
  const notice = noticeAt(50, 35, "a ship");
  const volumes = notice.volumes.map((one) => ({
    ...one,
    lowerM: null,
    upperM: null,
    start: isoAt(-60_000),
    end: isoAt(3_600_000),
  }));
  const from = stand.file("under-way.json", { ...notice, volumes });
  const [{ operationId }] = jsonOf(await north("operation", "file", "--from", from, "--json"));
  const tied = ["--operation", operationId, "--identity", IDENTITY, "--json"];
  const [{ trackId }] = jsonOf(await north("track", "bind", ...tied));
  return { operationId, trackId };
};

test("a report by hand conforms or not, others agree with it, and what it covers is told", async () => {
  assert.match((await north(...AREA)).out, /^Not observed: .* does not say that nothing was there/);
  assert.match((await north(...BY_HAND)).out, /^Taken: 1\n$/);
  const shown = await north("track", "show", trackId);
  assert.match(
    shown.out,
    /State: reports conform.*\n[\s\S]*Held against its volumes: inside\nReports: 1/,
  );
  await south(...BY_HAND, "--shared");
  await (
    await stand.host()
  )(...BY_HAND, "--as-host");
  const told = (await north("track", "show", trackId)).out;
  assert.match(told, /SOUTH +1 +0 /);
  assert.match(told, /the host +1 +0 /);
  const coverage = (await north("track", "coverage", operationId)).out;
  assert.match(coverage, /Observed: observed in part/);
  assert.match(coverage, /Without a report:\nStart +End\n20/);
  const area = await north(...AREA, "--start", isoAt(-60_000), "--end", isoAt(60_000));
  assert.match(
    area.out,
    new RegExp(`^Observed in part: [\\s\\S]*${operationId} +observed in part`),
  );
  assert.match((await south(...AREA)).out, /^Not observed/);
  await north("track", "report", "--identity", IDENTITY, "--lat", "36", "--lng", "50");
  const away = await north("track", "show", trackId);
  assert.match(away.out, /Held against its volumes: outside \(by its place\)/);
});

test("an area may be any volume, in a file, of which the flags change the rest", async () => {
  const ring = [
    [50, 35],
    [51, 35],
    [51, 36],
  ];
  const from = stand.file("area.json", { area: { footprint: { kind: "polygon", ring } } });
  assert.equal((await north("track", "area", "--from", from)).code, 0);
  const swapped = await north("track", "area", "--from", from, "--lower", "20", "--upper", "10");
  assert.match(swapped.err, /field: area.lowerM/);
});

const SBS = (address: string): string => {
  const [day = "", time = ""] = new Date()
    .toISOString()
    .replaceAll("-", "/")
    .slice(0, -1)
    .split("T");
  return `MSG,3,1,1,${address},1,${day},${time},${day},${time},,1000,,,35.0,50.0,,,0,0,0,0`;
};

test("files of reports are sent in parts; what is not taken is named by its place in the file", async () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => (i === 2_400 ? "noise" : SBS("3C6444")));
  const path = disk.path("coast.sbs");
  writeFileSync(path, lines.join("\n"));
  const read = await north("track", "import", path, "--format", "sbs");
  assert.equal(read.code, 2);
  assert.match(read.out, /^Taken: 2499\nNot taken: 1\ncoast\.sbs, line 2401: /);
  const key = ["--format", "sbs", "--heard-at", isoAt(0), "--idempotency-key", "coast", "--json"];
  const [first, again] = [
    await north("track", "import", path, ...key),
    await north("track", "import", path, ...key),
  ];
  assert.deepEqual(
    jsonOf(again, 2).map(({ seq }) => seq),
    jsonOf(first, 2).map(({ seq }) => seq),
    "under one key they are taken once",
  );
  const body = { reports: [{ identity: IDENTITY, at: isoAt(0), position: [50, 35] }] };
  const from = stand.file("reports.json", body);
  assert.match((await north("track", "report", "--from", from)).out, /^Taken: 1/);
});

test("mistakes name the flag, the file or the field", async () => {
  const empty = disk.path("empty.ais");
  writeFileSync(empty, "");
  const from = stand.file("one.json", { reports: [] });
  const id = ["--identity", IDENTITY];
  for (const [argv, wanted] of [
    [["report"], /nothing to report: give --identity, --lat and --lng, or --from FILE/],
    [["report", ...id, "--lat", "35"], /--lng is missing/],
    [["report", ...id, "--lat", "35", "--lng", "x"], /--lng "x" is no number/],
    [["report", ...id, ...AT, "--lower", "3"], /--upper is missing: an altitude/],
    [["report", ...id, ...AT, "--from", from], /say the one or the other/],
    [["report", ...id, "--lat", "35", "--lng", "500"], /field: reports\[0\]\.position/],
    [["report", ...id, ...AT, "--at", "noon"], /field: reports\[0\]\.at/],
    [["import", empty], /--format is missing: one of ais, cot, sbs, rid/],
    [["import", empty, "--format", "nmea"], /"nmea" is not known: use ais/],
    [["import", empty, "--format", "ais"], /empty\.ais is empty/],
    [["import", "none.ais", "--format", "ais"], /none\.ais can't be read/],
    [["area"], /no area: give --lat, --lng and --radius/],
    [["area", "--lat", "3"], /--lng is missing: a circle has all three/],
  ] as const) {
    const { code, err } = await north("track", ...argv);
    assert.equal(code, 2, argv.join(" "));
    assert.match(err, wanted);
  }
  const late = await north(...BY_HAND, "--at", "2030-01-01T00:00:00Z");
  assert.match(late.out, /Not taken: 1\nreports\[0\]: from-the-future/);
});

test("its words are there in each language", async () => {
  await north(...BY_HAND);
  for (const language of ["ar", "ru"]) {
    for (const argv of [
      ["show", trackId],
      ["coverage", operationId],
      AREA.slice(1),
      ["report", ...BY_HAND.slice(2)],
    ]) {
      const { code, out } = await north("track", ...argv, "--language", language);
      assert.equal(code, 0);
      assert.doesNotMatch(out, /undefined|\{\w+\}|[Oo]bserved|[Tt]aken|Held/, argv[0]);
    }
  }
});

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readReports } from "./read-reports.ts";
import { REPORT_FORMATS } from "./reading.ts";
import type { ReportFormat } from "./reading.ts";
import { makeEventSplitter, makeLineSplitter } from "./split.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const AT_MS = Date.UTC(2026, 10, 23, 10, 0, 5);
const read = (format: ReportFormat, text: string) =>
  readReports({ format, text, receivedMs: AT_MS });

const AIS = "!AIVDM,1,1,,A,33P;Tw0tjBQO22:E7dm66DrB20UP,0*2E";

test("AIS: place, accuracy, and the instant of its second that is nearest to the receipt", () => {
  const [report] = read("ais", `${AIS}\r\n`).reports;
  assert.equal(report?.at, "line 1");
  const [identity, atMs, lng, lat, accuracyM] = report.row;
  assert.deepEqual([identity, accuracyM], ["mmsi 235070716", 10]);
  assert.ok(Math.abs(lng - 20.760008) < 1e-6 && Math.abs(lat - 36.910433) < 1e-6);
  assert.equal(new Date(atMs).toISOString(), "2026-11-23T10:00:09.000Z");
});

const sum = (text: string): string => {
  let total = 0;
  for (let i = 0; i < text.length; i++) total ^= text.charCodeAt(i);
  return total.toString(16).toUpperCase().padStart(2, "0");
};

test("AIS: a time said before the sentence is its time, and of no later one", () => {
  const block = "c:1763892000";
  const gatehouse = "PGHP,1,2008,5,9,0,0,0,10,338,2,,1,09";
  const text = [
    `\\${block}*${sum(block)}\\${AIS}`,
    `$${gatehouse}*${sum(gatehouse)}`,
    AIS,
    AIS,
    `\\${block}*00\\${AIS}`,
  ].join("\n");
  const found = read("ais", text);
  assert.deepEqual(
    found.reports.map(({ row }) => new Date(row[1]).toISOString()),
    ["2025-11-23T10:00:00.000Z", "2008-05-09T00:00:00.010Z", "2026-11-23T10:00:09.000Z"],
  );
  assert.deepEqual(found.bad, [
    { at: "line 5", reason: "the checksum of the TAG block does not fit" },
  ]);
});

test("every bad line of AIS is named by its number and why", () => {
  const cases = [
    [AIS.replace("2E", "2F"), /checksum/],
    ["!AIVDM,1,1,,B,,0*25", /no content/],
    ["hello", /neither an AIS sentence/],
    [AIS.replace("!AIVDM,1,1,,A", "!AIVDM,1,1,xy,A"), /joins parts/],
    ["!AIVDM,2,2,8,A,88888888880,2*2C", /missing prior/],
    ["$GPGGA,1*00", /checksum/],
    ["\\c:1", /does not end/],
  ] as const;
  const found = read("ais", cases.map(([line]) => line).join("\n"));
  assert.deepEqual(found.reports, []);
  for (const [i, [line, reason]] of cases.entries()) {
    assert.equal(found.bad[i]?.at, `line ${i + 1}`, line);
    assert.match(found.bad[i].reason, reason);
    assert.ok(!found.bad[i].reason.includes("!AIVDM") || line === "hello", "short");
  }
});

const sbs = (change: Record<number, string> = {}): string => {
  const fields =
    "MSG,3,1,1,3C6444,1,2026/11/23,10:00:00.250,2026/11/23,10:00:00.300,,1000,,,51.5,-0.125,,,0,0,0,0";
  return fields
    .split(",")
    .map((field, i) => change[i] ?? field)
    .join(",");
};

test("ADS-B: a barometric altitude goes outward, on the ground there is none", () => {
  const text = [sbs(), sbs({ 1: "2" }), sbs({ 1: "4" }), sbs({ 14: "" }), "STA,,5,179"].join("\n");
  const { reports, otherCount } = read("sbs", text);
  assert.equal(otherCount, 3);
  const [air, ground] = reports.map(({ row }) => row);
  assert.deepEqual(air?.slice(0, 5), [
    "icao 3c6444",
    Date.UTC(2026, 10, 23, 10, 0, 0, 250),
    -0.125,
    51.5,
    null,
  ]);
  const [lowerM, upperM] = [air?.[5] ?? 0, air?.[6] ?? 0];
  assert.ok(lowerM < -900 && upperM > 1_000, `${lowerM} to ${upperM} for 1000 ft`);
  assert.equal(ground?.length, 4);
});

test("every bad line of ADS-B is named", () => {
  const cases = [
    [sbs({ 14: "91" }), /latitude 91/],
    [sbs({ 15: "x" }), /longitude "x"/],
    [sbs({ 4: "3C64" }), /six hexadecimal/],
    [sbs({ 6: "23.11.2026" }), /is no time/],
    [sbs({ 1: "9" }), /no type of MSG/],
    ["MSG,3,1", /3 fields/],
    ["junk", /neither a MSG/],
  ] as const;
  const { reports, bad } = read("sbs", cases.map(([line]) => line).join("\n"));
  assert.deepEqual(reports, []);
  for (const [i, [, reason]] of cases.entries()) assert.match(bad[i]?.reason ?? "", reason);
});

const cot = (point: string, more = 'type="a-f-G-U-C" uid="TRUCK 1"'): string =>
  `<?xml version="1.0"?><event version="2.0" ${more} time="2026-11-23T10:00:00Z" start="2026-11-23T10:00:00Z" stale="2026-11-23T10:05:00Z" how="m-g">${point}<detail/></event>`;

test("Cursor on Target: place, error, altitude; what is not of a thing is none", () => {
  const text = [
    cot('<point lat="35" lon="40" hae="120" ce="12" le="8"/>'),
    cot('<point lat="35" lon="40" hae="9999999.0" ce="9999999.0" le="9999999.0"/>'),
    cot('<point lat="35" lon="40" hae="120" ce="12" le="9999999.0"/>'),
    cot("<point/>", 'type="t-x-c-t" uid="ping"'),
  ].join("\n");
  const { reports, otherCount, bad } = read("cot", text);
  assert.deepEqual([otherCount, bad], [1, []]);
  const atMs = Date.UTC(2026, 10, 23, 10);
  assert.deepEqual(
    reports.map(({ row }) => row),
    [
      ["cot TRUCK 1", atMs, 40, 35, 12, 112, 128],
      ["cot TRUCK 1", atMs, 40, 35],
      ["cot TRUCK 1", atMs, 40, 35, 12, 20, 220],
    ],
  );
});

test("every bad event of Cursor on Target is named", () => {
  const cases = [
    [cot(""), /no point/],
    [cot('<point lat="35"/>'), /no lon/],
    [cot('<point lat="ninety" lon="1"/>'), /lat "ninety"/],
    [cot('<point lat="95" lon="1"/>'), /latitude 95/],
    [cot("<point/>", 'type="a-f-G"'), /no uid/],
    ["<event type='a-f'><x></event>", /not XML/],
    ["<!DOCTYPE event><event></event>", /DOCTYPE/],
    ["left over", /./],
  ] as const;
  const { reports, bad } = read("cot", cases.map(([text]) => text).join("\n"));
  assert.deepEqual(reports, []);
  assert.deepEqual(
    bad.map(({ at }) => at),
    cases.map((_, i) => `event ${i + 1}`),
  );
  for (const [i, [, reason]] of cases.entries()) assert.match(bad[i]?.reason ?? "", reason);
});

const state = (change: object) => ({
  timestamp: "2026-11-23T10:00:00Z",
  position: {
    lat: 35,
    lng: 40,
    alt: 500,
    accuracy_h: "HA3m",
    accuracy_v: "VAUnknown",
    ...change,
  },
});

test("remote identification: bad flights and states are named by where they stand", () => {
  const flights = [
    { flight_details: { serial_number: "ABC1" }, states: [state({}), state({ lat: "x" }), {}] },
    { flight_details: {}, states: [] },
    {},
  ];
  const { reports, bad } = read("rid", JSON.stringify({ flights }));
  assert.deepEqual(reports, [
    {
      at: "flights[0].states[0]",
      row: ["uas ABC1", Date.UTC(2026, 10, 23, 10), 40, 35, 3, 350, 650],
    },
  ]);
  assert.deepEqual(
    bad.map(({ at }) => at),
    ["flights[0].states[1]", "flights[0].states[2]", "flights[1]", "flights[2]"],
  );
  assert.deepEqual(read("rid", "{").bad[0]?.at, "line 1");
});

test(`whatever the text, each piece is a report, none, or bad by name (seed ${SEED})`, () => {
  const arbText = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        AIS,
        sbs(),
        cot('<point lat="1" lon="2"/>'),
        "<event>",
        "</event>",
        "$x*00",
        "\\",
      ),
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...REPORT_FORMATS), arbText, (format, parts) => {
      const { reports, bad } = read(format, parts.join("\n"));
      for (const { row } of reports) assert.ok(Math.abs(row[2]) <= 180 && Math.abs(row[3]) <= 90);
      for (const { at, reason } of bad) assert.ok(at !== "" && reason !== "");
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test(`however a stream is cut, its pieces are the same (seed ${SEED})`, () => {
  const events = ["a", "bb", "ccc"].map((uid) => `<event uid="${uid}"><point/></event>`);
  const lines = ["one", "", "three and more", "x".repeat(50), "five"];
  const cases = [
    [
      () => makeLineSplitter(40),
      `${lines.join("\n")}\n`,
      lines.map((line) => (line.length > 40 ? null : line)),
    ],
    [() => makeEventSplitter(1_000), events.join("\n"), events],
  ] as const;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 7 })), (cuts) => {
      for (const [make, text, pieces] of cases) {
        const split = make();
        const found: (string | null)[] = [];
        let at = 0;
        for (const length of cuts) {
          found.push(...split(text.slice(at, at + length)));
          at += length;
        }
        found.push(...split(text.slice(at)));
        assert.deepEqual(found, pieces);
      }
    }),
    { seed: SEED },
  );
});

const DATA = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
const skip = existsSync(DATA) ? false : "../shared is not here";
const readFile = (format: ReportFormat, file: string) =>
  read(format, readFileSync(join(DATA, file), "utf8"));

test("the AIS of others is read, and its bad lines are named", { skip }, () => {
  const sample = readFile("ais", "ais/nmea_data_sample.txt");
  assert.ok(sample.reports.length > 700, `${sample.reports.length}`);
  assert.equal(sample.reports.length + sample.bad.length + sample.otherCount, 898);
  assert.deepEqual(sample.bad[0], { at: "line 4", reason: "the sentence has no content" });
  const timed = readFile("ais", "ais/timestamped.ais");
  // Its year was changed by hand, and its checksum was not.
  assert.deepEqual(timed.bad, [
    { at: "line 7", reason: "the checksum does not fit" },
    { at: "line 8", reason: "the time said before it can't be read" },
  ]);
  const years = timed.reports.map(({ row }) => new Date(row[1]).getUTCFullYear());
  assert.deepEqual(years, [2008, 2026, 2026]);
});

test("the remote identification of others is read", { skip }, () => {
  const { reports, bad } = readFile("rid", "tracks/zurich.json");
  assert.deepEqual([reports.length, bad], [30, []]);
  assert.deepEqual(new Set(reports.map(({ row }) => row[0])).size, 2);
});

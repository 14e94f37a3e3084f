import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMITS } from "../../core/limits.ts";
import { cutReports } from "./cut-reports.ts";
import { readReports } from "./read-reports.ts";
import type { ReportFormat } from "./reading.ts";

const SBS = "MSG,3,1,1,3C6444,1,2026/11/23,06:00:00.000,,,,1000,,,35.5,40.5,,,,,,0";
const AIS = "!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24";
const [FIRST, SECOND] = [
  "!AIVDM,2,1,3,B,55P5TL01VIaAL@7W,0*00",
  "!AIVDM,2,2,3,B,1@0000000000000,2*00",
];
const RECEIVED_MS = Date.UTC(2026, 10, 23, 6);

const numberOf = (format: ReportFormat, text: string): number =>
  cutReports(format, text).reduce(
    (sum, part) =>
      sum + readReports({ format, text: part.text, receivedMs: RECEIVED_MS }).reports.length,
    0,
  );

test("each part is one command's, and none is lost", () => {
  const lines = Array.from({ length: 4_500 }, () => SBS);
  const parts = cutReports("sbs", lines.join("\n"));
  assert.deepEqual(parts.length, 3);
  assert.equal(numberOf("sbs", lines.join("\r\n")), 4_500);
  for (const { text } of parts) assert.ok(text.split("\n").length <= LIMITS.reportsPerCommandMax);
});

test("a place of a part is told as that of the whole text", () => {
  const lines = Array.from({ length: 2_000 }, (_, i) => (i === 1_950 ? "no report" : SBS));
  const places = cutReports("sbs", lines.join("\n")).flatMap(({ text, placeOf }) =>
    readReports({ format: "sbs", text, receivedMs: RECEIVED_MS }).bad.map(({ at }) => placeOf(at)),
  );
  assert.deepEqual(places, ["line 1951"]);
});

test("no part ends within a message, or between a time and its sentence", () => {
  for (const [first, second] of [
    [FIRST, SECOND],
    [`\\c:1763892000*5E\\${FIRST}`, SECOND],
    ["$PGHP,1,2026,11,23,6,0,0,0,219,,2190047,1*2A", AIS],
  ]) {
    for (const offset of [0, 1]) {
      const lines = Array.from({ length: 3_000 }, (_, i) => ((i + offset) % 2 ? second : first));
      const [part] = cutReports("ais", lines.join("\n"));
      assert.ok(part?.text.endsWith(second!), first);
    }
  }
});

test("what is long in letters is cut too; one JSON is not", () => {
  const event = `<event uid="T1" type="a-f-G"><detail>${"x".repeat(10_000)}</detail></event>`;
  const text = Array.from({ length: 100 }, () => event).join("\n");
  const parts = cutReports("cot", text);
  assert.equal(parts.length, 2);
  assert.equal(parts[1]?.placeOf("event 1"), `event ${parts[0]!.text.split("\n").length + 1}`);
  assert.equal(cutReports("rid", `{"flights":[${"1,".repeat(600_000)}1]}`).length, 1);
});

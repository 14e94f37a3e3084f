import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTelemetry } from "./parse-telemetry.ts";
import { altitudeOf, idOf } from "./test-messages.ts";
import { sent, ussOf } from "./test-parse.ts";

const place = { longitude: 40, latitude: 35 };
const measured = { value: "2030-01-31T12:00:00.0009Z", format: "RFC3339" };
const rowOf = (position: object) => {
  const body = sent({ time_measured: measured, position: { ...place, ...position } });
  return parseTelemetry(ussOf(), body, idOf(1)).reports[0]?.slice(2);
};

for (const [name, position, row] of [
  ["a place alone", {}, [40, 35]],
  ["an accuracy of the place", { accuracy_h: "HA03NM" }, [40, 35, 555.6]],
  ["one that is not known", { accuracy_h: "HA10NMPlus" }, [40, 35]],
  ["an altitude of unknown accuracy", { altitude: altitudeOf(50) }, [40, 35]],
  ["one far off", { altitude: altitudeOf(50), accuracy_v: "VA150mPlus" }, [40, 35]],
  ["an altitude", { altitude: altitudeOf(50), accuracy_v: "VA3m" }, [40, 35, null, 47, 53]],
  [
    "both",
    { accuracy_h: "HA1m", altitude: altitudeOf(0), accuracy_v: "VA45m" },
    [40, 35, 1, -45, 45],
  ],
  ["what was worked out", { extrapolated: true }, undefined],
] as const) {
  test(`${name} as a report of a track`, () => assert.deepEqual(rowOf(position), row));
}

test("the time is that of the report, to the millisecond, and the text as it was sent", () => {
  const body = { time_measured: measured, position: place, more: "ignored", velocity: null };
  const { reports, measuredMs, text } = parseTelemetry(ussOf(), sent(body), idOf(1));
  assert.equal(measuredMs, Date.UTC(2030, 0, 31, 12));
  assert.deepEqual(reports[0]!.slice(0, 2), [`own f3548 ${idOf(1)}`, measuredMs]);
  assert.deepEqual(JSON.parse(text), { time_measured: measured, position: place });
});

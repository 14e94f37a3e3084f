import assert from "node:assert/strict";
import { test } from "node:test";
import { readFlightIntents } from "./flight-intents.ts";
import type { Reading } from "./reading.ts";
import { parseYaml } from "./yaml-text.ts";

const AT_MS = Date.UTC(2026, 10, 23, 10);
const read = (yaml: string): Reading => readFlightIntents("a.yaml", parseYaml(yaml), AT_MS);
const reasonOf = (reading: Reading): string => reading.skipped[0]?.reason ?? "no skip";

const FULL = `
intents:
  base:
    full:
      basic_information:
        usage_state: Planned
        area:
          - outline_circle: {center: {lng: 7, lat: 46}, radius: {value: 100, units: M}}
            altitude_lower: {value: 1000, units: FT, reference: W84}
            altitude_upper: {value: 100, units: M, reference: SFC}
            start_time: {time_during_test: StartOfTestRun}
            duration: 5m
          - outline_polygon: {vertices: [{lng: 7, lat: 46}, {lng: 8, lat: 46}, {lng: 8, lat: 47}]}
`;

test("an intent in full is read with a volume for each area", () => {
  const { records, skipped } = read(FULL);
  assert.deepEqual(skipped, []);
  const [record] = records;
  assert.deepEqual(
    [record?.at, record?.id, record?.category, record?.party],
    ["intents.base", "base", "uas_flight", null],
  );
  assert.deepEqual(record?.volumes, [
    {
      footprint: { kind: "circle", center: [7, 46], radiusM: 100 },
      lowerM: 304.8,
      upperM: 9036,
      startMs: AT_MS,
      endMs: AT_MS + 300_000,
    },
    {
      footprint: {
        kind: "polygon",
        ring: [
          [7, 46],
          [8, 46],
          [8, 47],
        ],
        edges: "geodesic",
      },
      lowerM: null,
      upperM: null,
      startMs: null,
      endMs: null,
    },
  ]);
});

test("a delta changes the leaves it names, by index in lists, or the whole with +", () => {
  const { records, skipped } = read(`${FULL}
  raised:
    delta:
      source: base
      mutation:
        basic_information:
          area:
            - altitude_lower: {value: 2000}
  moved:
    delta:
      source: raised
      mutation:
        basic_information:
          +area:
            - outline_circle: {center: {lng: 9, lat: 46}, radius: {value: 100, units: FT}}
`);
  assert.deepEqual(skipped, []);
  const [, raised, moved] = records;
  assert.deepEqual(
    [raised?.volumes.length, raised?.volumes[0]?.lowerM, raised?.volumes[0]?.endMs],
    [2, 609.6, AT_MS + 300_000],
  );
  assert.deepEqual(
    moved?.volumes.map(({ footprint }) => footprint),
    [{ kind: "circle", center: [9, 46], radiusM: 30.48 }],
  );
});

const area = (text: string): string => `full: {basic_information: {area: [{${text}}]}}`;

test("a bad intent is named by its id and the rest is read", () => {
  const circle = "outline_circle: {center: {lng: 7, lat: 46}, radius: {value: 100, units: M}}";
  const rows: [string, RegExp][] = [
    ["delta: {source: nowhere}", /"nowhere" is not in this file/],
    ["delta: {source: bad}", /in a circle: bad → bad/],
    ["delta: {source: base, mutation: {basic_information: {usage_state: {x: 1}}}}", /write \+name/],
    ["{}", /neither full nor delta/],
    ["full: {}", /area is empty/],
    [area("altitude_lower: {value: 1, units: M, reference: W84}"), /area\[0\] needs one outline/],
    [area(`${circle}, outline_polygon: {vertices: []}`), /needs one outline/],
    [area("outline_polygon: {vertices: [{lng: 7, lat: 46}]}"), /fewer than 3/],
    [area("outline_circle: {center: {lng: 7}, radius: {value: 100, units: M}}"), /is no position/],
    [
      area("outline_circle: {center: {lng: 7, lat: 46}, radius: {value: -1, units: M}}"),
      /radius is not above 0/,
    ],
    [
      area(`${circle}, altitude_lower: {value: 1, units: M, reference: MOON}`),
      /altitude_lower has the reference "MOON"/,
    ],
    [area(`${circle}, duration: 5m`), /needs one of start_time and end_time/],
    [area(`${circle}, transformations: []`), /transformations is not read/],
    [area(`${circle}, start_time: {next_sun_position: {}}`), /the sun is not computed/],
    [
      area(`${circle}, start_time: {time_during_test: StartOfTestRun}, duration: -5m`),
      /is before start/,
    ],
  ];
  for (const [bad, reason] of rows) {
    const reading = read(`${FULL}\n  bad:\n    ${bad}\n`);
    assert.deepEqual(
      reading.records.map(({ id }) => id),
      ["base"],
      bad,
    );
    assert.equal(reading.skipped[0]?.at, "intents.bad");
    assert.match(reasonOf(reading), reason);
  }
});

test("YAML that is malformed is refused with its line", () => {
  assert.throws(() => parseYaml("a: 1\nb: [1\nc: }"), /not YAML/);
  assert.throws(() => parseYaml("a: 1\na: 2"), /not YAML/);
});

test("an alias bomb is refused", () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(", ")}]`,
  );
  assert.throws(() => parseYaml(["a0: &a0 [x]", ...levels].join("\n")), /alias/i);
});

test("members named like those of every object change no other object", () => {
  const { skipped } = read(
    `${FULL}\n  bad:\n    delta: {source: base, mutation: {__proto__: {polluted: 1}, constructor: {prototype: {polluted: 1}}}}\n`,
  );
  assert.deepEqual(skipped, []);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

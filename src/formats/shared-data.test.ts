/** Files made by others, read in place; without them these tests say so and are skipped. */

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readNotices } from "./read-notices.ts";
import type { Reading } from "./reading.ts";

const DATA = join(import.meta.dirname, "..", "..", "..", "shared", "data");
const skip = existsSync(DATA) ? false : "../shared is not here";
const AT_MS = Date.UTC(2026, 10, 23, 10);

const read = (folder: string, file: string): Reading =>
  readNotices({ file, bytes: readFileSync(join(DATA, folder, file)), atMs: AT_MS });

const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(join(DATA, folder))
    .filter((file) => file.endsWith(ending))
    .toSorted();

test("every OpenAir file gives its airspaces, and its bad ones by line", { skip }, () => {
  const expected: Record<string, { ids: string[]; bad?: [string, RegExp] }> = {
    "activation-times.txt": { ids: ["TMA Todendorf-Putlos"] },
    "airway.txt": { ids: ["Axe 1"] },
    "arc-angle-ccw.txt": { ids: ["TH-3-1"] },
    "arc-ccw.txt": { ids: ["ED-R37B_2 Nordhorn NOTAM"] },
    "arc-cw-ccw.txt": { ids: ["TMA NICE partie 3"] },
    "check-limits-unit-conversion.txt": { ids: ["R3804C BY NOTAM"] },
    "circular.txt": { ids: ["ED-R3 Geesthacht H24"] },
    "inline-comments.txt": { ids: ["TMP JSDF X-12-2 till 31Mar22 Height by NOTAM"] },
    "insufficient-coordinates.txt": {
      ids: [],
      bad: ["line 1", /TOO-FEW-POINTS: polygon has fewer than 3/],
    },
    "invalid-coordinates.txt": {
      ids: [],
      bad: ["line 14", /TMA MILANO: coordinate "45:49:51 N 008:42:"/],
    },
    "meter-altitude-unit.txt": { ids: ["22 Nord"] },
    "polygon.txt": { ids: ["ED-R10B Todendorf-Putlos MON-SAT+"] },
    "self-intersecting.txt": { ids: ["PARC/RESERVE PYRENNEES 1000M/SOL"] },
    "version-2-commands.txt": {
      ids: ["", "#2", "#3", "#4", "#5", "#6", "#7", "#8"].map(
        (mark) => `TMA Todendorf-Putlos${mark}`,
      ),
    },
  };
  assert.deepEqual(filesOf("openair", ".txt"), Object.keys(expected).toSorted());
  for (const [file, { ids, bad }] of Object.entries(expected)) {
    const { records, skipped } = read("openair", file);
    assert.deepEqual(
      records.map(({ id }) => id),
      ids,
      file,
    );
    assert.deepEqual(
      skipped.map(({ at }) => at),
      bad ? [bad[0]] : [],
      file,
    );
    if (bad) assert.match(skipped[0]?.reason ?? "", bad[1]);
  }
});

test("OpenAir circles, airways and activation times keep their meaning", { skip }, () => {
  assert.deepEqual(read("openair", "circular.txt").records[0]?.volumes, [
    {
      footprint: {
        kind: "circle",
        center: [10 + 25 / 60 + 10 / 3600, 53 + 24 / 60 + 25 / 3600],
        radiusM: 1.1 * 1852,
      },
      lowerM: null,
      upperM: 2200 * 0.3048 + 86,
      startMs: null,
      endMs: null,
    },
  ]);
  assert.equal(read("openair", "airway.txt").records[0]?.volumes[0]?.footprint.kind, "corridor");
  assert.deepEqual(
    read("openair", "activation-times.txt").records[0]?.volumes.map(({ startMs, endMs }) => [
      startMs,
      endMs,
    ]),
    [
      [Date.UTC(2025, 0, 1, 12), Date.UTC(2025, 0, 1, 13)],
      [Date.UTC(2025, 0, 1, 14), Date.UTC(2025, 0, 1, 15)],
      [null, Date.UTC(2025, 1, 2, 12)],
      [Date.UTC(2025, 2, 3, 11), null],
    ],
  );
});

test("every zone of ED-269 and ED-318 is an area", { skip }, () => {
  const expected: Record<string, string[]> = {
    "cis_source_sample_ed269.json": ["LSXX"],
    "cis_source_sample_ed318.json": ["LSZB003", "BLns058", "LSTB002"],
  };
  assert.deepEqual(filesOf("zones", ".json"), Object.keys(expected));
  for (const [file, ids] of Object.entries(expected)) {
    const { records, skipped } = read("zones", file);
    assert.deepEqual(skipped, []);
    assert.deepEqual(
      records.map(({ id }) => id),
      ids,
    );
    for (const { moverClass, volumes } of records) {
      assert.equal(moverClass, "area");
      assert.deepEqual(
        volumes.map(({ footprint, upperM }) => [footprint.kind, upperM]),
        [["polygon", null]],
      );
    }
  }
  const [first] = read("zones", "cis_source_sample_ed318.json").records;
  assert.equal(first?.name, "LSZB Bern-Belp 2");
  assert.equal(first.volumes[0]?.lowerM, 60 - 450 - 107);
});

test("flight intents are read from the start of the test run", { skip }, () => {
  assert.deepEqual(filesOf("flight-intents", ".yaml"), ["general_flight_auth_flights.yaml"]);
  const { records, skipped } = read("flight-intents", "general_flight_auth_flights.yaml");
  assert.deepEqual(skipped, []);
  const footprint = { kind: "circle", center: [7.4774, 46.9749], radiusM: 100 };
  assert.deepEqual(
    records.map(({ id, category, volumes }) => ({ id, category, volumes })),
    [
      {
        id: "flight1",
        category: "uas_flight",
        // From now until noon, Swiss time, of the next Tuesday or Thursday.
        volumes: [
          {
            footprint,
            lowerM: 550,
            upperM: 650,
            startMs: AT_MS,
            endMs: Date.UTC(2026, 10, 24, 11),
          },
        ],
      },
      {
        id: "flight2",
        category: "uas_flight",
        // Five minutes from midnight, at +02:00, after the next twelve hours.
        volumes: [
          {
            footprint,
            lowerM: 1424,
            upperM: 1524,
            startMs: Date.UTC(2026, 10, 24, 22),
            endMs: Date.UTC(2026, 10, 24, 22, 5),
          },
        ],
      },
    ],
  );
});

test("tracks in KML give their areas; lines and points of no extent are named", { skip }, () => {
  const expected: Record<string, string[]> = {
    "rid.kml": ["line 328", "line 413", "line 446", "line 531"],
    "zurich.kml": ["line 327", "line 412", "line 437", "line 522"],
  };
  assert.deepEqual(filesOf("tracks", ".kml"), Object.keys(expected));
  for (const [file, lines] of Object.entries(expected)) {
    const { records, skipped } = read("tracks", file);
    assert.equal(records.length, 10);
    assert.ok(
      records.every(({ volumes }) =>
        volumes.every(({ footprint }) => footprint.kind === "polygon"),
      ),
    );
    assert.deepEqual(
      skipped.map(({ at }) => at),
      lines,
    );
    assert.deepEqual(
      skipped.map(({ reason }) => /halfWidthM|radiusM/.exec(reason)?.[0]),
      ["halfWidthM", "radiusM", "halfWidthM", "radiusM"],
    );
  }
});

test("files of other kinds are refused with a reason", { skip }, () => {
  for (const [folder, file] of [
    ["tracks", "zurich.json"],
    ["ais", "nmea_data_sample.txt"],
    ["ais", "timestamped.ais"],
  ] as const) {
    const { records, skipped } = read(folder, file);
    assert.deepEqual([records.length, skipped.length], [0, 1], file);
  }
});

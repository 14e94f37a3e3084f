import assert from "node:assert/strict";
import { test } from "node:test";
import { parseWkt } from "./wkt.ts";

test("each type of well-known text is read", () => {
  const rows: [string, object][] = [
    ["POINT (30 10)", { type: "Point", coordinates: [30, 10] }],
    ["point z(30 10 5)", { type: "Point", coordinates: [30, 10, 5] }],
    [
      "SRID=4326;LINESTRING(30 10, -1e1 30.5)",
      {
        type: "LineString",
        coordinates: [
          [30, 10],
          [-10, 30.5],
        ],
      },
    ],
    [
      "POLYGON((0 0,1 0,1 1,0 0))",
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [
      "MULTIPOINT (1 2, 3 4)",
      {
        type: "MultiPoint",
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      "MULTIPOINT ((1 2), (3 4))",
      {
        type: "MultiPoint",
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      "MULTILINESTRING ((1 2, 3 4))",
      {
        type: "MultiLineString",
        coordinates: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
    ],
    [
      "MULTIPOLYGON (((0 0,1 0,1 1)))",
      {
        type: "MultiPolygon",
        coordinates: [
          [
            [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
          ],
        ],
      },
    ],
    [
      "GEOMETRYCOLLECTION (POINT (1 2), POINT (3 4))",
      {
        type: "GeometryCollection",
        geometries: [
          { type: "Point", coordinates: [1, 2] },
          { type: "Point", coordinates: [3, 4] },
        ],
      },
    ],
  ];
  for (const [text, geometry] of rows) assert.deepEqual(parseWkt(text), geometry, text);
});

test("what is no well-known text is refused", () => {
  for (const text of [
    "",
    "CIRCLE (1 2)",
    "POINT 1 2",
    "POINT (1)",
    "POINT (1 2",
    "POINT (1 2) POINT (3 4)",
    "POINT (a b)",
    "POLYGON EMPTY",
    "POLYGON (0 0, 1 1, 2 2)",
    "GEOMETRYCOLLECTION(".repeat(100),
  ]) {
    assert.throws(() => parseWkt(text), /^Unreadable: wkt/, text);
  }
});

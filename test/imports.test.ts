/** The rooms and what each may import: docs/architecture.md as a test. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "src");

/** A room may import itself and these. `main` may import all; nothing imports `main`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  geometry: [],
  record: [],
  log: ["record"],
  core: ["geometry"],
  bundle: ["core", "record"],
  formats: ["geometry", "core"],
  phrases: ["geometry", "core"],
  server: ["geometry", "core", "record", "log", "phrases"],
  api: ["geometry", "core", "record", "log", "bundle", "formats", "phrases", "server"],
  tell: ["core", "phrases", "api"],
  example: ["geometry", "core", "log", "phrases", "server", "api", "tell"],
  cli: [
    "geometry",
    "core",
    "record",
    "log",
    "bundle",
    "formats",
    "phrases",
    "server",
    "api",
    "tell",
    "example",
  ],
};

/** Packages that a pure room may use: they compute, and that is all. */
const PURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  geometry: ["geographiclib-geodesic", "robust-predicates"],
  core: ["geographiclib-geodesic"],
  record: ["node:crypto"],
  bundle: [],
  phrases: ["intl-messageformat", "@formatjs/icu-messageformat-parser"],
  formats: [
    "geographiclib-geodesic",
    "fflate",
    "yaml",
    "csv-parse/sync",
    "@xmldom/xmldom",
    "aisparser",
  ],
};

const IMPORT = /^(?:import|export)\s[^"']*?from\s+["']([^"']+)["']|^import\s+["']([^"']+)["']/gm;

const sourceFiles = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .filter((file) => !/fixture|test-[a-z-]+\.ts$/.test(file));

const importsOf = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(IMPORT)].map(
    (match) => match[1] ?? match[2]!,
  );

const roomOf = (file: string): string => file.split("/")[0]!;

test("every room is in the table", () => {
  const rooms = new Set(sourceFiles.map(roomOf).filter((room) => room !== "main.ts"));
  assert.deepEqual([...rooms].sort(), Object.keys(MAY_IMPORT).sort());
});

for (const file of sourceFiles.filter((name) => name !== "main.ts")) {
  test(`${file} imports only what its room may`, () => {
    const room = roomOf(file);
    const allowed = [room, ...MAY_IMPORT[room]!];
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith(".")) {
        const target = relative(ROOT, resolve(ROOT, dirname(file), specifier));
        assert.ok(allowed.includes(roomOf(target)), `${file} imports ${target}`);
      } else if (PURE_PACKAGES[room]) {
        assert.ok(PURE_PACKAGES[room].includes(specifier), `${file} imports ${specifier}`);
      }
    }
  });
}

/**
 * The documents, held against the code: tables, links, commands, examples and words.
 *
 * `UPDATE_DOCS=1 npm test` writes what is made (tables, the README's example and its picture) anew;
 * `npm run format` then puts the tables in form.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { Value } from "typebox/value";
import { FileRequest } from "../src/api/native/operation.ts";
import { TheatreRequest } from "../src/api/native/theatre.ts";
import { PROBLEMS, renderProblems } from "../src/api/problem.ts";
import { VERBS } from "../src/cli/cli.ts";
import { runLine } from "../src/cli/test-io.ts";
import { en } from "../src/cli/texts/en.ts";
import { AREA } from "../src/core/areas/model.ts";
import { CLASS_BY_CATEGORY } from "../src/core/operations/category.ts";
import { CONFLICT } from "../src/core/conflicts/life-model.ts";
import { PROPOSAL, STANDING } from "../src/core/conflicts/proposal-model.ts";
import { CONTACT_MACHINE } from "../src/core/contacts/model.ts";
import { READOUT_MACHINE } from "../src/core/contacts/readout-model.ts";
import { REVIEW } from "../src/core/reviews/model.ts";
import { CONTRIBUTION, ITEM } from "../src/core/items/model.ts";
import type { Machine } from "../src/core/machine.ts";
import { FACT, INCIDENT } from "../src/core/incidents/model.ts";
import { MOVE_RECEIPT, MOVEMENT } from "../src/core/movements/model.ts";
import { OPENING } from "../src/core/openings/model.ts";
import { SIGNING_KEY } from "../src/core/parties/keys.ts";
import { DESK, WATCH } from "../src/core/parties/model.ts";
import { HOLDER, INVITATION } from "../src/core/parties/people.ts";
import { CHANNEL, LINE, MESSAGE, RECEIPT } from "../src/core/line/model.ts";
import { OPERATION } from "../src/core/operations/model.ts";
import { SITE } from "../src/core/sites/model.ts";
import { PROXIMITY } from "../src/core/sites/proximity-model.ts";
import { TARGET } from "../src/core/targets/model.ts";
import { THEATRE_CHANGE } from "../src/core/theatre/change-model.ts";
import { TRACK } from "../src/core/tracks/model.ts";
import { amendmentLeadMinutes, DEFAULT_RULES } from "../src/core/theatre/model.ts";
import { WEAKENING } from "../src/core/theatre/weakening.ts";
import { renderSettings } from "../src/server/config.ts";
import { startServer } from "./e2e/server-process.ts";

const ROOT = join(import.meta.dirname, "..");
const isUpdating = process.env["UPDATE_DOCS"] === "1";

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** Pages for people, by their path from the root. */
const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "SECURITY.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file))
    .toSorted(),
];

// Tables made from the code.

const tableOf = (head: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");

const MINIMA = tableOf(
  ["class", "lateral, m", "vertical, m", "time, s"],
  Object.entries(DEFAULT_RULES.minimaByClass).map(([name, { lateralM, verticalM, timeS }]) => [
    `\`${name}\``,
    lateralM,
    verticalM,
    timeS,
  ]),
);

const CATEGORIES = tableOf(
  ["category", "class", "lead time, minutes", "of an amendment"],
  Object.entries(DEFAULT_RULES.leadMinutes).map(([name, minutes]) => [
    `\`${name}\``,
    `\`${CLASS_BY_CATEGORY[name as keyof typeof CLASS_BY_CATEGORY]}\``,
    minutes,
    amendmentLeadMinutes(minutes),
  ]),
);

/** Rules by their path, and the way in which a change of each takes two people of the host. */
const waysOf = (ways: object, path: string): readonly (readonly [string, string])[] =>
  Object.entries(ways).flatMap(([name, way]: [string, string | object]) =>
    typeof way === "object"
      ? waysOf(way, `${path}${name}.`)
      : [[`\`${path}${name}\``, way] as const],
  );
const WEAKENING_TABLE = tableOf(["of the theatre", "takes two when it is"], waysOf(WEAKENING, ""));

const VERBS_TABLE = tableOf(
  ["verb", "what"],
  Object.entries(VERBS).map(([name, { summary }]) => [`\`${name}\``, summary]),
);

/** Each stands below a comment `<!-- table: NAME -->`. */
const TABLES = [
  { name: "verbs", page: "docs/command-line.md", made: VERBS_TABLE },
  { name: "settings", page: "docs/operating.md", made: renderSettings() },
  { name: "problems", page: "docs/api.md", made: renderProblems() },
  { name: "minima", page: "docs/glossary.md", made: MINIMA },
  { name: "categories", page: "docs/glossary.md", made: CATEGORIES },
  { name: "weakening", page: "docs/neutral-host.md", made: WEAKENING_TABLE },
] as const;

const TABLE_BELOW = (name: string): RegExp =>
  new RegExp(`(<!-- table: ${name} -->\\n\\n)((?:\\|.*\\n)+)`);

/** Cells without the padding that the formatter adds. */
const cellsOf = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split("|").slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^:?-{3,}:?$/, "---")));

for (const { name, page, made } of TABLES) {
  test(`the table of ${name} in ${page} is the code's`, () => {
    const text = read(page);
    const [whole, mark, table] = TABLE_BELOW(name).exec(text) ?? [];
    assert.ok(whole && mark && table, `${page} has a table below <!-- table: ${name} -->`);
    if (isUpdating)
      writeFileSync(
        join(ROOT, page),
        text.replace(whole, () => mark + made),
      );
    else assert.deepEqual(cellsOf(table), cellsOf(made));
  });
}

// State machines, drawn from their tables.

/** Every machine of the core. */
const MACHINES: readonly Machine<string>[] = [
  OPERATION,
  CONFLICT,
  PROPOSAL,
  STANDING,
  CHANNEL,
  LINE,
  MESSAGE,
  RECEIPT,
  DESK,
  WATCH,
  HOLDER,
  INVITATION,
  SIGNING_KEY,
  OPENING,
  THEATRE_CHANGE,
  TARGET,
  CONTACT_MACHINE,
  READOUT_MACHINE,
  REVIEW,
  ITEM,
  CONTRIBUTION,
  TRACK,
  SITE,
  PROXIMITY,
  AREA,
  INCIDENT,
  FACT,
  MOVEMENT,
  MOVE_RECEIPT,
];

const diagramOf = ({ start, next }: Machine<string>): string => {
  const steps = Object.entries(next).flatMap(([from, tos]) =>
    tos.length === 0 ? [`  ${from} --> [*]`] : tos.map((to) => `  ${from} --> ${to}`),
  );
  return ["```mermaid", "stateDiagram-v2", `  [*] --> ${start}`, ...steps, "```", ""].join("\n");
};

for (const machine of MACHINES) {
  test(`docs/states.md draws the ${machine.name} as its table has it`, () => {
    const [page, made] = ["docs/states.md", diagramOf(machine)];
    const text = read(page);
    const below = new RegExp(
      `(<!-- states: ${machine.name} -->\\n\\n)(\`\`\`mermaid\\n[^\`]*\`\`\`\\n)`,
    );
    const [whole, mark, drawn] = below.exec(text) ?? [];
    assert.ok(whole && mark, `${page} has a diagram below <!-- states: ${machine.name} -->`);
    if (isUpdating)
      writeFileSync(
        join(ROOT, page),
        text.replace(whole, () => mark + made),
      );
    else assert.equal(drawn, made);
  });
}

// Links.

const isOutside = (target: string): boolean => /^(https?|mailto):/.test(target);

/** Anchors as GitHub makes them from headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

for (const page of PAGES) {
  test(`every link of ${page} leads somewhere`, () => {
    for (const [, target] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (isOutside(target!)) continue;
      const [path, anchor] = target!.split("#") as [string, string?];
      const file = path === "" ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
      assert.ok(existsSync(file), `${target} is not there`);
      assert.ok(!relative(ROOT, file).startsWith(".."), `${target} leaves the repository`);
      if (anchor) {
        assert.ok(
          anchorsOf(readFileSync(file, "utf8")).includes(anchor),
          `${target} has no such heading`,
        );
      }
    }
  });
}

test("every page is found from the README", () => {
  const found = new Set(["README.md"]);
  for (const page of found) {
    for (const [, target] of read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      const path = relative(ROOT, resolve(ROOT, dirname(page), target!));
      if (PAGES.includes(path)) found.add(path);
    }
  }
  // The README links the folder of decisions as a whole.
  const lost = PAGES.filter((page) => !found.has(page) && !page.startsWith("docs/decisions/"));
  assert.deepEqual(lost, []);
});

test("what is said of the standard's clauses is shown in tests that there are", () => {
  const rows = read("docs/f3548-conformance.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (clause|-)/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  assert.ok(rows.length > 50);
  for (const [, clause, met, shownIn = ""] of rows) {
    const files = shownIn.split(", ").filter((file) => file !== "");
    assert.ok(files.length > 0 || !met!.startsWith("yes"), `${clause} is shown nowhere`);
    for (const file of files) {
      const isThere = ["src", "test"].some((folder) => existsSync(join(ROOT, folder, file)));
      assert.ok(isThere, `${clause}: there is no ${file}`);
    }
  }
});

test("decisions are numbered without a gap and short", () => {
  const files = PAGES.filter((page) => page.startsWith("docs/decisions/"));
  for (const [i, file] of files.entries()) {
    assert.match(file, new RegExp(`/${String(i + 1).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
    const text = read(file);
    assert.ok(text.trimEnd().split("\n").length <= 40, `${file} has 40 lines at most`);
    for (const part of ["Context", "Decision", "Consequences"])
      assert.match(text, new RegExp(`^## ${part}$`, "m"));
  }
});

// Commands.

/** `wideberth VERB` in a code block or span; what follows a verb is its own affair. */
const VERB = /(?<![\w/@])(?:bin\/)?wideberth ([a-z][a-z-]*)/g;

const codeOf = (text: string): string =>
  [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([code]) => code).join("\n");

for (const page of PAGES) {
  test(`every verb and flag named in ${page} exists`, () => {
    for (const line of codeOf(read(page)).split("\n")) {
      for (const [, verb] of line.matchAll(VERB)) {
        assert.ok(Object.hasOwn(VERBS, verb!), `wideberth ${verb} is not a verb`);
        const after = line.slice(line.indexOf(`wideberth ${verb}`)).split(/[|;)]|&&/, 1)[0]!;
        for (const [flag] of after.matchAll(/(?<= )--[a-z][a-z-]*/g)) {
          assert.ok(
            flag === "--help" || VERBS[verb!]!.usage.includes(flag),
            `wideberth ${verb} has no ${flag}`,
          );
        }
      }
    }
  });
}

const CHECKED = /```sh\nbin\/wideberth (check .+ --svg (\S+))\n```\n\n```text\n([\s\S]*?)```/;

test("the README's check prints and draws what it says", async () => {
  const text = read("README.md");
  const [whole, command, picture, said] = CHECKED.exec(text) ?? [];
  assert.ok(whole && command && picture && said !== undefined, "the README shows a check");
  const folder = mkdtempSync(join(tmpdir(), "wideberth-docs-"));
  try {
    const svg = isUpdating ? join(ROOT, picture) : join(folder, "example.svg");
    const argv = command.split(" ").map((word) => (word === picture ? svg : word));
    const ran = await runLine(
      argv.map((word) => (word.startsWith("docs/examples/") ? join(ROOT, word) : word)),
    );
    assert.equal(ran.code, 1);
    if (isUpdating) {
      const shown = whole.replace(
        /(```text\n)[\s\S]*?```/,
        (_, fence: string) => `${fence}${ran.out}\`\`\``,
      );
      writeFileSync(
        join(ROOT, "README.md"),
        text.replace(whole, () => shown),
      );
      return;
    }
    assert.equal(said, ran.out);
    assert.ok(
      readFileSync(svg, "utf8") === read(picture),
      `${picture} is not what is drawn: UPDATE_DOCS=1 npm test`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// Examples.

test("the example bodies are what the API takes", () => {
  assert.ok(Value.Check(TheatreRequest, JSON.parse(read("docs/examples/theatre.json"))));
  assert.ok(Value.Check(FileRequest, JSON.parse(read("docs/examples/notice.json"))));
});

test("the README's client runs against a server", { timeout: 60_000 }, async () => {
  const [, program] = /```ts\n(import \{ createClient \}[\s\S]*?)```/.exec(read("README.md")) ?? [];
  assert.ok(program, "the README shows a client");
  const folder = mkdtempSync(join(tmpdir(), "wideberth-docs-"));
  const server = await startServer(join(folder, "data"));
  try {
    const token = await tokenOf(join(folder, "data"));
    const client = join(ROOT, "src", "api", "native", "client.ts");
    const file = join(folder, "client.ts");
    writeFileSync(
      file,
      program
        .replace('"wideberth/client"', JSON.stringify(client))
        .replace("http://127.0.0.1:8080", server.url),
    );
    const said = execFileSync(process.execPath, [file], {
      env: { ...process.env, WIDEBERTH_TOKEN: token },
      encoding: "utf8",
      timeout: 30_000,
    });
    assert.match(
      said,
      /^NORTH-\d{4}-00007 209 [1-9]\nhello\noperation\.filed\nconflict\.opened\n$/,
    );
  } finally {
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
});

const tokenOf = async (dataDir: string): Promise<string> =>
  (
    await runLine(["token", "--party", "NORTH", "--data-dir", dataDir], { nowMs: Date.now })
  ).out.trim();

// Words.

/** Never said of a notice or an operation. */
const FORBIDDEN =
  /\b(approv(?:ed|al|es?)|clear(?:ed|ance)|safe(?:ly)?|permitted|permission|authori[sz]ed)\b/i;
/** A sentence that denies it is what we say instead. */
const DENIES = /\b(no|not|never|nor|nothing|nobody)\b|n't\b/i;

const sentencesOf = (text: string): string[] =>
  text.replaceAll(/\s*\n(?!\n|[-|#])\s*/g, " ").split(/(?<=[.:;!?])\s+|\n|\|/);

const TEXTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(PAGES.map((page) => [page, read(page)])),
  "the help of the verbs": Object.values(VERBS)
    .map(({ usage }) => usage)
    .join("\n\n"),
  "the catalogue of problems": Object.values(PROBLEMS)
    .map(({ title, remedy }) => `${title}\n\n${remedy}`)
    .join("\n\n"),
  "the English words": Object.values(en.words).join("\n\n"),
};

for (const [where, text] of Object.entries(TEXTS)) {
  test(`${where}: nothing is called approved, cleared, safe or permitted`, () => {
    const found = sentencesOf(text).filter((one) => FORBIDDEN.test(one) && !DENIES.test(one));
    assert.deepEqual(found, []);
  });
}

/**
 * What the example's second act leaves behind, on the real server: its public pages in a browser, nothing
 * private in anything that is public, and the bundle of its incident, checked without the server.
 */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { createClient } from "../../src/api/native/client.ts";
import type { Client } from "../../src/api/native/client.ts";
import { runLine } from "../../src/cli/test-io.ts";
import { PRIVATE_NOTES } from "../../src/example/story-meeting.ts";
import { launchBrowser } from "./browser.ts";
import { checkLayout, look } from "./look.ts";
import type { Look } from "./look.ts";
import { runWideberth, startServer } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;

let folder: string;
let server: ServerProcess;
let browser: Browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wideberth-e2e-"));
  server = await startServer(join(folder, "data"));
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  if (server?.child.exitCode === null) await server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

const tokenOf = async (party: string): Promise<string> => {
  const argv = ["token", "--party", party, "--data-dir", join(folder, "data")];
  const { code, out, err } = await runWideberth(argv);
  assert.equal(code, 0, err);
  return out.trim();
};

const clientOf = async (party: string): Promise<Client> =>
  createClient({ baseUrl: server.url, token: await tokenOf(party) });

const meetingOf = async (client: Client) => {
  const contact = (await client.contacts()).items.at(-1);
  assert.ok(contact?.detail === "full");
  return contact;
};

const lookAt = (at: Look, see: (page: Page) => Promise<void>): Promise<void> =>
  look({ browser, baseUrl: server.url }, at, see);

const bytesOf = async (path: string, headers: Record<string, string> = {}): Promise<Buffer> =>
  Buffer.from(await (await fetch(server.url + path, { headers })).arrayBuffer());

/** As it is, and as JSON, markup or an address may write it. */
const formsOf = (text: string): readonly string[] => [
  text,
  text.replaceAll(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  text.replaceAll(/[^\x20-\x7e]/g, (c) => `&#${c.charCodeAt(0)};`),
  text.replaceAll(/[^\x20-\x7e]/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
  encodeURIComponent(text),
];

const fileOf = (party: string): string => join(folder, `${party.toLowerCase()}.bundle`);

suite("the readout of Helsinki", () => {
  const SAYS = {
    en: [
      /First in person at this level since December 2019/,
      /Helsinki/,
      /6 hours/,
      /risk reduction, operational deconfliction/,
      /details not disclosed by agreement/,
      /discussed risk reduction and operational deconfliction/,
      /EXAMPLE|Example/,
    ],
    ar: [
      /ديسمبر 2019/,
      /هلسنكي/,
      /6 ساعات/,
      /الحد من المخاطر، عدم التضارب على مستوى العمليات/,
      /لم يُكشف عن التفاصيل باتفاق الطرفين/,
      /بحث رئيسا الأركان/,
      /مثال/,
    ],
    ru: [
      /декабря 2019/,
      /Хельсинки/,
      /6 часов/,
      /снижение рисков, предотвращение конфликтных ситуаций/,
      /подробности не разглашаются по договорённости/,
      /обсудили снижение рисков/,
      /ПРИМЕР|Учебный/,
    ],
  } as const;
  /** Where a page is in Arabic or Russian, nothing of the theatre or the place is left in English. */
  const ENGLISH = /Helsinki|Example|North|South|December|hours|risk/;

  for (const lang of LANGUAGES) {
    test(`is read in ${lang}, in the list and by itself, on a wide and a narrow window`, async () => {
      const [id] = (await meetingOf(await clientOf("NORTH"))).readoutIds;
      for (const width of [1_000, 380]) {
        const list = { path: `/readouts?lang=${lang}`, name: `act2-list-${lang}-${width}`, width };
        await lookAt(list, async (page) => {
          await checkLayout(page, lang);
          assert.equal(await page.locator("article").count(), 1);
        });
        const path = `/readouts/${id}?lang=${lang}`;
        await lookAt({ path, name: `act2-readout-${lang}-${width}`, width }, async (page) => {
          await checkLayout(page, lang);
          const text = (await page.locator("body").textContent()) ?? "";
          for (const said of SAYS[lang]) assert.match(text, said);
          const main = (await page.locator("main").textContent()) ?? "";
          if (lang !== "en") assert.doesNotMatch(main, ENGLISH);
        });
      }
    });
  }
});

suite("what is private of the meeting", () => {
  /** Each note as a whole, and every word of it that is long enough to be its own. */
  const NEEDLES: readonly string[] = Object.values(PRIVATE_NOTES).flatMap((notes) => [
    ...Object.values(notes),
    "каштанов",
    "уступк",
    "ночных полётов",
    "طريق الرمان",
    "الرحلات الليلية",
    "دُوّن",
  ]);

  const findIn = (bytes: Buffer): readonly string[] =>
    NEEDLES.filter((needle) => formsOf(needle).some((form) => bytes.includes(form)));

  test("is in no byte that is answered without a token", async () => {
    const { readoutIds, id } = await meetingOf(await clientOf("NORTH"));
    const { paths } = JSON.parse(String(await bytesOf("/v1/openapi.json"))) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const asked = Object.entries(paths)
      .filter(([path, verbs]) => "get" in verbs && path !== "/v1/events")
      .flatMap(([path]) =>
        [...readoutIds, id].map((one) => path.replaceAll(/\{\w+\}/g, () => one)),
      );
    assert.ok(asked.length > 100, `${asked.length} paths`);
    let publicBytes = 0;
    for (const path of new Set(["/", ...asked])) {
      for (const query of path.startsWith("/readouts")
        ? LANGUAGES.map((l) => `?lang=${l}`)
        : [""]) {
        const bytes = await bytesOf(path + query);
        publicBytes += bytes.length;
        assert.deepEqual(findIn(bytes), [], path + query);
      }
    }
    assert.ok(publicBytes > 100_000, `${publicBytes} bytes`);
    const feed = await bytesOf("/readouts.atom?lang=ru");
    assert.ok(feed.includes("Хельсинки"), "what was released is there");
  });

  test("is with its own side, and with no other: the search would find it", async () => {
    for (const [party, own] of [
      ["NORTH", PRIVATE_NOTES.NORTH],
      ["SOUTH", PRIVATE_NOTES.SOUTH],
    ] as const) {
      const client = await clientOf(party);
      const { id } = await meetingOf(client);
      const headers = { Authorization: `Bearer ${await tokenOf(party)}` };
      const bytes = await bytesOf(`/v1/contacts/${id}/notes`, headers);
      const found = findIn(bytes);
      for (const text of Object.values(own)) assert.ok(found.includes(text), `${party}: ${text}`);
      const other = party === "NORTH" ? PRIVATE_NOTES.SOUTH : PRIVATE_NOTES.NORTH;
      for (const text of Object.values(other)) assert.ok(!found.includes(text), party);
      for (const path of [`/v1/contacts/${id}`, "/v1/contacts", "/v1/readouts"])
        assert.deepEqual(findIn(await bytesOf(path, headers)), [], path);
    }
  });
});

suite("the bundle of the incident", () => {
  test("is written by each side and checked when the server is gone", async () => {
    // The record goes on in between: the later bundle proves that it began as the earlier one has it.
    let since: readonly string[] = [];
    for (const party of ["NORTH", "RELIEF"]) {
      const [incident] = (await (await clientOf(party)).incidents()).items;
      const argv = ["bundle", incident!.id, "-o", fileOf(party), "--url", server.url, ...since];
      const { code, err } = await runLine(argv, {
        env: { WIDEBERTH_TOKEN: await tokenOf(party) },
        nowMs: Date.now,
      });
      assert.deepEqual([code, err], [0, ""]);
      const { out } = await runLine(["verify-bundle", fileOf(party), "--json"]);
      since = ["--since", String(JSON.parse(out).summary.head.size)];
    }
    await server.kill("SIGTERM");
    const [north, relief] = [fileOf("NORTH"), fileOf("RELIEF")];
    for (const files of [[north], [relief], [north, relief]]) {
      const { code, out } = await runWideberth(["verify-bundle", ...files]);
      assert.equal(code, 0, out);
      assert.match(out, /: whole\n/);
    }
    const both = await runWideberth(["verify-bundle", north, relief, "--json"]);
    const { entryCount, wholeCount } = JSON.parse(both.out) as Record<string, number>;
    // All but one: RELIEF's second person made the patrol's agreed version, which RELIEF itself never sees.
    assert.equal(wholeCount, entryCount! - 1);
    const text = readFileSync(relief, "utf8");
    for (const said of ["asked for papers", "прежнему времени", "convoy_impeded", "move_notice"])
      assert.ok(text.includes(said), said);
  });

  test("one byte changed anywhere is found, and the part that it is in is named", async () => {
    const whole = readFileSync(fileOf("RELIEF"));
    const changed = join(folder, "changed.bundle");
    const findAfter = async (at: number): Promise<string> => {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(changed, bytes);
      const { code, out } = await runLine(["verify-bundle", changed]);
      assert.equal(code, 1, `byte ${at}: ${out}`);
      assert.match(out, /CHANGED\n( {2}\S.*: .+\n)+/, `byte ${at}`);
      return out;
    };
    for (const [within, named] of [
      ["asked for papers", /incident\.json: is not as it was written/],
      ["прежнему времени", /incident\.json: is not as it was written/],
    ] as const)
      assert.match(await findAfter(whole.indexOf(within)), named);
    // All over the file, at as many places.
    const places = Array.from({ length: 60 }, (_, i) => Math.floor((i * whole.length) / 60));
    const parts = new Set<string>();
    for (const at of [...places, whole.length - 1]) {
      const [, part] = /CHANGED\n {2}(\S+):/.exec(await findAfter(at)) ?? [];
      parts.add(part ?? "");
    }
    assert.ok(parts.size >= 4, [...parts].join(", "));
  });
});

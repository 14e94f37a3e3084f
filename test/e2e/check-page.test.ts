/** The page of `check --html` in a real browser. Pictures are kept in $SCREENSHOTS when it is set. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { runLine } from "../../src/cli/test-io.ts";
import { launchBrowser } from "./browser.ts";

const HOSTILE = [
  "</script><script>window.stolen=1</script>",
  "<img src=http://evil.example/x onerror=window.stolen=1>",
] as const;

const at = (time: string): string => `2026-11-23T${time}:00Z`;

const feature = (properties: object, type: string, coordinates: unknown): object => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});

/** Two regions: a mover, hostile names and a range that is there later; and one record far away. */
const RECORDS = [
  feature(
    {
      id: "N-118 عبور",
      party: "alpha",
      category: "air_transit",
      lowerM: 2_400,
      upperM: 3_000,
      start: at("06:00"),
      end: at("07:00"),
      times: [at("06:00"), at("06:25"), at("07:00")],
      halfWidthM: 4_000,
    },
    "LineString",
    [
      [39, 35.95],
      [40.14, 35.33],
      [40.92, 34.45],
    ],
  ),
  feature(
    {
      id: HOSTILE[0],
      party: "bravo",
      category: "uas_flight",
      lowerM: 2_000,
      upperM: 2_500,
      radiusM: 9_000,
      start: at("06:20"),
      end: at("09:00"),
    },
    "Point",
    [40.2, 35.3],
  ),
  feature(
    {
      id: HOSTILE[1],
      party: HOSTILE[1],
      category: "ground_convoy",
      halfWidthM: 1_500,
      start: at("05:00"),
      end: at("11:00"),
    },
    "LineString",
    [
      [39.4, 35.5],
      [39.7, 35.62],
      [39.9, 35.4],
      [40.3, 35.55],
      [40.35, 35.2],
    ],
  ),
  feature(
    { id: "EX-4", category: "live_fire_training", start: at("08:00"), end: at("14:00") },
    "Polygon",
    [
      [
        [39.6, 35],
        [40.05, 35.05],
        [40.1, 35.42],
        [39.7, 35.35],
        [39.6, 35],
      ],
    ],
  ),
  feature({ id: "far", category: "sar", radiusM: 20_000 }, "Point", [-179.99, -85]),
  feature({ id: HOSTILE[0], category: "sar" }, "Point", [0, 0]),
];

const directory = mkdtempSync(join(tmpdir(), "wideberth-page-"));
let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(async () => {
  // Undefined when none could be started: that failure is the one to be read.
  await (browser as Browser | undefined)?.close();
  rmSync(directory, { recursive: true, force: true });
});

type Opened = { readonly page: Page; readonly complaints: readonly string[] };

/** The page of the records, with all that went wrong in it and every address it asked for. */
const openPage = async (
  lang: string,
  { colorScheme = "light", width = 1_440 }: { colorScheme?: "light" | "dark"; width?: number } = {},
): Promise<Opened> => {
  const [input, output] = [join(directory, "in.geojson"), join(directory, `${lang}.html`)];
  writeFileSync(input, JSON.stringify({ type: "FeatureCollection", features: RECORDS }));
  const { code } = await runLine([
    "check",
    input,
    "--at",
    at("06:15"),
    "--lang",
    lang,
    "--html",
    output,
  ]);
  assert.equal(code, 2, "one record has no extent");
  const page = await browser.newPage({ viewport: { width, height: 1_000 }, colorScheme });
  const complaints: string[] = [];
  const url = pathToFileURL(output).href;
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url() !== url) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector("#names text");
  return { page, complaints };
};

const keep = async (page: Page, name: string): Promise<void> => {
  const place = process.env["SCREENSHOTS"];
  if (place) await page.screenshot({ path: join(place, `${name}.png`), fullPage: true });
};

const shownIds = (page: Page): Promise<(string | undefined)[]> =>
  page.$$eval("#volumes > :not(.away)", (volumes) =>
    volumes.map((volume) => volume.querySelector("title")?.textContent?.split("\n")[0]),
  );

test("the page works without a complaint or a request, and hostile names stay names", async () => {
  const { page, complaints } = await openPage("en");
  await keep(page, "en");
  assert.equal(await page.$$eval("#conflicts li", (rows) => rows.length), 5);
  assert.ok((await page.textContent("#conflicts"))?.includes(HOSTILE[0]));
  assert.equal(await page.$$eval("script, img", (elements) => elements.length), 2);
  assert.equal(await page.evaluate("window.stolen"), undefined);
  assert.match((await page.textContent(".fixed")) ?? "", /is not permission and not a guarantee/);
  assert.match((await page.textContent("#skipped")) ?? "", /features\[5\]/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("the slider shows only what is there; all times is one press away", async () => {
  const { page, complaints } = await openPage("en");
  assert.equal((await shownIds(page)).length, 4);
  assert.ok(await page.$("#frame.all"));
  await page.click("#all-times");
  assert.equal(await page.textContent("#mode"), "230615Z NOV 26");
  assert.deepEqual(new Set(await shownIds(page)), new Set([HOSTILE[1], "N-118 عبور"]));
  assert.equal(await page.$$eval("#movers circle", (movers) => movers.length), 1);
  const before = await page.getAttribute("#movers circle", "cx");
  await page.focus("#time");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.textContent("#mode"), "230616Z NOV 26");
  assert.notEqual(await page.getAttribute("#movers circle", "cx"), before);
  await page.keyboard.press("End");
  assert.deepEqual(await shownIds(page), ["EX-4"]);
  await page.click("#earlier");
  assert.equal(await page.textContent("#mode"), "231100Z NOV 26");
  await page.click("#play");
  await page.waitForTimeout(350);
  assert.notEqual(await page.textContent("#mode"), "231100Z NOV 26");
  await page.click("#all-times");
  assert.equal((await shownIds(page)).length, 4);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("a conflict that is chosen is zoomed to and both sides stand out; Escape lets go", async () => {
  const { page, complaints } = await openPage("en");
  const whole = await page.getAttribute("#world", "transform");
  await page.focus("#conflicts li:nth-child(4) button");
  await page.keyboard.press("Enter");
  await keep(page, "en-conflict");
  assert.notEqual(await page.getAttribute("#world", "transform"), whole);
  assert.equal(await page.$$eval("#volumes .side-a, #volumes .side-b", (sides) => sides.length), 2);
  assert.deepEqual(
    await page.$$eval(".badge-text", (badges) => badges.map(({ textContent }) => textContent)),
    ["A", "B"],
  );
  await page.keyboard.press("Escape");
  assert.equal(await page.$$eval("#volumes .side-a, #volumes .side-b", (sides) => sides.length), 0);
  await page.focus("#map");
  const zoomed = await page.getAttribute("#world", "transform");
  await page.keyboard.press("ArrowLeft");
  assert.notEqual(await page.getAttribute("#world", "transform"), zoomed);
  await page.keyboard.press("0");
  assert.equal(await page.getAttribute("#world", "transform"), whole);
  assert.deepEqual(complaints, []);
  await page.close();
});

test("the pointer tells the place under it, as the records have it", async () => {
  const { page } = await openPage("en");
  await page.selectOption("#regions", "1");
  const box = await page.locator("#volumes .shape").boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const [lat, , lng] = ((await page.textContent("#cursor")) ?? "").split(/[°\s]+/);
  assert.ok(
    Math.abs(Number(lat) - 85) < 0.01 && Math.abs(Number(lng) - 179.99) < 0.1,
    `${lat} ${lng}`,
  );
  await page.close();
});

test("in Arabic the page runs right to left, and the map does not", async () => {
  const { page, complaints } = await openPage("ar", { colorScheme: "dark" });
  await keep(page, "ar-dark");
  assert.equal(await page.evaluate("document.dir"), "rtl");
  const [map, lists] = [
    await page.locator("#map").boundingBox(),
    await page.locator("aside").boundingBox(),
  ];
  assert.ok(map && lists && lists.x + lists.width <= map.x, "the lists are on the left");
  const directionOf = (selector: string): Promise<string> =>
    page.$eval(
      selector,
      (element) => element.ownerDocument.defaultView!.getComputedStyle(element).direction,
    );
  assert.deepEqual([await directionOf("#frame"), await directionOf("#time")], ["ltr", "ltr"]);
  const [west, east] = await Promise.all(
    ["#names text >> text=EX-4", "#names text >> text=N-118"].map((name) =>
      page.locator(name).boundingBox(),
    ),
  );
  assert.ok(west && east && west.x < east.x + east.width, "east is right");
  assert.match((await page.textContent("#summary")) ?? "", /5 حالات تضارب.*سجل واحد لم يُقرأ/);
  assert.doesNotMatch((await page.textContent("body")) ?? "", /[\u0660-\u0669]/);
  await page.click("#all-times");
  await page.focus("#time");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.textContent("#mode"), "230616Z NOV 26", "right is later");
  assert.deepEqual(complaints, []);
  await page.close();
});

test("the language changes in the page, and the choices made stay", async () => {
  const { page, complaints } = await openPage("en");
  await page.click("#conflicts button");
  await page.selectOption("#language", "ru");
  await keep(page, "ru");
  assert.equal(await page.getAttribute("html", "lang"), "ru");
  assert.match((await page.textContent("#summary")) ?? "", /5 конфликтных ситуаций · 5 записей/);
  assert.equal(await page.getAttribute("#conflicts button", "aria-pressed"), "true");
  assert.equal(await page.$$eval("#volumes .side-a", (sides) => sides.length), 1);
  await page.selectOption("#language", "ar");
  assert.equal(await page.evaluate("document.dir"), "rtl");
  assert.deepEqual(complaints, []);
  await page.close();
});

for (const width of [1_280, 640]) {
  test(`nothing runs off the side at ${width} pixels`, async () => {
    for (const lang of ["en", "ar", "ru"]) {
      const { page } = await openPage(lang, { width });
      await keep(page, `${lang}-${width}`);
      const wide = await page.evaluate("document.documentElement.scrollWidth");
      assert.ok(Number(wide) <= width, `${lang}: ${String(wide)} pixels`);
      await page.close();
    }
  });
}

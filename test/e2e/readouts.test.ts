/** The public pages in a real browser, without scripts. Pictures are kept in $SCREENSHOTS when it is set. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { askAs, setTheatre, startTestServer, theatreOf } from "../../src/api/native/fixture.ts";
import type { TestServer } from "../../src/api/native/fixture.ts";
import {
  DECEMBER_2019,
  giveKey,
  HELSINKI,
  hold,
  must,
  PARTS,
} from "../../src/api/public/test-readouts.ts";
import { launchBrowser } from "./browser.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;
type Lang = (typeof LANGUAGES)[number];

const CONTACT = {
  level: "chief_of_defence",
  meetingForm: "in_person",
  meetingPlace: "Helsinki",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
};
const DRAFT = {
  meetingForm: "in_person",
  meetingPlace: "Helsinki",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
  held: "2021-09-22T08:00:00Z",
  durationMinutes: 360,
  details: "not_disclosed_by_agreement",
  textEn:
    "The chiefs of defence met to discuss risk reduction and operational deconfliction.\n\nBoth sides agreed to keep the details of the talks private.",
  textAr:
    "التقى رئيسا الأركان لبحث الحد من المخاطر وعدم التضارب على مستوى العمليات.\n\nاتفق الطرفان على عدم الكشف عن تفاصيل المحادثات.",
  textRu:
    "Начальники генеральных штабов обсудили снижение рисков и предотвращение конфликтных ситуаций при проведении операций.\n\nСтороны договорились не разглашать подробности.",
};
const OWN = {
  ...DRAFT,
  durationMinutes: 345,
  textEn:
    "The chiefs of general staff met at their own request to discuss risk reduction.\n\nThe sides agreed to keep the details of the talks private.",
  textAr:
    "التقى رئيسا هيئة الأركان لبحث الحد من المخاطر.\n\nاتفق الطرفان على عدم الكشف عن تفاصيل المحادثات.",
  textRu:
    "Начальники генеральных штабов по их просьбе обсудили снижение рисков.\n\nСтороны договорились не разглашать подробности.",
};

let server: TestServer;
let browser: Browser;
let baseUrl: string;
let ids: { joint: string; parted: string };

before(async () => {
  server = await startTestServer({ isBare: true });
  const names = {
    NORTH: { en: "North", ar: "الشمال", ru: "Север" },
    SOUTH: { en: "South", ar: "الجنوب", ru: "Юг" },
  };
  const theatre = theatreOf();
  await setTheatre(server.engine, {
    ...theatre,
    name: { en: "Example theatre", ar: "مسرح المثال", ru: "Учебный район" },
    parties: theatre.parties.map((party) => ({
      ...party,
      names: names[party.id as keyof typeof names] ?? party.names,
    })),
  });
  const [north, south] = [await askAs(server), await askAs(server, { party: "SOUTH" })];
  await hold({ north, south }, { ...CONTACT, ...DECEMBER_2019 });
  const contactId = await hold({ north, south }, { ...CONTACT, ...HELSINKI });
  const draft = async (): Promise<string> =>
    (await must(north("POST", `/v1/contacts/${contactId}/readouts`, { fields: DRAFT }))).readoutId;
  const parted = await draft();
  await must(south("POST", `/v1/readouts/${parted}/part`));
  await must(north("PUT", `/v1/readouts/${parted}`, { fields: DRAFT }));
  await must(south("PUT", `/v1/readouts/${parted}`, { fields: OWN }));
  const joint = await draft();
  for (const id of [parted, joint])
    for (const ask of [north, south]) await giveKey(ask, id, LANGUAGES, [...PARTS, "place"]);
  ids = { joint, parted };
  baseUrl = await server.app.listen({ host: "127.0.0.1", port: 0 });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

type Look = { readonly path: string; readonly name: string; readonly width?: number };

/** Opens a page as a reader without scripts would; what it fetched and complained of is checked. */
const look = async ({ path, name, width = 1000 }: Look, see: (page: Page) => Promise<void>) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(baseUrl + path);
  await see(page);
  const folder = process.env["SCREENSHOTS"];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await context.close();
  const others = asked.filter((url) => url !== baseUrl + path && !url.endsWith("/favicon.ico"));
  assert.deepEqual(others, [], "the page is all that is fetched");
  assert.deepEqual(
    complaints.filter((text) => !text.includes("favicon")),
    [],
  );
};

/** The style is in force, and nothing is wider than the window. */
const checkLayout = async (page: Page, lang: Lang): Promise<void> => {
  const html = page.locator("html");
  assert.equal(await html.getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
  const [body, window] = [await page.locator("body").boundingBox(), page.viewportSize()];
  assert.ok(body && window && body.width <= window.width);
  const article = page.locator("article, .wording").first();
  const inner = await article.boundingBox();
  assert.ok(inner && inner.x >= 0 && inner.x + inner.width <= window.width);
  const border = await page.evaluate(
    "getComputedStyle(document.querySelector('header')).borderBottomStyle",
  );
  assert.equal(border, "solid", "the style was let through by the policy");
};

for (const lang of LANGUAGES) {
  test(`the list, a readout and two wordings in ${lang}`, async () => {
    const at = (id: string): string => `/readouts/${id}?lang=${lang}`;
    await look({ path: `/readouts?lang=${lang}`, name: `list-${lang}` }, async (page) => {
      await checkLayout(page, lang);
      assert.equal(await page.locator("article").count(), 2);
    });
    await look({ path: at(ids.joint), name: `joint-${lang}` }, async (page) => {
      await checkLayout(page, lang);
      assert.match((await page.locator(".first").textContent()) ?? "", /2019/);
    });
    await look({ path: at(ids.parted), name: `parted-${lang}` }, async (page) => {
      await checkLayout(page, lang);
      const [first, second] = await page.locator(".wording").all();
      const [a, b] = [await first!.boundingBox(), await second!.boundingBox()];
      assert.ok(a && b && a.y === b.y, "side by side");
      assert.equal(a.x < b.x, lang !== "ar", "the first where reading begins");
      assert.ok((await page.locator("mark").count()) >= 3);
    });
    const narrow = { path: at(ids.parted), name: `narrow-${lang}`, width: 380 };
    await look(narrow, (page) => checkLayout(page, lang));
  });
}

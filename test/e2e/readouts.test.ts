/** The public pages in a real browser, without scripts. */

import assert from "node:assert/strict";
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
import { checkLayout, look } from "./look.ts";
import type { Look } from "./look.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;

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

const lookAt = (at: Look, see: (page: Page) => Promise<void>): Promise<void> =>
  look({ browser, baseUrl }, at, see);

for (const lang of LANGUAGES) {
  test(`the list, a readout and two wordings in ${lang}`, async () => {
    const at = (id: string): string => `/readouts/${id}?lang=${lang}`;
    await lookAt({ path: `/readouts?lang=${lang}`, name: `list-${lang}` }, async (page) => {
      await checkLayout(page, lang);
      assert.equal(await page.locator("article").count(), 2);
    });
    await lookAt({ path: at(ids.joint), name: `joint-${lang}` }, async (page) => {
      await checkLayout(page, lang);
      assert.match((await page.locator(".first").textContent()) ?? "", /2019/);
    });
    await lookAt({ path: at(ids.parted), name: `parted-${lang}` }, async (page) => {
      await checkLayout(page, lang);
      const [first, second] = await page.locator(".wording").all();
      const [a, b] = [await first!.boundingBox(), await second!.boundingBox()];
      assert.ok(a && b && a.y === b.y, "side by side");
      assert.equal(a.x < b.x, lang !== "ar", "the first where reading begins");
      assert.ok((await page.locator("mark").count()) >= 3);
    });
    const narrow = { path: at(ids.parted), name: `narrow-${lang}`, width: 380 };
    await lookAt(narrow, (page) => checkLayout(page, lang));
  });
}

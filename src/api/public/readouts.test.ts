import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DOMParser } from "@xmldom/xmldom";
import type { Element } from "@xmldom/xmldom";
import { askAs, startTestServer } from "../native/fixture.ts";
import type { TestServer } from "../native/fixture.ts";

import { DECEMBER_2019, giveKey, HELSINKI, hold, must, PARTS } from "./test-readouts.ts";
import type { Sides } from "./test-readouts.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;
/** What is never to be found in anything that is public. */
const PLANTED = {
  agenda: "PLANTED-agenda-يخفى",
  minutes: "PLANTED-minutes",
  people: "PLANTED-people",
  place: "PLANTED-place",
  hidden: "PLANTED-text",
  officer: "PLANTED-officer",
  item: "PLANTED-item",
} as const;

const FIELDS = {
  level: "chief_of_defence",
  meetingForm: "in_person",
  meetingPlace: PLANTED.place,
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
};

const MARKUP = `Met <b>&"'</b> in the north.`;
const READOUT = {
  meetingForm: "in_person",
  meetingPlace: PLANTED.place,
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
  topics: ["drones"],
  held: "2021-09-22T08:00:00Z",
  durationMinutes: 360,
  tone: "frank",
  details: "not_disclosed_by_agreement",
  textEn: MARKUP,
  textAr: "التقى القائدان.",
  textRu: PLANTED.hidden,
};

/** A released readout, one that is parted, and one that nobody released. */
const release = async (sides: Sides) => {
  const { north, south } = sides;
  await hold(sides, { ...FIELDS, ...DECEMBER_2019 });
  const contactId = await hold(sides, { ...FIELDS, ...HELSINKI });
  const { agenda, minutes, people } = PLANTED;
  for (const ask of [north, south])
    await must(ask("PUT", `/v1/contacts/${contactId}/notes`, { agenda, minutes, people }));
  const draft = async (more: object = {}): Promise<string> => {
    const body = { fields: READOUT, ...more };
    return (await must(north("POST", `/v1/contacts/${contactId}/readouts`, body))).readoutId;
  };
  const joint = await draft();
  await giveKey(north, joint, ["en", "ar", "ru"], [...PARTS, "place"]);
  await giveKey(south, joint, ["en", "ar"], [...PARTS, "tone"]);
  const parted = await draft({ corrects: joint });
  await must(south("POST", `/v1/readouts/${parted}/part`));
  await must(
    north("PUT", `/v1/readouts/${parted}`, { fields: { ...READOUT, textEn: "A frank talk." } }),
  );
  const other = { ...READOUT, textEn: "A calm talk.", durationMinutes: 355 };
  await must(south("PUT", `/v1/readouts/${parted}`, { fields: other }));
  for (const ask of [north, south]) await giveKey(ask, parted, ["en"]);
  const unreleased = await draft({ fields: { ...READOUT, textEn: PLANTED.hidden } });
  await giveKey(north, unreleased, ["en"]);
  await must(north("POST", "/v1/items", { subject: PLANTED.item, lead: "NORTH" }));
  return { joint, parted, unreleased };
};

let server: TestServer;
let ids: Awaited<ReturnType<typeof release>>;
before(async () => {
  server = await startTestServer({ deps: { settings: { ratePerMinute: null } } });
  const sides = {
    north: await askAs(server, { sub: PLANTED.officer }),
    south: await askAs(server, { party: "SOUTH", sub: PLANTED.officer }),
  };
  ids = await release(sides);
});
after(() => server.close());

let address = 0;
/** Each request from an address of its own: the rate is held elsewhere. */
const open = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({
    method: "GET",
    url,
    headers,
    remoteAddress: `10.0.${Math.floor(address / 250)}.${(address++ % 250) + 1}`,
  });

test("what is private is in no byte of anything that is public", async () => {
  const seen = new Set<string>();
  const routes = Object.entries(server.app.swagger().paths ?? {})
    .filter(([, methods]) => "get" in (methods ?? {}))
    .map(([path]) => path);
  const all = [joined(ids.joint), joined(ids.parted), joined(ids.unreleased), "/nothing-here"];
  for (const route of routes) {
    if (route === "/v1/events") continue;
    all.push(...Object.values(ids).map((id) => route.replaceAll(/\{\w+\}/g, id)));
  }
  for (const path of all) {
    for (const url of [path, ...LANGUAGES.map((lang) => `${path}?lang=${lang}`)]) {
      if (seen.has(url)) continue;
      seen.add(url);
      const answer = await open(url, { "accept-language": "ru" });
      const bytes = `${JSON.stringify(answer.headers)}\n${answer.body}`;
      for (const [name, planted] of Object.entries(PLANTED)) {
        assert.ok(!bytes.includes(planted), `${name} in ${url}`);
      }
      assert.doesNotMatch(bytes, /PLANTED|<bdi>frank/, url);
    }
  }
  assert.ok(seen.size > 100);
  const isPublic = (await open("/readouts?lang=en")).body.includes("A frank talk.");
  assert.equal(isPublic, false, "the list is without texts");
  assert.match((await open(joined(ids.parted))).body, /frank/, "a search would find what is there");
});

const joined = (id: string): string => `/readouts/${id}`;

test("the list is in the language that is asked for, and holds what was released in it", async () => {
  const cases = [
    ["/readouts?lang=en", {}, "en", "ltr", 2],
    ["/readouts?lang=ar", {}, "ar", "rtl", 1],
    ["/readouts?lang=ru", {}, "ru", "ltr", 0],
    ["/readouts", { "accept-language": "ar-SY,en;q=0.5" }, "ar", "rtl", 1],
    ["/readouts", { "accept-language": "fr" }, "en", "ltr", 2],
  ] as const;
  for (const [url, headers, language, direction, count] of cases) {
    const { statusCode, body, headers: answered } = await open(url, headers);
    assert.equal(statusCode, 200);
    assert.match(body, new RegExp(`<html lang="${language}" dir="${direction}">`));
    assert.equal(body.match(/<article>/g)?.length ?? 0, count, url);
    assert.equal(answered["content-language"], language);
    assert.doesNotMatch(body, /<script|https?:|src=/, "nothing runs, nothing is fetched");
    assert.match(
      String(answered["content-security-policy"]),
      /^default-src 'none'; style-src 'sha256-/,
    );
  }
});

test("a readout's page says what every side released, and of markup only its characters", async () => {
  const { body } = await open(`${joined(ids.joint)}?lang=en`);
  for (const said of [
    "First in person at this level since December 2019",
    "22 September 2021",
    "6 hours",
    "risk reduction, operational deconfliction",
    "details not disclosed by agreement",
    "Met &lt;b&gt;&amp;&quot;&#39;&lt;/b&gt; in the north.",
  ])
    assert.ok(body.includes(said), said);
  assert.doesNotMatch(body, /Place|Tone|Topics|08:00/);
  assert.match(body, /A later readout corrects this one/);
  const { body: russian } = await open(`${joined(ids.joint)}?lang=ru`);
  assert.match(russian, /не опубликовано на русском языке.*English, العربية/);
  assert.doesNotMatch(russian, /2021|риск/);
});

test("without a joint text the wordings stand side by side, what differs is marked", async () => {
  const { body } = await open(`${joined(ids.parted)}?lang=en`);
  assert.match(body, /No joint text was agreed/);
  assert.deepEqual(
    [...body.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, text]) => text),
    ["<bdi>6 hours</bdi>", "frank", "<bdi>5 hours, 55 minutes</bdi>", "calm"],
  );
});

test("the list takes no side: of own wordings it says what all say alike", async () => {
  const { body } = await open("/readouts?lang=en");
  const [article] = body.split("</article>").filter((one) => one.includes(ids.parted));
  assert.ok(article !== undefined);
  assert.match(article, /22 September 2021[^]*No joint text/);
  assert.doesNotMatch(article.split(ids.joint)[0] ?? "", /Duration|hours/);
});

test("what was not released is answered as what does not exist", async () => {
  const [kept, none] = await Promise.all([
    open(joined(ids.unreleased)),
    open(joined("readout-none")),
  ]);
  assert.equal(kept.statusCode, 404);
  assert.equal(kept.body, none.body);
});

test("what is unchanged is answered 304, and what is released changes the tag", async () => {
  const first = await open("/readouts?lang=en");
  const etag = String(first.headers["etag"]);
  const again = await open("/readouts?lang=en", { "if-none-match": `W/${etag}, "other"` });
  assert.deepEqual([again.statusCode, again.body], [304, ""]);
  assert.match(String(first.headers["cache-control"]), /^public/);
  assert.match(String(first.headers["vary"]), /Accept-Language/);
  assert.notEqual(String((await open("/readouts?lang=ar")).headers["etag"]), etag);
});

test("an address that asks without end is told to wait", async () => {
  const one = await startTestServer();
  const statuses = [];
  for (let i = 0; i < 130; i++)
    statuses.push((await one.app.inject({ method: "GET", url: "/readouts" })).statusCode);
  await one.close();
  assert.deepEqual(new Set(statuses), new Set([200, 429]));
});

// RFC 4287, rule by rule.

const ATOM = "http://www.w3.org/2005/Atom";
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

const childrenOf = (parent: Element, name: string): Element[] =>
  Array.from(parent.childNodes).filter(
    (node): node is Element => node.nodeName === name && node.nodeType === 1,
  );

const onlyText = (parent: Element, name: string): string => {
  const found = childrenOf(parent, name);
  assert.equal(found.length, 1, `exactly one ${name} (4.1.1, 4.1.2)`);
  return found[0]!.textContent ?? "";
};

test("the feed is as RFC 4287 has it, in each language", async () => {
  const allIds = new Set<string>();
  for (const lang of LANGUAGES) {
    const { body, headers } = await open(`/readouts.atom?lang=${lang}`);
    assert.match(String(headers["content-type"]), /^application\/atom\+xml/);
    const feed = new DOMParser().parseFromString(body, "text/xml").documentElement;
    assert.ok(feed && feed.namespaceURI === ATOM && feed.localName === "feed");
    assert.equal(feed.getAttribute("xml:lang"), lang);
    const entries = childrenOf(feed, "entry");
    assert.equal(entries.length, { en: 2, ar: 1, ru: 0 }[lang]);
    for (const part of [feed, ...entries]) {
      const id = onlyText(part, "id");
      assert.match(id, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.ok(!allIds.has(id), "an id is of one entry (4.2.6)");
      allIds.add(id);
      assert.ok(onlyText(part, "title").length > 0);
      assert.match(onlyText(part, "updated"), RFC3339);
      const [author] = childrenOf(part, "author");
      assert.ok(author && onlyText(author, "name"), "an author with a name (4.2.1, 3.2)");
      const links = childrenOf(part, "link").map((link) => link.getAttribute("rel"));
      assert.equal(links.filter((rel) => rel === "alternate").length, 1);
    }
    for (const entry of entries) {
      const [content] = childrenOf(entry, "content");
      assert.equal(content?.getAttribute("type"), "text");
      assert.equal(childrenOf(content, "*").length, 0, "text has no child elements (4.1.3.3)");
      assert.match(onlyText(entry, "published"), RFC3339);
      const href = childrenOf(entry, "link")[0]?.getAttribute("href") ?? "";
      const target = new URL(href, "http://host/path/readouts.atom");
      assert.equal(target.pathname.startsWith("/path/readouts/readout-"), true);
      assert.equal((await open(target.pathname.slice(5) + target.search)).statusCode, 200);
    }
    const newest = entries.map((entry) => onlyText(entry, "updated"));
    assert.deepEqual(newest, newest.toSorted().toReversed());
  }
});

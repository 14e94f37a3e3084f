import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FieldType, Fields } from "./fields.ts";
import { KIND_NAMES, isKind, passesAll, specOf } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import { parseBody, parseHeader } from "./parse-body.ts";
import { arbitraryBody, arbitraryHeader } from "./test-bodies.ts";
import { WORDS, WORD_LISTS } from "./words.ts";

const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
console.log(`parse-body: TEST_SEED=${seed}`);

/** The kinds of the field, as ../shared/design/domain.md lists them. */
const DOMAIN_KINDS =
  "LINE_CHECK LINE_CHECK_REPLY WATCH_CHANGE NOTICE AMEND CANCEL START END CONFLICT PROPOSAL PROPOSAL_REPLY SITE_NOTICE SITE_UPDATE SITE_WITHDRAW MOVE_NOTICE MOVE_STATUS MOVE_CLOSE ACK CONCERN OBJECTION PRESENCE_QUERY PRESENCE_REPLY HAZARD_WARNING CEASE_REQUEST CEASE_REPLY DISTRESS SAR_REQUEST UNUSUAL_ACTIVITY_QUERY UNUSUAL_ACTIVITY_REPLY INCIDENT_REPORT INCIDENT_INTERIM INCIDENT_FINAL AREA_PROPOSAL AREA_AGREE AREA_END MEETING_PROPOSAL MEETING_AGENDA READOUT_DRAFT READOUT_KEY CHANNEL_STATE CORRECTION RETRACT";

test("the table holds every kind of the field and no other", () => {
  assert.deepEqual([...KIND_NAMES].sort(), DOMAIN_KINDS.toLowerCase().split(" ").sort());
});

test("what answers a kind is a kind, and what a kind needs are fields of it", () => {
  for (const kind of KIND_NAMES) {
    const { answeredBy, fields, needs } = specOf(kind);
    assert.deepEqual(
      answeredBy.filter((one) => !isKind(one)),
      [],
    );
    for (const { field, is, also } of needs) {
      assert.ok(wordsOf(fields[field]!).includes(is), `${kind}: ${field} can say ${is}`);
      for (const name of also) assert.ok(Object.hasOwn(fields, name), `${kind}: ${name}`);
    }
  }
});

test("a reply answers some kind, and every query has its reply", () => {
  const answers = new Set(KIND_NAMES.flatMap((kind) => specOf(kind).answeredBy));
  for (const kind of KIND_NAMES) {
    if (specOf(kind).isReply) assert.ok(answers.has(kind), kind);
    if (/_(query|check|request)$/.test(kind) && kind !== "sar_request")
      assert.ok(
        specOf(kind).answeredBy.some((one) => specOf(one as Kind).isReply),
        kind,
      );
  }
});

test("no list of words says one twice, and every list is used or is a state", () => {
  const used = new Set(KIND_NAMES.flatMap((kind) => listsOf(specOf(kind).fields)));
  const states = ["precedence", "partyKind", "lineState", "receiptState", "messageState"];
  const others = [...states, "datum", "readBackSlip", "coordinate", "heardBy", "timePrecision"];
  for (const list of WORD_LISTS) {
    assert.equal(new Set(WORDS[list]).size, WORDS[list].length, list);
    assert.ok(used.has(list) || others.includes(list), `${list} is used`);
  }
});

test("distress, humanitarian traffic, line checks and the line's own state pass everything", () => {
  const passing = KIND_NAMES.filter((kind) => passesAll(kind));
  const expected =
    "line_check line_check_reply channel_state distress sar_request site_notice site_update site_withdraw move_notice move_status move_close";
  assert.deepEqual(passing.sort(), expected.split(" ").sort());
  assert.equal(passesAll("ack"), false);
  assert.equal(passesAll("ack", "distress"), true);
  assert.equal(passesAll("correction", "move_notice"), true);
  assert.equal(passesAll("proposal", "distress"), false);
});

for (const kind of KIND_NAMES) {
  test(`${kind}: what may be said is taken as it is, and nothing beside it`, () => {
    fc.assert(
      fc.property(arbitraryBody(kind), (body) => {
        const parsed = parseBody(kind, JSON.parse(JSON.stringify(body)));
        assert.deepEqual(parsed, { ok: true, value: JSON.parse(JSON.stringify(body)) });
        assert.equal(refusedField(parseBody(kind, { ...body, secret: 1 })), "fields.secret");
        for (const [name, field] of Object.entries(specOf(kind).fields)) {
          const { [name]: _left, ...rest } = body;
          if (!field.optional) assert.equal(refusedField(parseBody(kind, rest)), `fields.${name}`);
          const asNull = refusedField(parseBody(kind, { ...body, [name]: null }));
          assert.ok(asNull?.startsWith(`fields.${name}`), `${name}: ${asNull}`);
        }
      }),
      { seed, numRuns: 30 },
    );
  });
}

test("a header is taken as it is", () => {
  fc.assert(
    fc.property(arbitraryHeader(), fc.constantFrom(...KIND_NAMES), (header, kind) => {
      assert.deepEqual(parseHeader(kind, header), { ok: true, value: header });
    }),
    { seed, numRuns: 200 },
  );
});

const AREA = { kind: "circle", center: { lngDeg: 40.1, latDeg: 35.3 }, radiusM: 3_000 };
const WINDOW = { startMs: 1_000, endMs: 2_000 };
const QUERY = { area: AREA, window: WINDOW, presenceReason: "distress" };
const DISTRESS = {
  place: { lngDeg: 40.1, latDeg: 35.3 },
  persons: { from: 1, to: 4 },
  distress: "ditching",
  passageAsked: "yes",
};
const ring = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ lngDeg: i / 100, latDeg: 1 }));

const REFUSED: readonly (readonly [Kind, unknown, string, RegExp])[] = [
  ["presence_query", [], "fields", /is a list/],
  ["presence_query", "text", "fields", /is the text "text"/],
  [
    "presence_query",
    { ...QUERY, window: { startMs: 2_000, endMs: 1_000 } },
    "fields.window.endMs",
    /before the start/,
  ],
  [
    "presence_query",
    { ...QUERY, window: { startMs: "2026-01-01T00:00:00Z", endMs: null } },
    "fields.window.startMs",
    /is the text/,
  ],
  [
    "presence_query",
    { ...QUERY, window: { startMs: 1.5, endMs: null } },
    "fields.window.startMs",
    /is 1\.5/,
  ],
  [
    "presence_query",
    { ...QUERY, window: { startMs: 0, endMs: null, zone: "Z" } },
    "fields.window.zone",
    /not a field/,
  ],
  [
    "presence_query",
    { ...QUERY, presenceReason: "Distress" },
    "fields.presenceReason",
    /is the text "Distress"/,
  ],
  [
    "presence_query",
    { ...QUERY, presenceReason: "toString" },
    "fields.presenceReason",
    /is the text/,
  ],
  [
    "presence_query",
    { ...QUERY, area: { ...AREA, kind: "constructor" } },
    "fields.area.kind",
    /is the text/,
  ],
  ["presence_query", { ...QUERY, area: { ...AREA, radiusM: -1 } }, "fields.area.radiusM", /is -1/],
  [
    "presence_query",
    { ...QUERY, area: { ...AREA, radiusM: "3000" } },
    "fields.area.radiusM",
    /is the text/,
  ],
  [
    "presence_query",
    { ...QUERY, area: { kind: "polygon", ring: ring(2) } },
    "fields.area.ring",
    /has 2 points/,
  ],
  [
    "presence_query",
    { ...QUERY, area: { kind: "polygon", ring: ring(101) } },
    "fields.area.ring",
    /has 101 points/,
  ],
  [
    "presence_query",
    { ...QUERY, area: { kind: "polygon", ring: [...ring(3), ring(1)[0]] } },
    "fields.area.ring[3]",
    /first point once more/,
  ],
  [
    "presence_query",
    { ...QUERY, area: { kind: "route", points: [ring(1)[0], ring(1)[0]], halfWidthM: 5 } },
    "fields.area.points[1]",
    /once more/,
  ],
  ["presence_query", JSON.parse('{"__proto__": 1}'), "fields.__proto__", /not a field/],
  [
    "distress",
    { ...DISTRESS, place: { lngDeg: 35.3, latDeg: 140.1 } },
    "fields.place.latDeg",
    /is 140\.1/,
  ],
  [
    "distress",
    { ...DISTRESS, place: { lngDeg: 35.3, latDeg: Number.NaN } },
    "fields.place.latDeg",
    /is NaN/,
  ],
  ["distress", { ...DISTRESS, place: [35.3, 40.1] }, "fields.place", /is a list/],
  ["distress", { ...DISTRESS, persons: { from: 5, to: 4 } }, "fields.persons.to", /is 4/],
  ["distress", { ...DISTRESS, persons: 4 }, "fields.persons", /is 4/],
  ["distress", { ...DISTRESS, passageAsked: true }, "fields.passageAsked", /is true/],
  ["distress", { ...DISTRESS, text: "x".repeat(4_001) }, "fields.text", /4001 characters/],
  ["distress", { ...DISTRESS, text: " \n" }, "fields.text", /is empty/],
  ["distress", { ...DISTRESS, text: "a\u202Eb" }, "fields.text", /unseen/],
  ["distress", { ...DISTRESS, text: "a\uD800" }, "fields.text", /unseen/],
  ["distress", { ...DISTRESS, frequency: "121.5\n" }, "fields.frequency", /unseen/],
  ["distress", { ...DISTRESS, frequency: "1".repeat(81) }, "fields.frequency", /81 characters/],
  ["line_check_reply", { number: 4, quality: 6 }, "fields.quality", /is 6/],
  ["line_check_reply", { number: 4, quality: 4.5 }, "fields.quality", /whole number|is 4\.5/],
  ["ack", { target: "NORTH 17", ackKind: "received" }, "fields.target", /is the text/],
  [
    "ack",
    { target: "M-1", ackKind: "received_with_concern" },
    "fields.concern",
    /missing: fields\.ackKind is/,
  ],
  [
    "ack",
    { target: "M-1", ackKind: "received_and_disseminated", levelsTold: [], toldMs: 1 },
    "fields.levelsTold",
    /empty list/,
  ],
  [
    "ack",
    { target: "M-1", ackKind: "received", levelsTold: ["political", "political"] },
    "fields.levelsTold[1]",
    /repeats fields\.levelsTold\[0\]/,
  ],
  [
    "ack",
    { target: "M-1", ackKind: "received", hashSeen: "ABCDEF0123456789" },
    "fields.hashSeen",
    /is the text/,
  ],
  [
    "conflict",
    { conflict: "C-1", yourOperation: "N-1", contactByMs: 0, cells: ["463IV24"] },
    "fields.cells[0]",
    /is the text/,
  ],
  [
    "conflict",
    { conflict: "C-1", yourOperation: "N-1", contactByMs: 0, cells: ["721LV24"] },
    "fields.cells[0]",
    /is the text/,
  ],
  [
    "proposal_reply",
    { proposalAnswer: "counter", measure: "route", validToMs: 1 },
    "fields.areas",
    /fields\.measure is route/,
  ],
];

for (const [kind, body, field, detail] of REFUSED) {
  test(`${kind} ${JSON.stringify(body).slice(0, 90)} is refused at ${field}`, () => {
    const parsed = parseBody(kind, body);
    assert.ok(!parsed.ok && parsed.refusal.reason === "bad-field");
    assert.equal(parsed.refusal.field, field);
    assert.match(parsed.refusal.detail, detail);
    assert.ok(parsed.refusal.remedy.length > 0);
  });
}

test("a reply to nothing is refused", () => {
  const header = { precedence: "flash", fromRole: "deputy", toRole: "deputy", language: "en" };
  assert.equal(refusedField(parseHeader("presence_reply", header)), "header.inReplyTo");
  assert.equal(refusedField(parseHeader("presence_query", header)), undefined);
});

const refusedField = (parsed: ReturnType<typeof parseBody>): string | undefined =>
  !parsed.ok && parsed.refusal.reason === "bad-field" ? parsed.refusal.field : undefined;

const typesIn = (type: FieldType): FieldType[] =>
  type.type === "list"
    ? typesIn(type.of)
    : type.type === "row"
      ? Object.values(type.columns).flatMap(typesIn)
      : [type];

const listsOf = (fields: Fields): string[] =>
  Object.values(fields)
    .flatMap(typesIn)
    .flatMap((type) => (type.type === "word" ? [type.list] : []));

const wordsOf = (type: FieldType): readonly string[] =>
  typesIn(type).flatMap((one): readonly string[] => (one.type === "word" ? WORDS[one.list] : []));

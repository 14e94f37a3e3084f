import assert from "node:assert/strict";
import { test } from "node:test";
import { MEETING } from "../contacts/test-contacts.ts";
import { dumpState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import type { Values } from "../line/fields.ts";
import { LINE_ID, TestLine } from "../line/test-line.ts";
import { discAt, HOUR_MS, MINUTE_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import { viewFor } from "../view.ts";
import type { OnIncident, OpenIncident } from "./commands.ts";
import { INCIDENT, INCIDENT_STATES, SAID_STEPS } from "./model.ts";
import type { Incident } from "./model.ts";
import type { FullIncidentView } from "./view.ts";

const DAY_MS = 24 * HOUR_MS;
const fields: Values = {
  incidentKind: "site_hit",
  atMs: 1_000,
  place: { lngDeg: 40, latDeg: 35 },
  casualties: "yes",
  account: "the north wing was hit",
};
const OPEN: OpenIncident = {
  kind: "open-incident",
  other: "SOUTH",
  incidentKind: "site_hit",
  atMs: 1_000,
  fields,
};

type Told = OnIncident extends infer C
  ? C extends OnIncident
    ? Omit<C, "incidentId">
    : never
  : never;

class TestIncident {
  readonly theatre: TestTheatre;
  readonly id: string;

  constructor(rules: Partial<TheatreRules> = {}) {
    this.theatre = new TestLine().theatre;
    const { theatre } = this.theatre.state;
    this.theatre.state.theatre = theatre && { ...theatre, rules: { ...theatre.rules, ...rules } };
    this.theatre.say("NORTH", OPEN, { by: "anna" });
    this.id = this.found.id;
  }

  get found(): Incident {
    return [...this.theatre.state.incidents.all.values()][0]!;
  }

  say(party: string, told: Told, by = `${party} officer`) {
    return this.theatre.say(party, { ...told, incidentId: this.id }, { by });
  }

  reason(party: string, told: Told, by?: string): string {
    const { outcome } = this.say(party, told, by);
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  }

  view(party: string): FullIncidentView {
    const seen = viewFor(this.theatre.state, { kind: "party", party }).incident.find(this.id);
    assert.equal(seen?.detail, "full");
    return seen;
  }

  fact(party: string, text: string, supersedes?: number): number {
    this.say(party, { kind: "state-fact", text, ...(supersedes ? { supersedes } : {}) });
    return this.found.facts.length;
  }
}

test("every step of an incident is as the table says", () => {
  for (const from of INCIDENT_STATES) {
    for (const to of SAID_STEPS) {
      const incident = new TestIncident();
      const number = incident.fact("NORTH", "two vehicles");
      const answer = to === "agreed_facts" ? "agreed" : "disputed";
      incident.say("SOUTH", { kind: "answer-fact", number, answer, text: "one vehicle" });
      incident.found.state = from;
      incident.found.ceaseAskedBy = "NORTH";
      const reason = incident.reason("SOUTH", { kind: "step-incident", to });
      const isAllowed = INCIDENT.next[from].includes(to);
      assert.equal(reason, isAllowed ? "accepted" : "wrong-state", `${from} → ${to}`);
    }
    for (const [to, told] of [
      ["referred_up", { kind: "refer-incident", level: "general_staff", text: "no agreement" }],
      ["reopened", { kind: "reopen-incident", text: "a new witness" }],
      ["closed", { kind: "close-incident", outcome: "closed" }],
    ] as const) {
      const incident = new TestIncident();
      incident.found.state = from;
      const isAllowed = INCIDENT.next[from].includes(to);
      const reason = incident.reason("SOUTH", told);
      assert.equal(reason, isAllowed ? "accepted" : "wrong-state", `${from} → ${to}`);
    }
  }
});

test("each side says what is its own to say", () => {
  const incident = new TestIncident();
  assert.equal(
    incident.reason("NORTH", { kind: "step-incident", to: "received" }),
    "not-permitted",
  );
  incident.say("NORTH", { kind: "step-incident", to: "cease_asked" });
  assert.equal(incident.reason("NORTH", { kind: "step-incident", to: "ceased" }), "not-permitted");
  assert.equal(incident.reason("SOUTH", { kind: "step-incident", to: "not_ceased" }), "accepted");
  const number = incident.fact("NORTH", "two vehicles");
  const agree = { kind: "answer-fact", number, answer: "agreed" } as const;
  assert.equal(incident.reason("NORTH", agree), "not-permitted");
});

test("to who is no side of it an incident is not there, and the host sees that it exists", () => {
  const { theatre, id } = new TestIncident();
  const command = { kind: "state-fact", incidentId: id, text: "x" } as const;
  const refusals = [id, "incident-none"].map(
    (incidentId) => theatre.say("RELIEF", { ...command, incidentId }).outcome,
  );
  for (const [i, outcome] of refusals.entries()) {
    const what = { reason: "not-found", what: "incident", id: [id, "incident-none"][i] };
    assert.deepEqual(outcome, { ok: false, refusal: what });
  }
  const relief = viewFor(theatre.state, { kind: "party", party: "RELIEF" });
  assert.deepEqual([relief.incident.find(id), relief.incidents({ limit: 9 }).items], [null, []]);
  const host = viewFor(theatre.state, { kind: "host" }).incident.find(id);
  assert.equal(host?.detail, "exists");
  assert.ok(!JSON.stringify(host).includes("wing"));
});

test("a correction is a further version, and officers are named to their own side alone", () => {
  const incident = new TestIncident();
  const report = { kind: "report-incident", form: "first" } as const;
  incident.say("NORTH", { ...report, fields: { ...fields, account: "the south wing" } });
  const { reports } = incident.view("SOUTH");
  assert.deepEqual(
    reports.map(({ version, by, fields: said }) => [version, by, said["account"]]),
    [
      [1, null, "the north wing was hit"],
      [2, null, "the south wing"],
    ],
  );
  assert.equal(incident.view("NORTH").reports[0]?.by, "anna");
});

test("an agreed fact is never changed, only superseded by another that both agree", () => {
  const incident = new TestIncident();
  const first = incident.fact("NORTH", "two vehicles");
  const answer = (number: number, said: "agreed" | "disputed", text?: string) =>
    incident.reason("SOUTH", {
      kind: "answer-fact",
      number,
      answer: said,
      ...(text ? { text } : {}),
    });
  assert.equal(answer(first, "disputed"), "bad-field", "a dispute has its own wording");
  assert.equal(answer(first, "disputed", "one vehicle"), "accepted");
  assert.deepEqual(incident.view("NORTH").disputedFacts, [first]);
  assert.equal(answer(first, "agreed"), "accepted");
  assert.equal(answer(first, "disputed", "three"), "wrong-state");
  const second = incident.fact("NORTH", "two vehicles and a trailer", first);
  assert.deepEqual(incident.view("SOUTH").agreedFacts, [first]);
  assert.equal(answer(second, "agreed"), "accepted");
  assert.deepEqual(incident.view("SOUTH").agreedFacts, [second]);
  const again = { kind: "state-fact", text: "none", supersedes: first } as const;
  assert.equal(incident.reason("NORTH", again), "bad-field");
});

test("what is owed is reminded of, then overdue, raised, and stays so", () => {
  const incident = new TestIncident();
  const { theatre } = incident;
  const clockOf = (what: string, party: string | null = "SOUTH") =>
    incident.found.clocks.find((one) => one.what === what && one.party === party)!;
  assert.notEqual(clockOf("first_report", "NORTH").metMs, null, "it was opened with one");
  theatre.wait(DAY_MS);
  assert.notEqual(clockOf("call", "NORTH").overdueMs, null, "nobody called");
  assert.notEqual(clockOf("reply").remindedMs, null);
  assert.equal(clockOf("reply").overdueMs, null);
  theatre.wait(DAY_MS);
  assert.equal(clockOf("reply").overdueMs, clockOf("reply").dueMs, "no reply, with its time");
  assert.deepEqual(
    clockOf("reply").raised.map(({ party }) => party),
    ["SOUTH"],
  );
  const report = { kind: "report-incident", form: "first", fields } as const;
  incident.say("SOUTH", report);
  assert.equal(clockOf("reply").metMs, theatre.atMs);
  assert.notEqual(clockOf("reply").overdueMs, null);
  theatre.wait(29 * DAY_MS);
  const close = clockOf("close", null);
  assert.deepEqual(
    close.raised.map(({ party }) => party),
    ["NORTH", "SOUTH"],
  );
});

test("a query is owed an answer by its time", () => {
  for (const [isUrgent, days] of [
    [true, 2],
    [false, 7],
  ] as const) {
    const incident = new TestIncident();
    incident.say("SOUTH", { kind: "ask-incident", isUrgent, text: "which aircraft?" });
    const clock = incident.found.clocks.at(-1)!;
    assert.equal(clock.dueMs - clock.fromMs, days * DAY_MS);
    const answer = { kind: "answer-incident", number: 1, text: "none of ours" } as const;
    assert.equal(incident.reason("SOUTH", answer), "not-permitted");
    assert.equal(incident.reason("NORTH", answer), "accepted");
    assert.equal(incident.reason("NORTH", answer), "wrong-state");
    incident.theatre.wait(days * DAY_MS + MINUTE_MS);
    assert.equal(incident.found.clocks.at(-1)?.overdueMs ?? null, null);
  }
});

test("it is closed when both sides say the same, by two of each where the theatre asks for it", () => {
  const incident = new TestIncident({ secondPersonAgreement: true });
  const close = { kind: "close-incident", outcome: "agreed_facts" } as const;
  const said: readonly (readonly [string, string, string])[] = [
    ["NORTH", "anna", "accepted"],
    ["NORTH", "anna", "needs-second-person"],
    ["NORTH", "boris", "accepted"],
    ["SOUTH", "carl", "accepted"],
  ];
  for (const [party, by, reason] of said) assert.equal(incident.reason(party, close, by), reason);
  assert.notEqual(incident.found.state, "closed");
  assert.deepEqual(
    incident.view("SOUTH").sides.map(({ closing }) => [closing?.officers, closing?.officerCount]),
    [
      [null, 2],
      [["carl"], 1],
    ],
  );
  incident.say("SOUTH", { ...close, outcome: "disputed_facts" }, "dora");
  assert.notEqual(incident.found.state, "closed", "another outcome is another word");
  incident.say("SOUTH", close, "carl");
  assert.equal(incident.reason("SOUTH", close, "dora"), "accepted");
  assert.deepEqual([incident.found.state, incident.found.outcome], ["closed", "agreed_facts"]);
  assert.equal(incident.reason("NORTH", { kind: "state-fact", text: "late" }), "wrong-state");
  incident.say("NORTH", { kind: "reopen-incident", text: "a witness" });
  assert.equal(incident.found.outcome, null);
  incident.theatre.wait(LIMITS.incidentKeptMs + DAY_MS);
  assert.ok(incident.found, "one that was reopened stays");
});

test("a side links only what it sees, and the other sees what its own view has", () => {
  const incident = new TestIncident();
  const { operationId } = incident.theatre.file("NORTH", [discAt([40, 35])]);
  const link = { kind: "link-incident", to: "operation", id: operationId } as const;
  assert.equal(incident.reason("SOUTH", link), "not-found");
  assert.equal(incident.reason("NORTH", link), "accepted");
  assert.equal(incident.view("NORTH").links[0]?.id, operationId);
  assert.deepEqual(
    [incident.view("SOUTH").links[0]?.id, incident.view("SOUTH").links[0]?.party],
    [null, "NORTH"],
  );
});

test("a message can be the beginning, and its entries are noted", () => {
  const line = new TestLine().open();
  const message = line.send("NORTH", "distress");
  const { fields: _report, ...asked } = OPEN;
  const { kind } = OPEN;
  const refused = line.theatre.say("NORTH", asked);
  assert.equal(!refused.outcome.ok && refused.outcome.refusal.reason, "bad-field");
  line.theatre.must("SOUTH", { ...asked, kind, other: "NORTH", messageId: message.id });
  const [incident] = line.theatre.state.incidents.all.values();
  assert.deepEqual(
    incident?.links.map(({ id }) => id),
    [message.id],
  );
  line.say("SOUTH", line.ack(message, { heardBy: "radio" } as object));
  assert.equal(line.message(message.id).entrySeqs[0], message.seq);
  assert.equal(incident?.entrySeqs.length, 1);
});

test("a suspended line stops nothing of an incident, from its opening to its end", () => {
  const line = new TestLine().open();
  const scope = ["all"] as const;
  const stop = { kind: "suspend-line", channelId: LINE_ID, scope, carveOuts: [] } as const;
  assert.equal(line.reason("SOUTH", stop), "accepted");
  assert.equal(line.reason("NORTH", { kind: "propose-contact", ...MEETING_WITH_SOUTH }), STOPPED);
  assert.equal(line.reason("NORTH", OPEN), "accepted");
  const [incident] = line.theatre.state.incidents.all.values();
  const incidentId = incident!.id;
  const { operationId: id } = line.theatre.file("NORTH", [discAt([40, 35])]);
  const said: readonly (readonly [string, OnIncident])[] = [
    ["NORTH", { kind: "step-incident", incidentId, to: "cease_asked" }],
    ["SOUTH", { kind: "step-incident", incidentId, to: "ceased" }],
    ["SOUTH", { kind: "report-incident", incidentId, form: "first", fields }],
    ["NORTH", { kind: "state-fact", incidentId, text: "one munition" }],
    ["SOUTH", { kind: "answer-fact", incidentId, number: 1, answer: "agreed" }],
    ["NORTH", { kind: "link-incident", incidentId, to: "operation", id }],
    ["NORTH", { kind: "ask-incident", incidentId, isUrgent: true, text: "whose?" }],
    ["SOUTH", { kind: "answer-incident", incidentId, number: 1, text: "not known" }],
    ["NORTH", { kind: "refer-incident", incidentId, level: "general_staff", text: "further" }],
    ["NORTH", { kind: "close-incident", incidentId, outcome: "closed" }],
    ["SOUTH", { kind: "close-incident", incidentId, outcome: "closed" }],
    ["NORTH", { kind: "reopen-incident", incidentId, text: "a witness" }],
  ];
  for (const [party, command] of said)
    assert.equal(line.reason(party, command), "accepted", command.kind);
});

const STOPPED = "line-suspended";
const MEETING_WITH_SOUTH = { with: ["SOUTH"], fields: MEETING };

const counted = (isConfirmed: boolean, confirmedCount: number, ownCounts: object | null) => ({
  parties: ["NORTH", "SOUTH"],
  isConfirmed,
  confirmedCount,
  ownCounts,
});

test("a count is the two sides' own only where they say the same, or both consent", () => {
  const incident = new TestIncident();
  const asked = { incidentKind: "site_hit", fromMs: 0, toMs: 2_000 } as const;
  const count = (party: string, other: string) =>
    viewFor(incident.theatre.state, { kind: "party", party }).incident.count(other, asked);
  assert.deepEqual(count("NORTH", "SOUTH"), counted(false, 0, null));
  const consent = { kind: "consent-incident-counts", isGiven: true } as const;
  incident.theatre.must("NORTH", { ...consent, other: "SOUTH" });
  assert.deepEqual(count("NORTH", "SOUTH"), counted(false, 0, null), "one consent is none");
  incident.theatre.must("SOUTH", { ...consent, other: "NORTH" });
  assert.deepEqual(count("NORTH", "SOUTH"), counted(false, 0, [1, 0]));
  incident.theatre.must("SOUTH", { ...consent, other: "NORTH", isGiven: false });
  incident.say("SOUTH", { kind: "report-incident", form: "first", fields });
  assert.deepEqual(count("NORTH", "SOUTH"), counted(true, 1, null));
  const other = { ...fields, incidentKind: "convoy_hit" };
  incident.say("SOUTH", { kind: "report-incident", form: "first", fields: other });
  assert.deepEqual(count("NORTH", "SOUTH"), counted(false, 0, null));
});

test("a dump holds all of it", () => {
  const incident = new TestIncident();
  incident.fact("SOUTH", "nothing of ours was near");
  const { state } = incident.theatre;
  state.incidents.countConsents.add("NORTH SOUTH");
  const dump = JSON.parse(JSON.stringify(dumpState(state)));
  assert.deepEqual(dumpState(loadState(dump)).incidents, dumpState(state).incidents);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpState, loadState } from "../dump.ts";
import { LIMITS } from "../limits.ts";
import { LINE_ID, TestLine } from "../line/test-line.ts";
import { discAt, HOUR_MS, START_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import { headingsOf } from "./headings.ts";
import { DAY, figure, heading, TestReview } from "./test-reviews.ts";

const SOUTH = { kind: "party", party: "SOUTH" } as const;
const DAY_MS = 24 * HOUR_MS;

test("figures are sealed until both sides have stated theirs; then both see all at once", () => {
  const review = new TestReview();
  const said = review.state("NORTH", figure(17, "conflicts"));
  const told = said.changes.map((change) => viewFor(review.theatre.state, SOUTH).tell(change));
  const sealed = review.seenBy("SOUTH");
  assert.deepEqual(
    sealed.sides.map(({ hasStated, statements }) => [hasStated, statements.length]),
    [
      [true, 0],
      [false, 0],
    ],
  );
  for (const seen of [
    sealed,
    told,
    viewFor(review.theatre.state, { kind: "host" }).review(review.id),
  ])
    assert.doesNotMatch(JSON.stringify(seen), /"count|figures":\[\{/);
  assert.equal(review.seenBy("NORTH").sides[0].statements[0]?.figures[0]?.count, 17);
  review.state("SOUTH", figure(15, "conflicts"));
  for (const party of ["NORTH", "SOUTH"]) {
    const { rows, version, state } = review.seenBy(party);
    assert.deepEqual([state, version], ["compared", 1]);
    assert.deepEqual(
      rows.map(({ heading: what, counts, outcome }) => [what, counts, outcome]),
      [["conflicts", [17, 15], "differs"]],
    );
  }
});

test("what is corrected under the seal is heard by nobody else, and the other sees the last word", () => {
  const review = new TestReview();
  review.state("NORTH", figure(1, "conflicts"));
  const before = JSON.stringify(review.seenBy("SOUTH"));
  review.theatre.wait(HOUR_MS);
  const { changes } = review.state("NORTH", figure(2, "conflicts"));
  assert.equal(JSON.stringify(review.seenBy("SOUTH")), before);
  const hearing = (reader: Parameters<typeof viewFor>[1]) =>
    changes.map((change) => viewFor(review.theatre.state, reader).tell(change));
  assert.deepEqual(hearing(SOUTH), [null]);
  assert.deepEqual(hearing({ kind: "host" }), [null]);
  assert.notDeepEqual(hearing({ kind: "party", party: "NORTH" }), [null]);
  review.state("SOUTH", figure(2, "conflicts"));
  const [seen] = review.seenBy("SOUTH").sides;
  assert.deepEqual(
    seen.statements.map(({ figures, by }) => [figures[0]?.count, by]),
    [[2, null]],
  );
  assert.equal(review.seenBy("NORTH").sides[0].statements.length, 2);
});

const NORTHS = { of: "NORTH" };

test("equal figures are the two's, others only by the consent of both", () => {
  const review = new TestReview();
  review.state(
    "NORTH",
    figure(3, "conflicts"),
    figure(0, "violations", NORTHS),
    figure(4, "notices_given", NORTHS),
    figure(1, "incidents", { incidentKind: "line_crossing" }),
  );
  review.state(
    "SOUTH",
    figure(3, "conflicts"),
    figure(9, "violations", NORTHS),
    figure(5, "notices_given", NORTHS),
  );
  const both = [heading("notices_given", NORTHS)];
  review.agree("NORTH", [...both, heading("violations", NORTHS)]);
  assert.equal(review.found.state, "compared");
  review.agree("SOUTH", both);
  const { state, rows } = review.seenBy("SOUTH");
  assert.equal(state, "agreed");
  assert.deepEqual(
    rows.map(({ heading: what, counts, outcome }) => [what, counts, outcome]),
    [
      ["notices_given", [4, 5], "both_numbers"],
      ["violations", [0, 9], "not_agreed"],
      ["conflicts", [3, 3], "confirmed"],
      ["incidents", [1, null], "not_agreed"],
    ],
  );
  const again = { kind: "state-figures", figures: [figure(1, "conflicts")] } as const;
  assert.equal(review.reason("NORTH", again), "wrong-state", "what is agreed is not rewritten");
  assert.equal(review.reason("NORTH", { kind: "withdraw-review" }), "wrong-state");
});

test("what the record counts itself stands beside, and stays as it was agreed", () => {
  const review = new TestReview({}, (theatre) => {
    theatre.file("NORTH", [discAt([40.04, 35.04])]);
    theatre.file("SOUTH", [discAt([40.05, 35.04])]);
    const [conflictId = ""] = theatre.state.conflicts.keys();
    for (const party of ["NORTH", "SOUTH"])
      theatre.must(party, { kind: "own-conflict", conflictId });
    const about = { incidentKind: "deviation", atMs: START_MS } as const;
    const place = { lngDeg: 40, latDeg: 35 };
    const fields = { ...about, place, casualties: "no", account: "x" };
    const open = { kind: "open-incident", other: "SOUTH", ...about, fields } as const;
    const opened = theatre.must("NORTH", open);
    assert.ok(opened.about === "incident");
    const { incidentId } = opened;
    theatre.must("SOUTH", { kind: "report-incident", incidentId, form: "first", fields });
  });
  const figures = [
    figure(2, "violations", NORTHS),
    figure(0, "late_acknowledgements", NORTHS),
    figure(2, "conflicts"),
    figure(1, "unresolved_conflicts"),
    figure(1, "incidents", { incidentKind: "deviation" }),
    figure(0, "incidents", { incidentKind: "debris" }),
  ];
  review.state("NORTH", ...figures);
  review.state("SOUTH", ...figures);
  const recorded = () =>
    review.seenBy("NORTH").rows.map(({ heading: what, recorded: n }) => [what, n]);
  const wanted = [
    ["late_acknowledgements", 0],
    ["violations", null],
    ["conflicts", 1],
    ["unresolved_conflicts", 1],
    ["incidents", 1],
    ["incidents", 0],
  ];
  assert.deepEqual(recorded(), wanted);
  review.agree("NORTH");
  review.agree("SOUTH");
  const [incidentId = ""] = review.theatre.state.incidents.all.keys();
  const [incident] = review.theatre.state.incidents.all.values();
  const fields = { ...incident!.reports[0]!.fields, incidentKind: "debris" };
  const correct = { kind: "report-incident", incidentId, form: "first", fields } as const;
  review.theatre.must("SOUTH", correct);
  assert.deepEqual(recorded(), wanted);
});

test("a correction is seen beside what it corrects, and undoes what was agreed of it", () => {
  const review = new TestReview();
  review.state("NORTH", figure(3, "conflicts"));
  review.state("SOUTH", figure(4, "conflicts"));
  review.agree("NORTH", [heading("conflicts")]);
  review.state("SOUTH", figure(3, "conflicts"));
  const { sides, version, rows } = review.seenBy("NORTH");
  assert.deepEqual([version, sides[0].agreement, rows[0]?.outcome], [2, null, "confirmed"]);
  assert.deepEqual(
    sides[1].statements.map(({ figures }) => figures[0]?.count),
    [4, 3],
  );
  const stale = { kind: "agree-review", version: 1, bothNumbers: [] } as const;
  assert.equal(review.reason("NORTH", stale), "bad-field");
  const equal = { ...stale, version: 2, bothNumbers: [heading("conflicts")] };
  assert.equal(review.reason("NORTH", equal), "bad-field", "it differs no more");
});

test("where the theatre asks for two people, both of each side say the same", () => {
  const review = new TestReview({ secondPersonAgreement: true });
  review.state("NORTH", figure(3, "conflicts"));
  review.state("SOUTH", figure(4, "conflicts"));
  const both = [heading("conflicts")];
  review.agree("NORTH", both);
  const agree = { kind: "agree-review", version: 1, bothNumbers: both } as const;
  assert.equal(review.reason("NORTH", agree), "needs-second-person");
  review.agree("NORTH", [], "north two");
  assert.equal(review.found.sides[0].agreement?.officers.length, 1, "it is another word");
  review.agree("NORTH", both, "north two");
  review.agree("NORTH", both, "north three");
  review.agree("SOUTH", both);
  assert.equal(review.found.state, "compared");
  const [northOf] = review.seenBy("SOUTH").sides;
  assert.deepEqual([northOf.agreement?.officers, northOf.agreement?.officerCount], [null, 2]);
  review.agree("SOUTH", both, "south two");
  assert.deepEqual(
    review.found.result?.map(({ outcome }) => outcome),
    ["both_numbers"],
  );
});

test("to who is no side of it a review is not there; the host sees that it exists", () => {
  const review = new TestReview();
  const { state } = review.theatre;
  const commands = [
    { kind: "state-figures", figures: [figure(1, "conflicts")] },
    { kind: "agree-review", version: 0, bothNumbers: [] },
    { kind: "withdraw-review" },
  ] as const;
  for (const command of commands) {
    const say = (reviewId: string) =>
      review.theatre.say("RELIEF", { ...command, reviewId }, { by: "r" }).outcome;
    for (const id of [review.id, "review-none"])
      assert.deepEqual(say(id), {
        ok: false,
        refusal: { reason: "not-found", what: "review", id },
      });
  }
  assert.equal(viewFor(state, { kind: "party", party: "RELIEF" }).review(review.id), null);
  const host = viewFor(state, { kind: "host" }).review(review.id);
  assert.deepEqual(Object.keys(host ?? {}), ["detail", "id", "parties", "state", "changedMs"]);
});

test("the seal holds for the host, too, while two of its people have opened the review", () => {
  const review = new TestReview();
  review.state("NORTH", figure(17, "conflicts"));
  const { theatre, id } = review;
  const ask = { kind: "request-opening", what: "review", id, reason: "asked to" } as const;
  const asked = theatre.say("system", ask, { by: "host one" }).outcome;
  assert.ok(asked.ok && asked.value?.about === "opening");
  const { openingId } = asked.value;
  theatre.say("system", { kind: "second-opening", openingId }, { by: "host two" });
  const seen = viewFor(theatre.state, { kind: "host" }).review(id);
  assert.ok(seen?.detail === "full");
  assert.deepEqual(seen.sides[0].statements, []);
});

test("nothing but a withdrawal goes around a line of the two that is suspended", () => {
  const line = new TestLine().open();
  const { theatre } = line;
  theatre.wait(DAY_MS);
  const open = { kind: "open-review", other: "SOUTH", fromDay: DAY, toDay: DAY } as const;
  const { outcome } = theatre.say("NORTH", open, { by: "north one" });
  assert.ok(outcome.ok && outcome.value?.about === "review");
  const { reviewId } = outcome.value;
  const suspend = { kind: "suspend-line", channelId: LINE_ID, carveOuts: [] } as const;
  assert.ok(line.say("SOUTH", { ...suspend, scope: ["all"] }).outcome.ok);
  const say = (command: Parameters<typeof theatre.say>[1]) => {
    const said = theatre.say("NORTH", command, { by: "north one" }).outcome;
    return said.ok ? "accepted" : said.refusal.reason;
  };
  const figures = [figure(1, "conflicts")];
  assert.equal(say({ kind: "state-figures", reviewId, figures }), "line-suspended");
  assert.equal(say({ ...open, fromDay: DAY - 1 }), "line-suspended");
  assert.equal(say({ kind: "withdraw-review", reviewId }), "accepted");
});

test("periods, figures and speakers that do not fit are refused with field and remedy", () => {
  const review = new TestReview();
  const { theatre } = review;
  const open = { kind: "open-review", other: "SOUTH", fromDay: DAY, toDay: DAY } as const;
  const said = (more: object, by: string | null = "north one") => {
    const { outcome } = theatre.say("NORTH", { ...open, ...more }, { by });
    assert.ok(!outcome.ok);
    const { refusal } = outcome;
    return refusal.reason === "bad-field" ? refusal.field : refusal.reason;
  };
  assert.equal(said({ toDay: DAY + 1 }), "to", "today is not over");
  assert.equal(said({ fromDay: DAY + 1 }), "from");
  assert.equal(said({ fromDay: DAY - LIMITS.reviewDaysMax }), "from");
  const old = DAY - LIMITS.statisticsDaysKeptMax;
  assert.equal(said({ fromDay: old, toDay: old }), "from");
  assert.equal(said({ other: "NORTH" }), "other");
  assert.equal(said({ other: "NOBODY" }), "unknown-party");
  assert.equal(said({}), "wrong-state", "one of a period at a time");
  assert.equal(said({ fromDay: DAY - 1 }, null), "not-permitted", "a machine counts for nobody");
  const bad = [
    [[], "figures"],
    [[figure(1, "violations")], "figures[0]"],
    [[figure(1, "violations", { of: "RELIEF" })], "figures[0]"],
    [[figure(1, "conflicts", NORTHS)], "figures[0]"],
    [[figure(1, "incidents")], "figures[0]"],
    [[figure(1, "conflicts"), figure(1, "conflicts")], "figures[1]"],
    [[figure(-1, "conflicts")], "figures[0].count"],
    [[figure(0.5, "conflicts")], "figures[0].count"],
  ] as const;
  for (const [figures, field] of bad) {
    const { outcome } = review.say("NORTH", { kind: "state-figures", figures });
    assert.ok(!outcome.ok && outcome.refusal.reason === "bad-field");
    assert.equal(outcome.refusal.field, field);
  }
  const agree = { kind: "agree-review", version: 0, bothNumbers: [] } as const;
  assert.equal(review.reason("NORTH", agree), "wrong-state");
  const all = headingsOf(["NORTH", "SOUTH"]).map((one) => ({ ...one, count: 1 }));
  assert.equal(review.reason("NORTH", { kind: "state-figures", figures: all }), "accepted");
});

test("a side says only so much of one review, and opens only so many", () => {
  const review = new TestReview();
  const command = { kind: "state-figures", figures: [figure(1, "conflicts")] } as const;
  for (let i = 0; i < LIMITS.reviewStatementsMax; i++) review.must("NORTH", command);
  assert.equal(review.reason("NORTH", command), "too-many");
  const { all } = review.theatre.state.reviews;
  for (let i = 1; i < LIMITS.reviewsPerPairMax; i++)
    all.set(`${i}`, { ...review.found, id: `${i}` });
  const open = { kind: "open-review", other: "SOUTH", fromDay: DAY - 1, toDay: DAY } as const;
  const by = { by: "north one" };
  assert.deepEqual(review.theatre.say("NORTH", open, by).outcome, {
    ok: false,
    refusal: { reason: "too-many", what: "reviews of two parties", limit: 500 },
  });
  const back = review.theatre.say("SOUTH", { ...open, other: "NORTH" }, { by: "south one" });
  assert.ok(back.outcome.ok, "one side does not take the other's room");
});

test("a review that nobody ends lapses; one that is over is forgotten, an agreed one with the counts", () => {
  const review = new TestReview();
  review.state("NORTH", figure(1, "conflicts"));
  const { changes } = review.theatre.wait(LIMITS.reviewOpenMs);
  assert.equal(review.found.state, "lapsed");
  const told = changes.flatMap((one) => viewFor(review.theatre.state, SOUTH).tell(one) ?? []);
  assert.ok(told.some((one) => one.kind === "review.changed" && one.cause === "lapsed"));
  assert.doesNotMatch(JSON.stringify(told), /"count"/, "the seal holds");
  review.theatre.wait(LIMITS.retentionMs + 1);
  assert.equal(review.theatre.state.reviews.all.size, 0);
  const other = new TestReview();
  for (const party of ["NORTH", "SOUTH"]) other.state(party, figure(1, "conflicts"));
  for (const party of ["NORTH", "SOUTH"]) other.agree(party);
  other.theatre.wait((LIMITS.statisticsDaysKeptMax - 1) * DAY_MS);
  assert.equal(other.found.state, "agreed");
  other.theatre.wait(2 * DAY_MS);
  assert.equal(other.theatre.state.reviews.all.size, 0);
});

test("withdrawn, nothing of it is anyone's; what was sealed stays so", () => {
  const review = new TestReview();
  review.state("NORTH", figure(1, "conflicts"));
  review.must("SOUTH", { kind: "withdraw-review" });
  assert.deepEqual(review.seenBy("SOUTH").sides[0].statements, []);
  const figures = [figure(1, "conflicts")];
  assert.equal(review.reason("SOUTH", { kind: "state-figures", figures }), "wrong-state");
});

test("a dump holds all of it", () => {
  const review = new TestReview();
  for (const party of ["NORTH", "SOUTH"]) review.state(party, figure(1, "conflicts"));
  review.agree("NORTH");
  const { state } = review.theatre;
  const dump = JSON.parse(JSON.stringify(dumpState(state))) as ReturnType<typeof dumpState>;
  assert.deepEqual(dumpState(loadState(dump)).reviews, dumpState(state).reviews);
  assert.equal(loadState(dump).reviews.all.of("SOUTH").size, 1);
});

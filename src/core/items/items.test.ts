import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../commands.ts";
import { TestContacts } from "../contacts/test-contacts.ts";
import { LIMITS } from "../limits.ts";
import { HOUR_MS, START_MS } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Reader } from "../view.ts";
import type { OpenItem } from "./commands.ts";
import { CONTRIBUTION, ITEM, ITEM_STATES } from "./model.ts";
import type { Item, ItemState, PartState } from "./model.ts";

const asParty = (party: string): Reader => ({ kind: "party", party });

const OPEN: OpenItem = {
  kind: "open-item",
  subject: "Passage of aid to Kabul",
  lead: "NORTH",
  contributors: ["SOUTH", "RELIEF"],
  dueMs: START_MS + 72 * HOUR_MS,
  isHumanitarian: false,
};

const itemOf = (theatre: TestContacts): Item => {
  const last = [...theatre.state.items.all.values()].at(-1);
  assert.ok(last);
  return last;
};

const opened = (more: Partial<OpenItem> = {}, by = "NORTH"): TestContacts => {
  const theatre = new TestContacts();
  theatre.done(by, { ...OPEN, ...more });
  return theatre;
};

const STEPS = ["open", "under_way", "done", "withdrawn"] as const;

test("every step of an item is as the table says", () => {
  for (const from of ITEM_STATES.filter((state) => state !== "proposed")) {
    for (const to of STEPS) {
      const theatre = opened();
      const item = itemOf(theatre);
      item.state = from;
      const isAllowed = ITEM.next[from].includes(to);
      const command = { kind: "move-item", itemId: item.id, to } as const;
      assert.equal(theatre.answer("NORTH", command), isAllowed ? "accepted" : "wrong-state");
      assert.equal(itemOf(theatre).state, isAllowed ? to : from);
    }
  }
});

test("what is proposed is accepted, declined or taken back, each by whose it is", () => {
  const cases: readonly (readonly [string, Partial<Command>, string, ItemState])[] = [
    ["SOUTH", { kind: "accept-item" }, "accepted", "open"],
    ["SOUTH", { kind: "decline-item" }, "accepted", "declined"],
    ["NORTH", { kind: "accept-item" }, "not-permitted", "proposed"],
    ["NORTH", { kind: "move-item", to: "withdrawn" }, "accepted", "withdrawn"],
    ["NORTH", { kind: "move-item", to: "done" }, "not-permitted", "proposed"],
    ["SOUTH", { kind: "move-item", to: "under_way" }, "not-permitted", "proposed"],
    ["EAST", { kind: "accept-item" }, "not-found", "proposed"],
  ];
  for (const [party, step, answer, state] of cases) {
    const theatre = opened({ lead: "SOUTH", contributors: ["RELIEF"] });
    const command = { ...step, itemId: itemOf(theatre).id } as Command;
    assert.equal(theatre.answer(party, command), answer, `${party}: ${step.kind}`);
    assert.equal(itemOf(theatre).state, state);
  }
});

test("every step of a contribution is as the table says", () => {
  for (const from of Object.keys(CONTRIBUTION.next) as PartState[]) {
    for (const [to, party, step] of [
      ["accepted", "SOUTH", { kind: "accept-item" }],
      ["declined", "SOUTH", { kind: "decline-item" }],
      ["asked", "NORTH", { kind: "ask-contributor", party: "SOUTH" }],
    ] as const) {
      const theatre = opened();
      const item = itemOf(theatre);
      item.contributions = [{ party: "SOUTH", state: from }];
      const isAllowed = CONTRIBUTION.next[from].includes(to);
      const refused = from === "declined" && party === "SOUTH" ? "not-found" : "wrong-state";
      const answer = theatre.answer(party, { ...step, itemId: item.id });
      assert.equal(answer, isAllowed ? "accepted" : refused, `${from} → ${to}`);
      const [own] = itemOf(theatre).contributions;
      assert.equal(own?.state, isAllowed ? to : from);
    }
  }
});

test("who declines hears no more of it; the history keeps what was said", () => {
  const theatre = opened();
  const { id: itemId } = itemOf(theatre);
  theatre.done("SOUTH", { kind: "decline-item", itemId, text: "not ours" });
  const { changes } = theatre.tell("NORTH", { kind: "note-item", itemId, text: "as agreed" });
  assert.equal(viewFor(theatre.state, asParty("SOUTH")).item(itemId), null);
  assert.deepEqual(changes.map(viewFor(theatre.state, asParty("SOUTH")).tell), [null]);
  const seen = viewFor(theatre.state, asParty("RELIEF")).item(itemId);
  assert.ok(seen?.detail === "full");
  assert.deepEqual(
    seen.history.map(({ number, party, role, by, what, text }) => [
      number,
      party,
      role,
      by,
      what.kind,
      text,
    ]),
    [
      [1, "NORTH", "lead", null, "opened", null],
      [2, "SOUTH", "contributor", null, "declined", "not ours"],
      [3, "NORTH", "lead", null, "said", "as agreed"],
    ],
  );
  const own = viewFor(theatre.state, asParty("NORTH")).item(itemId);
  assert.equal(own?.detail === "full" && own.history[0]?.by, "NORTH-1");
  const [told] = changes.flatMap(viewFor(theatre.state, asParty("NORTH")).tell);
  assert.ok(told?.kind === "item.changed" && told.item.detail === "full");
  assert.deepEqual([told.item.history.length, told.item.noteCount], [1, 3]);
});

test("a correction names what it sets right, of the own side, and deletes nothing", () => {
  const theatre = opened();
  const { id: itemId } = itemOf(theatre);
  theatre.done("SOUTH", { kind: "note-item", itemId, text: "12 lorries" });
  const correct = { kind: "note-item", itemId, text: "21 lorries", corrects: 2 } as const;
  assert.equal(theatre.answer("NORTH", correct), "bad-field");
  assert.equal(theatre.answer("SOUTH", { ...correct, corrects: 9 }), "bad-field");
  theatre.done("SOUTH", correct);
  assert.deepEqual(
    itemOf(theatre).history.map(({ text, corrects }) => [text, corrects]),
    [
      [null, null],
      ["12 lorries", null],
      ["21 lorries", 2],
    ],
  );
});

test("its parties are reminded before it is due, told when it is overdue, once, and not once it is done", () => {
  const theatre = opened();
  const { id: itemId } = itemOf(theatre);
  const heard: string[] = [];
  const wait = (hours: number): void => {
    const { changes } = theatre.wait(hours * HOUR_MS);
    heard.push(
      ...changes.flatMap(
        (change) => viewFor(theatre.state, asParty("SOUTH")).tell(change)?.kind ?? [],
      ),
    );
  };
  wait(48);
  assert.deepEqual(heard, ["item.due-soon"]);
  theatre.done("NORTH", { kind: "set-item-due", itemId, dueMs: START_MS + 100 * HOUR_MS });
  wait(40);
  assert.deepEqual(heard, ["item.due-soon", "item.due-soon"], "the time before is stale");
  wait(12);
  wait(12);
  assert.deepEqual(heard.slice(2), ["item.overdue"]);
  assert.equal(itemOf(theatre).isOverdue, true);
  theatre.done("NORTH", { kind: "move-item", itemId, to: "done" });
  assert.equal(itemOf(theatre).isOverdue, false);
  theatre.done("NORTH", { kind: "move-item", itemId, to: "under_way" });
  assert.equal(itemOf(theatre).isOverdue, true, "taken up again past its time");
  theatre.done("NORTH", { kind: "move-item", itemId, to: "done" });
  const past = { kind: "set-item-due", itemId, dueMs: START_MS } as const;
  assert.equal(theatre.answer("NORTH", past), "wrong-state");
  theatre.wait(LIMITS.itemKeptMs);
  assert.equal(theatre.state.items.all.size, 0, "long settled, it leaves the state");
});

test("an item that is moved on, put back and moved on again is told of its time once", () => {
  const theatre = opened();
  const { id: itemId } = itemOf(theatre);
  for (const to of ["under_way", "done", "under_way"] as const)
    theatre.done("NORTH", { kind: "move-item", itemId, to });
  const { changes } = theatre.wait(72 * HOUR_MS);
  assert.deepEqual(
    changes.map(({ kind }) => kind).filter((kind) => kind.startsWith("item-")),
    ["item-due-soon", "item-overdue"],
  );
});

test("a humanitarian item passes a suspended line and the day's limit, another does not", () => {
  for (const isHumanitarian of [false, true]) {
    const theatre = opened({ contributors: ["SOUTH"], isHumanitarian });
    const { id: itemId } = itemOf(theatre);
    const channelId = theatre.openLine("NORTH", "SOUTH");
    const note = { kind: "note-item", itemId, text: "news" } as const;
    theatre.done("NORTH", note);
    theatre.done("SOUTH", { kind: "suspend-line", channelId, scope: ["all"], carveOuts: [] });
    assert.equal(theatre.answer("NORTH", note), isHumanitarian ? "accepted" : "line-suspended");
    theatre.done("SOUTH", { kind: "restore-line", channelId });
    const day = Math.floor(theatre.atMs / (24 * HOUR_MS));
    theatre.state.items.days.set("NORTH", { day, count: LIMITS.itemNotesPerPartyDayMax });
    assert.equal(theatre.answer("NORTH", note), isHumanitarian ? "accepted" : "too-many");
  }
});

test("lines of two stop nothing that three share: the third would learn how they stand", () => {
  const theatre = opened({ contributors: ["SOUTH", "RELIEF"], isHumanitarian: false });
  const { id: itemId } = itemOf(theatre);
  for (const other of ["SOUTH", "RELIEF"]) {
    const channelId = theatre.openLine("NORTH", other);
    theatre.done(other, { kind: "suspend-line", channelId, scope: ["all"], carveOuts: [] });
    const note = { kind: "note-item", itemId, text: "news" } as const;
    assert.equal(theatre.answer("NORTH", note), "accepted", other);
  }
});

test("an item that is full of notes can still be moved to its end", () => {
  const theatre = opened({ isHumanitarian: true });
  const { id: itemId } = itemOf(theatre);
  const note = { kind: "note-item", itemId, text: "news" } as const;
  for (let i = 1; i < LIMITS.itemNotesMax; i++) theatre.done("SOUTH", note);
  assert.equal(theatre.answer("SOUTH", note), "too-many");
  assert.equal(theatre.answer("NORTH", { kind: "move-item", itemId, to: "done" }), "accepted");
});

test("what is refused takes no room in the party's day", () => {
  const theatre = opened();
  const count = () => theatre.state.items.days.get("NORTH")?.count;
  const before = count();
  const { id: itemId } = itemOf(theatre);
  theatre.answer("NORTH", { kind: "note-item", itemId, text: "x", corrects: 7 });
  assert.equal(count(), before);
});

const REFUSED: readonly (readonly [string, Partial<OpenItem>, string])[] = [
  ["due in the past", { dueMs: START_MS }, "bad-field"],
  ["of a stranger", { contributors: ["WEST"] }, "unknown-party"],
  ["whose lead contributes", { contributors: ["NORTH"] }, "bad-field"],
];
for (const [name, more, reason] of REFUSED) {
  test(`an item ${name} is refused: ${reason}`, () => {
    const theatre = new TestContacts();
    assert.equal(theatre.answer("NORTH", { ...OPEN, ...more }), reason);
    assert.equal(theatre.state.items.all.size, 0);
  });
}

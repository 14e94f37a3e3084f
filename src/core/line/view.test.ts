/** What the host is shown of a message: that it is, how far it is and when it is due. Not what was said. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { viewFor } from "../view.ts";
import type { EntryOutcome } from "../apply.ts";
import type { Values } from "./fields.ts";
import { TestLine } from "./test-line.ts";

const HOST = { kind: "host" } as const;

/** Causes and receipts that the host has of an entry. */
const hostHears = (line: TestLine, { changes }: EntryOutcome) => {
  const view = viewFor(line.theatre.state, HOST);
  return changes.flatMap((change) => {
    const told = view.tell(change);
    return told?.kind === "message.changed" ? [told.cause] : [];
  });
};

const saidOf = (line: TestLine, messageId: string) => {
  const found = viewFor(line.theatre.state, HOST).line.message(messageId);
  return found?.receipts.map(({ state }) => state);
};

const about = (target: string, more: object): Partial<Values> => ({ target, ...more });

test("a concern and an objection are acknowledgements to the host, a correction is nothing", () => {
  for (const [kind, party, said] of [
    ["concern", "SOUTH", ["acknowledged"]],
    ["objection", "SOUTH", ["acknowledged"]],
    ["correction", "NORTH", []],
    ["retract", "NORTH", ["closed"]],
  ] as const) {
    const line = new TestLine().open();
    const { id } = line.send("NORTH", "hazard_warning");
    const [field] = Object.keys(line.message(id).body).filter((name) => name !== "area");
    const more = kind === "correction" ? { fieldName: field, is: "b" } : {};
    const outcome = line.say(party, line.command(kind, {}, about(id, more)));
    assert.ok(outcome.outcome.ok, JSON.stringify(outcome.outcome));
    assert.deepEqual(hostHears(line, outcome), said, kind);
    const state = party === "SOUTH" ? "acknowledged" : "undelivered";
    assert.deepEqual(saidOf(line, id), [state], kind);
  }
});

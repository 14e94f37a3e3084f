import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeEvent } from "../api/native/event.ts";
import { encodeMovement } from "../api/native/movement.ts";
import type { EntryOutcome } from "../core/apply.ts";
import {
  answerTo,
  departAt,
  moveTheatre,
  movementOf,
  report,
  seenBy,
  submit,
  tellOne,
} from "../core/movements/test-movements.ts";
import type { TestTheatre } from "../core/test-theatre.ts";
import { viewFor } from "../core/view.ts";
import { speechOf } from "./speech.ts";
import { Teller } from "./tell.ts";
import { tellOpenedMovement } from "./tell-movement.ts";

/** What a party's teller says of the movement in what an entry did. */
const hear = (
  theatre: TestTheatre,
  teller: Teller,
  changes: EntryOutcome["changes"],
): readonly string[] => {
  const party = teller.memory.party!;
  const view = viewFor(theatre.state, { kind: "party", party });
  return changes.flatMap((change) => {
    const told = view.tell(change);
    if (!told?.kind.startsWith("movement.")) return [];
    const line = teller.tell(encodeEvent({ seq: 1, atMs: theatre.atMs, told }));
    return line ? [`${line.direction}: ${line.text}`] : [];
  });
};

const tellerOf = (party: string): Teller => new Teller(party, speechOf("en", []));

test("its owner hears it by its ends, who answered and how; the one that answered, the same", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  const [relief, south] = [tellerOf("RELIEF"), tellerOf("SOUTH")];
  const answered = answerTo(theatre);
  assert.deepEqual(hear(theatre, relief, answered.changes).map(plain), [
    "told: Our movement “North store – Clinic”: answered. SOUTH: acknowledged.",
  ]);
  const [before] = hear(theatre, south, answered.changes).map(plain);
  assert.match(before!, /^said: Movement of RELIEF from 20.*Z: answered\. SOUTH: acknowledged\.$/);
  tellOpenedMovement(south.memory, encodeMovement(seenBy(theatre, "SOUTH"), ""));
  const [after] = hear(theatre, south, answered.changes).map(plain);
  assert.match(after!, /Movement of RELIEF “North store – Clinic”: answered/);
});

test("of what a recipient says no other recipient hears; the names of its ends are its owner's", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  const answered = answerTo(theatre);
  const told = (party: string) =>
    answered.changes.map((change) => viewFor(theatre.state, { kind: "party", party }).tell(change));
  const [relief] = told("RELIEF");
  assert.ok(relief?.kind === "movement.changed" && relief.movement.detail === "brief");
  assert.deepEqual(relief.recipient, { party: "SOUTH", state: "acknowledged" });
  assert.deepEqual(relief.movement.ends, { origin: "North store", destination: "Clinic" });
  const [south] = told("SOUTH");
  assert.ok(south?.kind === "movement.changed" && south.movement.detail === "brief");
  assert.equal(south.movement.ends, null);
  assert.deepEqual(told("NORTH"), [null]);
});

test("a deviation says by how much, and is found, not said", () => {
  const theatre = moveTheatre();
  tellOne(theatre);
  departAt(theatre);
  report(theatre, "departed");
  const off = report(theatre, "departed", { place: { lngDeg: 40.1, latDeg: 35.4 } });
  const [said] = hear(theatre, tellerOf("RELIEF"), off.changes).map(plain);
  assert.match(said!, /^told: .*it deviates from what was notified.*Off its route by \d+ m\.$/);
});

test("one that waits for its second person says so, to its own side", () => {
  const theatre = moveTheatre();
  submit(theatre);
  const { id } = movementOf(theatre);
  const change = {
    kind: "movement-changed",
    movementId: id,
    cause: "submitted",
    to: "owner",
  } as const;
  const heard = hear(theatre, tellerOf("RELIEF"), [change]);
  assert.match(plain(heard[0] ?? ""), /entered\. It waits for a second person of our side\.$/);
});

/** Without marks of direction. */
const plain = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, "");

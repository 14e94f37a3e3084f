import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Values } from "./fields.ts";
import { TestLine } from "./test-line.ts";

const body = (values: object): Partial<Values> => values;

/** What NORTH is answered that corrects a hazard warning, or "accepted". */
const answer = (said: object, kind: "hazard_warning" | "cease_request" = "hazard_warning") => {
  const line = new TestLine().open();
  const { id } = line.send("NORTH", kind);
  const command = line.command("correction", {}, body({ target: id, is: "other", ...said }));
  const { outcome } = line.say("NORTH", command);
  if (outcome.ok) return { field: "accepted", remedy: "" };
  assert.ok(outcome.refusal.reason === "bad-field");
  return outcome.refusal;
};

const asked = (fieldName: string, was: string) => answer({ fieldName, was }, "cease_request").field;

suite("what a correction says was said", () => {
  for (const [name, said, field] of [
    ["the word as it stands", { fieldName: "hazard", was: "mines" }, "accepted"],
    ["left out", { fieldName: "hazard" }, "accepted"],
    ["another word", { fieldName: "hazard", was: "flood" }, "fields.was"],
    ["a time as text", { fieldName: "window.startMs", was: "1970-01-01T00:00:00Z" }, "accepted"],
    ["its name on the wire", { fieldName: "window.start", was: "1970-01-01T00:00Z" }, "accepted"],
    ["a time as a number", { fieldName: "window.start", was: "0" }, "accepted"],
    ["another time", { fieldName: "window.start", was: "1970-01-01T00:01:00Z" }, "fields.was"],
    ["no time at all", { fieldName: "window.start", was: " " }, "fields.was"],
    ["until further notice", { fieldName: "window.end", was: "null" }, "accepted"],
    ["what no field says", { fieldName: "window.middle", was: "x" }, "fields.fieldName"],
    ["what every object has", { fieldName: "toString", was: "x" }, "fields.fieldName"],
    ["no field", { fieldName: ".", was: "x" }, "fields.fieldName"],
    ["a position", { fieldName: "area.center.lngDeg", was: "40" }, "fields.fieldName"],
  ] as const) {
    test(`${name}: ${field}`, () => assert.equal(answer(said).field, field));
  }

  test("the remedy says what it was, as the wire has it", () => {
    const was = "1970-01-01T00:01:00Z";
    assert.match(answer({ fieldName: "window.start", was }).remedy, /1970-01-01T00:00:00\.000Z/);
    const { remedy } = answer({ fieldName: "window", was });
    assert.match(remedy, /{"start":"1970-01-01T00:00:00\.000Z","end":null}/);
    const whole = remedy.replace(/^write (.*), or leave it out$/, "$1");
    assert.equal(answer({ fieldName: "window", was: whole }).field, "accepted");
  });

  test("one entry of a list, and a list of words as JSON", () => {
    assert.equal(asked("affected[0]", "civilians"), "accepted");
    assert.equal(asked("affected", '["civilians"]'), "accepted");
    assert.equal(asked("affected[1]", "civilians"), "fields.fieldName");
  });

  test("an empty path names the fields by their names on the wire", () => {
    assert.match(answer({ fieldName: "colour" }, "cease_request").remedy, /\bsince\b/);
  });
});

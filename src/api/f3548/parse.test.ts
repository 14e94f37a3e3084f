import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { parseBaseUrl, parseId } from "./parse.ts";
import { refusalOf } from "./test-parse.ts";
import { BASE_URL, idOf } from "./test-messages.ts";
import { encodeTime, parseTimeUs } from "./time.ts";

suite("ids", () => {
  for (const text of [idOf(1), "03E5572AF73349AFBC148A18BD53EE39"]) {
    test(`${text} is read`, () => assert.match(parseId(text, "entityid"), /^[0-9a-f-]{36}$/));
  }
  for (const text of [
    "",
    "1",
    "03e5572a-f733-19af-bc14-8a18bd53ee39",
    "03e5572a-f733-49af-cc14-8a18bd53ee39",
    "03e5572af733-49af-bc14-8a18bd53ee39",
    "03e5572a-f733-49af-bc14-8a18bd53ee3g",
    "{03e5572a-f733-49af-bc14-8a18bd53ee39}",
    "03e5572a-f733-49af-bc14-8a18bd53ee39 ",
  ]) {
    test(`${JSON.stringify(text)} is refused`, () => {
      const [status, message] = refusalOf(() => parseId(text, "entityid"));
      assert.equal(status, 400);
      assert.match(message, /^entityid .*UUID of version 4/);
    });
  }
});

const statusOf = (text: string, allowHttp = false) =>
  refusalOf(() => parseBaseUrl(text, "uss_base_url", { allowHttp, uss: null }))[0];

suite("base URLs", () => {
  for (const text of ["https://uss.example.com", "https://10.0.0.1:8443/a/b"]) {
    test(`${text} is read`, () => assert.equal(statusOf(text), 200));
  }
  test("http is read where the settings allow it", () => {
    assert.equal(statusOf("http://localhost:9000/utm"), 400);
    assert.equal(statusOf("http://localhost:9000/utm", true), 200);
  });
  for (const text of [
    "",
    "uss.example.com",
    "ftp://uss.example.com",
    "https://",
    "https://uss.example.com/",
    "https://uss.example.com/utm/",
    "https://uss.example.com/utm?x=1",
    "https://uss.example.com/utm?",
    "https://uss.example.com/utm#x",
    "https://user:word@uss.example.com",
    "https://uss.example.com/a b",
    ` ${BASE_URL}`,
    `https://uss.example.com/${"x".repeat(512)}`,
  ]) {
    test(`${JSON.stringify(text.slice(0, 40))} is refused`, () =>
      assert.equal(statusOf(text, true), 400));
  }
});

const us = (value: string, side: "start" | "end" = "start") =>
  parseTimeUs({ value, format: "RFC3339" }, "time", side);

suite("times", () => {
  const base = Date.UTC(2027, 0, 31, 12) * 1000;
  for (const [text, offset] of [
    ["2027-01-31T12:00:00Z", 0],
    ["2027-01-31T12:00:00.1Z", 100_000],
    ["2027-01-31T12:00:00.123456Z", 123_456],
    ["2027-01-31T12:00:00.000001Z", 1],
    ["2027-01-31T14:30:00+02:30", 0],
    ["2027-01-31t12:00:00z", 0],
  ] as const) {
    test(`${text} is read to the microsecond`, () => assert.equal(us(text), base + offset));
  }
  test("what is finer goes outward", () => {
    assert.equal(us("2027-01-31T12:00:00.0000019Z"), base + 1);
    assert.equal(us("2027-01-31T12:00:00.0000019Z", "end"), base + 2);
    assert.equal(us("2027-01-31T12:00:00.0000010Z", "end"), base + 1);
  });
  for (const text of [
    "2027-01-31T12:00:00Z",
    "2027-01-31T12:00:00.1Z",
    "2027-01-31T12:00:00.123456Z",
    "2027-01-31T12:00:00.000001Z",
    "1969-12-31T23:59:59.999999Z",
    "2254-12-31T23:59:59.999999Z",
  ]) {
    test(`${text} is written as it was read`, () => {
      assert.deepEqual(encodeTime(us(text)), { value: text, format: "RFC3339" });
    });
  }
});

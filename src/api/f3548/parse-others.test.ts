import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { UssScope } from "../../server/uss-tokens.ts";
import type { Said } from "./parse-intent.ts";
import {
  parsePutConstraint,
  parsePutSubscription,
  parseQuery,
  parseReport,
  parseSetAvailability,
} from "./parse-others.ts";
import { extentWithout, OLD, refusalOf, refuses, said, sent, square, ussOf } from "./test-parse.ts";
import {
  altitudeOf,
  circleAt,
  constraintBody,
  extentAt,
  idOf,
  SETTINGS,
  subscriptionBody,
  timeAt,
} from "./test-messages.ts";

const constraint = (change: object) =>
  parsePutConstraint(said(constraintBody(change)), OLD).command;

suite("constraints", () => {
  test("may be without altitudes", () => {
    const { volume, ...times } = extentAt();
    const extents = [{ ...times, volume: { outline_circle: volume.outline_circle } }];
    const command = constraint({ extents });
    assert.deepEqual(
      command.volumes.map(({ lowerM, upperM }) => [lowerM, upperM]),
      [[null, null]],
    );
    assert.deepEqual(
      [command.kind, command.manager, command.ovn],
      ["put-constraint", "uss1", OLD.ovn],
    );
  });
  refuses(
    [
      ["without a start", { extents: [extentWithout("time_start")] }, 400, /time_start is missing/],
      ["without an end", { extents: [extentWithout("time_end")] }, 400, /time_end is missing/],
      ["without extents", { extents: null }, 400, /extents is missing/],
      ["at an http URL", { uss_base_url: "http://a" }, 400, /uss_base_url/],
    ],
    (change) => constraint(change as object),
  );
});

const about = { id: idOf(2), version: null };
const subscription = (change: object, more: Partial<Said> = {}) =>
  parsePutSubscription(said(subscriptionBody(change), more), about).command;

const statusOf = (change: object, ...scopes: UssScope[]) =>
  refusalOf(() => subscription(change, { uss: ussOf(...scopes) }))[0];

suite("subscriptions", () => {
  test("have no altitudes unless the server heeds them", () => {
    const [low] = subscription({}).volumes;
    assert.deepEqual([low?.lowerM, low?.upperM], [null, null]);
    const settings = { ...SETTINGS, heedSubscriptionAltitudes: true };
    const [high] = subscription({}, { settings }).volumes;
    assert.deepEqual([high?.lowerM, high?.upperM], [0, 120]);
  });
  test("may be without times", () => {
    const { startUs, endUs } = subscription({ extents: { volume: extentAt().volume } });
    assert.deepEqual([startUs, endUs], [null, null]);
  });
  test("take the scope of what they ask to be told", () => {
    const both = { notify_for_constraints: true };
    const constraints = { ...both, notify_for_operational_intents: false };
    assert.equal(statusOf({}, "utm.strategic_coordination"), 200);
    assert.equal(statusOf({}, "utm.constraint_processing"), 403);
    assert.equal(statusOf(constraints, "utm.constraint_processing"), 200);
    assert.equal(statusOf(constraints, "utm.strategic_coordination"), 403);
    assert.equal(statusOf(both, "utm.strategic_coordination"), 403);
    assert.equal(statusOf(both, "utm.strategic_coordination", "utm.constraint_processing"), 200);
  });
  refuses(
    [
      [
        "without either notice",
        { notify_for_operational_intents: false },
        400,
        /^notify_for_operational_intents is not true/,
      ],
      ["with a list of extents", { extents: [extentAt()] }, 400, /^extents is a list/],
      [
        "that start after they end",
        { extents: { ...extentAt(), time_start: timeAt(3) } },
        400,
        /time_end is before/,
      ],
      ["of too large an area", { extents: { ...extentAt(), volume: square(0.53) } }, 400, /km²/],
      [
        "with the lower altitude above, heeded or not",
        {
          extents: {
            ...extentAt(),
            volume: { ...extentAt().volume, altitude_lower: altitudeOf(121) },
          },
        },
        400,
        /above altitude_upper/,
      ],
    ],
    (change) => subscription(change as object),
  );
});

suite("queries", () => {
  test("may be without altitudes and times", () => {
    const asked = parseQuery({
      area_of_interest: { volume: { outline_circle: circleAt(40, 35) } },
    });
    assert.deepEqual([asked.startUs, asked.endUs, asked.volume.lowerM], [null, null, null]);
  });
  const large = { area_of_interest: { volume: square(0.53) } };
  refuses(
    [
      ["are refused without an area", {}, 400, /^area_of_interest is missing/],
      ["are refused without a body", undefined, 400, /^the body is missing/],
      [
        "are refused without an outline",
        { area_of_interest: { volume: {} } },
        400,
        /has no outline/,
      ],
      [
        "are refused with too large an area",
        large,
        400,
        /^area_of_interest\.volume\.outline_polygon is of 28\d\d km²/,
      ],
    ],
    (given) => parseQuery(sent(given)),
  );
  test("of subscriptions answer too large an area by its own status", () => {
    assert.equal(refusalOf(() => parseQuery(large, 413))[0], 413);
  });
});

const availability = (body: unknown) => parseSetAvailability(said(body), "uss2");

suite("availability", () => {
  for (const [word, state] of [
    ["Normal", "normal"],
    ["DOWN", "down"],
    ["unknown", "unknown"],
  ] as const) {
    test(`${word} is read`, () => {
      assert.deepEqual(availability({ old_version: "", availability: word }), {
        kind: "set-availability",
        manager: "uss1",
        uss: "uss2",
        state,
        oldVersion: "",
      });
    });
  }
  refuses(
    [
      ["without its version", { availability: "Down" }, 400, /^old_version is missing/],
      ["without its word", { old_version: "" }, 400, /^availability is missing/],
      ["of another word", { old_version: "", availability: "Up" }, 400, /^availability is "Up"/],
    ],
    availability,
  );
});

suite("reports", () => {
  const exchange = {
    url: "https://a/b",
    method: "GET",
    recorder_role: "Client",
    request_time: timeAt(0),
  };
  test("are kept as they were sent", () => {
    const text = JSON.stringify({ exchange: { ...exchange, mystery: 1 } }, null, 3);
    const { command, report } = parseReport(ussOf(), { body: JSON.parse(text), text });
    assert.deepEqual(command, { kind: "file-uss-report", manager: "uss1", text });
    assert.deepEqual(report, { exchange });
  });
  test("are answered with the source of the request, where it is a text", () => {
    for (const request_source of ["a", 1, [[]]]) {
      const body = { exchange: { ...exchange, request_source } };
      const { report } = parseReport(ussOf(), { body, text: "" });
      assert.deepEqual(report, request_source === "a" ? body : { exchange });
    }
  });
  refuses(
    [
      ["without the exchange", {}, 400, /^exchange is missing/],
      [
        "without its URL",
        { exchange: { ...exchange, url: undefined } },
        400,
        /^exchange\.url is missing/,
      ],
      [
        "of another role",
        { exchange: { ...exchange, recorder_role: "Host" } },
        400,
        /recorder_role/,
      ],
    ],
    (body) => parseReport(ussOf(), { body: sent(body), text: "" }),
  );
});

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { UssScope } from "../../server/uss-tokens.ts";
import { NO_SUBSCRIPTION } from "./encode.ts";
import { parsePutIntent } from "./parse-intent.ts";
import {
  intent,
  NEW,
  OLD,
  refusalOf,
  refuses,
  said,
  ussOf,
  extentWithout,
  withVolume,
} from "./test-parse.ts";
import { BASE_URL, extentAt, idOf, intentBody, timeAt } from "./test-messages.ts";

suite("an intent that is read", () => {
  test("becomes the command of its manager's party, times in microseconds and rounded outward", () => {
    const [start, end] = ["2027-01-31T12:00:00.0005001Z", "2027-01-31T13:00:00.0005001+00:00"];
    const extent = {
      ...extentAt(),
      time_start: { value: start, format: "RFC3339" },
      time_end: { value: end, format: "RFC3339" },
    };
    const { surveyed, command } = parsePutIntent(said(intentBody({ extents: [extent] })), NEW);
    const startUs = Date.UTC(2027, 0, 31, 12) * 1000 + 500;
    const endUs = Date.UTC(2027, 0, 31, 13) * 1000 + 501;
    assert.deepEqual(command, {
      kind: "put-intent",
      manager: "uss1",
      party: "NORTH",
      id: idOf(1),
      ovn: null,
      state: "accepted",
      baseUrl: BASE_URL,
      key: [],
      subscription: { kind: "none" },
      volumes: [
        {
          footprint: { kind: "circle", center: [40, 35], radiusM: 300 },
          lowerM: 0,
          upperM: 120,
          startMs: Date.UTC(2027, 0, 31, 12),
          endMs: Date.UTC(2027, 0, 31, 13) + 1,
        },
      ],
      startUs,
      endUs,
    });
    assert.equal(surveyed.length, 1);
    assert.equal(surveyed[0]?.shape.kind, "point");
  });

  test("spans from the earliest start to the latest end", () => {
    const extents = [
      { ...extentAt(), time_start: timeAt(3), time_end: timeAt(5) },
      { ...extentAt(), time_start: timeAt(1), time_end: timeAt(2) },
    ];
    const { startUs, endUs } = intent({ extents });
    assert.equal(startUs, Date.parse(extents[1]!.time_start.value) * 1000);
    assert.equal(endUs, Date.parse(extents[0]!.time_end.value) * 1000);
  });

  test("is of the party that the settings give its manager", () => {
    for (const [manager, party] of [
      ["south", "SOUTH"],
      ["constructor", "NORTH"],
      ["uss1", "NORTH"],
    ] as const) {
      const parsed = parsePutIntent(said(intentBody(), { uss: { ...ussOf(), manager } }), NEW);
      assert.deepEqual([parsed.command.manager, parsed.command.party], [manager, party]);
    }
  });

  test("may have null for what is left out, and fields that are not known", () => {
    const command = intent({
      ...withVolume({ outline_polygon: null, mystery: 1 }, { mystery: [null] }),
      key: null,
      subscription_id: null,
      new_subscription: null,
      requested_ovn_suffix: null,
      mystery: { deep: [null] },
      ["__proto__"]: { state: 7 },
    });
    assert.deepEqual(command.subscription, { kind: "none" });
  });

  test("shows OVNs once each, and what can't be one is passed over", () => {
    const ovn = "a".repeat(16);
    const key = [ovn, ovn, "", "short", "Available from USS", "b".repeat(129), "c".repeat(128)];
    assert.deepEqual(intent({ key }).key, [ovn, "c".repeat(128)]);
  });

  test("has ids in one form", () => {
    const id = "03E5572A-f733-49af-bc14-8a18bd53ee39";
    const subscription_id = id.replaceAll("-", "");
    const command = parsePutIntent(said(intentBody({ subscription_id })), {
      id,
      ovn: null,
    }).command;
    assert.equal(command.id, id.toLowerCase());
    assert.deepEqual(command.subscription, { kind: "given", id: id.toLowerCase() });
  });

  test("may ask for the end of its OVN", () => {
    const suffix = "019AB3C4-0000-7000-8000-000000000001";
    assert.equal(intent({ requested_ovn_suffix: suffix }).ovnSuffix, suffix.toLowerCase());
  });
});

suite("an intent's subscription", () => {
  const fresh = { uss_base_url: BASE_URL, notify_for_constraints: true };
  for (const [name, given, read] of [
    ["none", {}, { kind: "none" }],
    ["the id that stands for none", { subscription_id: NO_SUBSCRIPTION }, { kind: "none" }],
    ["one that is there", { subscription_id: idOf(7) }, { kind: "given", id: idOf(7) }],
    [
      "a new one",
      { new_subscription: { uss_base_url: BASE_URL } },
      { kind: "new", baseUrl: BASE_URL, isForConstraints: false },
    ],
    [
      "a new one beside the id that stands for none",
      { new_subscription: fresh, subscription_id: NO_SUBSCRIPTION },
      { kind: "new", baseUrl: BASE_URL, isForConstraints: true },
    ],
  ] as const) {
    test(name, () => assert.deepEqual(intent(given).subscription, read));
  }
  for (const state of ["Activated", "Nonconforming", "Contingent"]) {
    test(`is needed of one that is ${state}`, () => {
      const [status, message] = refusalOf(() => intent({ state }, OLD));
      assert.equal(status, 400);
      assert.match(message, /subscription_id is missing/);
      assert.equal(intent({ state, subscription_id: idOf(7) }, OLD).state, state.toLowerCase());
      const none = refusalOf(() => intent({ state, subscription_id: NO_SUBSCRIPTION }, OLD));
      assert.equal(none[0], 400);
    });
  }
});

const statusOf = (change: object, about: typeof OLD | typeof NEW, ...scopes: UssScope[]) =>
  refusalOf(() => parsePutIntent(said(intentBody(change), { uss: ussOf(...scopes) }), about))[0];

suite("what an intent's scopes allow", () => {
  const coordination = "utm.strategic_coordination";
  const awareness = "utm.conformance_monitoring_sa";
  const subscription_id = idOf(7);
  for (const state of ["Nonconforming", "Contingent"]) {
    test(`${state} takes the scope of conformance monitoring`, () => {
      assert.equal(statusOf({ state, subscription_id }, OLD, coordination), 403);
      assert.equal(statusOf({ state, subscription_id }, NEW, coordination), 403);
      assert.equal(statusOf({ state, subscription_id }, OLD, awareness), 200);
    });
  }
  test("the other states take none of their own", () => {
    assert.equal(statusOf({ state: "Activated", subscription_id }, OLD, coordination), 200);
    assert.equal(statusOf({}, NEW, coordination), 200);
    assert.equal(statusOf({}, NEW, awareness), 200);
  });
  test("to be told of constraints takes the scope of processing them", () => {
    const fresh = { uss_base_url: BASE_URL, notify_for_constraints: true };
    assert.equal(statusOf({ new_subscription: fresh }, NEW, coordination), 403);
    assert.equal(
      statusOf({ new_subscription: fresh }, NEW, coordination, "utm.constraint_processing"),
      200,
    );
    const without = { ...fresh, notify_for_constraints: false };
    assert.equal(statusOf({ new_subscription: without }, NEW, coordination), 200);
  });
});

suite("an intent is refused with", () => {
  const fresh = { uss_base_url: BASE_URL };
  refuses(
    [
      ["a state that is none", { state: "Ended" }, 400, /^state is "Ended"/],
      ["a state in small letters", { state: "accepted" }, 400, /^state .*did you mean Accepted/],
      [
        "another state than Accepted at first",
        { state: "Activated", new_subscription: fresh },
        400,
        /^state is Activated of an intent that is new/,
      ],
      ["no state", { state: null }, 400, /^state is missing/],
      ["no extents", { extents: undefined }, 400, /^extents is missing/],
      ["empty extents", { extents: [] }, 400, /^extents has 0 entries/],
      ["extents that are no list", { extents: extentAt() }, 400, /^extents is an object/],
      [
        "no volume",
        { extents: [extentWithout("volume")] },
        400,
        /^extents\[0\]\.volume is missing/,
      ],
      [
        "101 volumes",
        { extents: Array.from({ length: 101 }, () => extentAt()) },
        400,
        /^extents has 101 volumes/,
      ],
      ["no base URL", { uss_base_url: undefined }, 400, /^uss_base_url is missing/],
      [
        "both subscriptions",
        { subscription_id: idOf(7), new_subscription: fresh },
        400,
        /^new_subscription is given beside/,
      ],
      [
        "a subscription that is no id",
        { subscription_id: "x" },
        400,
        /^subscription_id "x" is no id/,
      ],
      ["an empty subscription", { subscription_id: "" }, 400, /^subscription_id "" is no id/],
      [
        "a new subscription without a URL",
        { new_subscription: {} },
        400,
        /^new_subscription\.uss_base_url is missing/,
      ],
      [
        "a new subscription at an http URL",
        { new_subscription: { uss_base_url: "http://a" } },
        400,
        /^new_subscription\.uss_base_url "http:\/\/a" is not an https URL/,
      ],
      ["a key that is no list", { key: "x" }, 400, /^key is text/],
      ["a key of numbers", { key: [7] }, 400, /^key\[0\] is a number/],
      [
        "an end of the OVN that is no UUID of version 7",
        { requested_ovn_suffix: idOf(1) },
        400,
        /^requested_ovn_suffix .*version 7/,
      ],
    ],
    (change) => intent(change as object),
  );

  for (const [name, given, message] of [
    ["no body", undefined, /^the body is missing/],
    ["null as its body", null, /^the body is null/],
    ["a list as its body", [], /^the body is a list/],
  ] as const) {
    test(name, () => {
      const [status, text] = refusalOf(() => parsePutIntent(said(given), NEW));
      assert.equal(status, 400);
      assert.match(text, message);
    });
  }
});

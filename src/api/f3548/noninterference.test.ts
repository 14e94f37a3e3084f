/** Two servers that differ in what SOUTH keeps from NORTH answer NORTH's USSs with the same bytes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { Command } from "../../core/commands.ts";
import type { Rung } from "../../core/disclosure/model.ts";
import { askAs, volumeAt } from "../native/fixture.ts";
import type { Ask } from "../native/fixture.ts";
import {
  BASE_URL,
  circleAt,
  CONSTRAINT_DETAILS,
  CONSTRAINTS,
  constraintBody,
  DETAILS,
  extentAt,
  idOf,
  intentBody,
  INTENTS,
  OWN,
  subscriptionBody,
  SUBSCRIPTIONS,
} from "./test-messages.ts";
import { startUssServer, tokenOf } from "./test-uss.ts";
import type { UssServer } from "./test-uss.ts";

/** Time stands still: no answer tells what the machine's own time is. */
const START_MS = Math.ceil(Date.now() / 86_400_000) * 86_400_000;
const nowMs = (): number => START_MS;
const MINUTE_MS = 60_000;

const isoAt = (minutes: number): string => new Date(START_MS + minutes * MINUTE_MS).toISOString();
const timeAt = (minutes: number) => ({ value: isoAt(minutes), format: "RFC3339" });

/** What stands where: from degrees east of here, on one line. */
const PLACES = ["hidden", "cell", "shown", "closed", "moved", "free"] as const;
type Place = (typeof PLACES)[number];
const positionOf = (place: Place): readonly [lng: number, lat: number] => [
  40 + 0.5 * PLACES.indexOf(place),
  35,
];
const over = (place: Place, [from, to]: readonly [number, number]) => ({
  ...extentAt(...positionOf(place)),
  time_start: timeAt(from),
  time_end: timeAt(to),
});

/** `nothing`: as in the first. `hidden`: what NORTH is not shown is other. `shown`: what it is shown, too. */
type Varied = "nothing" | "hidden" | "shown";

/** The same in every step that all worlds have, however much was done in one of them alone. */
class Chance {
  isApart = false;
  private readonly steps = { apart: 0, common: 0 };
  private drawn = 0;

  step(): void {
    this.steps[this.isApart ? "apart" : "common"] += 1;
    this.drawn = 0;
  }

  readonly drawSalt = (): Uint8Array => {
    const step = this.steps[this.isApart ? "apart" : "common"];
    return new Uint8Array(new Uint32Array([step, ++this.drawn, this.isApart ? 1 : 0, 7]).buffer);
  };
}

class World {
  readonly server: UssServer;
  readonly varied: Varied;
  private readonly south: Ask;
  private readonly chance: Chance;
  private said = 0;
  /** All that NORTH's USSs were answered, in order. */
  readonly answers: string[] = [];

  private constructor(server: UssServer, varied: Varied, south: Ask, chance: Chance) {
    this.server = server;
    this.chance = chance;
    this.varied = varied;
    this.south = south;
  }

  static async begin(varied: Varied): Promise<World> {
    const chance = new Chance();
    const sources = { nowMs, drawSalt: chance.drawSalt };
    const clock = { nowMs };
    const server = await startUssServer({ sources, clock, settings: { uss: OWN } });
    return new World(server, varied, await askAs(server, { party: "SOUTH" }), chance);
  }

  /** What is done in this world alone. */
  async apart<T>(act: () => Promise<T>): Promise<T> {
    this.chance.isApart = true;
    const done = await act();
    this.chance.isApart = false;
    return done;
  }

  private commandId(): string {
    this.chance.step();
    return idOf(1_000_000 + ++this.said);
  }

  /** By SOUTH's desk; `minutes` and all else of it as the world has it. */
  async file(place: Place, change: Filing, upon?: Filed): Promise<Filed> {
    const { lngDeg = 0, name = "n", minutes = [120, 180], upperM = 500 } = change;
    const [lng, lat] = positionOf(place);
    const [start, end] = minutes.map(isoAt) as [string, string];
    const volumes = [volumeAt(lng + lngDeg, lat, { start, end, upperM })];
    const { category = "uas_flight" } = change;
    const key = { "idempotency-key": this.commandId() };
    const { status, body } = upon
      ? await this.south(
          "PUT",
          `/v1/operations/${upon.id}`,
          { version: upon.version, name, volumes },
          key,
        )
      : await this.south("POST", "/v1/operations", { category, name, volumes }, key);
    assert.ok(status < 300, JSON.stringify(body));
    return { id: body.operationId, version: body.version };
  }

  async say(command: Command): Promise<void> {
    const origin = { party: "SOUTH", key: null };
    const commandId = this.commandId();
    const { outcome } = await this.server.engine.submit({ origin, commandId, command, survey: {} });
    assert.ok(outcome.ok, JSON.stringify(outcome));
  }

  disclose({ id: operationId }: Filed, rung: Rung): Promise<void> {
    return this.say({ kind: "disclose", operationId, to: "NORTH", rung });
  }

  /** What a USS of NORTH is answered: status, headers and bytes are kept, the body is returned. */
  async ask(sub: string, what: string, body?: object): Promise<Answer> {
    this.chance.step();
    const [method, url] = what.split(" ") as ["GET" | "POST" | "PUT" | "DELETE", string];
    const token = await tokenOf(sub, ...SCOPES);
    const response = await this.server.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    const { statusCode: status, headers, body: text } = response;
    assert.ok(status < 500, text);
    this.answers.push(`${what} ${status} ${JSON.stringify({ ...headers, date: null })} ${text}`);
    return { status, body: text === "" ? null : JSON.parse(text) };
  }
}

type Filed = { readonly id: string; readonly version: number };
type Filing = {
  readonly lngDeg?: number;
  readonly name?: string;
  readonly category?: "uas_flight" | "medevac";
  readonly minutes?: readonly [number, number];
  readonly upperM?: number;
};
type Answer = { readonly status: number; readonly body: any }; // oxlint-disable-line typescript/no-explicit-any -- tests read what came
const SCOPES = [
  "utm.strategic_coordination",
  "utm.conformance_monitoring_sa",
  "utm.constraint_processing",
  "utm.constraint_management",
] as const;

/** What SOUTH keeps to itself, in the first world and in another. */
const filings = ({ varied }: World) => {
  const isOther = varied !== "nothing";
  const name = isOther ? "a quite different name, and longer" : "n";
  const within = isOther ? ([124, 173] as const) : ([121, 179] as const);
  const category = isOther ? "medevac" : "uas_flight";
  const kept = { name, category, minutes: within } as const;
  const elsewhere = { ...kept, lngDeg: isOther ? 0.2 : 0, upperM: isOther ? 900 : 300 };
  return { isOther, kept, elsewhere, upperM: varied === "shown" ? 600 : 500 };
};

type Known = Readonly<Record<"shown" | "closed" | "moved", Filed>>;

const fill = async (world: World): Promise<Known> => {
  const { isOther, kept, elsewhere, upperM } = filings(world);
  await world.file("hidden", elsewhere);
  await world.disclose(await world.file("cell", elsewhere), "cell");
  const [shown, closed, moved] = [
    await world.file("shown", { ...kept, upperM }),
    await world.file("closed", kept),
    await world.file("moved", kept),
  ];
  for (const one of [shown, closed, moved]) await world.disclose(one, "area_and_altitude");
  // The last: what is drawn for the others depends on their own numbers, too.
  if (isOther) await world.apart(() => world.file("free", kept));
  return { shown, closed, moved };
};

/** Behind NORTH's back in the one world; what it is shown of changes in both. */
const change = async (world: World, { shown, closed, moved }: Known): Promise<void> => {
  const { isOther, kept, elsewhere, upperM } = filings(world);
  await world.say({ kind: "close-disclosure", operationId: closed.id, to: "NORTH" });
  if (isOther) {
    await world.apart(async () => {
      const otherwise = { ...kept, minutes: [126, 178], name: "renamed", upperM } as const;
      await world.file("shown", otherwise, shown);
      const replaced = await world.file("closed", elsewhere, closed);
      await world.say({ kind: "cancel-operation", operationId: replaced.id });
    });
  }
  await world.file("moved", { ...kept, lngDeg: 0.001 }, moved);
};

const HEEDING = { uss_base_url: BASE_URL, notify_for_constraints: true };

const listen = async (world: World): Promise<void> => {
  for (const [i, place] of PLACES.entries()) {
    const both = { notify_for_constraints: true, extents: over(place, [0, 1_200]) };
    const uss_base_url = place === "moved" ? OWN.baseUrl : BASE_URL;
    const body = subscriptionBody({ ...both, uss_base_url });
    await world.ask("uss2", `PUT ${SUBSCRIPTIONS}/${idOf(100 + i)}`, body);
  }
};

/** All that a USS can read there, and what it finds by it. */
const look = async (world: World): Promise<void> => {
  for (const [i, place] of PLACES.entries()) {
    const volume = { outline_circle: circleAt(...positionOf(place), 30_000) };
    const area_of_interest = { volume };
    for (const path of [INTENTS, CONSTRAINTS, SUBSCRIPTIONS]) {
      const { body } = await world.ask("uss2", `POST ${path}/query`, { area_of_interest });
      for (const { id } of body.constraint_references ?? []) {
        await world.ask("uss2", `GET ${CONSTRAINTS}/${id}`);
        await world.ask("uss2", `GET ${CONSTRAINT_DETAILS}/${id}`);
        await world.ask("uss2", `PUT ${CONSTRAINTS}/${id}`, constraintBody());
        await world.ask("uss2", `DELETE ${CONSTRAINTS}/${id}/of-nobody-at-all-this`);
        await world.ask("uss2", `GET ${DETAILS}/${id}`);
      }
    }
    await world.ask("uss2", `GET ${SUBSCRIPTIONS}/${idOf(100 + i)}`);
    await world.ask("uss2", `GET ${INTENTS}/${idOf(200 + i)}`);
    await world.ask("uss2", `GET ${DETAILS}/${idOf(200 + i)}`);
  }
  await world.ask("uss2", "GET /uss/v1/notifications");
};

/** First with no key, then with what the details of all that is missing say; hosted now and then. */
const plan = async (world: World, first: number): Promise<void> => {
  for (const [i, place] of PLACES.entries()) {
    const uss_base_url = i % 2 === 0 ? BASE_URL : OWN.baseUrl;
    const intent = intentBody({
      uss_base_url,
      extents: [over(place, [110, 190])],
      new_subscription: { ...HEEDING, uss_base_url },
    });
    const put = (key: readonly string[]): Promise<Answer> =>
      world.ask("uss1", `PUT ${INTENTS}/${idOf(first + i)}`, { ...intent, key });
    const known = await world.ask("uss1", `GET ${INTENTS}/${idOf(200 + i)}`);
    const key: string[] = known.status === 200 ? [known.body.operational_intent_reference.ovn] : [];
    const refused = await put(key);
    for (const { id } of refused.body.missing_constraints ?? []) {
      const { body } = await world.ask("uss1", `GET ${CONSTRAINT_DETAILS}/${id}`);
      key.push(body.constraint.reference.ovn);
    }
    if (refused.status === 409) await put(key);
  }
};

/** One USS tells another of an intent that this DSS does not know. */
const tell = async (world: World): Promise<void> => {
  const id = idOf(300);
  const reference = {
    id,
    manager: "uss3",
    uss_availability: "Unknown",
    version: 1,
    ovn: "ovn-of-uss3-0001",
    time_start: timeAt(60),
    time_end: timeAt(90),
    uss_base_url: BASE_URL,
    state: "Accepted",
    subscription_id: id,
  };
  const operational_intent = { reference, details: { volumes: [], priority: 0 } };
  const of = PLACES.indexOf("moved");
  const subscriptions = [{ subscription_id: idOf(100 + of), notification_index: 9 }];
  const message = { operational_intent_id: id, operational_intent, subscriptions };
  await world.ask("uss3", `POST ${DETAILS}`, message);
};

const run = async (t: TestContext, varied: Varied): Promise<readonly string[]> => {
  const world = await World.begin(varied);
  t.after(() => world.server.close());
  await listen(world);
  const known = await fill(world);
  await look(world);
  await plan(world, 200);
  await change(world, known);
  await tell(world);
  await look(world);
  await plan(world, 400);
  return world.answers;
};

test("what is kept from NORTH changes no byte that its USSs are answered", async (t) => {
  const [one, other] = [await run(t, "nothing"), await run(t, "hidden")];
  for (const [i, answer] of one.entries()) assert.equal(other[i], answer);
  assert.equal(other.length, one.length);
  const text = one.join("\n");
  assert.match(text, /"missing_constraints":\[\{/, "something was in the way");
  assert.match(text, /"type":"hazard"/, "something was read");
  assert.match(text, /"notification_index":[1-9]/, "something was told");
});

test("what NORTH is shown does change them", async (t) => {
  const [one, other] = [await run(t, "hidden"), await run(t, "shown")];
  assert.doesNotMatch(one.join("\n"), /"value":600,/);
  assert.match(other.join("\n"), /"value":600,/);
});

/** Two servers that differ in what is hidden from SOUTH answer it with the same bytes. docs/security.md. */

import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { askAs, setTheatre, startTestServer, theatreOf, volumeAt } from "./fixture.ts";
import type { Answer, Ask, TestServer } from "./fixture.ts";

const START_MS = Math.ceil(Date.now() / 86_400_000) * 86_400_000;
const EXPIRES = new Date(START_MS + 86_400_000).toISOString();
const RATE = 400;
const EAST = { id: "EAST", names: { en: "East" }, kind: "military" } as const;
const LINE = "/v1/channels/NORTH:SOUTH:watch_desk";
const THEIRS = "/v1/channels/EAST:NORTH:watch_desk";

const nowMs = (): number => START_MS;

type Said = readonly [who: "NORTH" | "SOUTH" | "EAST", url: string, body?: object];

/** What is hidden, once in the one world and once in the other: the same number of entries. */
const HIDDEN: readonly (readonly [Said, Said])[] = [
  [
    ["NORTH", `${THEIRS}/messages`, distress("1")],
    ["NORTH", "/v1/clients", { name: "robot", roles: ["desk"] }],
  ],
  [
    ["EAST", `${THEIRS}/messages`, distress("2")],
    ["EAST", `${THEIRS}/suspend`, { scope: ["all"], carveOuts: [] }],
  ],
  [
    ["NORTH", "/v1/invitations", { name: "Anna", roles: ["desk"], expires: EXPIRES }],
    ["EAST", "/v1/clients", { name: "another", roles: ["desk"] }],
  ],
  [
    ["EAST", "/v1/clients", { name: "a", roles: ["reader"] }],
    ["NORTH", `${THEIRS}/messages`, distress("said at greater length")],
  ],
];

function distress(text: string): object {
  const place = { lngDeg: 40.141, latDeg: 35.336 };
  const about = { persons: { from: 3, to: 3 }, distress: "medical_emergency", passageAsked: "yes" };
  return { kind: "distress", language: "en", fields: { place, ...about, text } };
}

const noticeOf = (offsetDeg: number, name: string, lngDeg = 40.04): object => ({
  category: "uas_flight",
  name,
  volumes: [
    volumeAt(lngDeg + offsetDeg, 35.04, {
      start: new Date(START_MS + 7_200_000 + Math.round(offsetDeg * 1e8)).toISOString(),
      end: new Date(START_MS + 10_000_000).toISOString(),
    }),
  ],
});

class HiddenWorld {
  readonly server: TestServer;
  readonly asks: Readonly<Record<string, Ask>>;
  readonly messageIds: string[] = [];
  private said = 0;

  private constructor(server: TestServer, asks: Readonly<Record<string, Ask>>) {
    this.server = server;
    this.asks = asks;
  }

  /** Time stands still, and chance is the same in both. */
  static async begin(): Promise<HiddenWorld> {
    let drawn = 0;
    const drawSalt = () => new Uint8Array(new Uint32Array([++drawn, 7, 11, 13]).buffer);
    const server = await startTestServer({
      isBare: true,
      sources: { nowMs, drawSalt },
      deps: { clock: { nowMs }, settings: { ratePerMinute: RATE } },
    });
    const theatre = theatreOf();
    await setTheatre(server.engine, { ...theatre, parties: [...theatre.parties, EAST] });
    const asks: Record<string, Ask> = {};
    for (const party of ["NORTH", "SOUTH", "EAST"]) {
      asks[party] = await askAs(server, { party, roles: ["desk", "administrator"] });
    }
    return new HiddenWorld(server, asks);
  }

  async say([who, url, body]: Said): Promise<Answer> {
    const id = `00000000-0000-4000-8000-${String(++this.said).padStart(12, "0")}`;
    const answer = await this.asks[who]!("POST", url, body, { "idempotency-key": id });
    assert.ok(answer.status < 300, `${url}: ${JSON.stringify(answer.body)}`);
    if (url.endsWith("/messages")) this.messageIds.push(answer.body.id ?? answer.body.messageId);
    return answer;
  }

  async fill(isVaried: boolean): Promise<void> {
    const level = { level: "watch_desk" };
    for (const [party, line] of [
      ["SOUTH", LINE],
      ["EAST", THEIRS],
    ] as const) {
      await this.say(["NORTH", "/v1/channels", { parties: [party], ...level }]);
      await this.say([party, `${line}/take`]);
    }
    const [offset, name] = isVaried ? [0.002, "a quite different name"] : [0.001, "n"];
    await this.say(["NORTH", "/v1/operations", noticeOf(offset, name)]);
    await this.say(["EAST", "/v1/operations", noticeOf(offset, name, isVaried ? 52 : 51)]);
    for (const both of HIDDEN) await this.say(both[isVaried ? 1 : 0]);
    await this.say(["SOUTH", "/v1/operations", noticeOf(0, "s")]);
    await this.say(["SOUTH", `${LINE}/messages`, distress("3")]);
  }
}

/** But for the machine's own time of day. */
const textOf = ({ status, headers, body }: Answer): string =>
  JSON.stringify([status, { ...headers, date: null }, body]);

/** All that SOUTH may ask for, its id taken from what is there in either world. */
const urlsOf = (worlds: readonly HiddenWorld[]): string[] => {
  const messages = worlds.flatMap(({ messageIds }) => messageIds);
  const operations = ["NORTH-2026-00001", "EAST-2026-00001", "SOUTH-2026-00001"].map((id) =>
    id.replace("2026", String(new Date(START_MS).getUTCFullYear())),
  );
  const lists = ["operations", "conflicts", "disclosures", "channels", "messages", "standings"];
  const own = ["consents", "desks", "keys", "members", "clients", "invitations", "openings"];
  return [
    ...[...lists, ...own, "theatre"].map((name) => `/v1/${name}`),
    ...operations.flatMap((id) => [
      ...["", "/versions", "/conflicts", "/disclosures"].map(
        (part) => `/v1/operations/${id}${part}`,
      ),
      `/v1/conflicts?operationId=${id}`,
    ]),
    ...[LINE, THEIRS].flatMap((line) => [line, `${line}/messages`]),
    ...messages.flatMap((id) =>
      ["", "/said", "/short-code"].map((part) => `/v1/messages/${id}${part}`),
    ),
    ...messages.map((id) => `/v1/messages?after=${id}`),
  ];
};

const bothFilled = async (t: TestContext): Promise<readonly [HiddenWorld, HiddenWorld]> => {
  const both = [await HiddenWorld.begin(), await HiddenWorld.begin()] as const;
  t.after(() => Promise.all(both.map(({ server }) => server.close())));
  for (const [i, world] of both.entries()) await world.fill(i === 1);
  return both;
};

test("every list and every id is answered with the same status, headers and bytes", async (t) => {
  const both = await bothFilled(t);
  for (const url of urlsOf(both)) {
    const [one, other] = await Promise.all(both.map(({ asks }) => asks["SOUTH"]!("GET", url)));
    assert.equal(textOf(one!), textOf(other!), url);
    assert.ok(one!.status < 500, url);
  }
});

test("what is asked of another's is refused as what is not there", async (t) => {
  const both = await bothFilled(t);
  const ask = both[0].asks["SOUTH"]!;
  const year = new Date(START_MS).getUTCFullYear();
  for (const [url, hidden, absent] of [
    ["/v1/operations/ID", `NORTH-${year}-00001`, `NORTH-${year}-00009`],
    ["/v1/operations/ID/disclosures", `NORTH-${year}-00001`, `NORTH-${year}-00009`],
    ["/v1/channels/ID", "EAST:NORTH:watch_desk", "EAST:SOUTH:watch_desk"],
    ["/v1/channels/ID/messages", "EAST:NORTH:watch_desk", "EAST:SOUTH:watch_desk"],
    ["/v1/messages/ID", both[0].messageIds[0]!, "00000000000000"],
    ["/v1/messages/ID/short-code", both[0].messageIds[0]!, "00000000000000"],
  ] as const) {
    const texts = await Promise.all(
      [hidden, absent].map(async (id) =>
        textOf(await ask("GET", url.replace("ID", id))).replaceAll(id, "ID"),
      ),
    );
    assert.equal(texts[0], texts[1], url);
  }
});

test("the event stream is replayed the same, and the limit of requests comes at the same one", async (t) => {
  const both = await bothFilled(t);
  const streams = await Promise.all(both.map((world) => replayOf(world)));
  assert.equal(streams[0], streams[1]);
  assert.match(streams[0]!, /conflict\.opened/);
  const limits = await Promise.all(both.map(({ asks }) => untilLimited(asks["SOUTH"]!)));
  assert.equal(limits[0], limits[1]);
});

/** All that SOUTH is told from the beginning, up to its own last message. */
const replayOf = async ({ server }: HiddenWorld): Promise<string> => {
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  const authorization = `Bearer ${await server.token({ party: "SOUTH", ttlS: 200_000 })}`;
  const controller = new AbortController();
  const { body } = await fetch(`http://127.0.0.1:${port}/v1/events?after=1`, {
    headers: { authorization },
    signal: controller.signal,
  });
  const lastId = `id: ${server.engine.status().head.seq}\n`;
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of body!) {
    text += decoder.decode(bytes);
    if (text.includes(lastId)) break;
  }
  controller.abort();
  return text;
};

/** How many are answered before that, and what is then said. */
const untilLimited = async (ask: Ask): Promise<string> => {
  for (let count = 0; count <= RATE; count++) {
    const answer = await ask("GET", "/v1/operations");
    // How much of the minute is left is the machine's own pace.
    if (answer.status === 429)
      return `${count} ${textOf(answer).replace(/("retry-after":)"[1-9]\d?"/, "$1 a while")}`;
  }
  throw new Error("it is not limited");
};

/** `wideberth movement`: a convoy submitted, checked, told, followed and closed; and names apart. */

import type { MovementClient } from "../api/native/client-movements.ts";
import type { WriteOptions } from "../api/native/client.ts";
import type {
  ListedMovement,
  Movement,
  MovementReceipt,
  MovementRequest,
} from "../api/native/movement.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

type Any = ListedMovement | Movement;

const stateText = (speak: Speak, { state }: Pick<Any, "state">): string =>
  state === "submitted" ? speak.state("submitted") : speak.word("movementState", state);

/** What is not known of one that the host sees is not said. */
const briefOf = (movement: Any) => (movement.detail === "exists" ? null : movement);

const columnsOf = (speak: Speak): readonly Column<Any>[] => [
  ["movement", ({ id }) => speak.id(id)],
  ["party", ({ party }) => speak.party(party)],
  ["state", (movement) => stateText(speak, movement)],
  ["start", ({ start }) => speak.when(start)],
  ["end", ({ end }) => speak.when(end)],
  ["version", (movement) => briefOf(movement)?.version.toString()],
  ["missing", (movement) => speak.ids(briefOf(movement)?.missing ?? [])],
  ["deviating", (movement) => speak.when(briefOf(movement)?.deviation?.since ?? null)],
  ["noPosition", (movement) => speak.when(briefOf(movement)?.noPositionSince ?? null)],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const { items, left } = await readList(asked, (page) => client.movements(page));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const movement = await client.movement(names[0] ?? "");
  const columns: readonly Column<Movement>[] = [
    ...columnsOf(speak),
    ["observed", (one) => observedText(speak, one)],
  ];
  return { things: [movement], text: linesOf(speak, columns, movement) };
};

/** How position reports stand; of stale ones nothing is known any more. */
const observedText = (speak: Speak, movement: Movement): string | null =>
  movement.detail === "full" && movement.observed.length > 0
    ? speak.list(movement.observed.map(({ state }) => speak.texts.trackStates[state]))
    : null;

const receiptOf = (asked: Asked, receipt: MovementReceipt): Answer => {
  const { speak } = asked;
  const answer = done(asked, receipt, [
    ["movement", speak.id(receipt.movementId)],
    ["version", String(receipt.version)],
    ["state", stateText(speak, receipt)],
  ]);
  return { ...answer, text: `${answer.text}${speak.fixed("notPermission")}\n` };
};

const submit: Act = {
  takes: [],
  text: 'submit one: {"fields": {…}, "recipients": [{"to", "rung"}]}',
  body: "file",
  isWrite: true,
  run: async (asked) =>
    receiptOf(
      asked,
      await asked.client.submitMovement(await asked.parseBody<MovementRequest>(), asked.write),
    ),
};

type Method = keyof {
  [K in keyof MovementClient as MovementClient[K] extends Tell ? K : never]: K;
};
type Tell = (id: string, body: never, options?: WriteOptions) => Promise<MovementReceipt>;

/** Each says its body, which the server judges. */
const tell = (
  method: Method,
  text: string,
  flags: Readonly<Record<string, ActFlag>> = {},
): Act => ({
  takes: ["MOVEMENT"],
  text,
  body: "file",
  flags,
  isWrite: true,
  run: async (asked) => {
    const say: Tell = asked.client[method];
    const body = await asked.parseBody<never>();
    return receiptOf(asked, await say(asked.names[0] ?? "", body, asked.write));
  },
});

const VERSION: ActFlag = {
  as: "N",
  text: "the version that was read",
  member: "version",
  read: asNumber,
};
const TO: ActFlag = { as: "PARTY", text: "the recipient", member: "to" };
const ENDS: Readonly<Record<string, ActFlag>> = {
  "origin-lat": { as: "DEG", text: "as read", member: "readBack.origin.latDeg", read: asNumber },
  "origin-lng": { as: "DEG", text: "as read", member: "readBack.origin.lngDeg", read: asNumber },
  "destination-lat": {
    as: "DEG",
    text: "as read",
    member: "readBack.destination.latDeg",
    read: asNumber,
  },
  "destination-lng": {
    as: "DEG",
    text: "as read",
    member: "readBack.destination.lngDeg",
    read: asNumber,
  },
};

const acts: Acts = {
  list: { takes: [], text: "own ones, and those one was told of", flags: LIMIT_FLAG, run: list },
  show: { takes: ["MOVEMENT"], text: "one of them; --json has all of it", run: show },
  submit,
  change: tell("changeMovement", "submit another version", { version: VERSION }),
  check: tell("checkMovement", "as the second person: read both ends back, and it is told", {
    version: VERSION,
    ...ENDS,
  }),
  consent: tell("consentMovement", "tell a party of it, or more of it", {
    to: TO,
    rung: { as: "RUNG", text: "how much it sees", member: "rung" },
  }),
  "close-consent": tell("closeMovementConsent", "show a party nothing later of it", { to: TO }),
  report: tell("reportMovement", "say what it does, and where it is", {
    state: { as: "WORD", text: "as departed, held", member: "fields.movementState" },
    at: { as: "ISO", text: "when it was so", member: "fields.at" },
    lat: { as: "DEG", text: "where", member: "fields.place.latDeg", read: asNumber },
    lng: { as: "DEG", text: "where", member: "fields.place.lngDeg", read: asNumber },
    expected: { as: "ISO", text: "when it is to arrive", member: "fields.expected" },
  }),
  close: tell("closeMovement", "close it", {
    outcome: { as: "WORD", text: "as completed, denied", member: "outcome" },
  }),
  answer: tell("answerMovement", "as a recipient: acknowledge it, with a concern, or object", {
    version: VERSION,
    answer: { as: "WORD", text: "acknowledged, with_concern, objected", member: "answer" },
    concern: { as: "WORD", text: "as overlap", member: "concern" },
    text: { as: "TEXT", text: "in your own words", member: "text" },
    ...ENDS,
  }),
  "pass-on": tell("passOnMovement", "as a recipient: say which levels now know of it", {
    version: VERSION,
    levels: { as: "LEVEL,…", text: "who knows", member: "levels", read: asList },
  }),
  "ask-hold": tell("askMovementHold", "as a recipient: ask its owner to hold it", {
    text: { as: "TEXT", text: "the reason", member: "text" },
  }),
  "set-people": tell(
    "setPeople",
    'seal names, from a file: {"people": [{"name", "phone"}], "contact"}; a shell remembers the rest',
  ),
  people: {
    takes: ["MOVEMENT"],
    text: "read the sealed names, as JSON; its owner sees that you did",
    run: async ({ client, names }) => {
      const answer = await client.people(names[0] ?? "");
      return { things: [answer], text: `${JSON.stringify(answer, null, 2)}\n` };
    },
  },
};

export const movement: Verb = verbOf({
  name: "movement",
  summary: "humanitarian movements: submit, check, follow, close",
  about:
    "Convoys, assessments, evacuations. A second person checks one before it is told; what must go at\nonce is told at once. docs/humanitarian.md says who sees what.",
  acts,
  examples: [
    "movement submit --from convoy.json",
    "movement report movement-0m7h9cx0rq0184 --state departed --at 2026-11-25T06:00Z",
    "movement answer movement-0m7h9cx0rq0184 --version 1 --answer objected --concern overlap",
  ],
});

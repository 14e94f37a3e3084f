/**
 * Movements. What NORTH says of one in full is its own, and it shows no more than the category; EAST
 * answers out of sight, and WEST moves where nobody is told.
 */

import type { Command } from "../commands.ts";
import type { Rung } from "../disclosure/model.ts";
import type { MovementFields } from "../movements/fields.ts";
import { draftOf, isUnderWay, MOVEMENT, OUTCOMES, toldVersion } from "../movements/model.ts";
import type { Movement } from "../movements/model.ts";
import { HOUR_MS } from "../test-theatre.ts";
import { blockMs } from "./test-operations.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick, pickLate } from "./test-step.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** Where no operation of another part is. */
const FROM = { lngDeg: 60, latDeg: 35 };
const TO = { lngDeg: 60.01, latDeg: 35 };
const ENDS = { origin: FROM, destination: TO };
/** Three kilometres off the way between them. */
const OFF = { lngDeg: 60, latDeg: 35.03 };

const fieldsOf = (
  startMs: number,
  { which }: Pick<Step, "which">,
  { name, said }: Secret,
): MovementFields => ({
  purpose: which % 3 === 0 ? "evacuation" : "delivery",
  originName: `from ${said}`,
  origin: FROM,
  destinationName: "to",
  destination: TO,
  route: { kind: "route", points: [FROM, TO], halfWidthM: 500 },
  legs: [{ startMs, endMs: startMs + HOUR_MS }],
  vehicles: [{ vehicle: "truck", plate: `${said}` }],
  persons: { from: 3, to: 3 },
  cargo: "food",
  armedEscort: which % 2 === 0 ? "unknown" : "no",
  contact: `+${said}`,
  text: `text ${name}`,
});

/** NORTH shows SOUTH no more than this, and nothing of it is a secret. */
const RUNGS: readonly Rung[] = ["cell", "area_and_altitude", "category"];
const rungFor = ({ party, which, rung }: Step): Rung =>
  party === "NORTH" ? RUNGS[which % RUNGS.length]! : rung;
const toOf = ({ party }: Step): PartyId => (party === "NORTH" ? "SOUTH" : "NORTH");

/** Not WEST's: of those there may be others in the other world. */
export const movementsOfBoth = ({ state }: World): Movement[] =>
  [...state.movements.all.values()].filter(({ party }) => party !== "WEST");
const own = (world: World, { party, which }: Step, fits: (one: Movement) => boolean) =>
  pickLate(
    movementsOfBoth(world).filter((one) => one.party === party && fits(one)),
    which,
  );
const received = (world: World, party: PartyId, which: number): Movement | null =>
  pickLate(
    movementsOfBoth(world).filter(
      (one) =>
        toldVersion(one) !== null &&
        one.recipients.some(({ to, closed }) => to === party && closed === null),
    ),
    which,
  );

const submit: Act = (world, step) => {
  const secret = world.secretOf(step);
  const startMs = blockMs(world, 1 + step.block);
  const recipients = [{ to: toOf(step), rung: rungFor(step), seesPeople: false }];
  const east = { to: "EAST", rung: "full", seesPeople: true } as const;
  return {
    kind: "submit-movement",
    fields: fieldsOf(startMs, step, secret),
    isEmergency: step.which % 5 === 0,
    recipients: step.party === "NORTH" ? [...recipients, east] : recipients,
  };
};

const isLive = ({ state }: Movement): boolean => state !== "closed";

const changeIt: Act = (world, step) => {
  const movement = own(world, step, isLive);
  if (!movement) return null;
  const [{ fields: was }] = movement.versions as [Movement["versions"][number]];
  const { legs, purpose } = was;
  const fields = { ...fieldsOf(0, step, world.secretOf(step)), legs, purpose };
  const version = toldVersion(movement)?.version ?? 0;
  return { kind: "change-movement", movementId: movement.id, version, fields };
};

const check: Act = (world, step) => {
  const movement = own(
    world,
    step,
    (one) => isLive(one) && one.versions.at(-1)!.checkedMs === null,
  );
  if (!movement) return null;
  const { version } = movement.versions.at(-1)!;
  const about = { movementId: movement.id, version, readBack: ENDS };
  return { command: { kind: "check-movement", ...about }, by: "second" };
};

const consent: Act = (world, step) => {
  const movement = own(world, step, isLive);
  const to = step.which % 2 === 0 ? toOf(step) : "EAST";
  const rung = to === "EAST" ? "full" : rungFor(step);
  return movement && { kind: "consent-movement", movementId: movement.id, to, rung };
};

const closeConsent: Act = (world, step) => {
  const movement = own(world, step, isLive);
  return movement && { kind: "close-movement-consent", movementId: movement.id, to: toOf(step) };
};

const report: Act = (world, step) => {
  const movement = own(world, step, (one) => isLive(one) && draftOf(one) === null);
  if (!movement) return null;
  const next = MOVEMENT.next[movement.state].filter((one) => one !== "closed");
  const movementState = pick(next, step.plain.which);
  if (!movementState || movementState === "planned" || movementState === "submitted") return null;
  const { text } = fieldsOf(0, step, world.secretOf(step));
  const place = step.which % 4 === 0 ? OFF : FROM;
  const fields = { movementState, atMs: world.theatre.atMs, place, text: text! };
  return { kind: "report-movement", movementId: movement.id, fields };
};

const close: Act = (world, step) => {
  const movement = own(world, step, ({ state }) => OUTCOMES[state] !== undefined);
  const outcome = movement && pick(OUTCOMES[movement.state]!, step.which);
  return movement && outcome && { kind: "close-movement", movementId: movement.id, outcome };
};

const seal: Act = (world, step) => {
  const movement = own(world, step, isLive);
  const { said } = world.secretOf(step);
  const keyHash = `${said}-${world.theatre.entries.length}`;
  const sealed = { keyHash, nonce: `${said}`, ciphertext: `${said}` };
  return movement && { kind: "seal-people", movementId: movement.id, sealed };
};

/** What a recipient may say of it. */
const sayOf = (movement: Movement, which: number, text: string): Command => {
  const { id: movementId } = movement;
  const { version } = toldVersion(movement)!;
  switch (which % 4) {
    case 0:
      return { kind: "ask-movement-hold", movementId, text };
    case 1:
      return { kind: "pass-on-movement", movementId, version, levels: ["watch_desk"] };
    case 2: {
      const about = { answer: "objected", concern: "safety", text } as const;
      return { kind: "answer-movement", movementId, version, ...about };
    }
    default: {
      const about = { answer: "acknowledged" } as const;
      return { kind: "answer-movement", movementId, version, ...about };
    }
  }
};

const receive: Act = (world, step) => {
  const movement = received(world, step.party, step.which);
  return movement && sayOf(movement, step.plain.which, step.plain.name);
};

const deliver: Act = (world, { party, which }) => {
  const movement = received(world, party, which);
  if (!movement) return null;
  const { version } = toldVersion(movement)!;
  const about = { party, movementId: movement.id, version };
  return { command: { kind: "note-movement-delivered", ...about }, isSystem: true };
};

const readPeople: Act = (world, step) => {
  const movement = own(world, step, ({ people }) => people?.overMs === null);
  const about = { party: step.party, movementId: movement?.id ?? "" };
  return movement && { command: { kind: "note-people-read", ...about }, isSystem: true };
};

/** By EAST, of what NORTH told it: nobody else's to know. */
const answerAside: Aside = (world, speaker, { which, name }) => {
  const movement = speaker === "EAST" ? received(world, "EAST", which) : null;
  return movement?.party === "NORTH" ? sayOf(movement, which >> 2, name) : null;
};

/** Where nobody else is. */
const WESTS = { origin: { lngDeg: 80, latDeg: 35 }, destination: { lngDeg: 80.01, latDeg: 35 } };

const moveAside: Aside = (world, speaker, secret) => {
  if (speaker !== "WEST") return null;
  const mine = [...world.state.movements.all.values()].filter(({ party }) => party === "WEST");
  const movement = pick(mine, secret.which);
  if (!movement || secret.which % 3 === 0) {
    const { origin, destination } = WESTS;
    const route = { kind: "route", points: [origin, destination], halfWidthM: 500 } as const;
    const fields = { ...fieldsOf(blockMs(world, 1), secret, secret), ...WESTS, route };
    return { kind: "submit-movement", fields, isEmergency: false, recipients: [] };
  }
  const { version } = movement.versions.at(-1)!;
  const about = { movementId: movement.id, version, readBack: WESTS };
  if (movement.state === "submitted")
    return { command: { kind: "check-movement", ...about }, by: "2" };
  const atMs = world.theatre.atMs;
  const movementState = isUnderWay(movement) ? "aborted" : "departed";
  const fields = { movementState, atMs, place: WESTS.origin } as const;
  return { kind: "report-movement", movementId: movement.id, fields };
};

const about = (movementId: string) => ({ movementId, version: 1 });

export const MOVEMENTS: Part = {
  acts: {
    "submit-movement": [4, submit],
    "change-movement": [1, changeIt],
    "check-movement": [4, check],
    "consent-movement": [1, consent],
    "close-movement-consent": [1, closeConsent],
    "report-movement": [3, report],
    "close-movement": [2, close],
    "seal-people": [1, seal],
    "receive-movement": [4, receive],
    "deliver-movement": [2, deliver],
    "read-people": [1, readPeople],
  },
  asides: [answerAside, answerAside, moveAside],
  idsOf: ({ movements }) => ({ movements: [...movements.all.keys()] }),
  fetch: (view, { movements = [] }) => ({
    movements: pages((after) => view.movements({ after, limit: 3 })),
    eachMovement: movements.map((id) => [
      view.movement.find(id),
      view.movement.undelivered(id),
      view.movement.sealed(id),
    ]),
  }),
  probes: [
    (movementId) => ({ kind: "ask-movement-hold", movementId, text: "x" }),
    (id) => ({ kind: "answer-movement", ...about(id), answer: "objected", concern: "safety" }),
    (id) => ({ kind: "pass-on-movement", ...about(id), levels: ["watch_desk"] }),
    (id) => ({ kind: "check-movement", ...about(id), readBack: ENDS }),
    (movementId) => ({ kind: "close-movement", movementId, outcome: "withdrawn" }),
    (movementId) => ({ kind: "close-movement-consent", movementId, to: "NORTH" }),
    (movementId) => ({ kind: "consent-movement", movementId, to: "NORTH", rung: "cell" }),
  ],
};

/** Convoys, and what their owners, those who were told and the server say of them. */

import type { MovementCommand, MovementNote } from "../movements/commands.ts";
import type { MovementFields } from "../movements/fields.ts";
import { findRecipient, MOVEMENT, OUTCOMES, toldVersion } from "../movements/model.ts";
import type { Movement } from "../movements/model.ts";
import { CONVOY, DESTINATION, ORIGIN } from "../movements/test-movements.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { among } from "./test-saying.ts";
import type { Draw, Ids, Say, Sayings } from "./test-saying.ts";

const ENDS = { origin: ORIGIN, destination: DESTINATION };

const own = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.movements.all, (one) => one.party === speaker && one.state !== "closed");
const told = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.movements.all, (one) => findRecipient(one, speaker)?.closed === null);

const movementOf = ({ state }: TestTheatre, id: string): Movement | undefined =>
  state.movements.all.get(id);

const fieldsOf = ({ one }: Draw, { atMs }: TestTheatre): MovementFields => {
  const startMs = atMs + HOUR_MS;
  return {
    ...CONVOY,
    purpose: one(["delivery", "delivery", "evacuation", "medical_evacuation"]),
    legs: [{ startMs, endMs: startMs + HOUR_MS }],
    armedEscort: one(["no", "yes", "unknown"]),
  };
};

const toldOf = (draw: Draw, theatre: TestTheatre, speaker: string) => {
  const movementId = draw.id(told(theatre, speaker));
  const movement = movementOf(theatre, movementId);
  return { movementId, version: (movement && toldVersion(movement)?.version) ?? 1 };
};

/** A party that was told, as the server would name it. */
const noteOf: Say<{
  readonly party: string;
  readonly movementId: string;
  readonly version: number;
}> = (draw, theatre) => {
  const party = draw.party();
  return { party, ...toldOf(draw, theatre, party) };
};

const STEPS = ["departed", "at_checkpoint", "deviating", "held", "aborted", "arrived"] as const;
type SaidState = (typeof STEPS)[number];
const isSaid = (state: string): state is SaidState => (STEPS as readonly string[]).includes(state);

export const MOVEMENTS: Sayings<MovementCommand | MovementNote> = {
  "submit-movement": {
    often: 8,
    say: (draw, theatre, speaker) => ({
      kind: "submit-movement",
      fields: fieldsOf(draw, theatre),
      isEmergency: draw.number(3) === 0,
      recipients: ["NORTH", "SOUTH", "RELIEF"]
        .filter((to) => to !== speaker && draw.number(2) === 0)
        .map((to) => ({ to, rung: draw.rung(), seesPeople: draw.number(2) === 0 })),
    }),
  },
  "change-movement": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const movementId = draw.id(own(theatre, speaker));
      const movement = movementOf(theatre, movementId);
      const version = (movement && toldVersion(movement)?.version) ?? 0;
      return { kind: "change-movement", movementId, version, fields: fieldsOf(draw, theatre) };
    },
  },
  "check-movement": {
    often: 12,
    say: (draw, theatre, speaker) => {
      const movementId = draw.id(own(theatre, speaker));
      const version = movementOf(theatre, movementId)?.versions.at(-1)?.version ?? 1;
      const readBack = draw.number(6) === 0 ? { ...ENDS, origin: DESTINATION } : ENDS;
      return { kind: "check-movement", movementId, version, readBack };
    },
  },
  "consent-movement": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "consent-movement",
      movementId: draw.id(own(theatre, speaker)),
      to: draw.party(),
      rung: draw.rung(),
    }),
  },
  "close-movement-consent": {
    say: (draw, theatre, speaker) => {
      const movementId = draw.id(own(theatre, speaker));
      const recipients = movementOf(theatre, movementId)?.recipients ?? [];
      const to = recipients.length === 0 ? draw.party() : draw.one(recipients).to;
      return { kind: "close-movement-consent", movementId, to };
    },
  },
  "report-movement": {
    often: 10,
    say: (draw, theatre, speaker) => {
      const movementId = draw.id(own(theatre, speaker));
      const now = movementOf(theatre, movementId)?.state ?? "planned";
      const next = MOVEMENT.next[now].filter(isSaid);
      const movementState = next.length === 0 ? draw.one(STEPS) : draw.one(next);
      const place = draw.number(4) === 0 ? { lngDeg: 40.1, latDeg: 35 } : ORIGIN;
      return {
        kind: "report-movement",
        movementId,
        fields: { movementState, atMs: theatre.atMs, place },
      };
    },
  },
  "close-movement": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const movementId = draw.id(own(theatre, speaker));
      const outcomes = OUTCOMES[movementOf(theatre, movementId)?.state ?? "planned"];
      return { kind: "close-movement", movementId, outcome: draw.one(outcomes ?? ["withdrawn"]) };
    },
  },
  "answer-movement": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const answer = draw.one(["acknowledged", "with_concern", "objected"] as const);
      return {
        kind: "answer-movement",
        ...toldOf(draw, theatre, speaker),
        answer,
        readBack: ENDS,
        ...(answer === "acknowledged" ? {} : { concern: "safety" as const }),
      };
    },
  },
  "pass-on-movement": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "pass-on-movement",
      ...toldOf(draw, theatre, speaker),
      levels: ["watch_desk"],
    }),
  },
  "ask-movement-hold": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "ask-movement-hold",
      movementId: draw.id(told(theatre, speaker)),
      text: "wait",
    }),
  },
  "seal-people": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "seal-people",
      movementId: draw.id(own(theatre, speaker)),
      sealed: { keyHash: `key ${draw.number(12)}`, nonce: "n", ciphertext: "c" },
    }),
  },
  "note-movement-delivered": {
    often: 4,
    by: "host",
    say: (...about) => ({ kind: "note-movement-delivered", ...noteOf(...about) }),
  },
  "note-people-read": {
    often: 4,
    by: "host",
    say: (...about) => {
      const { party, movementId } = noteOf(...about);
      return { kind: "note-people-read", party, movementId };
    },
  },
};

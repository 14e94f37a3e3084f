/** Sealed personal details on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { CLOSED, ListOf, NullableInstant } from "./schema.ts";

const Name = Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax });
const Person = Type.Object(
  {
    name: Name,
    phone: Type.Optional(Type.String({ minLength: 1, maxLength: LIMITS.contactCharsMax })),
    document: Type.Optional(Name),
    note: Type.Optional(Name),
  },
  { ...CLOSED, title: "MovementPerson" },
);
export const PeopleRequest = Type.Object(
  {
    people: ListOf(Person, { maxItems: LIMITS.peoplePerMovementMax }),
    contact: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: LIMITS.contactCharsMax,
        description: "The leader's telephone or radio, where the movement does not say it.",
      }),
    ),
  },
  { ...CLOSED, title: "MovementPeopleRequest" },
);
export type PeopleRequest = Static<typeof PeopleRequest>;

const Base64 = (max: number) =>
  Type.String({ minLength: 1, maxLength: max, pattern: "^[A-Za-z0-9_-]+$" });

/** As the record holds it: what it says can't be read from it. */
export const Sealed = Type.Object(
  {
    keyHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    nonce: Base64(16),
    ciphertext: Base64(1_000_000),
  },
  { ...CLOSED, title: "SealedPeople" },
);
export type Sealed = Static<typeof Sealed>;

export const SealedRequest = Type.Object(
  { sealed: Sealed },
  { ...CLOSED, title: "SealedPeopleRequest" },
);
export type SealedRequest = Static<typeof SealedRequest>;

export const PeopleAnswer = Type.Object(
  {
    people: Type.Union([ListOf(Person), Type.Null()], { description: "Null: destroyed." }),
    contact: Type.Union([Type.String(), Type.Null()]),
    destroyedAt: NullableInstant,
  },
  { title: "MovementPeople" },
);
export type PeopleAnswer = Static<typeof PeopleAnswer>;

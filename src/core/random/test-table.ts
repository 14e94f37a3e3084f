/** Every kind of command with its way to be said: the compiler tells which is missing. */

import type { Command } from "../commands.ts";
import { AIRSPACE } from "./test-airspace.ts";
import { AREAS } from "./test-areas.ts";
import { CONTACTS } from "./test-contacts.ts";
import { INCIDENTS } from "./test-incidents.ts";
import { ITEMS, TRACKS } from "./test-items.ts";
import { LINE } from "./test-line.ts";
import { MOVEMENTS } from "./test-movements.ts";
import { OPERATIONS } from "./test-operations.ts";
import { DESKS, HOST, KEYS, PEOPLE } from "./test-parties.ts";
import { REVIEWS } from "./test-reviews.ts";
import type { Saying, Sayings } from "./test-saying.ts";
import { SETTLING } from "./test-settling.ts";
import { SITES } from "./test-sites.ts";

const TABLE: Sayings<Command> = {
  ...OPERATIONS,
  ...SETTLING,
  ...LINE,
  ...DESKS,
  ...PEOPLE,
  ...KEYS,
  ...HOST,
  ...SITES,
  ...MOVEMENTS,
  ...AREAS,
  ...INCIDENTS,
  ...CONTACTS,
  ...ITEMS,
  ...TRACKS,
  ...REVIEWS,
  ...AIRSPACE,
  tick: { by: "host", say: () => ({ kind: "tick" }) },
};

/** Of which a run is about some more than about the rest. */
export const PARTS: readonly object[] = [
  OPERATIONS,
  SETTLING,
  LINE,
  DESKS,
  PEOPLE,
  KEYS,
  HOST,
  SITES,
  MOVEMENTS,
  AREAS,
  INCIDENTS,
  CONTACTS,
  ITEMS,
  TRACKS,
  REVIEWS,
  AIRSPACE,
];

export const KINDS = Object.keys(TABLE) as readonly Command["kind"][];

/** What a kind's own way says is of that kind: the table's type holds it to that. */
export const SAYINGS: Readonly<Record<Command["kind"], Saying<Command>>> = TABLE;

const OFTEN = 2;

/** In a run about a part its kinds are drawn so many times as often. */
const ABOUT = 12;

/** Every kind as often as it is drawn, in a run about some parts. */
export const drawnAbout = (parts: readonly object[]): readonly Command["kind"][] =>
  KINDS.flatMap((kind) => {
    const times = parts.some((part) => Object.hasOwn(part, kind)) ? ABOUT : 1;
    return Array.from({ length: (SAYINGS[kind].often ?? OFTEN) * times }, () => kind);
  });

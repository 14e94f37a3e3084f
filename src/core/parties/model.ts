/** Parties as those who answer for something: their kind, their desks, who has the watch. */

import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import type { SigningKey } from "./keys.ts";
import type { Holder, Invitation } from "./people.ts";

/** What a party is. The host runs the server and sees as little as it can. */
export const PARTY_KINDS = [
  "military",
  "humanitarian",
  "civil_aviation",
  "drone_operator",
  "neutral_host",
  "observer",
] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** From the crew to the politicians, lowest first: what is not answered is raised to the next one. */
export const COMMAND_LEVELS = [
  "unit_or_crew",
  "watch_desk",
  "operational_cell",
  "field_commander",
  "general_staff",
  "chief_of_defence",
  "political",
] as const;
/** Beside the ladder: nothing is raised from or to them. */
export const SIDE_LEVELS = [
  "humanitarian_liaison",
  "civil_aviation",
  "attache",
  "neutral_host",
] as const;
export const LEVELS = [...COMMAND_LEVELS, ...SIDE_LEVELS] as const;
export type Level = (typeof LEVELS)[number];

export type Language = "en" | "ar" | "ru";

/** Who has the watch of a desk. A desk without one is a fact that others see. */
export type Watch = {
  /** The officer, as the token names them. Seen by the own party; others see the role. */
  readonly by: string;
  readonly sinceMs: number;
  readonly languages: readonly Language[];
};

export type Desk = {
  /** Of the party: unique within it, as "air-desk". */
  readonly id: string;
  readonly party: string;
  readonly level: Level;
  readonly names: { readonly en: string; readonly ar?: string; readonly ru?: string };
  watch: Watch | null;
  /** The officer to whom the watch is offered; it stays with the one who has it until accepted. */
  handOverTo: string | null;
  /** Since when nobody has had the watch; means nothing while somebody has it. */
  unwatchedSinceMs: number;
  isClosed: boolean;
  changedMs: number;
};

export const WATCH_STATES = ["vacant", "held", "handing_over"] as const;
export type WatchState = (typeof WATCH_STATES)[number];

/** The watch of one desk. A hand-over that is not accepted leaves the watch where it was. */
export const WATCH: Machine<WatchState> = {
  name: "watch",
  start: "vacant",
  next: {
    vacant: ["held"],
    held: ["handing_over", "vacant"],
    handing_over: ["held", "handing_over", "vacant"],
  },
};

export const watchState = ({ watch, handOverTo }: Desk): WatchState =>
  watch === null ? "vacant" : handOverTo === null ? "held" : "handing_over";

export type DeskState = "open" | "closed";

export const DESK: Machine<DeskState> = {
  name: "desk",
  start: "open",
  next: { open: ["closed"], closed: [] },
};

/** All that the parties said of themselves. */
export type PartiesState = {
  /** By `deskKey`, in the order they were opened. */
  readonly desks: Map<string, Desk>;
  /** People and machines by their id, in the order they came. */
  readonly holders: PartyMap<Holder>;
  readonly invitations: PartyMap<Invitation>;
  /** By `signingKeyId`, in the order they were added. */
  readonly keys: Map<string, SigningKey>;
};

export const makePartiesState = (): PartiesState => ({
  desks: new Map(),
  holders: new PartyMap(({ party }) => [party]),
  invitations: new PartyMap(({ party }) => [party]),
  keys: new Map(),
});

export const deskKey = (party: string, deskId: string): string => `${party} ${deskId}`;

/** Open desks of a party at a level, in the order they were opened. */
export const desksAt = ({ desks }: PartiesState, party: string, level: Level): Desk[] =>
  [...desks.values()].filter(
    (desk) => desk.party === party && desk.level === level && !desk.isClosed,
  );

/** The next higher level at which the party has an open desk; null: there is none to raise it to. */
export const nextLevel = (parties: PartiesState, party: string, level: Level): Level | null => {
  const from = (COMMAND_LEVELS as readonly Level[]).indexOf(level);
  if (from < 0) return null;
  return (
    COMMAND_LEVELS.slice(from + 1).find((higher) => desksAt(parties, party, higher).length > 0) ??
    null
  );
};

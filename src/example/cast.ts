/** Who speaks in the example: each party's officers by their role, its machines, and the host. */

import type { Role } from "../server/auth.ts";

export type Side = "NORTH" | "SOUTH" | "RELIEF" | "HOST";
export const PARTY_SIDES = ["NORTH", "SOUTH", "RELIEF"] as const;
export type PartySide = (typeof PARTY_SIDES)[number];

export type Person = { readonly side: Side; readonly sub: string; readonly roles: readonly Role[] };

const officer = (side: PartySide, title: string, ...roles: readonly Role[]): Person => ({
  side,
  sub: `${side.toLowerCase()} ${title}`,
  roles,
});

export const CAST = {
  host: { side: "HOST", sub: "host", roles: ["host"] },
  northAdministrator: officer("NORTH", "administrator", "administrator"),
  northWatch: officer("NORTH", "watch officer", "desk"),
  northDuty: officer("NORTH", "duty officer", "desk"),
  northStaff: officer("NORTH", "staff officer", "desk"),
  northSecond: officer("NORTH", "second person", "desk", "approver"),
  southAdministrator: officer("SOUTH", "administrator", "administrator"),
  southWatch: officer("SOUTH", "watch officer", "desk"),
  southStaff: officer("SOUTH", "staff officer", "desk"),
  southSecond: officer("SOUTH", "second person", "desk", "approver"),
  reliefAdministrator: officer("RELIEF", "administrator", "administrator"),
  reliefLiaison: officer("RELIEF", "liaison officer", "desk"),
  reliefSecond: officer("RELIEF", "second person", "desk", "approver"),
  northMachine: officer("NORTH", "line machine", "desk"),
  southMachine: officer("SOUTH", "line machine", "desk"),
  reliefMachine: officer("RELIEF", "line machine", "desk"),
} as const satisfies Readonly<Record<string, Person>>;

export type Speaker = keyof typeof CAST;

/** Who answers what reaches a party by itself: its machine, and for a person's check the watch. */
export const AT_THE_DESK: Readonly<
  Record<PartySide, { readonly machine: Speaker; readonly person: Speaker }>
> = {
  NORTH: { machine: "northMachine", person: "northWatch" },
  SOUTH: { machine: "southMachine", person: "southWatch" },
  RELIEF: { machine: "reliefMachine", person: "reliefLiaison" },
};

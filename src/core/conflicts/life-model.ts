/** The life of a conflict among people: from being told to being settled. */

import type { Machine } from "../machine.ts";

export const CONFLICT_LIVES = [
  "detected",
  "told",
  "owned",
  "in_contact",
  "proposed",
  "resolved",
  "standing",
  "unresolved_at_start",
  "false_alarm",
  "closed",
] as const;
export type ConflictLife = (typeof CONFLICT_LIVES)[number];

/**
 * `told` follows `detected` within one entry, for both sides at once. From `unresolved_at_start` on
 * people may still settle it; `closed` says that the two no longer come near each other. What changed
 * since it was settled, flagged or closed is told anew.
 */
export const CONFLICT: Machine<ConflictLife> = {
  name: "conflict",
  start: "detected",
  next: {
    detected: ["told", "standing"],
    told: ["owned", "standing", "unresolved_at_start", "false_alarm", "closed"],
    owned: ["in_contact", "proposed", "standing", "unresolved_at_start", "false_alarm", "closed"],
    in_contact: ["proposed", "standing", "unresolved_at_start", "false_alarm", "closed"],
    proposed: [
      "owned",
      "in_contact",
      "resolved",
      "standing",
      "unresolved_at_start",
      "false_alarm",
      "closed",
    ],
    resolved: ["told", "standing"],
    standing: ["told", "closed"],
    unresolved_at_start: [
      "told",
      "owned",
      "in_contact",
      "resolved",
      "standing",
      "false_alarm",
      "closed",
    ],
    false_alarm: ["told", "standing"],
    closed: ["told", "standing"],
  },
};

/** What one side has said. */
export type SideLife = {
  /** Who has it on this side; the other side learns that it is owned, and by which party and desk. */
  readonly owner: {
    readonly by: string | null;
    readonly deskId: string | null;
    readonly sinceMs: number;
  } | null;
  readonly contactMs: number | null;
  readonly falseAlarmMs: number | null;
};

export const SILENT_SIDE: SideLife = { owner: null, contactMs: null, falseAlarmMs: null };
/** Shared by all of which nobody has said anything yet; sides are replaced, never changed. */
export const SILENT_SIDES: readonly [SideLife, SideLife] = [SILENT_SIDE, SILENT_SIDE];

/** How it was settled. The words are those of messages about it. */
export const RESOLUTION_KINDS = [
  "time",
  "route",
  "altitude",
  "hold",
  "accepted_with_measures",
] as const;
export type ResolutionKind = (typeof RESOLUTION_KINDS)[number];

export type Resolution = {
  readonly kinds: readonly ResolutionKind[];
  readonly proposalId: string;
  readonly atMs: number;
};

/** What two sides may agree to do where they stay near each other. */
export const SAFEGUARDS = [
  "keep_radio_contact",
  "report_positions",
  "visual_separation",
  "one_at_a_time",
  "lookout",
  "lights_on",
  "abort_on_request",
] as const;
export type Safeguard = (typeof SAFEGUARDS)[number];

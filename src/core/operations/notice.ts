/** A notice: whether it is taken, what it is in conflict with, and how it is counted. */

import { packSolid, spanOf } from "../../geometry/packed-volume.ts";
import type { PackedVolume, Span } from "../../geometry/packed-volume.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { countedFor, detectConflicts } from "../conflicts/detect.ts";
import type { Detection } from "../conflicts/detect.ts";
import { areasOf, countInAreas, findTooOften } from "../disclosure/area-quota.ts";
import { findTooFine } from "../disclosure/guards.ts";
import type { Entry } from "../entry.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { Notice, NoticeKind, Operation } from "./model.ts";

export type Examined = {
  readonly packed: readonly PackedVolume[];
  readonly span: Span;
  readonly detections: readonly Detection[];
};

/** A notice's volumes held against all that is filed; refused where the theatre's rules refuse. */
export const examineVolumes = (
  state: State,
  entry: Entry,
  about: Pick<Operation, "party" | "category" | "moverClass"> & {
    readonly id: string | null;
    readonly rules: TheatreRules;
    readonly solids: readonly Solid4D[];
    readonly isUnguarded: boolean;
    readonly isOfUss: boolean;
  },
): Outcome<Examined> => {
  const { party, category, moverClass, id, rules, solids, isUnguarded, isOfUss } = about;
  const quota = checkQuota(state, entry, party, rules);
  if (quota && !isUnguarded) return refuse(quota);
  const packed = solids.map(packSolid);
  const span = spanOf(packed);
  if (span.endMs < entry.atMs) return refuse({ reason: "window-ended", endMs: span.endMs });
  const areas = areasOf(solids);
  const probing =
    findTooFine({ solids, span }, rules) ?? findTooOften(state, entry, { party, areas, rules });
  if (probing && !isUnguarded) return refuse(probing);
  const subject = { party, moverClass, solids, operationId: id };
  const detections = detectConflicts(state, subject, countedFor(state, { party, isOfUss }));
  if (!isUnguarded && detections.length > 0 && rules.refuseOnConflict.includes(category)) {
    // It says that something is there, to one side alone: so each such answer counts as a notice.
    countNotice(state, entry, party);
    countInAreas(state, entry, party, areas);
    return refuse({ reason: "conflicts-refused", category, conflictCount: detections.length });
  }
  if (!isOfUss) countInAreas(state, entry, party, areas);
  return accept({ packed, span, detections });
};

const DAY_MS = 86_400_000;

const checkQuota = (
  state: State,
  entry: Entry,
  party: string,
  rules: TheatreRules,
): Refusal | null => {
  const day = Math.floor(entry.atMs / DAY_MS);
  const today = state.noticeDays.get(party);
  const count = today?.day === day ? today.count : 0;
  const limit = rules.noticesPerPartyDayMax;
  return count < limit
    ? null
    : { reason: "too-many", what: "notices of one party and UTC day", limit };
};

const countNotice = (state: State, entry: Entry, party: string): void => {
  const day = Math.floor(entry.atMs / DAY_MS);
  const today = state.noticeDays.get(party);
  state.noticeDays.set(party, { day, count: today?.day === day ? today.count + 1 : 1 });
};

/** The next of its party and year. */
export const takeNotice = (
  state: State,
  entry: Entry,
  about: {
    party: string;
    kind: NoticeKind;
    startMs: number;
    leadMinutes: number;
    /** Does it take room in the party's day? */
    isCounted: boolean;
  },
): Notice => {
  const { party, kind, startMs, leadMinutes, isCounted } = about;
  const year = new Date(entry.atMs).getUTCFullYear();
  const key = `${party}-${year}`;
  const number = (state.serials.get(key) ?? 0) + 1;
  state.serials.set(key, number);
  if (isCounted) countNotice(state, entry, party);
  const minutesOfNotice = Number.isFinite(startMs)
    ? Math.floor((startMs - entry.atMs) / 60_000)
    : null;
  return {
    kind,
    serial: [key, String(number).padStart(5, "0")].join("-"), // one text, where + keeps the parts
    seq: entry.seq,
    receivedMs: entry.atMs,
    minutesOfNotice,
    isShortNotice: minutesOfNotice === null ? leadMinutes > 0 : minutesOfNotice < leadMinutes,
  };
};

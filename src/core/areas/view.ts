/**
 * What a reader sees of agreed areas: its parties all of it; where they made it public, every party what
 * is agreed; the host that it exists and when.
 */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { AreaChange } from "./changes.ts";
import { isToldOf, lastTermsOf } from "./model.ts";
import type { Area, AreaEndedReason, AreaEnding, AreaState, AreaVersion, Assent } from "./model.ts";
import { areasSeenTouchedBy } from "./touching.ts";

/** The officer to the own party alone. */
export type AreaVersionView = Omit<AreaVersion, "surveyed" | "seq">;

type Common = {
  readonly id: string;
  readonly parties: readonly string[];
  readonly state: AreaState;
  readonly changedMs: number;
};

export type FullAreaView = Common & {
  readonly detail: "full";
  readonly agreed: AreaVersionView | null;
  readonly pending: AreaVersionView | null;
  readonly assents: readonly (Omit<Assent, "confirmedBy"> & {
    readonly isConfirmed: boolean;
    readonly confirmedBy: string | null;
  })[];
  readonly endings: readonly AreaEnding[];
  readonly endedReason: AreaEndedReason | null;
};

/** To those who are no party to it: what holds. Versions count what was proposed: not told. */
export type AgreedAreaView = Common & {
  readonly detail: "agreed";
  readonly agreed: Pick<AreaVersionView, "terms">;
};

/** That it exists, whose it is, and from when to when. */
export type ExistsAreaView = Common & {
  readonly detail: "exists";
  readonly startMs: number;
  /** Null: until further notice. */
  readonly endMs: number | null;
  readonly reviewByMs: number | null;
};
export type AreaView = FullAreaView | AgreedAreaView | ExistsAreaView;

export type AreaFilter = { readonly states?: readonly AreaState[] | undefined };

export const isAreaSeen = (area: Area, reader: Reader): boolean =>
  reader.kind === "host" || isToldOf(area, reader.party);

export const isAreaAsked = ({ state }: Area, { states }: AreaFilter): boolean =>
  states === undefined || states.includes(state);

export const findAreaView = (state: State, id: string, reader: Reader): AreaView | null => {
  const found = state.areas.all.get(id);
  return found && isAreaSeen(found, reader) ? viewArea(state, found, reader) : null;
};

/** The caller has looked whether the reader sees it. */
export const viewArea = (state: State, area: Area, reader: Reader): AreaView => {
  const { id, parties } = area;
  const common = { id, parties, state: area.state };
  if (reader.kind === "party") {
    if (area.parties.includes(reader.party)) return viewInFull(area, reader.party);
    // Of what waits, and who says that it ends, they hear nothing: not even that something changed.
    const agreed = { terms: lastTermsOf(area) };
    return { detail: "agreed", ...common, changedMs: area.standingMs, agreed };
  }
  if (isOpenToHost(state, "area", id)) return viewInFull(area, null);
  const { window, reviewByMs = null } = lastTermsOf(area);
  return { detail: "exists", ...common, ...window, reviewByMs, changedMs: area.changedMs };
};

const viewInFull = (area: Area, party: string | null): FullAreaView => {
  const { id, parties, state, changedMs, agreed, pending, endedReason } = area;
  const nameFor = <T extends { readonly party: string; readonly by: string | null }>(one: T): T =>
    one.party === party ? one : { ...one, by: null };
  return {
    detail: "full",
    id,
    parties,
    state,
    changedMs,
    agreed: agreed && nameFor(viewVersion(agreed)),
    pending: pending && nameFor(viewVersion(pending)),
    assents: area.assents.map(nameFor).map((one) => ({
      ...one,
      isConfirmed: one.confirmedBy !== null,
      confirmedBy: one.party === party ? one.confirmedBy : null,
    })),
    endings: area.endings.map(nameFor),
    endedReason,
  };
};

const viewVersion = ({ surveyed: _survey, seq: _seq, ...version }: AreaVersion): AreaVersionView =>
  version;

/** Areas that one's own operation touches; null: it is not one's own. */
export const viewTouchedBy = (
  state: State,
  operationId: string,
  reader: Reader,
): readonly AreaView[] | null => {
  const operation = state.operations.get(operationId);
  if (!operation || reader.kind === "host" || operation.party !== reader.party) return null;
  return areasSeenTouchedBy(state, operation).map((area) => viewArea(state, area, reader));
};

export type AreaTold =
  | { readonly kind: "area.changed" | "area.review-soon"; readonly area: AreaView }
  | { readonly kind: "area.touched"; readonly area: AreaView; readonly operationId: string };

/** The change as told to this reader, or null when it is not told. */
export const tellOfArea = (state: State, change: AreaChange, reader: Reader): AreaTold | null => {
  const area = state.areas.all.get(change.areaId);
  if (!area || !isAreaSeen(area, reader)) return null;
  const view = viewArea(state, area, reader);
  switch (change.kind) {
    case "area-touched": {
      const { operationId } = change;
      const party = state.operations.get(operationId)?.party;
      const isOwn = reader.kind === "party" && reader.party === party;
      return isOwn ? { kind: "area.touched", area: view, operationId } : null;
    }
    case "area-review-soon":
      return view.detail === "agreed" ? null : { kind: "area.review-soon", area: view };
    default:
      return change.to !== null || view.detail !== "agreed"
        ? { kind: "area.changed", area: view }
        : null;
  }
};

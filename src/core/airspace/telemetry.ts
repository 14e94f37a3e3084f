/** Where the aircraft of an intent is: said by its manager, told to other USSs once it is off its plan. */

import { accepted, refused } from "../handling.ts";
import type { Applied, HostContext } from "../handling.ts";
import { CLASS_BY_CATEGORY } from "../operations/category.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { accept } from "../outcome.ts";
import type { State } from "../state.ts";
import { tieTrack } from "../tracks/apply.ts";
import { trackRulesOf } from "../tracks/freshness.ts";
import { isLive, tracksOf } from "../tracks/model.ts";
import type { LastReport, Track } from "../tracks/model.ts";
import { findReportFault, takeReports } from "../tracks/reports.ts";
import type { ReportTelemetry } from "./commands.ts";
import type { Intent, IntentState } from "./model.ts";
import { CATEGORY } from "./native.ts";

/** The newest that was said of one intent. */
export type Telemetry = {
  readonly measuredMs: number;
  readonly receivedMs: number;
  /** After the one before; null: it is the first. */
  readonly everyMs: number | null;
  readonly text: string;
};

/**
 * The positions go into a track of the intent's operation, tied with the first of them, as if a desk of
 * the party had reported them.
 */
export const reportTelemetry = (context: HostContext, command: ReportTelemetry): Applied => {
  const { state, entry } = context;
  const { airspace } = state;
  const { id, measuredMs, text, reports } = command;
  const intent = airspace.intents.get(id);
  const refusal = findUnfit(context, command, intent);
  if (refusal || !intent) return refused(refusal!);
  const tied = reports.length === 0 ? null : trackFor(context, intent, telemetryIdentity(id));
  if (tied && !tied.ok) return refused(tied.refusal);
  const { party: reporter } = intent;
  const taken = takeReports(context, { source: "native", isShared: false, reporter, reports });
  const before = airspace.telemetry.get(id);
  if (!before || measuredMs > before.measuredMs) {
    const everyMs = before ? measuredMs - before.measuredMs : null;
    airspace.telemetry.set(id, { measuredMs, receivedMs: entry.atMs, everyMs, text });
  }
  return accepted({ about: "airspace", what: "telemetry" }, taken.changes);
};

/**
 * Of the party's own names; the same for every report of one intent. Who reports under it says it for
 * other USSs: every other track stays its owner's alone.
 */
export const telemetryIdentity = (id: string): string => `own f3548 ${id}`;

const findUnfit = (
  { state, entry }: HostContext,
  { id, manager, measuredMs }: ReportTelemetry,
  intent: Intent | undefined,
): Refusal | null => {
  const what = "operational intent";
  if (intent?.details === undefined) {
    return { reason: "not-found", what: `${what} served here`, id };
  }
  if (intent.manager !== manager) {
    return { reason: "not-permitted", detail: `${what} ${id} is managed by ${intent.manager}` };
  }
  const fault = findReportFault(measuredMs, entry.atMs, trackRulesOf(state));
  if (fault === null) return null;
  const detail = fault === "too-old" ? "it is too long ago" : "it is still to come";
  return { reason: "bad-field", field: "time_measured", detail, remedy: "set the clock right" };
};

const trackFor = (context: HostContext, intent: Intent, identity: string): Outcome<Track> => {
  const { state, entry } = context;
  const subject = { kind: "operation", id: intent.operationId } as const;
  const known = tracksOf(state.tracks, subject).find(
    (one) => isLive(one) && one.identity === identity,
  );
  if (known) return accept(known);
  const { party } = intent;
  return tieTrack({ state, entry, party }, { subject, identity, fromMs: null, toMs: null });
};

/** What other USSs are told of an intent that this server serves. */
export type TelemetryView = {
  readonly state: IntentState;
  /** Null: nothing is known, or the intent is as planned, and nobody is told where it is. */
  readonly newest:
    | ({ readonly measuredMs: number } & (
        | { readonly text: string }
        | { readonly lngDeg: number; readonly latDeg: number }
      ))
    | null;
  /** When to ask again; null: nothing new is expected. */
  readonly nextMs: number | null;
};

const OFF_NOMINAL: ReadonlySet<IntentState> = new Set(["nonconforming", "contingent"]);

/** The manager's own telemetry, or a newer report of a desk under the intent's identity. */
export const viewTelemetry = (state: State, id: string, nowMs: number): TelemetryView | null => {
  const intent = state.airspace.intents.get(id);
  if (intent?.details === undefined) return null;
  const { state: at } = intent;
  const said = OFF_NOMINAL.has(at) ? state.airspace.telemetry.get(id) : undefined;
  const last = OFF_NOMINAL.has(at) ? lastOf(state, intent) : null;
  if (last && last.atMs > (said?.measuredMs ?? -Infinity)) {
    const { atMs: measuredMs, lngDeg, latDeg, receivedMs } = last;
    const nextMs = nextOf(state, { measuredMs, receivedMs, everyMs: null }, nowMs);
    return { state: at, newest: { measuredMs, lngDeg, latDeg }, nextMs };
  }
  if (!said) return { state: at, newest: null, nextMs: null };
  const { measuredMs, text } = said;
  return { state: at, newest: { measuredMs, text }, nextMs: nextOf(state, said, nowMs) };
};

const lastOf = ({ tracks }: State, { id: intentId, operationId: id }: Intent): LastReport | null =>
  tracksOf(tracks, { kind: "operation", id })
    .filter(({ identity }) => identity === telemetryIdentity(intentId))
    .map(({ last }) => last)
    .reduce((newest, one) => (one && one.atMs > (newest?.atMs ?? -Infinity) ? one : newest), null);

/** As far after the newest as that was after the one before; of what is stale nothing is expected. */
const nextOf = (
  state: State,
  { measuredMs, receivedMs, everyMs }: Omit<Telemetry, "text">,
  nowMs: number,
): number | null => {
  const staleMs = trackRulesOf(state).staleAfterMs[CLASS_BY_CATEGORY[CATEGORY]];
  if (nowMs >= Math.min(measuredMs, receivedMs) + staleMs) return null;
  return Math.max(nowMs, measuredMs + Math.min(everyMs ?? 0, staleMs));
};

/**
 * Keeps what the USSs of each party are shown of native operations as that party is shown them: after
 * each entry, of the operations that it touched. Nothing but what is shown has a part in it.
 */

import { unpackSolid } from "../../geometry/packed-volume.ts";
import type { Volume4D } from "../../geometry/footprint.ts";
import { isMoving, makeSolid } from "../../geometry/solid.ts";
import type { Solid, Solid4D } from "../../geometry/solid.ts";
import type { Change } from "../changes.ts";
import { hazardFor } from "../disclosure/hazard.ts";
import { drawUuid, saltFor } from "../entry.ts";
import type { HostContext } from "../handling.ts";
import { isOfUss } from "../operations/led.ts";
import { isOver } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { envelopeOf } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import type { OwnUss, SpanUs } from "./model.ts";
import type { NativeConstraint } from "./native-constraints.ts";
import { notify } from "./notify.ts";
import { drawVersion } from "./passage.ts";

type At = Pick<HostContext, "state" | "entry">;

/** After an entry, or what fell due before it. For intents alone it takes a look-up each. */
export const settleNatives = (at: At, changes: readonly Change[]): readonly Change[] => {
  const { airspace, operations } = at.state;
  const { ownUss } = airspace;
  if (!ownUss || ownUss.parties.length === 0) return NONE;
  if (changes.some(({ kind }) => kind === "theatre-set")) return showAnew(at, ownUss);
  const told: Change[] = [];
  for (const id of new Set(changes.flatMap(touchedBy))) {
    const operation = operations.get(id);
    if (operation) told.push(...settleOperation(at, operation, shownParties(at, ownUss)));
  }
  return told;
};

const NONE: readonly Change[] = [];

/** The operation of which something else may be shown after the change. */
const touchedBy = (change: Change): readonly string[] => {
  switch (change.kind) {
    case "operation-filed":
    case "operation-replaced":
    case "operation-moved":
    case "operation-disclosed":
      return [change.operationId];
    default:
      return [];
  }
};

/** Of all operations: the rules of the theatre, or for whom they are shown, are others now. */
export const showAnew = (at: At, ownUss: OwnUss): readonly Change[] => {
  const { airspace, operations } = at.state;
  const parties = shownParties(at, ownUss);
  const told: Change[] = [];
  for (const known of airspace.natives.all()) {
    if (!parties.includes(known.party)) told.push(...hide(at, known));
    else if (!isManagedBy(known, ownUss)) airspace.natives.put({ ...known, ...managedBy(ownUss) });
  }
  for (const operation of operations.values()) {
    told.push(...settleOperation(at, operation, parties));
  }
  return told;
};

/** Nobody is shown the operation any more: it leaves the state. */
export const forgetNatives = (at: At, { id }: Operation): readonly Change[] =>
  [...at.state.airspace.natives.ofOperation(id).values()].flatMap((known) => hide(at, known));

/** In the order of the settings, of those that there are. */
const shownParties = ({ state: { theatre } }: At, { parties }: OwnUss): readonly string[] =>
  parties.filter((party) => theatre?.parties.some(({ id }) => id === party));

const managedBy = ({ manager, baseUrl }: OwnUss): Pick<OwnUss, "manager" | "baseUrl"> => ({
  manager,
  baseUrl,
});

const isManagedBy = (known: NativeConstraint, { manager, baseUrl }: OwnUss): boolean =>
  known.manager === manager && known.baseUrl === baseUrl;

const settleOperation = (
  at: At,
  operation: Operation,
  parties: readonly string[],
): readonly Change[] => {
  const { state } = at;
  const known = state.airspace.natives.ofOperation(operation.id);
  if (known.size === 0 && isOver(operation.state)) return NONE;
  // USSs read of each other's intents as such.
  if (isOfUss(operation)) return NONE;
  return parties.flatMap((party) => settleFor(at, operation, party));
};

const settleFor = (at: At, operation: Operation, party: string): readonly Change[] => {
  const { natives, ownUss } = at.state.airspace;
  const known = natives.ofOperation(operation.id).get(party);
  const hazard = hazardFor(at.state, operation, party);
  if (!hazard) return known ? hide(at, known) : NONE;
  // It stays where it was last known to be: that it changed is no sign that it is gone.
  if (hazard.kind === "stale" || !ownUss) return NONE;
  const { volumes } = hazard;
  if (known && JSON.stringify(known.volumes) === JSON.stringify(volumes)) return NONE;
  const id = known?.id ?? drawUuid(saltFor(`${party} ${operation.id}`, at.entry), 0);
  const version = (known?.version ?? 0) + 1;
  const shown: NativeConstraint = {
    ...envelopeOfShown(operation, volumes),
    ...managedBy(ownUss),
    id,
    party,
    operationId: operation.id,
    ovn: drawVersion({ salt: saltFor(`${id} ${version}`, at.entry) }),
    version,
    volumes,
    placeIds: [],
  };
  natives.put(shown);
  return tell(at, shown, known ? [known, shown] : [shown]);
};

const hide = (at: At, known: NativeConstraint): readonly Change[] => {
  at.state.airspace.natives.remove(known);
  return tell(at, known, [known]);
};

/** Its party's USSs that listen there. */
const tell = (
  { state: { airspace } }: At,
  { id, party }: NativeConstraint,
  envelopes: readonly Pick<Envelope, "packed">[],
): readonly Change[] => {
  const told = notify(
    airspace,
    envelopes,
    (subscription) => subscription.isForConstraints && subscription.party === party,
  );
  return told.length === 0 ? NONE : [{ kind: "uss-to-tell", what: "constraint", id, told }];
};

/** As constraints of USSs are judged: by what is shown of it. */
const envelopeOfShown = (operation: Operation, volumes: readonly Volume4D[]): Envelope => {
  const solids = volumes.map(({ lowerM, upperM, startMs, endMs }, i): Solid4D => ({
    solid: withoutTimes(unpackSolid(operation.packed[i]!).solid),
    lowerM: lowerM ?? -Infinity,
    upperM: upperM ?? Infinity,
    startMs: startMs ?? -Infinity,
    endMs: endMs ?? Infinity,
  }));
  return envelopeOf(solids, spanUsOf(solids));
};

const withoutTimes = (solid: Solid): Solid =>
  isMoving(solid) ? makeSolid({ ...solid.shape, timesMs: [] }) : solid;

/** What is open stands as the first and the last time that USSs can write: a number in JSON. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(2254, 11, 31);

const spanUsOf = (solids: readonly Solid4D[]): SpanUs => {
  const startMs = Math.min(...solids.map((one) => one.startMs));
  const endMs = Math.max(...solids.map((one) => one.endMs));
  return { startUs: Math.max(startMs, FIRST_MS) * 1000, endUs: Math.min(endMs, LAST_MS) * 1000 };
};

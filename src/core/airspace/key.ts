/** Who plans in an airspace shows that it has read all that is there. What it has not read is named. */

import { findProximity } from "../../geometry/separation.ts";
import type { Solid4D } from "../../geometry/solid.ts";
import { LIMITS } from "../limits.ts";
import { solidsOf } from "../operations/model.ts";
import type { Operation } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import type { State } from "../state.ts";
import type { PutIntent } from "./commands.ts";
import { findMeeting } from "./envelope.ts";
import type { Envelope } from "./envelope.ts";
import { ussOf } from "./hosted.ts";
import { availabilityOf } from "./model.ts";
import type { Intent } from "./model.ts";
import type { ExactMeeting, Unread } from "./results.ts";
import { findConstraints, viewConstraint, viewIntent } from "./view.ts";

type Planned = {
  readonly command: Pick<PutIntent, "id" | "manager" | "party" | "key">;
  readonly envelope: Envelope;
  readonly solids: readonly Solid4D[];
  /** Does the USS heed constraints? */
  readonly isForConstraints: boolean;
};

/** All that was not read, or null. */
export const findUnread = (state: State, planned: Planned): Unread | null => {
  const { airspace } = state;
  const { command, envelope, solids, isForConstraints } = planned;
  const { id, manager, party, key } = command;
  const read = new Set(key);
  const intents = findMeeting(airspace.intents.index, [envelope]).filter(
    (one) => one.id !== id && !read.has(one.ovn) && !isOfDown(state, one),
  );
  const constraints = isForConstraints
    ? findConstraints(airspace, [envelope], party).filter(({ ovn }) => !read.has(ovn))
    : [];
  if (intents.length === 0 && constraints.length === 0) return null;
  let pairs = 0;
  return {
    intents: intents.map((one) => {
      pairs += solids.length * operationOf(state, one).packed.length;
      const isCompared = pairs <= LIMITS.airspacePairsComparedMax;
      const meetings = isCompared ? meetingsOf(state, solids, one) : null;
      return { ...viewIntent(airspace, one, manager), meetings };
    }),
    constraints: constraints.map((one) => viewConstraint(airspace, one, manager)),
  };
};

/** Planned by a USS that is down: nobody can be asked for it. */
const isOfDown = ({ airspace }: State, intent: Intent): boolean =>
  intent.state === "accepted" && availabilityOf(airspace, ussOf(airspace, intent)).state === "down";

const TOUCHING = { lateralM: 0, verticalM: 0, timeS: 0 } as const;

/** Volume by volume, as the other's operation is known; none: the envelopes meet, the volumes do not. */
const meetingsOf = (
  state: State,
  own: readonly Solid4D[],
  intent: Intent,
): readonly ExactMeeting[] => {
  const others = solidsOf(operationOf(state, intent));
  return own.flatMap((a, ownVolume) =>
    others.flatMap((b, otherVolume) => {
      const met = findProximity(a, b, TOUCHING);
      if (!met) return [];
      const { certainty, startMs, endMs } = met;
      const [lowerM, upperM] = [Math.max(a.lowerM, b.lowerM), Math.min(a.upperM, b.upperM)];
      return {
        ownVolume,
        otherVolume,
        certainty,
        lowerM: finite(lowerM),
        upperM: finite(upperM),
        startMs: finite(startMs),
        endMs: finite(endMs),
      };
    }),
  );
};

const operationOf = ({ operations }: State, { operationId }: Intent): Operation => {
  const operation = operations.get(operationId);
  assert(operation, "an intent has its operation");
  return operation;
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

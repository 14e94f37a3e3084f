/**
 * What is over leaves the airspace by itself: a USS that never deletes fills nobody's memory. The
 * record keeps it.
 */

import type { Due } from "../due-queue.ts";
import type { Entry } from "../entry.ts";
import type { Change } from "../changes.ts";
import type { State } from "../state.ts";
import type { Placeable } from "./model.ts";
import type { Placeables } from "./placeables.ts";
import { overMs } from "./due.ts";
import type { AirspaceDueKind } from "./due.ts";
import { endOperationOf } from "./native.ts";
import { onNoticesOver, onToldOver } from "./notices.ts";
import { detach } from "./subscriptions.ts";

/** The one that is due, unless it was given more time since. */
const overdue = <T extends Placeable>(known: Placeables<T>, { id, dueMs }: Due): T | null => {
  const found = known.get(id);
  return found && overMs(found.endUs) <= dueMs ? found : null;
};

export const AIRSPACE_DUE_HANDLERS: Readonly<
  Record<AirspaceDueKind, (state: State, entry: Entry, due: Due) => readonly Change[]>
> = {
  "intent-over": (state, entry, due) => {
    const { airspace } = state;
    const intent = overdue(airspace.intents, due);
    if (!intent) return [];
    airspace.intents.remove(intent);
    if (intent.subscriptionId !== null) detach(state, intent.subscriptionId, intent.id);
    return endOperationOf({ state, entry }, intent);
  },
  "constraint-over": ({ airspace: { constraints } }, _entry, due) => {
    const constraint = overdue(constraints, due);
    if (constraint) constraints.remove(constraint);
    return [];
  },
  // One that intents still have stays as long as they do.
  "subscription-over": ({ airspace: { subscriptions } }, _entry, due) => {
    const subscription = overdue(subscriptions, due);
    if (subscription?.intentIds.size === 0) subscriptions.remove(subscription);
    return [];
  },
  "uss-notices-over": onNoticesOver,
  "uss-told-over": onToldOver,
};

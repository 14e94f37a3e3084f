/** What an entry did, for those who listen. Who may hear of it is decided in `view`. */

import type { AirspaceChange } from "./airspace/changes.ts";
import type { AreaChange } from "./areas/changes.ts";
import type { ClosedReason } from "./conflicts/model.ts";
import type { ContactChange } from "./contacts/changes.ts";
import type { ItemChange } from "./items/changes.ts";
import type { IncidentChange } from "./incidents/changes.ts";
import type { LineChange } from "./line/changes.ts";
import type { MovementChange, PeopleKeyOver } from "./movements/changes.ts";
import type { OpeningChange } from "./openings/changes.ts";
import type { OperationState } from "./operations/model.ts";
import type { PartyChange } from "./parties/changes.ts";
import type { ReviewChange } from "./reviews/changes.ts";
import type { SiteChange } from "./sites/changes.ts";
import type { TargetChange } from "./targets/changes.ts";
import type { TheatreSetChange } from "./theatre/changes.ts";
import type { TrackChange } from "./tracks/changes.ts";

export type Change =
  | PartyChange
  | AirspaceChange
  | OpeningChange
  | LineChange
  | TargetChange
  | SiteChange
  | TheatreSetChange
  | ContactChange
  | ItemChange
  | TrackChange
  | AreaChange
  | IncidentChange
  | MovementChange
  | PeopleKeyOver
  | ReviewChange
  | { readonly kind: "operation-filed"; readonly operationId: string }
  | { readonly kind: "operation-replaced"; readonly operationId: string }
  | { readonly kind: "operation-moved"; readonly operationId: string; readonly to: OperationState }
  | { readonly kind: "conflict-opened"; readonly conflictId: string }
  | { readonly kind: "conflict-changed"; readonly conflictId: string }
  | {
      readonly kind: "conflict-closed";
      readonly conflictId: string;
      readonly reason: ClosedReason;
    }
  /** People moved it on: its life, or what a side said. */
  | { readonly kind: "conflict-moved"; readonly conflictId: string }
  | { readonly kind: "conflict-overdue"; readonly conflictId: string }
  | { readonly kind: "conflict-unresolved"; readonly conflictId: string }
  | { readonly kind: "proposal-opened"; readonly proposalId: string }
  | { readonly kind: "proposal-changed"; readonly proposalId: string }
  | { readonly kind: "standing-changed"; readonly standingId: string }
  | { readonly kind: "operation-disclosed"; readonly operationId: string; readonly to: string }
  | { readonly kind: "disclosure-closed"; readonly operationId: string; readonly to: string }
  | { readonly kind: "operation-read"; readonly operationId: string; readonly to: string }
  | { readonly kind: "standing-consent-set"; readonly party: string; readonly to: string };

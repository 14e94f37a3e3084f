/** What an entry did, for those who listen. Who may hear of it is decided in `view`. */

import type { ClosedReason } from "./conflicts/model.ts";
import type { OperationState } from "./operations/model.ts";

export type Change =
  | { readonly kind: "theatre-set" }
  | { readonly kind: "operation-filed"; readonly operationId: string }
  | { readonly kind: "operation-replaced"; readonly operationId: string }
  | { readonly kind: "operation-moved"; readonly operationId: string; readonly to: OperationState }
  | { readonly kind: "conflict-opened"; readonly conflictId: string }
  | { readonly kind: "conflict-changed"; readonly conflictId: string }
  | {
      readonly kind: "conflict-closed";
      readonly conflictId: string;
      readonly reason: ClosedReason;
    };

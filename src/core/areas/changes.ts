/** What an entry did to agreed areas, for those who listen. */

import type { AreaState } from "./model.ts";

export type AreaChange =
  | {
      readonly kind: "area-changed";
      readonly areaId: string;
      /** The state that it came to: then all who are told of it hear it. Null: only what is proposed changed. */
      readonly to: AreaState | null;
    }
  | { readonly kind: "area-review-soon"; readonly areaId: string }
  /** To the operation's own party alone. */
  | { readonly kind: "area-touched"; readonly areaId: string; readonly operationId: string };

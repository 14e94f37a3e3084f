/** What an entry did to agreed areas, for those who listen. */

export type AreaChange =
  | {
      readonly kind: "area-changed";
      readonly areaId: string;
      /** What is agreed of it, or its state, changed: then all who are told of it hear it. */
      readonly isStanding: boolean;
    }
  | { readonly kind: "area-review-soon"; readonly areaId: string }
  /** To the operation's own party alone. */
  | { readonly kind: "area-touched"; readonly areaId: string; readonly operationId: string };

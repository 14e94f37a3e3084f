/** A target as events tell of it: that it is there, not where it leads. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { TARGET_STATES } from "../../core/targets/model.ts";
import { OneOf } from "./schema.ts";

export const TARGET_KINDS = ["webhook", "email"] as const;

export const TargetRef = Type.Object(
  {
    id: Type.String(),
    kind: OneOf(TARGET_KINDS),
    name: Type.String(),
    state: OneOf(TARGET_STATES),
  },
  {
    title: "TargetRef",
    description: "Where it leads is told to an administrator who asks for the target itself.",
  },
);
export type TargetRef = Static<typeof TargetRef>;

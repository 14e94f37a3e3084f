/** What a side opens of another's, as its reading gives it: as much as the other shows. */

import type { AnyOperation } from "../api/native/any-operation.ts";
import type { Movement } from "../api/native/movement.ts";
import type { Site } from "../api/native/site.ts";
import type { Memory, Told } from "./tell.ts";
import { tellOpenedMovement } from "./tell-movement.ts";
import { tellOpenedOperation } from "./tell-operation.ts";
import { tellOpenedSite } from "./tell-site.ts";

export type Opened =
  | { readonly operation: AnyOperation }
  | { readonly site: Site }
  | { readonly movement: Movement };

export const tellOpened = (memory: Memory, opened: Opened): Told => {
  if ("site" in opened) return tellOpenedSite(memory, opened.site);
  if ("movement" in opened) return tellOpenedMovement(memory, opened.movement);
  return tellOpenedOperation(memory, opened.operation);
};

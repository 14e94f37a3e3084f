/** What the edge worked out from the degrees of an entry's command. */

import { makeSolid4D } from "../geometry/solid.ts";
import type { Solid4D } from "../geometry/solid.ts";
import type { Entry } from "./entry.ts";
import { assert } from "./outcome.ts";

/** Its volumes, in their order, ready to compare. Throws (a bug) when they were not surveyed. */
export const solidsIn = ({ survey }: Entry): Solid4D[] => {
  assert("volumes" in survey, "a command's volumes were surveyed");
  return survey.volumes.map(makeSolid4D);
};

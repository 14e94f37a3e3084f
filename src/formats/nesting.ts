/** How deep a parsed value goes. */

import { LIMITS } from "./limits.ts";
import { Unreadable } from "./unreadable.ts";

/** The same value. Refuses: one nested so deep that walking or showing it could exhaust the stack. */
export const checkNesting = (value: unknown): unknown => {
  const seen = new Set<unknown>();
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.valueDepthMax)
      throw new Unreadable("the values are nested too deep: write them flatter");
    level = level.flatMap((parent) => {
      if (typeof parent !== "object" || parent === null || seen.has(parent)) return [];
      seen.add(parent); // aliases of YAML share objects
      return Object.values(parent).filter((child) => typeof child === "object");
    });
  }
  return value;
};

/** Sites out of what nobody has looked at yet, by the table of the line. */

import { SITE } from "../line/kinds/humanitarian.ts";
import { parseByTable } from "../line/parse-body.ts";
import type { Outcome } from "../outcome.ts";
import type { SiteFields } from "./model.ts";

/** Refuses: "bad-field", as `parseByTable` does. */
export const parseSiteFields = (value: unknown): Outcome<SiteFields> =>
  parseByTable({ fields: SITE, needs: [] }, value);

/** Every schema of the standard by its name there. */

import type { TSchema } from "typebox";
import * as details from "./schema-details.ts";
import * as geozone from "./schema-geozone.ts";
import * as logging from "./schema-logging.ts";
import * as references from "./schema-references.ts";
import * as subscriptions from "./schema-subscriptions.ts";
import * as words from "./schema.ts";

export const SCHEMAS: Readonly<Record<string, TSchema>> = {
  ...words,
  ...references,
  ...subscriptions,
  ...details,
  ...geozone,
  ...logging,
};

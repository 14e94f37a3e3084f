/** One operation as whoever asks may see it. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { DisclosedOperation } from "./disclosure.ts";
import { ExistsOperation, FullOperation } from "./operation.ts";

export const AnyOperation = Type.Union([FullOperation, ExistsOperation, DisclosedOperation], {
  discriminator: { propertyName: "detail" },
});
export type AnyOperation = Static<typeof AnyOperation>;

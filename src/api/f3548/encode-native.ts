/** A native operation as USSs are told of it: the endpoint of details, and whoever is notified. */

import type { NativeConstraintView } from "../../core/airspace/results.ts";
import { encodeConstraint } from "./encode.ts";
import { encodeVolume } from "./encode-volume.ts";
import type { Constraint } from "./schema-details.ts";

/** Something is there, whoever's and whatever it is. */
const HAZARD = "hazard";

export const encodeNativeConstraint = ({
  reference,
  volumes,
}: NativeConstraintView): Constraint => ({
  reference: encodeConstraint(reference),
  details: { volumes: volumes.flatMap(encodeVolume), type: HAZARD },
});

/** The way of every command of a USS: submitted in its manager's name, answered or refused. */

import { randomUUID } from "node:crypto";
import type { AirspaceCommand } from "../../core/airspace/commands.ts";
import type { AirspaceResult } from "../../core/airspace/results.ts";
import { unreachable } from "../../core/outcome.ts";
import type { Refusal } from "../../core/outcome.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import { checkSize } from "../native/write.ts";
import type { F3548Context } from "./context.ts";
import { encodeUnread } from "./encode.ts";
import { F3548_LIMITS } from "./limits.ts";
import { quoted } from "./parse.ts";
import { badField, WireError } from "./wire-error.ts";

type Result<W extends AirspaceResult["what"]> = Extract<AirspaceResult, { readonly what: W }>;

type Writing<W> = {
  readonly command: AirspaceCommand;
  readonly surveyed?: readonly SurveyedVolume[];
  /** Of its position reports, as they are surveyed. */
  readonly placesMm?: readonly number[];
  /** What the core answers it with. */
  readonly what: W;
};

/**
 * What was written again after a time-out is answered as at first by the core itself: each request
 * is a command of its own. Throws WireError for every refusal, and as the sequencer does.
 */
export const write = async <W extends AirspaceResult["what"]>(
  { engine, metrics }: F3548Context,
  { command, surveyed, placesMm, what }: Writing<W>,
): Promise<Result<W>> => {
  const survey = surveyed ? { volumes: surveyed } : placesMm ? { placesMm } : {};
  checkSize(command, survey);
  const { outcome } = await engine.submit({
    origin: "system",
    commandId: randomUUID(),
    command,
    by: command.manager,
    survey,
  });
  metrics.countCommand(command.kind, outcome, false);
  if (!outcome.ok) throw errorOfRefusal(outcome.refusal);
  const { value } = outcome;
  if (value?.about !== "airspace" || value.what !== what) {
    throw new Error(`bug: ${command.kind} is answered with its ${what}`);
  }
  return value as Result<W>;
};

/** What a USS is answered when the core says no. */
export const errorOfRefusal = (refusal: Refusal): WireError => {
  switch (refusal.reason) {
    case "not-found":
      return notFound(refusal.what, refusal.id);
    case "bad-field":
      return badField(wireName(refusal.field), refusal.detail, refusal.remedy);
    case "window-ended":
      return badField("time_end", "is in the past", "give an end that is still to come");
    case "not-permitted":
      return new WireError(403, `${refusal.detail}: only who manages it may change it`);
    case "airspace-version": {
      const { what, id, detail } = refusal;
      const message = `${what} ${quoted(id)}: ${detail}: read it again, and give its current version`;
      return new WireError(409, message);
    }
    case "airspace-unread": {
      const members = encodeUnread(refusal.unread);
      return new WireError(409, UNREAD, { members });
    }
    case "wrong-state": {
      const { what, state, wanted } = refusal;
      return new WireError(412, `the ${what} is ${state}: it can't become ${wanted}`);
    }
    case "too-many": {
      const { what, limit } = refusal;
      const headers = { "Retry-After": String(F3548_LIMITS.fullRetryAfterS) };
      const remedy = "delete some first, or wait until some are over";
      return new WireError(429, `${what}: the limit is ${limit}: ${remedy}`, { headers });
    }
    case "unknown-party": {
      const party = quoted(refusal.party);
      return new WireError(
        503,
        `${party} of the setting f3548 is no party: ask the host to add it`,
      );
    }
    case "no-theatre":
      return new WireError(503, "no theatre is set up yet: ask the host to set it");
    case "unknown-operation":
    case "stale-version":
    case "needs-second-person":
    case "bad-signature":
    case "signature-required":
    case "line-suspended":
    case "conflicts-refused":
    case "command-id-reused":
      throw new Error(`bug: a USS is refused with ${refusal.reason}`);
    default:
      return unreachable(refusal);
  }
};

const UNREAD =
  "the key does not show that all that is near is known: read the details of what is missing here, add their OVNs to the key, and send it again";

export const notFound = (what: string, id: string): WireError =>
  new WireError(404, `there is no ${what} ${quoted(id)}: check the id`);

/** The core's fields by their names on the wire. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  id: "entityid",
  ovnSuffix: "requested_ovn_suffix",
  baseUrl: "uss_base_url",
  startUs: "time_start",
  endUs: "time_end",
};

const wireName = (field: string): string =>
  WIRE_NAMES[field] ?? field.replace(/^volumes/, "extents");

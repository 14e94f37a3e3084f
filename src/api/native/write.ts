/** The way of every command: survey, submit under its idempotency key, answer or refuse. */

import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PutConstraint, PutIntent } from "../../core/airspace/commands.ts";
import type { Command, Survey } from "../../core/commands.ts";
import type { Origin } from "../../core/entry.ts";
import type { CommandResult } from "../../core/state.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import { LOG_LIMITS } from "../../log/log.ts";
import { surveyCommand } from "../../server/notice-survey.ts";
import type { Receipt as SequencerReceipt } from "../../server/sequencer.ts";
import { partyOf, principalOf } from "../context.ts";
import type { ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { RECEIPT_STATEMENT } from "./operation.ts";
import type { Receipt } from "./operation.ts";
import { checkSigned, SignatureHeader } from "./signed.ts";
import { timeText } from "./time.ts";

/** The same command sent again under the same key gets the first answer, for 24 hours. */
export const WriteHeaders = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: API_LIMITS.idempotencyKeyCharsMax,
      pattern: "^[\\x21-\\x7e]+$",
      description: "1 to 128 visible ASCII characters; one is made when left out.",
    }),
  ),
  "wideberth-signature": SignatureHeader,
});

export type Write = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly command: Command;
};

/** A command about an operation, for the caller's party. Throws as `submit` does. */
export const writeOperation = async (context: ApiContext, write: Write): Promise<Receipt> => {
  const party = partyOf(write.request);
  const { commandId, receipt, result, notes } = await submitForParty(context, write);
  if (result?.about !== "operation") throw new Error("bug: it is answered with its operation");
  const view = context.engine.view({ kind: "party", party });
  // A repeat is answered as at first: what was told then was seen then.
  const conflictIds = receipt.isRepeat
    ? result.conflictIds
    : result.conflictIds.filter((id) => view.conflict(id) !== null);
  return {
    commandId,
    seq: receipt.seq,
    receivedAt: timeText(receipt.atMs),
    operationId: result.operationId,
    version: result.version,
    state: result.state,
    serial: result.serial,
    minutesOfNotice: result.minutesOfNotice,
    isShortNotice: result.isShortNotice,
    conflictIds,
    areaIds: result.areaIds,
    notes,
    statement: RECEIPT_STATEMENT,
  };
};

/** Throws as `submit` does. */
export const submitForParty = (context: ApiContext, write: Write): Promise<Submitted> =>
  submit(context, write, { party: partyOf(write.request), key: null });

export type Submitted = {
  readonly commandId: string;
  readonly receipt: SequencerReceipt;
  readonly result: CommandResult | null;
  readonly notes: readonly string[];
};

/** Throws ApiProblem for every refusal, BusyError and LogError as the sequencer does. */
export const submit = async (
  { engine, clock, metrics }: ApiContext,
  { request, reply, command }: Write,
  origin: Origin,
): Promise<Submitted> => {
  const refusals = { nowMs: clock.nowMs() };
  const surveyed = surveyCommand(command);
  if (!surveyed.ok) throw problemOfRefusal(surveyed.refusal, refusals);
  const { survey, notes } = surveyed;
  checkSize(command, survey);
  const commandId = keyOf(request) ?? randomUUID();
  const by = principalOf(request).sub;
  const signed = checkSigned({ engine, clock }, { request, origin, commandId, command, by });
  const receipt = await engine.submit({ ...signed, commandId, command, by, survey });
  const { outcome, isRepeat } = receipt;
  metrics.countCommand(command.kind, outcome, isRepeat);
  if (outcome.ok) {
    if (isRepeat) reply.header("Idempotent-Replay", "true");
    return { commandId, receipt, result: outcome.value, notes };
  }
  const isReplay = isRepeat && outcome.refusal.reason !== "command-id-reused";
  const problem = problemOfRefusal(outcome.refusal, refusals);
  if (isReplay) reply.header("Idempotent-Replay", "true");
  throw problem;
};

/** What makes a request the same as another: who asks, of which party, what, under which key. */
export const sameRequest = (request: FastifyRequest): readonly string[] | null => {
  const key = keyOf(request);
  const { sub, party } = principalOf(request);
  return key === null ? null : [party ?? "", sub, request.url, key];
};

const keyOf = ({ headers }: FastifyRequest): string | null => {
  const key = headers["idempotency-key"];
  return typeof key === "string" ? key : null;
};

/** Room for the frame, the envelope and the signature around payload and survey. */
const FRAME_BYTES = 4 * 1024;

/**
 * Refuses what no log would take, before it has a place: a log that refuses an append stops.
 * Counted exactly only when an upper bound of the size is over the limit.
 */
export const checkSize = (command: Command, survey: Survey): void => {
  const limit = LOG_LIMITS.entryBytesMax - FRAME_BYTES;
  if (boundBytes(command, survey) <= limit) return;
  const bytes =
    Buffer.byteLength(JSON.stringify(command)) + Buffer.byteLength(JSON.stringify(survey));
  if (bytes <= limit) return;
  const isOfVolumes = "volumes" in command;
  throw new ApiProblem("notice-too-large", {
    detail: `${isOfVolumes ? "with its edges split it" : "it"} takes ${bytes} bytes; the limit is ${limit}`,
    ...(isOfVolumes ? {} : { remedy: "make it shorter, or send it in parts" }),
    field: "volumes" in command ? "volumes" : "reports" in command ? "reports" : "fields",
  });
};

/** A coordinate or time takes at most 24 characters of JSON; a volume without its points, 600. */
const NUMBER_BYTES = 25;
const VOLUME_BYTES = 600;
/** A name in letters of four bytes. */
const NOTICE_BYTES = 2_048;
/** An OVN, with its quotes and its comma. */
const OVN_BYTES = 131;

const COUNTED_EXACTLY: ReadonlySet<Command["kind"]> = new Set([
  "set-theatre",
  "send-message",
  "translate-message",
  "report-positions",
  "note-positions",
  "submit-site",
  "update-site",
  "submit-movement",
  "change-movement",
  "report-movement",
  "answer-movement",
  "ask-movement-hold",
  "seal-people",
  "file-uss-report",
  "note-uss-change",
  "report-telemetry",
]);

/** Of a text within JSON: two of UTF-8 for a quote and its escape, three for most letters. */
const CHARACTER_BYTES = 3;

const isHosted = (command: Command): command is PutIntent | PutConstraint =>
  (command.kind === "put-intent" || command.kind === "put-constraint") &&
  command.details !== undefined;

const boundBytes = (command: Command, survey: Survey): number => {
  // Seldom, or of texts whose length the bound below knows nothing of: counted exactly.
  if (COUNTED_EXACTLY.has(command.kind)) return Infinity;
  const volumes: readonly SurveyedVolume[] = "volumes" in survey ? (survey.volumes ?? []) : [];
  const given = "volumes" in command ? (command.volumes ?? []) : [];
  const option = "option" in command ? (command.option?.id.length ?? 0) : 0;
  const keyBytes = command.kind === "put-intent" ? OVN_BYTES * command.key.length : 0;
  const detailsBytes = CHARACTER_BYTES * (isHosted(command) ? command.details!.length : 0);
  let bytes = NOTICE_BYTES + option + keyBytes + detailsBytes + VOLUME_BYTES * volumes.length;
  for (const { shape } of volumes) {
    bytes += NUMBER_BYTES * (shape.ecefMm.length + shape.padMm.length + shape.timesMs.length);
  }
  for (const { footprint } of given) {
    if (footprint.kind === "polygon")
      bytes += 2 * NUMBER_BYTES * footprint.ring.length + footprint.ring.length * 2;
    if (footprint.kind === "corridor") bytes += 4 * NUMBER_BYTES * footprint.route.length;
  }
  return bytes;
};

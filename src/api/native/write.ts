/** The way of every command: survey, submit under its idempotency key, answer or refuse. */

import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Command, Survey } from "../../core/commands.ts";
import type { Origin } from "../../core/entry.ts";
import type { CommandResult } from "../../core/state.ts";
import type { SurveyedVolume } from "../../geometry/shape.ts";
import { LOG_LIMITS } from "../../log/log.ts";
import { surveyCommand } from "../../server/notice-survey.ts";
import type { Receipt as SequencerReceipt } from "../../server/sequencer.ts";
import { partyOf } from "../context.ts";
import type { ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { RECEIPT_STATEMENT } from "./operation.ts";
import type { Receipt } from "./operation.ts";
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
});

type Write = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly command: Command;
};

/** Writes for the caller's party. Throws ApiProblem for every refusal. */
export const writeForParty = async (context: ApiContext, write: Write): Promise<Receipt> => {
  const party = partyOf(write.request);
  const origin: Origin = { party, key: null };
  const { commandId, receipt, result, notes } = await submit(context, write, origin);
  if (!result) throw new Error("bug: a party's command has a result");
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
    notes,
    statement: RECEIPT_STATEMENT,
  };
};

type Submitted = {
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
  const receipt = await engine.submit({ origin, commandId, command, survey });
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
const checkSize = (command: Command, survey: Survey): void => {
  const limit = LOG_LIMITS.entryBytesMax - FRAME_BYTES;
  if (boundBytes(command, survey) <= limit) return;
  const bytes =
    Buffer.byteLength(JSON.stringify(command)) + Buffer.byteLength(JSON.stringify(survey));
  if (bytes <= limit) return;
  throw new ApiProblem("notice-too-large", {
    detail: `with its edges split it takes ${bytes} bytes; the limit is ${limit}`,
    field: "volumes",
  });
};

/** A coordinate or time takes at most 24 characters of JSON; a volume without its points, 600. */
const NUMBER_BYTES = 25;
const VOLUME_BYTES = 600;
/** A name in letters of four bytes. */
const NOTICE_BYTES = 2_048;

const boundBytes = (command: Command, survey: Survey): number => {
  if (command.kind === "set-theatre") return Infinity; // seldom: counted exactly
  const volumes: readonly SurveyedVolume[] = "volumes" in survey ? (survey.volumes ?? []) : [];
  const given = "volumes" in command ? command.volumes : [];
  let bytes = NOTICE_BYTES + VOLUME_BYTES * volumes.length;
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

/** Movements over HTTP: submitted, checked, told, reported, closed; and what recipients say of them. */

import { Type } from "typebox";
import { parseByTable } from "../../core/line/parse-body.ts";
import type { Table } from "../../core/line/parse-body.ts";
import type { Fields, Point, ValuesOf } from "../../core/line/fields.ts";
import type { Consent, EndsRead, MovementCommand } from "../../core/movements/commands.ts";
import { MOVEMENT_TABLE, REPORT_TABLE } from "../../core/movements/fields.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import { notFound } from "./channel-routes.ts";
import { asWireRefusal, fieldsFromWire } from "./message-fields.ts";
import {
  AskHoldRequest,
  CloseConsentRequest,
  ConsentRequest,
  encodeListed,
  encodeMovement,
  ListedMovement,
  MovementAnswerRequest,
  MovementChangeRequest,
  MovementCheckRequest,
  MovementCloseRequest,
  MovementId,
  MovementOf,
  MovementReceipt,
  MovementReportRequest,
  MovementRequest,
  PassOnRequest,
} from "./movement.ts";
import { noteReceipts } from "./note-receipts.ts";
import { RECEIPT_STATEMENT } from "./operation.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { movesOf } from "./moves.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["movements"];
export const MovementParams = Type.Object({ id: MovementId });

export const registerMovements = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  registerSubmitting(app, context);
  registerMoves(app, context);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/movements",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listMovements",
        summary: "Own movements and those the reader was told of, in the order they were submitted",
        querystring: Type.Object({ ...PageQuery }, CLOSED),
        response: { 200: PageOf(ListedMovement, "MovementPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.movement.find(id) !== null);
      return encodePage(view.movements(page), encodeListed);
    },
  );
  app.get(
    "/v1/movements/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getMovement",
        summary: "One movement, as far as its owner consents; that a recipient has it is noted",
        params: MovementParams,
        response: { 200: MovementOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      await noteReceipts(context, request, () => [{ to: "movement", id }]);
      const found = viewOf(context, request).movement.find(id);
      if (!found) throw notFound(context, "movement", id);
      return encodeMovement(found, RECEIPT_STATEMENT);
    },
  );
};

/** What the table takes of what was sent. Throws ApiProblem. */
const parse = <F extends Fields>(
  { clock }: ApiContext,
  table: Table<F>,
  given: Readonly<Record<string, unknown>>,
): ValuesOf<F> => {
  const parsed = parseByTable(table, fieldsFromWire(table.fields, given, "fields"));
  if (parsed.ok) return parsed.value;
  throw problemOfRefusal(asWireRefusal(parsed.refusal), { nowMs: clock.nowMs() });
};

const registerSubmitting = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/movements",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "submitMovement",
        summary: "Submit a movement: told once a second person has checked it, or at once",
        headers: WriteHeaders,
        body: MovementRequest,
        response: { 201: MovementReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { isEmergency = false } = request.body;
      const recipients = (request.body.recipients ?? []).map(consentOf);
      const fields = parse(context, MOVEMENT_TABLE, request.body.fields);
      const command = { kind: "submit-movement", fields, isEmergency, recipients } as const;
      const receipt = await writeMovement(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/movements/${receipt.movementId}`);
      return receipt;
    },
  );
  app.put(
    "/v1/movements/:id",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "changeMovement",
        summary: "Submit another version, which is checked as the first was",
        headers: WriteHeaders,
        params: MovementParams,
        body: MovementChangeRequest,
        response: { 200: MovementReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { version } = request.body;
      const fields = parse(context, MOVEMENT_TABLE, request.body.fields);
      const about = { movementId: request.params.id, version, fields };
      const command = { kind: "change-movement", ...about } as const;
      return writeMovement(context, { request, reply, command });
    },
  );
};

// Named field by field: a command is signed as text, in one order.
const consentOf = ({ to, rung, seesPeople = false }: ConsentRequest): Consent => ({
  to,
  rung,
  seesPeople,
});
const pointOf = ({ lngDeg, latDeg }: Point): Point => ({ lngDeg, latDeg });
const endsOf = ({ origin, destination }: EndsRead): EndsRead => ({
  origin: pointOf(origin),
  destination: pointOf(destination),
});

const registerMoves = (app: Api, context: ApiContext): void => {
  const add = movesOf<MovementCommand, typeof MovementReceipt>(app, {
    path: "/v1/movements",
    tags,
    params: MovementParams,
    answer: MovementReceipt,
    write: (write) => writeMovement(context, write),
  });
  add({
    verb: "check",
    operationId: "checkMovement",
    summary: "By a second person: read both ends back, and it is told",
    body: MovementCheckRequest,
    parse: (movementId, { version, readBack }) => ({
      kind: "check-movement",
      movementId,
      version,
      readBack: endsOf(readBack),
    }),
  });
  add({
    verb: "consents",
    operationId: "consentMovement",
    summary: "Tell a party of it, or more of it",
    body: ConsentRequest,
    parse: (movementId, body) => ({ kind: "consent-movement", movementId, ...consentOf(body) }),
  });
  add({
    verb: "close-consent",
    operationId: "closeMovementConsent",
    summary: "Show a party nothing later of it",
    body: CloseConsentRequest,
    parse: (movementId, { to }) => ({ kind: "close-movement-consent", movementId, to }),
  });
  add({
    verb: "reports",
    operationId: "reportMovement",
    summary: "Report where it is and what it does; held and aborted are said so too",
    body: MovementReportRequest,
    parse: (movementId, { fields }) => ({
      kind: "report-movement",
      movementId,
      fields: parse(context, REPORT_TABLE, fields),
    }),
  });
  add({
    verb: "close",
    operationId: "closeMovement",
    summary: "Close it with its outcome; its sealed details are over 30 days later",
    body: MovementCloseRequest,
    parse: (movementId, { outcome }) => ({ kind: "close-movement", movementId, outcome }),
  });
  add({
    verb: "answer",
    operationId: "answerMovement",
    summary: "By a recipient's officer: acknowledge it, with a concern, or object",
    body: MovementAnswerRequest,
    parse: (movementId, { version, answer, readBack, concern, text }) => ({
      kind: "answer-movement",
      movementId,
      version,
      answer,
      ...(readBack === undefined ? {} : { readBack: endsOf(readBack) }),
      ...(concern === undefined ? {} : { concern }),
      ...(text === undefined ? {} : { text }),
    }),
  });
  add({
    verb: "pass-on",
    operationId: "passOnMovement",
    summary: "By a recipient's officer: say which levels now know of it",
    body: PassOnRequest,
    parse: (movementId, { version, levels }) => ({
      kind: "pass-on-movement",
      movementId,
      version,
      levels,
    }),
  });
  add({
    verb: "ask-hold",
    operationId: "askMovementHold",
    summary: "By a recipient's officer: ask its owner to hold it, with the reason",
    body: AskHoldRequest,
    parse: (movementId, { text }) => ({ kind: "ask-movement-hold", movementId, text }),
  });
};

export const writeMovement = async (
  context: ApiContext,
  write: Write & { readonly command: MovementCommand },
): Promise<MovementReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "movement") throw new Error("bug: it is answered with its movement");
  const { movementId, version, state, operationId } = result;
  const at = { seq: receipt.seq, receivedAt: timeText(receipt.atMs) };
  const statement = RECEIPT_STATEMENT;
  return { commandId, ...at, movementId, version, state, operationId, statement };
};

/** The register over HTTP: contacts proposed, agreed, reported, held; notes; drafts of readouts. */

import { Type } from "typebox";
import type { RegisterCommand } from "../../core/contacts/commands.ts";
import { parseContactFields } from "../../core/contacts/parse.ts";
import type { ContactFields as Fields } from "../../core/contacts/model.ts";
import { CONTACT } from "../../core/line/kinds/contacts.ts";
import type { Outcome } from "../../core/outcome.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import { notFound } from "./channel-routes.ts";
import {
  ContactAgreeRequest,
  ContactChangeRequest,
  ContactId,
  ContactNotes,
  ContactOf,
  ContactReceipt,
  ContactRequest,
  encodeContact,
  encodeLast,
  encodeNotes,
  LastContacts,
  NotesRequest,
} from "./contact.ts";
import { asWireRefusal, fieldsFromWire } from "./message-fields.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { movesOf } from "./moves.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["contacts"];
export const ContactParams = Type.Object({ id: ContactId });
const NoBody = Type.Object({}, CLOSED);

export const registerContacts = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  registerNotes(app, context);
  registerEntering(app, context);
  registerMoves(app, context);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/contacts",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listContacts",
        summary: "The register: meetings and calls of the reader, planned and held",
        querystring: Type.Object({ ...PageQuery }, CLOSED),
        response: { 200: PageOf(ContactOf, "ContactPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.contact.find(id) !== null);
      return encodePage(view.contacts(page), encodeContact);
    },
  );
  app.get(
    "/v1/contacts/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getContact",
        summary: "One contact, and the one before it at its level",
        params: ContactParams,
        response: { 200: ContactOf, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = viewOf(context, request).contact.find(id);
      if (!found) throw notFound(context, "contact", id);
      return encodeContact(found);
    },
  );
  app.get(
    "/v1/last-contacts",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listLastContacts",
        summary: "The last contact held with each other side, by level and form",
        response: { 200: LastContacts, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({ contacts: viewOf(context, request).contact.last().map(encodeLast) }),
  );
};

const registerNotes = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/contacts/:id/notes",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "getContactNotes",
        summary: "Your side's own agenda, minutes and people: nobody else's to see",
        params: ContactParams,
        response: { 200: ContactNotes, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { contact } = viewOf(context, request);
      if (!contact.find(id)) throw notFound(context, "contact", id);
      return encodeNotes(contact.notes(id));
    },
  );
  app.put(
    "/v1/contacts/:id/notes",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "setContactNotes",
        summary: "Write your side's own agenda, minutes and people",
        headers: WriteHeaders,
        params: ContactParams,
        body: NotesRequest,
        response: { 200: ContactReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { agenda, minutes, people } = request.body;
      const command = {
        kind: "set-contact-notes",
        contactId: request.params.id,
        ...(agenda === undefined ? {} : { agenda }),
        ...(minutes === undefined ? {} : { minutes }),
        ...(people === undefined ? {} : { people }),
      } as const;
      return writeContact(context, { request, reply, command });
    },
  );
};

const registerEntering = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/contacts",
    {
      config: { access: "write" },
      schema: {
        tags,
        operationId: "enterContact",
        summary: "Propose a meeting or call, or record one that was; every other side agrees",
        headers: WriteHeaders,
        body: ContactRequest,
        response: { 201: ContactReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { with: others, isPast = false, fields } = request.body;
      const command: RegisterCommand = {
        kind: isPast ? "record-contact" : "propose-contact",
        with: others,
        fields: fieldsOf(context, fields),
      };
      const receipt = await writeContact(context, { request, reply, command });
      reply.code(201).header("Location", `/v1/contacts/${receipt.contactId}`);
      return receipt;
    },
  );
};

const registerMoves = (app: Api, context: ApiContext): void => {
  const add = movesOf<RegisterCommand, typeof ContactReceipt>(app, {
    path: "/v1/contacts",
    tags,
    params: ContactParams,
    answer: ContactReceipt,
    write: (write) => writeContact(context, write),
  });
  for (const [verb, kind, summary] of [
    ["change", "change-contact", "Propose other fields for one that is not held yet"],
    ["report", "report-contact", "Say that it was held, as the fields say"],
  ] as const) {
    add({
      verb,
      operationId: `${verb}Contact`,
      summary,
      body: ContactChangeRequest,
      parse: (contactId, { version, fields }) => ({
        kind,
        contactId,
        version,
        fields: fieldsOf(context, fields),
      }),
    });
  }
  add({
    verb: "agree",
    operationId: "agreeContact",
    summary: "Say for your side that it is planned so, or was so",
    body: ContactAgreeRequest,
    parse: (contactId, { version }) => ({ kind: "agree-contact", contactId, version }),
  });
  for (const [verb, kind, summary] of [
    ["decline", "decline-contact", "Say that your side does not agree to what another said"],
    ["cancel", "cancel-contact", "Call it off"],
  ] as const) {
    const parse = (contactId: string): RegisterCommand => ({ kind, contactId });
    add({ verb, operationId: `${verb}Contact`, summary, body: NoBody, parse });
  }
};

const fieldsOf = (context: ApiContext, given: Readonly<Record<string, unknown>>): Fields =>
  mustParse(context, parseContactFields(fieldsFromWire(CONTACT.fields, given, "fields")));

/** Throws ApiProblem for what can't be read. */
export const mustParse = <T>({ clock }: ApiContext, parsed: Outcome<T>): T => {
  if (parsed.ok) return parsed.value;
  throw problemOfRefusal(asWireRefusal(parsed.refusal), { nowMs: clock.nowMs() });
};

const writeContact = async (
  context: ApiContext,
  write: Write & { readonly command: RegisterCommand },
): Promise<ContactReceipt> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "contact") throw new Error("bug: it is answered with its contact");
  const { contactId, state, version } = result;
  const { seq, atMs } = receipt;
  return { commandId, seq, receivedAt: timeText(atMs), contactId, state, version };
};

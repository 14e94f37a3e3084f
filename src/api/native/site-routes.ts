/** Sites over HTTP: entered, checked, told, confirmed; read by those who were told, with a receipt. */

import { Type } from "typebox";
import { SITE } from "../../core/line/kinds/humanitarian.ts";
import type { SiteCommand } from "../../core/sites/commands.ts";
import type { SiteFields as Fields } from "../../core/sites/model.ts";
import { parseSiteFields } from "../../core/sites/parse.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { problemOfRefusal } from "../problem.ts";
import { notFound } from "./channel-routes.ts";
import { asWireRefusal, fieldsFromWire } from "./message-fields.ts";
import { noteReceipts } from "./note-receipts.ts";
import { encodePage, PageOf, PageQuery, parsePage } from "./page.ts";
import { movesOf } from "./moves.ts";
import type { AddMove } from "./moves.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, OperationId } from "./schema.ts";
import {
  AcknowledgeSiteRequest,
  encodeProximity,
  encodeSite,
  encodeSiteRef,
  Proximity,
  Site,
  SiteAnswer,
  SiteConsentRequest,
  SiteDisseminatedRequest,
  SiteHitRequest,
  SiteId,
  SiteRef,
  SiteRequest,
  SiteTellings,
  SiteUpdateRequest,
  SiteVersionRequest,
  VerifySiteRequest,
  WithdrawSiteRequest,
} from "./site.ts";
import { parseTime, timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["sites"];
const SiteParams = Type.Object({ id: SiteId });
/** What is said of sites is never counted against those who say much: it passes everything. */
const config = { access: "write", rate: "urgent" } as const;

export const registerSites = (app: Api, context: ApiContext): void => {
  registerLists(app, context);
  registerReading(app, context);
  registerEntering(app, context);
  registerMoves(app, context);
};

const registerLists = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/sites",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "listSites",
        summary: "Your own sites; to the host, that each exists",
        querystring: Type.Object({ ...PageQuery }, CLOSED),
        response: { 200: PageOf(Site, "SitePage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => {
        const found = view.site.find(id);
        return found !== null && found.detail !== "told";
      });
      return encodePage(view.sites(page), encodeSite);
    },
  );
  app.get(
    "/v1/told-sites",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listToldSites",
        summary: "Others' sites that you were told of: that they are, not where",
        description: "Each is read at /v1/sites/{id}, which leaves a receipt for its owner.",
        querystring: Type.Object({ ...PageQuery }, CLOSED),
        response: { 200: PageOf(SiteRef, "ToldSitePage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const page = parsePage(request.query, (id) => view.site.find(id)?.detail === "told");
      return encodePage(view.toldSites(page), encodeSiteRef);
    },
  );
  app.get(
    "/v1/proximities",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listProximities",
        summary: "Sites near your operations as filed, and notices of others near your sites",
        querystring: Type.Object(
          {
            ...PageQuery,
            operationId: Type.Optional(OperationId),
            siteId: Type.Optional(SiteId),
          },
          CLOSED,
        ),
        response: { 200: PageOf(Proximity, "ProximityPage"), ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const view = viewOf(context, request);
      const { operationId, siteId, ...asked } = request.query;
      const page = parsePage(asked, (id) => view.site.proximity(id) !== null);
      return encodePage(view.proximities({ operationId, siteId }, page), encodeProximity);
    },
  );
  app.get(
    "/v1/site-tellings",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "listSiteTellings",
        summary: "How often each party was told of your sites by what it filed, and took it back",
        response: { 200: SiteTellings, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => ({ tellings: viewOf(context, request).site.tellings() }),
  );
};

const registerReading = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/sites/:id",
    {
      config: { access: "read" },
      schema: {
        tags,
        operationId: "getSite",
        summary: "One site: your own, or as you were told; then its owner sees that you read it",
        params: SiteParams,
        response: { 200: Site, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const { id } = request.params;
      await noteReceipts(context, request, () => [{ to: "site", id }]);
      const found = viewOf(context, request).site.find(id);
      if (!found) throw notFound(context, "site", id);
      return encodeSite(found);
    },
  );
};

const registerEntering = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/sites",
    {
      config,
      schema: {
        tags,
        operationId: "submitSite",
        summary: "Enter a site; nobody else hears of it before it is checked and notified",
        headers: WriteHeaders,
        body: SiteRequest,
        response: { 201: SiteAnswer, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = { kind: "submit-site", body: fieldsOf(context, request.body) } as const;
      reply.code(201);
      return writeSite(context, { request, reply, command });
    },
  );
  app.put(
    "/v1/sites/:id",
    {
      config,
      schema: {
        tags,
        operationId: "updateSite",
        summary: "Say everything anew; what others were told stays until this is notified",
        headers: WriteHeaders,
        params: SiteParams,
        body: SiteUpdateRequest,
        response: { 200: SiteAnswer, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { version } = request.body;
      const body = fieldsOf(context, request.body);
      const siteId = request.params.id;
      const command = { kind: "update-site", siteId, version, body } as const;
      return writeSite(context, { request, reply, command });
    },
  );
};

const fieldsOf = ({ clock }: ApiContext, { fields }: SiteRequest): Fields => {
  const parsed = parseSiteFields(fieldsFromWire(SITE, fields, "fields"));
  if (parsed.ok) return parsed.value;
  throw problemOfRefusal(asWireRefusal(parsed.refusal), { nowMs: clock.nowMs() });
};

const writeSite = async (
  context: ApiContext,
  write: Write & { readonly command: SiteCommand },
): Promise<SiteAnswer> => {
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "site") throw new Error("bug: it is answered with its site");
  const { siteId, version, state } = result;
  const { seq, atMs } = receipt;
  return { commandId, seq, receivedAt: timeText(atMs), siteId, version, state };
};

const registerMoves = (app: Api, context: ApiContext): void => {
  const add = movesOf<SiteCommand, typeof SiteAnswer>(app, {
    path: "/v1/sites",
    tags,
    params: SiteParams,
    answer: SiteAnswer,
    rate: "urgent",
    write: (write) => writeSite(context, write),
  });
  addOwners(add);
  addRecipients(add);
};

const addOwners = (add: AddMove<SiteCommand>): void => {
  add({
    verb: "verify",
    operationId: "verifySite",
    summary: "Check the latest version as a second person: the position, read anew",
    body: VerifySiteRequest,
    parse: (siteId, { version, readBack, role }) => ({
      kind: "verify-site",
      siteId,
      version,
      readBack,
      role,
    }),
  });
  add({
    verb: "notify",
    operationId: "notifySite",
    summary: "Tell the latest version to those that it names",
    body: SiteVersionRequest,
    parse: (siteId, { version }) => ({ kind: "notify-site", siteId, version }),
  });
  add({
    verb: "consent",
    operationId: "setSiteConsent",
    summary: "How much one party is told, and when; more holds at once, less for later versions",
    body: SiteConsentRequest,
    parse: (siteId, { to, rung, when }) => ({ kind: "set-site-consent", siteId, to, rung, when }),
  });
  add({
    verb: "reconfirm",
    operationId: "reconfirmSite",
    summary: "The version that others know is still so",
    body: SiteVersionRequest,
    parse: (siteId, { version }) => ({ kind: "reconfirm-site", siteId, version }),
  });
  add({
    verb: "withdraw",
    operationId: "withdrawSite",
    summary: "It is no longer a site; all who were told are told that",
    body: WithdrawSiteRequest,
    parse: (siteId, { siteReason, text }) => ({
      kind: "withdraw-site",
      siteId,
      siteReason,
      ...(text === undefined ? {} : { text }),
    }),
  });
  add({
    verb: "hit",
    operationId: "reportSiteHit",
    summary: "Report that it was hit; all who were told are told that. Opens an incident if asked",
    body: SiteHitRequest,
    parse: (siteId, { at, text, other }) => ({
      kind: "report-site-hit",
      siteId,
      atMs: parseTime(at, "at"),
      ...(text === undefined ? {} : { text }),
      ...(other === undefined ? {} : { other }),
    }),
  });
};

const addRecipients = (add: AddMove<SiteCommand>): void => {
  add({
    verb: "delivered",
    operationId: "noteSiteDelivered",
    summary: "Say, by machine, that it has arrived; a person's acknowledgement is another fact",
    body: SiteVersionRequest,
    parse: (siteId, { version }) => ({ kind: "note-site-delivered", siteId, version }),
  });
  add({
    verb: "acknowledge",
    operationId: "acknowledgeSite",
    summary: "Acknowledge or object, by a named officer, with the position read back",
    body: AcknowledgeSiteRequest,
    parse: (siteId, { version, answer, role, readBack, concern, text }) => ({
      kind: "acknowledge-site",
      siteId,
      version,
      answer,
      role,
      ...(readBack ? { readBack } : {}),
      ...(concern === undefined ? {} : { concern }),
      ...(text === undefined ? {} : { text }),
    }),
  });
  add({
    verb: "disseminated",
    operationId: "noteSiteDisseminated",
    summary: "Which levels were told of it, and when",
    body: SiteDisseminatedRequest,
    parse: (siteId, { version, role, levelsTold, toldAt }) => ({
      kind: "note-site-disseminated",
      siteId,
      version,
      role,
      levelsTold,
      toldMs: parseTime(toldAt, "toldAt"),
    }),
  });
};

/** What anyone may read, without a token: released readouts as pages and as a feed. */

import { createHash } from "node:crypto";
import { Type } from "typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PublicReadout, PublicView } from "../../core/contacts/public-view.ts";
import { LIMITS } from "../../core/limits.ts";
import { WORDS } from "../../core/line/words.ts";
import type { Language } from "../../phrases/catalogue.ts";
import { makeAddressRate } from "../authenticate.ts";
import type { Api, ApiContext } from "../context.ts";
import { API_LIMITS } from "../limits.ts";
import { acceptedLanguage } from "../native/language.ts";
import { PROBLEM_RESPONSES } from "../native/problem-schema.ts";
import { CLOSED, OneOf } from "../native/schema.ts";
import { ApiProblem } from "../problem.ts";
import { writeFeed } from "./atom.ts";
import { PUBLIC_POLICY, writeListPage, writeReadoutPage } from "./page.ts";
import type { ReadoutSlice } from "./page.ts";

const tags = ["public"];
const lang = Type.Optional(
  OneOf(WORDS.language, { description: "Left out: by Accept-Language, else English." }),
);
const Id = Type.String({ minLength: 1, maxLength: LIMITS.referenceCharsMax });
const ListQuery = Type.Object(
  { lang, after: Type.Optional(Id) },
  { ...CLOSED, description: "after: the id of the last readout of the page before." },
);
const HTML = { content: { "text/html": { schema: Type.String() } } };
const ATOM = { content: { "application/atom+xml": { schema: Type.String() } } };
const NOT_MODIFIED = { description: "It is as If-None-Match says." };

type Asked = { readonly lang?: Language; readonly after?: string };

export const registerPublicReadouts = (app: Api, context: ApiContext): void => {
  const send = makeSend(app, context);
  app.get(
    "/readouts",
    {
      schema: {
        tags,
        operationId: "getReadoutsPage",
        summary: "A page for anyone: what was released of meetings and calls",
        querystring: ListQuery,
        response: { 200: HTML, 304: NOT_MODIFIED, ...PROBLEM_RESPONSES },
      },
    },
    (request, reply) =>
      send({ request, reply, type: HTML_TYPE, asked: request.query }, (view, language) =>
        writeListPage(view, sliceOf(view, language, request.query.after), language),
      ),
  );
  app.get(
    "/readouts.atom",
    {
      schema: {
        tags,
        operationId: "getReadoutsFeed",
        summary: "The same as an Atom feed",
        querystring: ListQuery,
        response: { 200: ATOM, 304: NOT_MODIFIED, ...PROBLEM_RESPONSES },
      },
    },
    (request, reply) =>
      send({ request, reply, type: ATOM_TYPE, asked: request.query }, (view, language) =>
        writeFeed(view, sliceOf(view, language, request.query.after), language),
      ),
  );
  app.get(
    "/readouts/:id",
    {
      schema: {
        tags,
        operationId: "getReadoutPage",
        summary: "One released readout as a page for anyone",
        params: Type.Object({ id: Id }),
        querystring: Type.Object({ lang }, CLOSED),
        response: { 200: HTML, 304: NOT_MODIFIED, ...PROBLEM_RESPONSES },
      },
    },
    (request, reply) =>
      send({ request, reply, type: HTML_TYPE, asked: request.query }, (view, language) =>
        writeReadoutPage(view, findReadout(view, request.params.id), language),
      ),
  );
};

const HTML_TYPE = "text/html; charset=utf-8";
const ATOM_TYPE = "application/atom+xml; charset=utf-8";

type Sending = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly type: string;
  readonly asked: Asked;
};
type Made = { readonly body: string; readonly etag: string };

/** Counted by address, kept as made until something is released, and answered 304 where nothing is new. */
const makeSend = (app: Api, { engine }: ApiContext) => {
  const checkRate = makeAddressRate(app, API_LIMITS.publicPagesPerMinute);
  const pages = new PageKeeper();
  return async (
    { request, reply, type, asked }: Sending,
    write: (view: PublicView, language: Language) => string,
  ): Promise<FastifyReply> => {
    await checkRate(request);
    const language =
      asked.lang ?? acceptedLanguage(request.headers["accept-language"] ?? "") ?? "en";
    const view = engine.publicView();
    const key = `${language} ${request.url.split("?", 1)[0]} ${asked.after ?? ""}`;
    const { body, etag } = pages.keep(view.version, key, () => write(view, language));
    reply.headers({
      "Cache-Control": "public, max-age=60",
      "Content-Language": language,
      "Content-Security-Policy": PUBLIC_POLICY,
      ETag: etag,
      Vary: [reply.getHeader("Vary"), "Accept-Language"].filter(Boolean).join(", "),
    });
    const isKnown = matchesTag(request.headers["if-none-match"], etag);
    return isKnown ? reply.code(304).send() : reply.type(type).send(body);
  };
};

class PageKeeper {
  private version = "";
  private readonly pages = new Map<string, Made>();

  keep(version: string, key: string, write: () => string): Made {
    if (version !== this.version || this.pages.size >= API_LIMITS.publicPagesKept) {
      this.version = version;
      this.pages.clear();
    }
    const known = this.pages.get(key);
    if (known) return known;
    const body = write();
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    const made = { body, etag };
    this.pages.set(key, made);
    return made;
  }
}

/** Source: RFC 9110 section 13.1.2: compared weakly. */
const matchesTag = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  header.split(",").some((one) => ["*", etag].includes(one.trim().replace(/^W\//, "")));

const findReadout = ({ readouts }: PublicView, id: string): PublicReadout => {
  const found = readouts.find((one) => one.id === id);
  if (found) return found;
  throw new ApiProblem("not-found", { detail: "no readout of this id was released" });
};

/** Of those released in the language, the newest after the one that is named. */
const sliceOf = (
  { readouts }: PublicView,
  language: Language,
  after: string | undefined,
): ReadoutSlice => {
  const shown = readouts.filter(({ languages }) => languages.includes(language));
  const from = after === undefined ? 0 : shown.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && from === 0) {
    throw new ApiProblem("unknown-cursor", {
      detail: "no readout of this id is in the list",
      field: "query.after",
    });
  }
  const end = from + API_LIMITS.readoutsPerPage;
  const last = shown[end - 1];
  return {
    readouts: shown.slice(from, end),
    older: last && shown.length > end ? last.id : null,
  };
};

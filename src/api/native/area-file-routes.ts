/** Areas as files of other programs: written of what the reader sees, read as drafts to be looked at. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { AREA_TERMS } from "../../core/line/kinds/incidents.ts";
import { WORDS } from "../../core/line/words.ts";
import type { AreaView } from "../../core/areas/view.ts";
import type { AreaRecord } from "../../formats/area-record.ts";
import { readAreas } from "../../formats/read-areas.ts";
import { writeAreasEd318 } from "../../formats/write-areas-ed318.ts";
import { writeAreasGeojson } from "../../formats/write-areas-geojson.ts";
import { writeAreasOpenair } from "../../formats/write-areas-openair.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { AreaListQuery, statesOf } from "./area-routes.ts";
import { nextUrl } from "./export-routes.ts";
import { fieldsToWire } from "./message-fields.ts";
import { BodyFields } from "./message-request.ts";
import { parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED, Instant, ListOf, OneOf } from "./schema.ts";
import { parseTime } from "./time.ts";

const tags = ["areas"];

const FORMATS = [
  { ending: "geojson", name: "Geojson", type: "application/geo+json", write: writeAreasGeojson },
  { ending: "ed318.json", name: "Ed318", type: "application/geo+json", write: writeAreasEd318 },
  {
    ending: "openair",
    name: "Openair",
    type: "text/plain; charset=utf-8",
    write: writeAreasOpenair,
  },
] as const;

export const registerAreaFiles = (app: Api, context: ApiContext): void => {
  for (const format of FORMATS) registerExport(app, context, format);
  registerDrafts(app, context);
};

/** One page of the list as a file; Remaining and Link tell what comes after, Unsaid what it has no place for. */
const registerExport = (
  app: Api,
  context: ApiContext,
  { ending, name, type, write }: (typeof FORMATS)[number],
): void => {
  const path = `/v1/areas.${ending}`;
  app.get(
    path,
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: `exportAreasAs${name}`,
        summary: `The list of areas as a file (${ending}); what it has no place for stands in it`,
        querystring: AreaListQuery,
        response: {
          200: { content: { [type]: { schema: Type.String() } } },
          ...PROBLEM_RESPONSES,
        },
      },
    },
    async (request, reply) => {
      const view = viewOf(context, request);
      const { state, ...asked } = request.query;
      const page = parsePage(asked, (id) => view.area(id) !== null);
      const { items, remaining, next } = view.areas({ states: statesOf(state) }, page);
      const { text, unsaid } = write(items.flatMap(recordOf));
      void reply.type(type).header("Remaining", String(remaining));
      void reply.header("Unsaid", String(unsaid.length));
      if (next !== null)
        void reply.header("Link", `<${nextUrl(path, request.url, next)}>; rel="next"`);
      return reply.send(text);
    },
  );
};

/** What holds; where nothing does, what is proposed. */
const recordOf = (view: AreaView): AreaRecord[] => {
  if (view.detail === "exists") return [];
  const terms = view.agreed?.terms ?? (view.detail === "full" ? view.pending?.terms : undefined);
  return terms ? [{ id: view.id, terms }] : [];
};

const FileRequest = Type.Object(
  {
    file: Type.String({ minLength: 1, maxLength: 255, description: "Its name, with the ending." }),
    text: Type.String({ description: "GeoJSON, ED-269, ED-318, OpenAir, KML or CSV." }),
    areaKind: Type.Optional(OneOf(WORDS.areaKind, { description: "Where the file does not say." })),
    measures: Type.Optional(
      ListOf(OneOf(WORDS.areaMeasure), {
        minItems: 1,
        description: "Where the file does not say.",
      }),
    ),
    reviewBy: Type.Optional(Instant),
  },
  { ...CLOSED, title: "AreaFileRequest" },
);
export type AreaFileRequest = Static<typeof FileRequest>;

const Drafts = Type.Object(
  {
    drafts: ListOf(
      Type.Object(
        {
          at: Type.String({ description: "Where in the file." }),
          id: Type.String(),
          fields: BodyFields,
          notes: ListOf(Type.String(), { description: "What was assumed or widened." }),
        },
        { title: "AreaDraft" },
      ),
      { description: "Look at each; its fields are what `proposeArea` takes." },
    ),
    skipped: ListOf(
      Type.Object({ at: Type.String(), reason: Type.String() }, { title: "AreaSkipped" }),
      { description: "What is no area, and why." },
    ),
  },
  { title: "AreaDrafts" },
);
export type AreaDrafts = Static<typeof Drafts>;

const registerDrafts = (app: Api, { clock }: ApiContext): void => {
  app.post(
    "/v1/areas/drafts",
    {
      config: { access: "party" },
      schema: {
        tags,
        operationId: "draftAreas",
        summary: "Read a file of areas as drafts of proposals; nothing is stored, nobody is told",
        body: FileRequest,
        response: { 200: Drafts, ...PROBLEM_RESPONSES },
      },
    },
    async ({ body }) => {
      const { file, text, reviewBy, ...said } = body;
      const review = reviewBy === undefined ? {} : { reviewByMs: parseTime(reviewBy, "reviewBy") };
      const given = { file, bytes: Buffer.from(text), atMs: clock.nowMs() };
      const { drafts, skipped } = readAreas(given, { ...said, ...review });
      return {
        drafts: drafts.map(({ terms, ...draft }) => ({
          ...draft,
          fields: fieldsToWire(AREA_TERMS.fields, terms),
        })),
        skipped: skipped.map(({ at, reason }) => ({ at, reason })),
      };
    },
  );
};

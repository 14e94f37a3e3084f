/** Operations as files for other programs: GeoJSON and KML, of what the reader may see in full. */

import { Type } from "typebox";
import type { FullOperationView } from "../../core/operations/view.ts";
import type { OperationView } from "../../core/view.ts";
import type { NoticeRecord } from "../../formats/reading.ts";
import { writeGeojson } from "../../formats/write-geojson.ts";
import { writeKml } from "../../formats/write-kml.ts";
import { viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ListQuery } from "./operation-routes.ts";
import { parsePage } from "./page.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";

const FORMATS = [
  { ending: "geojson", name: "GeoJSON", type: "application/geo+json", write: writeGeojson },
  { ending: "kml", name: "KML", type: "application/vnd.google-earth.kml+xml", write: writeKml },
] as const;

/**
 * One page of the list as a file. What comes after it is told in the headers: how many, and where
 * (Link, RFC 8288).
 */
export const registerExports = (app: Api, context: ApiContext): void => {
  for (const { ending, name, type, write } of FORMATS) {
    const path = `/v1/operations.${ending}`;
    app.get(
      path,
      {
        config: { access: "party" },
        schema: {
          tags: ["operations"],
          operationId: `exportOperationsAs${name === "KML" ? "Kml" : "Geojson"}`,
          summary: `The list of operations as ${name}; Remaining and Link tell what comes after`,
          querystring: ListQuery,
          response: {
            200: { content: { [type]: { schema: Type.String() } } },
            ...PROBLEM_RESPONSES,
          },
        },
      },
      async (request, reply) => {
        const { party, state, ...asked } = request.query;
        const view = viewOf(context, request);
        const page = parsePage(asked, (id) => view.operation(id) !== null);
        const { items, remaining, next } = view.operations({ party, states: state }, page);
        void reply.type(type).header("Remaining", String(remaining));
        if (next !== null)
          void reply.header("Link", `<${nextUrl(path, request.url, next)}>; rel="next"`);
        return reply.send(write(items.filter(isFull).map(recordOf)));
      },
    );
  }
};

const isFull = (operation: OperationView): operation is FullOperationView =>
  operation.detail === "full";

/** The page after, with all that was asked of this one. */
export const nextUrl = (path: string, asked: string, next: string): string => {
  const query = new URL(asked, "http://localhost").searchParams;
  query.set("after", next);
  return `${path}?${query.toString()}`;
};

const recordOf = ({
  id,
  party,
  category,
  moverClass,
  current,
}: FullOperationView): NoticeRecord => ({
  file: "",
  at: "",
  id,
  party,
  category,
  moverClass,
  name: current.name,
  volumes: current.volumes,
  notes: [],
});

/** The API's description, OpenAPI 3.1, made from the schemas that the routes are validated by. */

import swagger from "@fastify/swagger";
import type { Api } from "./context.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const registerOpenApi = async (app: Api, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "wideberth",
        version,
        description:
          "Operational deconfliction between parties that do not trust each other. Each reader is told what it must know and no more. That nothing was found is never a clearance.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access ?? "open";
      const security = access === "open" ? [] : [{ bearer: [] }];
      return { schema: { ...schema, security }, url };
    },
    transformObject: (document) => nameSchemas(documentOf(document)) as never,
  });
};

const documentOf = (document: object): Json =>
  JSON.parse(
    JSON.stringify("openapiObject" in document ? document.openapiObject : document),
  ) as Json;

/** Moves every schema with a title under components, once, and refers to it from where it stood. */
const nameSchemas = (document: Json): Json => {
  const schemas = new Map<string, Json>();
  const visit = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isObject(node)) return node;
    const entries = Object.entries(node).map(([key, value]) => [key, visit(value)] as const);
    const visited = mapTags(node, Object.fromEntries(entries));
    const { title } = node;
    if (typeof title !== "string" || !("type" in node || "anyOf" in node)) return visited;
    const known = schemas.get(title);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(visited)) {
      throw new Error(`bug: two schemas have the title ${title}`);
    }
    schemas.set(title, visited);
    return { $ref: REF + title };
  };
  const { components, ...rest } = document as JsonObject;
  const visited = visit(rest) as JsonObject;
  const sorted = Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...visited, components: { ...(components as JsonObject), schemas: sorted } };
};

const REF = "#/components/schemas/";

/** A tag leads to named schemas: their names are told, or the tag is left out where there are none. */
const mapTags = (node: JsonObject, visited: JsonObject): JsonObject => {
  const { discriminator, ...rest } = visited;
  if (!isObject(discriminator ?? null)) return visited;
  const tag = (discriminator as JsonObject)["propertyName"] as string;
  const branches = node["anyOf"] as readonly JsonObject[];
  const refs = (visited["anyOf"] as readonly JsonObject[]).map(({ $ref }) => $ref);
  if (refs.some((ref) => ref === undefined)) return rest;
  const names = branches.map((branch) => {
    const properties = branch["properties"] as Record<string, JsonObject>;
    const { const: one, enum: words } = properties[tag] as { const?: string; enum?: string[] };
    return one ?? words?.[0] ?? "";
  });
  const mapping = Object.fromEntries(names.map((name, i) => [name, refs[i] as string]));
  return { ...rest, discriminator: { propertyName: tag, mapping } };
};

type JsonObject = { readonly [key: string]: Json };

const isObject = (node: Json): node is JsonObject =>
  typeof node === "object" && node !== null && !Array.isArray(node);

/** Where our schemas of ASTM F3548-21 differ from its published description (OpenAPI 3.0). */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const PUBLISHED = join(import.meta.dirname, "../../../shared/standards/f3548-21.yaml");

export type Node = { readonly [key: string]: unknown };
export type Description = {
  readonly components: { readonly schemas: Readonly<Record<string, Node>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>>>>;
};

export const readDescription = (file: string): Description =>
  parse(readFileSync(file, "utf8")) as Description;

/** What of a schema decides which values it takes. The published UUID pattern matches nothing. */
const COMPARED = [
  "type",
  "format",
  "enum",
  "required",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
] as const;

/** One line each: the place, what the standard has, what ours has. */
export const findDifferences = (
  { components }: Pick<Description, "components">,
  ours: Readonly<Record<string, Node>>,
): string[] => {
  const standard = components.schemas;
  const names = [...new Set([...Object.keys(standard), ...Object.keys(ours)])].sort();
  return names.flatMap((name) => {
    const [theirs, own] = [standard[name], ours[name]];
    if (!theirs) return [`${name}: is not in the standard`];
    if (!own) return [`${name}: is missing here`];
    return compare(normalize(theirs, standard), normalize(own, standard), name);
  });
};

type Normal = {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, Normal>>;
  readonly items: Normal | null;
};

/** References and unions of one put in place, bounds as JSON Schema has them now, lists in one order. */
const normalize = (node: Node, schemas: Readonly<Record<string, Node>>): Normal => {
  const { $ref, anyOf } = node;
  if (typeof $ref === "string") return normalize(schemas[$ref.split("/").at(-1)!]!, schemas);
  if (Array.isArray(anyOf) && anyOf.length === 1) return normalize(anyOf[0] as Node, schemas);
  if (anyOf !== undefined) throw new Error("a union of several is not compared yet");
  const { properties = {}, items } = node as { properties?: Record<string, Node>; items?: Node };
  return {
    rules: rulesOf(node),
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, normalize(inner, schemas)]),
    ),
    items: items ? normalize(items, schemas) : null,
  };
};

const rulesOf = (node: Node): Record<string, unknown> => {
  const rules: Record<string, unknown> = {};
  for (const name of COMPARED) if (node[name] !== undefined) rules[name] = inOrder(node[name]);
  if (Array.isArray(rules["required"]) && rules["required"].length === 0) delete rules["required"];
  for (const [flag, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (rules[flag] === false) delete rules[flag];
    if (rules[flag] !== true) continue;
    rules[flag] = rules[bound];
    delete rules[bound];
  }
  return rules;
};

const inOrder = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(String).sort() : value;

const compare = (theirs: Normal, own: Normal, path: string): string[] => [
  ...COMPARED.flatMap((name) => {
    const [wanted, found] = [JSON.stringify(theirs.rules[name]), JSON.stringify(own.rules[name])];
    return wanted === found ? [] : [`${path}: ${name} is ${wanted} in the standard, ${found} here`];
  }),
  ...compareProperties(theirs.properties, own.properties, path),
  ...(theirs.items && own.items ? compare(theirs.items, own.items, `${path}[]`) : []),
  ...(Boolean(theirs.items) === Boolean(own.items)
    ? []
    : [`${path}: only one says of its entries`]),
];

const compareProperties = (
  theirs: Normal["properties"],
  own: Normal["properties"],
  path: string,
): string[] =>
  [...new Set([...Object.keys(theirs), ...Object.keys(own)])].sort().flatMap((name) => {
    const [wanted, found] = [theirs[name], own[name]];
    if (!wanted) return [`${path}.${name}: is not in the standard`];
    if (!found) return [`${path}.${name}: is missing here`];
    return compare(wanted, found, `${path}.${name}`);
  });

type Endpoint = {
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
};

/** The same of the DSS's endpoints: their names, paths, methods and the scopes of which one will do. */
export const findEndpointDifferences = (
  { paths }: Pick<Description, "paths">,
  ours: Readonly<Record<string, Endpoint>>,
): string[] => {
  const standard = Object.fromEntries(
    Object.entries(paths)
      .filter(([path]) => path.startsWith("/dss/"))
      .flatMap(([path, item]) =>
        METHODS.flatMap((method) => {
          const found = item[method];
          return found
            ? [[String(found["operationId"]), textOf(method, path, scopesOf(found))]]
            : [];
        }),
      ),
  );
  return [...new Set([...Object.keys(standard), ...Object.keys(ours)])].sort().flatMap((name) => {
    const own = ours[name];
    const path = own?.path.replaceAll(/:(\w+)/g, "{$1}") ?? "";
    const found = own && textOf(own.method.toLowerCase(), path, own.scopes);
    return found === standard[name]
      ? []
      : [`${name}: ${standard[name] ?? "nothing"} in the standard, ${found ?? "nothing"} here`];
  });
};

const METHODS = ["get", "post", "put", "delete"] as const;

/** Two at once are asked for only by what the body says, so one of them opens the endpoint. */
const scopesOf = ({ security }: Node): string[] =>
  (security as readonly { readonly Authority: readonly string[] }[]).flatMap(({ Authority }) =>
    Authority.length === 1 ? Authority : [],
  );

const textOf = (method: string, path: string, scopes: readonly string[]): string =>
  `${method} ${path} by ${scopes.toSorted().join(" or ")}`;

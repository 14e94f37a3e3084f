/** Schemas as validators: nothing is coerced in bodies; query, path and headers are text by nature. */

import type { FastifySchemaCompiler } from "fastify";
import { Compile } from "typebox/compile";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { findInvalid } from "./invalid.ts";
import { ApiProblem } from "./problem.ts";

/** How a field is named that is not in the body. */
const PART = { body: "", querystring: "query.", params: "path.", headers: "header." } as const;

export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const part = (httpPart ?? "body") as keyof typeof PART;
  const validator = Compile(schema);
  return (given: unknown) => {
    const value = part === "body" ? given : Value.Convert(schema, given);
    return validator.Check(value) ? { value } : { error: refuseValue(schema, value, part) };
  };
};

const refuseValue = (schema: TSchema, value: unknown, part: keyof typeof PART): ApiProblem => {
  const found = findInvalid(schema, value);
  if (!found) return new ApiProblem("invalid-request", { detail: `the ${part} is refused` });
  const field = PART[part] + found.field;
  const subject = field === "" ? "the body" : field;
  return new ApiProblem("invalid-request", {
    detail: `${subject} ${found.detail}`,
    ...(field === "" ? {} : { field }),
    remedy: found.remedy,
  });
};

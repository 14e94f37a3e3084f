/** Words of the wire that every noun uses. Schemas are validator, type and OpenAPI text at once. */

import { Type } from "typebox";
import type { Static, TSchema, TUnsafe } from "typebox";

/** Nothing beside the named fields: an unknown one is named, not dropped. */
export const CLOSED = { additionalProperties: false } as const;

export const Instant = Type.Unsafe<string>({
  type: "string",
  format: "date-time",
  description: "An instant, ISO 8601 with an offset; answers are UTC.",
});

export const NullableInstant = Type.Unsafe<string | null>({
  type: ["string", "null"],
  format: "date-time",
  description: "An instant, ISO 8601 with an offset; null: unbounded.",
});

export const NullableNumber = (description: string): TUnsafe<number | null> =>
  Type.Unsafe<number | null>({ type: ["number", "null"], description });

export const NullableText = (description: string): TUnsafe<string | null> =>
  Type.Unsafe<string | null>({ type: ["string", "null"], description });

/** One of a few words. */
export const OneOf = <T extends string>(
  words: readonly T[],
  options: { readonly description?: string } = {},
): TUnsafe<T> => Type.Unsafe<T>({ type: "string", enum: [...words], ...options });

export const NullableOneOf = <T extends string>(
  words: readonly T[],
  options: { readonly description?: string } = {},
): TUnsafe<T | null> =>
  Type.Unsafe<T | null>({ type: ["string", "null"], enum: [...words, null], ...options });

export const ListOf = <S extends TSchema>(
  entry: S,
  options: { readonly minItems?: number; readonly maxItems?: number; description?: string } = {},
): TUnsafe<readonly Static<S>[]> =>
  Type.Unsafe<readonly Static<S>[]>({ type: "array", items: entry, ...options });

export const OperationId = Type.String({ minLength: 1, maxLength: 128 });
export const PartyId = Type.String({
  pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$",
  description: "1 to 32 letters, digits, _ . and -",
});

/** The value, or null. */
export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

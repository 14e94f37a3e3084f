/** Pages of lists: each says how much comes after it. */

import { Type } from "typebox";
import type { Static, TObject, TSchema } from "typebox";
import type { Page as CorePage, PageRequest } from "../../core/view.ts";
import { API_LIMITS } from "../limits.ts";
import { ApiProblem } from "../problem.ts";
import { ListOf, NullableText } from "./schema.ts";

export const PageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: API_LIMITS.pageMax, default: API_LIMITS.pageDefault }),
  ),
  after: Type.Optional(
    Type.String({ minLength: 1, maxLength: 128, description: "`next` of the page before." }),
  ),
};

export const PageOf = <S extends TSchema>(
  entry: S,
  title: string,
): TObject<{
  items: ReturnType<typeof ListOf<S>>;
  remaining: ReturnType<typeof Type.Integer>;
  next: ReturnType<typeof NullableText>;
}> =>
  Type.Object(
    {
      items: ListOf(entry),
      remaining: Type.Integer({ minimum: 0, description: "How many come after this page." }),
      next: NullableText("Pass as after for the next page; null at the end."),
    },
    { title },
  );

export type Page<T> = {
  readonly items: readonly T[];
  readonly remaining: number;
  readonly next: string | null;
};

type Asked = { limit?: number; after?: string };

/**
 * Where to begin and how much to take. `isSeen` says whether the reader sees the entry that `after`
 * names: from one that is gone, or was never told, no list could be continued without a silent gap.
 */
export const parsePage = (
  { limit = API_LIMITS.pageDefault, after }: Asked,
  isSeen: (id: string) => boolean,
): PageRequest => {
  if (after !== undefined && !isSeen(after)) {
    throw new ApiProblem("unknown-cursor", {
      detail: `${JSON.stringify(after)} is not in the list`,
      field: "query.after",
    });
  }
  return { limit, after };
};

export const encodePage = <A, B>(page: CorePage<A>, encode: (entry: A) => B): Page<B> => ({
  items: page.items.map(encode),
  remaining: page.remaining,
  next: page.next,
});

export type PageQuery = Static<TObject<typeof PageQuery>>;

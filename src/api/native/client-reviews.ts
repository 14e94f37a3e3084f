/** The client's calls about reviews of a period. */

import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";
import type {
  AgreeReviewRequest,
  FiguresRequest,
  Review,
  ReviewReceipt,
  ReviewRequest,
} from "./review.ts";

type Tell<B> = (id: string, request: B, options?: WriteOptions) => Promise<ReviewReceipt>;

export type ReviewClient = {
  readonly reviews: (query?: PageOptions, options?: CallOptions) => Promise<Page<Review>>;
  readonly review: (id: string, options?: CallOptions) => Promise<Review>;
  readonly openReview: (request: ReviewRequest, options?: WriteOptions) => Promise<ReviewReceipt>;
  readonly stateFigures: Tell<FiguresRequest>;
  readonly agreeReview: Tell<AgreeReviewRequest>;
  readonly withdrawReview: (id: string, options?: WriteOptions) => Promise<ReviewReceipt>;
};

type Calls = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  readonly write: <T>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    options?: WriteOptions,
  ) => Promise<T>;
  readonly queryText: (query?: Readonly<Record<string, string | number | undefined>>) => string;
};

const pathOf = (id: string, rest = ""): string => `/v1/reviews/${encodeURIComponent(id)}${rest}`;

export const reviewCalls = ({ get, write, queryText }: Calls): ReviewClient => ({
  reviews: (query, given) => get(`/v1/reviews${queryText({ ...query })}`, given),
  review: (id, given) => get(pathOf(id), given),
  openReview: (request, given) => write("POST", "/v1/reviews", request, given),
  stateFigures: (id, request, given) => write("POST", pathOf(id, "/figures"), request, given),
  agreeReview: (id, request, given) => write("POST", pathOf(id, "/agree"), request, given),
  withdrawReview: (id, given) => write("POST", pathOf(id, "/withdraw"), {}, given),
});

/** The client's calls about tracks: tying them, reporting positions, asking what was observed. */

import type { AskingCalls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";
import type { PositionReports, ReportsReceipt } from "./report-routes.ts";
import type { Coverage, Track, TrackReceipt, TrackRequest } from "./track.ts";
import type { CoverageAnswer, CoverageRequest } from "./track-routes.ts";

export type TrackQuery = PageOptions & {
  readonly operationId?: string;
  readonly movementId?: string;
};
export type ReportFormat = "ais" | "sbs" | "cot" | "rid";
/** `heardAt`: for what carries no time of its own; now unless given. */
export type TextOptions = WriteOptions & { readonly heardAt?: string; readonly isShared?: boolean };

type Report = (request: PositionReports, options?: WriteOptions) => Promise<ReportsReceipt>;
/**
 * Signed only by a key with `isMeant`: the client can't hold the text to be signed against a format of
 * others.
 */
type ReportText = (
  format: ReportFormat,
  text: string,
  options?: TextOptions,
) => Promise<ReportsReceipt>;

export type TrackClient = {
  readonly tracks: (query?: TrackQuery, options?: CallOptions) => Promise<Page<Track>>;
  readonly track: (id: string, options?: CallOptions) => Promise<Track>;
  readonly bindTrack: (request: TrackRequest, options?: WriteOptions) => Promise<TrackReceipt>;
  readonly endTrack: (id: string, options?: WriteOptions) => Promise<TrackReceipt>;
  readonly reportPositions: Report;
  readonly reportPositionsAsText: ReportText;
  /** Of the host. */
  readonly reportObservations: Report;
  readonly reportObservationsAsText: ReportText;
  readonly coverage: (operationId: string, options?: CallOptions) => Promise<Coverage>;
  readonly askCoverage: (
    request: CoverageRequest,
    options?: CallOptions,
  ) => Promise<CoverageAnswer>;
};

const pathOf = (id: string): string => `/v1/tracks/${encodeURIComponent(id)}`;

export const trackCalls = ({ get, post, write, queryText }: AskingCalls): TrackClient => {
  const asText =
    (path: string): ReportText =>
    (format, text, { heardAt = new Date().toISOString(), isShared = false, ...given } = {}) => {
      const query = queryText({ heardAt, isShared: String(isShared) });
      return write("POST", `${path}/${format}${query}`, text, given);
    };
  return {
    tracks: (query, given) => get(`/v1/tracks${queryText(query)}`, given),
    track: (id, given) => get(pathOf(id), given),
    bindTrack: (request, given) => write("POST", "/v1/tracks", request, given),
    endTrack: (id, given) => write("POST", `${pathOf(id)}/end`, {}, given),
    reportPositions: (request, given) => write("POST", "/v1/position-reports", request, given),
    reportPositionsAsText: asText("/v1/position-reports"),
    reportObservations: (request, given) => write("POST", "/v1/observations", request, given),
    reportObservationsAsText: asText("/v1/observations"),
    coverage: (id, given) => get(`/v1/operations/${encodeURIComponent(id)}/coverage`, given),
    askCoverage: (request, given) => post("/v1/coverage", request, given),
  };
};

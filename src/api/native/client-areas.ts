/** The client's calls about agreed areas. */

import type {
  Area,
  AreaAnswerRequest,
  AreaChangeRequest,
  AreaEndRequest,
  AreaReceipt,
  AreaRequest,
  Areas,
} from "./area.ts";
import type { AreaDrafts, AreaFileRequest } from "./area-file-routes.ts";
import type { AskingCalls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";

type Tell<B> = (id: string, request: B, options?: WriteOptions) => Promise<AreaReceipt>;
export type AreaQuery = PageOptions & { readonly state?: Area["state"] };

export type AreaClient = {
  readonly areas: (query?: AreaQuery, options?: CallOptions) => Promise<Page<Area>>;
  readonly area: (id: string, options?: CallOptions) => Promise<Area>;
  /** Agreed areas that one's own operation touches. */
  readonly areasOf: (operationId: string, options?: CallOptions) => Promise<Areas>;
  /** A file of areas as drafts of proposals: nothing is stored, nobody is told. */
  readonly draftAreas: (request: AreaFileRequest, options?: CallOptions) => Promise<AreaDrafts>;
  readonly proposeArea: (request: AreaRequest, options?: WriteOptions) => Promise<AreaReceipt>;
  readonly changeArea: Tell<AreaChangeRequest>;
  readonly agreeArea: Tell<AreaAnswerRequest>;
  readonly confirmArea: Tell<AreaAnswerRequest>;
  readonly declineArea: Tell<AreaAnswerRequest>;
  readonly withdrawArea: Tell<AreaAnswerRequest>;
  readonly endArea: Tell<AreaEndRequest>;
};

const pathOf = (id: string, verb = ""): string => `/v1/areas/${encodeURIComponent(id)}${verb}`;

export const areaCalls = ({ get, post, write, queryText }: AskingCalls): AreaClient => {
  const tell =
    <B>(verb: string): Tell<B> =>
    (id, request, given) =>
      write("POST", pathOf(id, `/${verb}`), request, given);
  return {
    areas: (query, given) => get(`/v1/areas${queryText(query)}`, given),
    area: (id, given) => get(pathOf(id), given),
    areasOf: (id, given) => get(`/v1/operations/${encodeURIComponent(id)}/areas`, given),
    draftAreas: (request, given) => post("/v1/areas/drafts", request, given),
    proposeArea: (request, given) => write("POST", "/v1/areas", request, given),
    changeArea: tell("change"),
    agreeArea: tell("agree"),
    confirmArea: tell("confirm"),
    declineArea: tell("decline"),
    withdrawArea: tell("withdraw"),
    endArea: tell("end"),
  };
};

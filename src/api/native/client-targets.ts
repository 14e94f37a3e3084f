/** The client's calls about where the party is told: webhooks, mail, dead letters. */

import type { AskingCalls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";
import type { PartyReceipt } from "./party.ts";
import type {
  DeadLetter,
  Resent,
  TargetRequest,
  Targets,
  TargetSecret,
  TargetWithStatus,
} from "./target.ts";

type Act = (id: string, options?: WriteOptions) => Promise<PartyReceipt>;
export type DeadLetterQuery = PageOptions & { readonly targetId?: string };

export type TargetClient = {
  readonly targets: (options?: CallOptions) => Promise<Targets>;
  readonly target: (id: string, options?: CallOptions) => Promise<TargetWithStatus>;
  readonly targetSecret: (id: string, options?: CallOptions) => Promise<TargetSecret>;
  readonly addTarget: (request: TargetRequest, options?: WriteOptions) => Promise<PartyReceipt>;
  readonly setTarget: (
    id: string,
    request: TargetRequest,
    options?: WriteOptions,
  ) => Promise<PartyReceipt>;
  readonly pauseTarget: Act;
  readonly resumeTarget: Act;
  readonly rotateTargetSecret: Act;
  readonly removeTarget: Act;
  readonly deadLetters: (
    query?: DeadLetterQuery,
    options?: CallOptions,
  ) => Promise<Page<DeadLetter>>;
  readonly resendDeadLetter: (id: string, options?: CallOptions) => Promise<Resent>;
};

const pathOf = (id: string, verb = ""): string => `/v1/targets/${encodeURIComponent(id)}${verb}`;

export const targetCalls = ({ get, post, write, queryText }: AskingCalls): TargetClient => {
  const act =
    (verb: string): Act =>
    (id, given) =>
      write("POST", pathOf(id, `/${verb}`), {}, given);
  return {
    targets: (given) => get("/v1/targets", given),
    target: (id, given) => get(pathOf(id), given),
    targetSecret: (id, given) => get(pathOf(id, "/secret"), given),
    addTarget: (request, given) => write("POST", "/v1/targets", request, given),
    setTarget: (id, request, given) => write("PUT", pathOf(id), request, given),
    pauseTarget: act("pause"),
    resumeTarget: act("resume"),
    rotateTargetSecret: act("rotate-secret"),
    removeTarget: act("remove"),
    deadLetters: (query, given) => get(`/v1/dead-letters${queryText(query)}`, given),
    resendDeadLetter: (id, given) =>
      post(`/v1/dead-letters/${encodeURIComponent(id)}/resend`, {}, given),
  };
};

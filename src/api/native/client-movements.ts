/** The client's calls about movements and their sealed details. */

import type { AskingCalls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type {
  AskHoldRequest,
  CloseConsentRequest,
  ConsentRequest,
  ListedMovement,
  Movement,
  MovementAnswerRequest,
  MovementChangeRequest,
  MovementCheckRequest,
  MovementCloseRequest,
  MovementReceipt,
  MovementReportRequest,
  MovementRequest,
  PassOnRequest,
} from "./movement.ts";
import type { Page } from "./page.ts";
import type { PeopleAnswer, PeopleRequest, Sealed } from "./people.ts";

type Tell<B> = (id: string, request: B, options?: WriteOptions) => Promise<MovementReceipt>;

export type MovementClient = {
  readonly movements: (query?: PageOptions, options?: CallOptions) => Promise<Page<ListedMovement>>;
  readonly movement: (id: string, options?: CallOptions) => Promise<Movement>;
  readonly submitMovement: (
    request: MovementRequest,
    options?: WriteOptions,
  ) => Promise<MovementReceipt>;
  readonly changeMovement: Tell<MovementChangeRequest>;
  readonly checkMovement: Tell<MovementCheckRequest>;
  readonly consentMovement: Tell<ConsentRequest>;
  readonly closeMovementConsent: Tell<CloseConsentRequest>;
  readonly reportMovement: Tell<MovementReportRequest>;
  readonly closeMovement: Tell<MovementCloseRequest>;
  readonly answerMovement: Tell<MovementAnswerRequest>;
  readonly passOnMovement: Tell<PassOnRequest>;
  readonly askMovementHold: Tell<AskHoldRequest>;
  /** Sealed, then entered: both steps. */
  readonly setPeople: Tell<PeopleRequest>;
  /** The second step alone, for one who repeats it. */
  readonly enterSealedPeople: Tell<Sealed>;
  readonly people: (id: string, options?: CallOptions) => Promise<PeopleAnswer>;
};

const pathOf = (id: string, verb = ""): string => `/v1/movements/${encodeURIComponent(id)}${verb}`;

export const movementCalls = ({ get, post, write, queryText }: AskingCalls): MovementClient => {
  const tell =
    <B>(verb: string): Tell<B> =>
    (id, request, given) =>
      write("POST", pathOf(id, `/${verb}`), request, given);
  const enterSealedPeople: MovementClient["enterSealedPeople"] = (id, sealed, given) =>
    write("PUT", pathOf(id, "/people"), { sealed }, given);
  return {
    movements: (query, given) => get(`/v1/movements${queryText(query)}`, given),
    movement: (id, given) => get(pathOf(id), given),
    submitMovement: (request, given) => write("POST", "/v1/movements", request, given),
    changeMovement: (id, request, given) => write("PUT", pathOf(id), request, given),
    checkMovement: tell("check"),
    consentMovement: tell("consents"),
    closeMovementConsent: tell("close-consent"),
    reportMovement: tell("reports"),
    closeMovement: tell("close"),
    answerMovement: tell("answer"),
    passOnMovement: tell("pass-on"),
    askMovementHold: tell("ask-hold"),
    enterSealedPeople,
    setPeople: async (id, request, given) =>
      enterSealedPeople(id, await post<Sealed>(pathOf(id, "/people/seal"), request, given), given),
    people: (id, given) => get(pathOf(id, "/people"), given),
  };
};

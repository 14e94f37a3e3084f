/** The client's calls about changes of the theatre. */

import type { Calls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";
import type { TheatreChange } from "./theatre-change.ts";

type Act = (id: string, options?: WriteOptions) => Promise<TheatreChange>;

export type TheatreChangeClient = {
  /** With `state: "requested"`: those that wait for a second person of the host. */
  readonly theatreChanges: (
    query?: PageOptions & { readonly state?: TheatreChange["state"] },
    options?: CallOptions,
  ) => Promise<Page<TheatreChange>>;
  readonly secondTheatreChange: Act;
  readonly withdrawTheatreChange: Act;
};

export const theatreCalls = ({ get, write, queryText }: Calls): TheatreChangeClient => {
  const act =
    (verb: string): Act =>
    (id, given) =>
      write("POST", `/v1/theatre/changes/${encodeURIComponent(id)}/${verb}`, {}, given);
  return {
    theatreChanges: (query, given) => get(`/v1/theatre/changes${queryText(query)}`, given),
    secondTheatreChange: act("second"),
    withdrawTheatreChange: act("withdraw"),
  };
};

/** What the endpoints are handed. */

import type { F3548Config, UssConfig } from "../../server/f3548-settings.ts";
import type { ExchangeStore } from "../../server/uss-exchanges.ts";
import type { AuthenticateUss, Uss } from "../../server/uss-tokens.ts";
import type { ApiContext } from "../context.ts";
import type { EndpointName, UssEndpointName } from "./endpoints.ts";

/** How USSs are met; a server without it does not have their endpoints. */
export type F3548Deps = {
  readonly settings: F3548Config;
  readonly authenticate: AuthenticateUss;
  /** Where exchanges with other USSs are kept; none is kept where it is left out. */
  readonly exchanges?: ExchangeStore | null;
};

export type F3548Context = Pick<ApiContext, "engine" | "clock" | "metrics"> & F3548Deps;

/** A request whose token was verified and covers the endpoint. */
export type Asking = {
  readonly uss: Uss;
  /** Parts of the path, by their names there. */
  readonly params: Readonly<Record<string, string>>;
  /** What the body's JSON says; undefined: there was none. */
  readonly body: unknown;
  /** What stands behind the question mark. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The body as it was sent. */
  readonly text: string;
};

/** Where this server is a USS itself. */
export type UssContext = F3548Context & { readonly own: UssConfig };

export type Told =
  | { readonly status?: 200 | 201; readonly body: object }
  | { readonly status: 204; readonly body?: undefined };
export type Handle = (asking: Asking) => Told | Promise<Told>;

/** Every endpoint has one. */
export type Handlers = Readonly<Record<EndpointName, Handle>>;
export type UssHandlers = Readonly<Record<UssEndpointName, Handle>>;

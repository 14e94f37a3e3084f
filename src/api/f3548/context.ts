/** What the endpoints are handed. */

import type { F3548Config } from "../../server/f3548-settings.ts";
import type { AuthenticateUss, Uss } from "../../server/uss-tokens.ts";
import type { ApiContext } from "../context.ts";
import type { EndpointName } from "./endpoints.ts";

/** How USSs are met; a server without it does not have their endpoints. */
export type F3548Deps = {
  readonly settings: F3548Config;
  readonly authenticate: AuthenticateUss;
};

export type F3548Context = Pick<ApiContext, "engine" | "clock" | "metrics"> & F3548Deps;

/** A request whose token was verified and covers the endpoint. */
export type Asking = {
  readonly uss: Uss;
  /** Parts of the path, by their names there. */
  readonly params: Readonly<Record<string, string>>;
  /** What the body's JSON says; undefined: there was none. */
  readonly body: unknown;
  /** The body as it was sent. */
  readonly text: string;
};

export type Told = { readonly status?: 200 | 201; readonly body: object };
export type Handle = (asking: Asking) => Told | Promise<Told>;

/** Every endpoint has one. */
export type Handlers = Readonly<Record<EndpointName, Handle>>;

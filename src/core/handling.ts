/** What every folder of the core hands to the one dispatch in `apply.ts`: a handler for each command. */

import type { Change } from "./changes.ts";
import type { Entry } from "./entry.ts";
import { accept, refuse } from "./outcome.ts";
import type { Refusal } from "./outcome.ts";
import type { CommandOutcome, CommandResult, State } from "./state.ts";
import type { Theatre } from "./theatre/model.ts";

/** What an entry came to. */
export type Applied = { readonly outcome: CommandOutcome; readonly changes: readonly Change[] };

/** A party's command on its way through: the party is one of the theatre's. */
export type Context = {
  readonly state: State;
  readonly entry: Entry;
  readonly party: string;
  readonly theatre: Theatre;
};

/** One handler for each command of a folder. */
export type Handlers<C extends { readonly kind: string }> = {
  readonly [K in C["kind"]]: (context: Context, command: Extract<C, { kind: K }>) => Applied;
};

/** A command of the host on its way through; `entry.by` names the person. */
export type HostContext = Pick<Context, "state" | "entry" | "theatre">;

export type HostHandlers<C extends { readonly kind: string }> = {
  readonly [K in C["kind"]]: (context: HostContext, command: Extract<C, { kind: K }>) => Applied;
};

export const refused = (refusal: Refusal): Applied => ({ outcome: refuse(refusal), changes: [] });

export const accepted = (result: CommandResult | null, changes: readonly Change[]): Applied => ({
  outcome: accept(result),
  changes,
});

/** May the one who says it, say it? What `apply` holds every person and machine to that it knows. */

import type { Context } from "../handling.ts";
import type { Refusal } from "../outcome.ts";
import type { PartiesState } from "./model.ts";
import { isHolderId } from "./people.ts";
import type { PartyRole } from "./people.ts";

type Said = Pick<Context, "state" | "entry" | "party">;

/**
 * Why the speaker may not speak for the party with any of these roles, or null.
 *
 * The people and machines of the state are held to their roles as they are at this entry. Whom the
 * state does not know had a token of a configured issuer, whose roles were checked at the edge.
 */
export const findLackingRole = (
  { state, entry, party }: Said,
  roles: readonly PartyRole[],
): Refusal | null => {
  const { by } = entry;
  if (by === null || !isHolderId(by)) return null;
  const holder = state.parties.holders.get(by);
  if (!holder || holder.state !== "active" || holder.party !== party) {
    return {
      reason: "not-permitted",
      detail: "the one who says it no longer speaks for the party",
    };
  }
  if (holder.roles.some((role) => roles.includes(role))) return null;
  return { reason: "not-permitted", detail: `this needs the role ${roles.join(" or ")}` };
};

/** A person, and one who is named: what is not this server's own was told apart by its issuer. */
export const isPerson = ({ holders }: PartiesState, by: string | null): by is string =>
  by !== null && holders.get(by)?.what !== "client";

/** May this person or machine have the role? One that the state does not know is taken at its word. */
export const mayHaveRole = (
  { holders }: PartiesState,
  party: string,
  { sub, role }: { readonly sub: string; readonly role: PartyRole },
): boolean => {
  if (!isHolderId(sub)) return true;
  const holder = holders.get(sub);
  return holder?.party === party && holder.state === "active" && holder.roles.includes(role);
};

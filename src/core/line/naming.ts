/**
 * May the sender name this, here? One's own operations, as one likes: that is said by the one whose they are.
 * Of what is another's, only what the sender's view shows, and only to those whom that view names as
 * its sides: whom the server has not named to the sender is not found out by writing to them.
 */

import { viewProposal } from "../conflicts/proposal-view.ts";
import { viewConflict } from "../conflicts/view.ts";
import type { ConflictView } from "../conflicts/view.ts";
import type { Context } from "../handling.ts";
import { currentVersion } from "../operations/model.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { IS_SEEN } from "../seen.ts";
import { badField } from "./bad-field.ts";
import type { SendMessage } from "./commands.ts";
import { findDifference, sidesSeen } from "./conflict-said.ts";
import type { Values } from "./fields.ts";
import type { Channel } from "./model.ts";
import { namedIn } from "./named.ts";
import type { Named } from "./named.ts";

type Naming = {
  readonly context: Context;
  readonly recipients: readonly string[];
  readonly body: Values;
};

/** Why the message may not name what it names, or null. */
export const findBadNaming = (
  context: Context,
  channel: Channel,
  { messageKind: kind, body }: SendMessage,
): Refusal | null => {
  const recipients = channel.parties.filter((one) => one !== context.party);
  const naming = { context, recipients, body };
  const conflictId = body["conflict"];
  const seen = typeof conflictId === "string" ? findConflict(naming, conflictId) : accept(null);
  if (!seen.ok) return seen.refusal;
  for (const named of namedIn({ kind, body })) {
    const bad = FIND_BAD[named.to](naming, named, seen.value);
    if (bad) return bad;
  }
  return kind === "conflict" && seen.value ? findDifference(context.state, seen.value, body) : null;
};

const notFound = ({ to, id }: Pick<Named, "to" | "id">): Refusal => ({
  reason: "not-found",
  what: to,
  id,
});

const findConflict = ({ context }: Naming, id: string): Outcome<ConflictView> => {
  const { state, party } = context;
  const found = state.conflicts.get(id);
  const seen = found ? viewConflict(state, found, { kind: "party", party }) : null;
  return seen ? accept(seen) : refuse(notFound({ to: "conflict", id }));
};

/** Said alike of whose it is and of whose it is not: else writing to each would tell. */
const findStranger = (
  { recipients }: Naming,
  field: string,
  seen: ConflictView,
): Refusal | null => {
  const told = sidesSeen(seen).map((one) => one.party);
  const stranger = recipients.find((one) => !told.includes(one));
  const isOwnAlone = seen.ownOperationIds.length === 2;
  if (stranger === undefined || isOwnAlone) return null;
  const remedy = "write to the other side alone, once it has owned the conflict";
  return badField(`fields.${field}`, `is not known to you to be ${stranger}'s too`, remedy);
};

const findBadConflict = (
  naming: Naming,
  { field }: Named,
  seen: ConflictView | null,
): Refusal | null => {
  const isForAll = naming.context.theatre.rules.disclosure === "full";
  return seen && !isForAll ? findStranger(naming, field, seen) : null;
};

const findBadProposal = (
  naming: Naming,
  named: Named,
  seen: ConflictView | null,
): Refusal | null => {
  const { state, party } = naming.context;
  const found = state.settling.proposals.get(named.id);
  const proposal = found && viewProposal(state, found, { kind: "party", party });
  if (!proposal) return notFound(named);
  if (seen && seen.id !== proposal.conflictId)
    return badField(`fields.${named.field}`, "is of another conflict", "name one of that conflict");
  const conflict = findConflict(naming, proposal.conflictId);
  return conflict.ok ? findStranger(naming, named.field, conflict.value) : notFound(named);
};

/** In a conflict one of its sides; otherwise one's own, or (`yourOperation`) the only recipient's. */
const findBadOperation = (
  naming: Naming,
  named: Named,
  seen: ConflictView | null,
): Refusal | null => {
  const { context, recipients, body } = naming;
  const { state, party, theatre } = context;
  const { field, id } = named;
  const path = `fields.${field}`;
  const found = state.operations.get(id);
  const isSide = sidesSeen(seen).some((one) => one.operationId === id);
  if (!found || !(isSide || IS_SEEN.operation(state, id, { kind: "party", party })))
    return notFound(named);
  if (seen && !isSide && !seen.ownOperationIds.includes(id))
    return badField(path, "is not in that conflict", "name one of its two operations");
  if (field === "yourOperation") {
    if (found.party === party) return badField(path, "is your own", "name the recipient's");
    const isTheirs = recipients.includes(found.party);
    if (isTheirs && (recipients.length === 1 || theatre.rules.disclosure === "full")) return null;
    return badField(path, "is not that of the only recipient", "say it on a line of the two alone");
  }
  if (found.party !== party)
    return seen ? null : badField(path, "is another party's", "name one of your own");
  const { version } = body as { version?: number };
  const known = currentVersion(found).version;
  return version === undefined || version <= known
    ? null
    : badField("fields.version", `is ${version}, there are ${known}`, "name one that was filed");
};

const FIND_BAD = {
  conflict: findBadConflict,
  proposal: findBadProposal,
  operation: findBadOperation,
} as const;

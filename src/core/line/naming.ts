/**
 * May the sender name this, here? One's own, as one likes: that is said by the one whose it is. Of what is
 * another's, only what the sender's view shows, and only to those whom that view names as its sides: whom
 * the server has not named to the sender is not found out by writing to them.
 */

import { viewProposal } from "../conflicts/proposal-view.ts";
import { viewConflict } from "../conflicts/view.ts";
import type { ConflictView } from "../conflicts/view.ts";
import type { Context } from "../handling.ts";
import { partiesOf } from "../incidents/model.ts";
import { currentVersion } from "../operations/model.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { IS_SEEN } from "../seen.ts";
import { latestVersion } from "../sites/model.ts";
import type { State } from "../state.ts";
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
  const isSide = sidesSeen(seen).some((one) => one.operationId === id);
  const isSeen = isSide || IS_SEEN.operation(state, id, { kind: "party", party });
  const found = isSeen ? state.operations.get(id) : undefined;
  if (!found) return notFound(named);
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
  return findUnknownVersion(body, currentVersion(found).version);
};

const findUnknownVersion = (body: Values, known: number): Refusal | null => {
  const { version } = body as { version?: number };
  return version === undefined || version <= known
    ? null
    : badField("fields.version", `is ${version}, there are ${known}`, "name one that was filed");
};

/** Things that are one party's alone, or that several have together, as each of them is told. */
type Held = {
  readonly parties: readonly string[];
  /** The last that there is; null: it has none. */
  readonly version: number | null;
  /** Every party of the theatre is told of it. */
  readonly isPublic: boolean;
};
type HeldKind = "site" | "movement" | "area" | "incident" | "meeting" | "readout";

const heldBy = (parties: readonly string[], version: number | null = null, isPublic = false) => ({
  parties,
  version,
  isPublic,
});

/** Of what the sender sees. */
const HELD: Readonly<Record<HeldKind, (state: State, id: string) => Held>> = {
  site: ({ sites }, id) => {
    const site = sites.all.get(id)!;
    return heldBy([site.party], latestVersion(site).version);
  },
  movement: ({ movements }, id) => heldBy([movements.all.get(id)!.party]),
  area: ({ areas }, id) => {
    const { parties, lastVersion, agreed } = areas.all.get(id)!;
    return heldBy(parties, lastVersion, agreed?.isPublic);
  },
  incident: ({ incidents }, id) => heldBy(partiesOf(incidents.all.get(id)!)),
  meeting: ({ contacts }, id) => heldBy(contacts.all.get(id)!.parties),
  readout: ({ contacts }, id) => heldBy(contacts.readouts.get(id)!.parties),
};

/** Said by one whose it is; of what several have, to the others of them alone. */
const findBadHeld = (to: HeldKind) => (naming: Naming, named: Named) => {
  const { context, recipients, body } = naming;
  const { state, party } = context;
  if (!IS_SEEN[to](state, named.id, { kind: "party", party })) return notFound(named);
  const { parties, version: known, isPublic } = HELD[to](state, named.id);
  const path = `fields.${named.field}`;
  if (!parties.includes(party)) return badField(path, "is another party's", "name one of your own");
  const isOwnAlone = parties.length === 1;
  const stranger = recipients.find((one) => !parties.includes(one));
  if (!isOwnAlone && !isPublic && stranger !== undefined)
    return badField(path, `is not ${stranger}'s too`, "write to those alone whose it is");
  return known === null ? null : findUnknownVersion(body, known);
};

const FIND_BAD = {
  conflict: findBadConflict,
  proposal: findBadProposal,
  operation: findBadOperation,
  site: findBadHeld("site"),
  movement: findBadHeld("movement"),
  area: findBadHeld("area"),
  incident: findBadHeld("incident"),
  meeting: findBadHeld("meeting"),
  readout: findBadHeld("readout"),
} as const;

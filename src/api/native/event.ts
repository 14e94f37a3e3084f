/** What an event stream says. `event:` names the kind; `data:` is one of these as JSON. */

import { Type } from "typebox";
import type { Static, TSchema } from "typebox";
import type { JournalEvent } from "../../server/journal.ts";
import { INCIDENT_CAUSES } from "../../core/incidents/changes.ts";
import { LINE_CAUSES, MESSAGE_CAUSES } from "../../core/line/changes.ts";
import { AreaOf, encodeArea } from "./area.ts";
import { Channel, encodeChannel } from "./channel.ts";
import { Conflict, encodeConflict } from "./conflict.ts";
import { ContactId, ContactOf, encodeContact } from "./contact.ts";
import { encodeItem, ItemOf } from "./item.ts";
import { REVIEW_CAUSES } from "../../core/reviews/changes.ts";
import { encodeReview, ReviewOf } from "./review.ts";
import { encodeReadout, ReadoutOf } from "./readout.ts";
import { MOVEMENT_CAUSES } from "../../core/movements/changes.ts";
import type { MovementTold } from "../../core/movements/view.ts";
import { encodeListed, ListedMovement, MovementRecipientTold } from "./movement.ts";
import { encodeMessage, Message } from "./message.ts";
import {
  Consent,
  DisclosureRef,
  encodeConsent,
  encodeRecipient,
  encodeRef,
  Recipient,
} from "./disclosure.ts";
import { encodeIncident, Incident } from "./incident.ts";
import { encodeOperation, Operation } from "./operation.ts";
import { encodeProposal, encodeStanding, Proposal, Standing } from "./proposal.ts";
import { encodeOpening, Opening } from "./opening.ts";
import {
  Desk,
  encodeDesk,
  encodeHolder,
  encodeInvitation,
  encodeKey,
  Invitation,
  MachineClient,
  Member,
  SigningKey,
} from "./party.ts";
import { Instant, NullableText, OneOf, OperationId } from "./schema.ts";
import {
  encodeProximity,
  encodeSite,
  encodeSiteRef,
  Proximity,
  Site,
  SiteCause,
  SiteRef,
} from "./site.ts";
import { TargetRef } from "./target-ref.ts";
import { encodeTheatreChange, TheatreChange } from "./theatre-change.ts";
import { timeText } from "./time.ts";
import { encodeTrack, Track } from "./track.ts";

const told = { seq: Type.Integer(), at: Instant };

const OperationTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, operation: Operation });
const ConflictTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, conflict: Conflict });

const ProposalTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, proposal: Proposal });
const RecipientTold = <K extends string>(kind: K) =>
  Type.Object({
    kind: Type.Literal(kind),
    ...told,
    operationId: OperationId,
    recipient: Recipient,
  });
const DeskTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, desk: Desk });
const MessageTold = {
  sent: Type.Object({ kind: Type.Literal("message.sent"), ...told, message: Message }),
  changed: Type.Object({
    kind: Type.Literal("message.changed"),
    ...told,
    cause: OneOf(MESSAGE_CAUSES),
    message: Message,
  }),
};

const TheatreTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, change: TheatreChange });
const OpeningTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, opening: Opening });

const ReadoutTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, readout: ReadoutOf });
const ItemTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, item: ItemOf });

const ProximityTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, proximity: Proximity });

const AreaTold = <K extends string>(kind: K) =>
  Type.Object({ kind: Type.Literal(kind), ...told, area: AreaOf });

const MovementEvent = <K extends string>(kind: K) =>
  Type.Object({
    kind: Type.Literal(kind),
    ...told,
    cause: OneOf(MOVEMENT_CAUSES),
    movement: ListedMovement,
    recipient: MovementRecipientTold,
  });

/** Why a stream ends. A client comes back after each, with the last id it saw. */
export const END_REASONS = ["token-expired", "token-withdrawn", "stopping", "slow"] as const;
export type EndReason = (typeof END_REASONS)[number];

export const EVENTS = {
  /** First on every stream: it tells from after this entry on, unless a resync follows. */
  hello: Type.Object({
    kind: Type.Literal("hello"),
    headSeq: Type.Integer(),
    afterSeq: Type.Integer(),
  }),
  /** Events were missed and are no longer held: read the lists anew, then go on from here. */
  resync: Type.Object({ kind: Type.Literal("resync"), headSeq: Type.Integer() }),
  end: Type.Object({ kind: Type.Literal("end"), reason: OneOf(END_REASONS) }),
  "theatre.set": TheatreTold("theatre.set"),
  /** It waits for a second person of the host, or does so no more. */
  "theatre.change": TheatreTold("theatre.change"),
  "operation.filed": OperationTold("operation.filed"),
  "operation.replaced": OperationTold("operation.replaced"),
  "operation.moved": OperationTold("operation.moved"),
  "conflict.opened": ConflictTold("conflict.opened"),
  "conflict.changed": ConflictTold("conflict.changed"),
  "conflict.closed": ConflictTold("conflict.closed"),
  /** People moved it on. */
  "conflict.moved": ConflictTold("conflict.moved"),
  /** Contact was due, and nobody has said that there is any. */
  "conflict.overdue": ConflictTold("conflict.overdue"),
  /** It begins, and nothing was agreed. */
  "conflict.unresolved": ConflictTold("conflict.unresolved"),
  "proposal.opened": ProposalTold("proposal.opened"),
  "proposal.changed": ProposalTold("proposal.changed"),
  "standing.changed": Type.Object({
    kind: Type.Literal("standing.changed"),
    ...told,
    standing: Standing,
  }),
  /** To whom something was shown: that it was; reading it leaves a receipt. */
  "operation.disclosed": Type.Object({
    kind: Type.Literal("operation.disclosed"),
    ...told,
    disclosure: DisclosureRef,
  }),
  /** To the owner: what a recipient now sees, or has opened. */
  "disclosure.changed": RecipientTold("disclosure.changed"),
  "disclosure.read": RecipientTold("disclosure.read"),
  "consent.changed": Type.Object({
    kind: Type.Literal("consent.changed"),
    ...told,
    consent: Consent,
  }),
  "desk.opened": DeskTold("desk.opened"),
  "desk.closed": DeskTold("desk.closed"),
  "watch.changed": DeskTold("watch.changed"),
  "member.changed": Type.Object({ kind: Type.Literal("member.changed"), ...told, member: Member }),
  "client.changed": Type.Object({
    kind: Type.Literal("client.changed"),
    ...told,
    client: MachineClient,
  }),
  "invitation.changed": Type.Object({
    kind: Type.Literal("invitation.changed"),
    ...told,
    invitation: Invitation,
  }),
  "key.changed": Type.Object({ kind: Type.Literal("key.changed"), ...told, key: SigningKey }),
  "channel.changed": Type.Object({
    kind: Type.Literal("channel.changed"),
    ...told,
    channel: Channel,
  }),
  "line.changed": Type.Object({
    kind: Type.Literal("line.changed"),
    ...told,
    cause: OneOf(LINE_CAUSES),
    channel: Channel,
  }),
  "message.sent": MessageTold.sent,
  "message.changed": MessageTold.changed,
  "opening.changed": OpeningTold("opening.changed"),
  "read-log.added": OpeningTold("read-log.added"),
  "target.changed": Type.Object({
    kind: Type.Literal("target.changed"),
    ...told,
    target: TargetRef,
  }),
  "contact.changed": Type.Object({
    kind: Type.Literal("contact.changed"),
    ...told,
    contact: ContactOf,
  }),
  /** To the side whose they are: that they changed, not what they say. */
  "contact.notes-changed": Type.Object({
    kind: Type.Literal("contact.notes-changed"),
    ...told,
    contactId: ContactId,
  }),
  "readout.changed": ReadoutTold("readout.changed"),
  /** It is public. */
  "readout.released": ReadoutTold("readout.released"),
  /** Both sides, and the host as far as it sees that there is one; what is sealed stays so. */
  "review.changed": Type.Object({
    kind: Type.Literal("review.changed"),
    ...told,
    cause: OneOf(REVIEW_CAUSES),
    party: NullableText("Who acted; null: time did."),
    review: ReviewOf,
  }),
  "item.changed": ItemTold("item.changed"),
  "item.due-soon": ItemTold("item.due-soon"),
  "item.overdue": ItemTold("item.overdue"),
  /** To its owner alone: tied, ended, conforming, deviating, or no report since. */
  "track.changed": Type.Object({ kind: Type.Literal("track.changed"), ...told, track: Track }),
  /** To its owner; to the host, that it exists. */
  "site.changed": Type.Object({
    kind: Type.Literal("site.changed"),
    ...told,
    cause: SiteCause,
    site: Site,
  }),
  /** To one that was told of it: that it was; reading it leaves a receipt. */
  "site.told": Type.Object({
    kind: Type.Literal("site.told"),
    ...told,
    cause: SiteCause,
    site: SiteRef,
  }),
  /** To both sides at once. */
  "proximity.opened": ProximityTold("proximity.opened"),
  "proximity.changed": ProximityTold("proximity.changed"),
  "proximity.over": ProximityTold("proximity.over"),
  "area.changed": AreaTold("area.changed"),
  /** It is due for review in a while. */
  "area.review-soon": AreaTold("area.review-soon"),
  /** One's own operation touches an agreed area: its measures are asked of it. */
  "area.touched": Type.Object({
    kind: Type.Literal("area.touched"),
    ...told,
    operationId: OperationId,
    area: AreaOf,
  }),
  "incident.changed": Type.Object({
    kind: Type.Literal("incident.changed"),
    ...told,
    cause: OneOf(INCIDENT_CAUSES),
    incident: Incident,
  }),
  "movement.changed": MovementEvent("movement.changed"),
  /** Off its route, late, or as its owner says. */
  "movement.deviating": MovementEvent("movement.deviating"),
  /** No position for too long: somebody is to call. */
  "movement.silent": MovementEvent("movement.silent"),
} as const satisfies Record<string, TSchema>;

export type EventKind = keyof typeof EVENTS;
export type StreamEvent = { [K in EventKind]: Static<(typeof EVENTS)[K]> }[EventKind];
/** Of the journal: what happened, with its entry. */
export type ToldEvent = Exclude<StreamEvent, { kind: "hello" | "resync" | "end" }>;

const OF_STREAMS: readonly EventKind[] = ["hello", "resync", "end"];
/** Of the journal: what a target may be told of. */
export const TOLD_KINDS = (Object.keys(EVENTS) as EventKind[]).filter(
  (kind): kind is ToldEvent["kind"] => !OF_STREAMS.includes(kind),
);

export const StreamEvent = Type.Union(Object.values(EVENTS), {
  title: "StreamEvent",
  discriminator: { propertyName: "kind" },
});

export const encodeEvent = ({ seq, atMs, told: what }: JournalEvent): ToldEvent => {
  const at = timeText(atMs);
  switch (what.kind) {
    case "theatre.set":
    case "theatre.change":
      return { kind: what.kind, seq, at, change: encodeTheatreChange(what.change) };
    case "operation.filed":
    case "operation.replaced":
    case "operation.moved":
      return { kind: what.kind, seq, at, operation: encodeOperation(what.operation) };
    case "proposal.opened":
    case "proposal.changed":
      return { kind: what.kind, seq, at, proposal: encodeProposal(what.proposal) };
    case "standing.changed":
      return { kind: what.kind, seq, at, standing: encodeStanding(what.standing) };
    case "operation.disclosed":
      return { kind: what.kind, seq, at, disclosure: encodeRef(what.disclosure) };
    case "disclosure.changed":
    case "disclosure.read": {
      const { kind, operationId } = what;
      return { kind, seq, at, operationId, recipient: encodeRecipient(what.recipient) };
    }
    case "consent.changed":
      return { kind: what.kind, seq, at, consent: encodeConsent(what.consent) };
    case "desk.opened":
    case "desk.closed":
    case "watch.changed":
      return { kind: what.kind, seq, at, desk: encodeDesk(what.desk) };
    case "member.changed":
      return { kind: what.kind, seq, at, member: encodeHolder(what.holder) };
    case "client.changed":
      return { kind: what.kind, seq, at, client: encodeHolder(what.holder) };
    case "invitation.changed":
      return { kind: what.kind, seq, at, invitation: encodeInvitation(what.invitation) };
    case "key.changed":
      return { kind: what.kind, seq, at, key: encodeKey(what.key) };
    case "channel.changed":
      return { kind: what.kind, seq, at, channel: encodeChannel(what.channel) };
    case "line.changed": {
      const { kind, cause } = what;
      return { kind, seq, at, cause, channel: encodeChannel(what.channel) };
    }
    case "message.sent":
      return { kind: what.kind, seq, at, message: encodeMessage(what.message) };
    case "message.changed": {
      const { kind, cause } = what;
      return { kind, seq, at, cause, message: encodeMessage(what.message) };
    }
    case "opening.changed":
    case "read-log.added":
      return { kind: what.kind, seq, at, opening: encodeOpening(what.opening) };
    case "target.changed":
      return { kind: what.kind, seq, at, target: what.target };
    case "contact.changed":
      return { kind: what.kind, seq, at, contact: encodeContact(what.contact) };
    case "contact.notes-changed":
      return { kind: what.kind, seq, at, contactId: what.contactId };
    case "readout.changed":
    case "readout.released":
      return { kind: what.kind, seq, at, readout: encodeReadout(what.readout) };
    case "item.changed":
    case "item.due-soon":
    case "item.overdue":
      return { kind: what.kind, seq, at, item: encodeItem(what.item) };
    case "review.changed": {
      const { kind, cause, party } = what;
      return { kind, seq, at, cause, party, review: encodeReview(what.review) };
    }
    case "track.changed":
      return { kind: what.kind, seq, at, track: encodeTrack(what.track) };
    case "site.changed":
      return { kind: what.kind, seq, at, cause: what.cause, site: encodeSite(what.site) };
    case "site.told":
      return { kind: what.kind, seq, at, cause: what.cause, site: encodeSiteRef(what.site) };
    case "proximity.opened":
    case "proximity.changed":
    case "proximity.over":
      return { kind: what.kind, seq, at, proximity: encodeProximity(what.proximity) };
    case "area.changed":
    case "area.review-soon":
      return { kind: what.kind, seq, at, area: encodeArea(what.area) };
    case "area.touched": {
      const { kind, operationId, area } = what;
      return { kind, seq, at, operationId, area: encodeArea(area) };
    }
    case "incident.changed": {
      const { kind, cause } = what;
      return { kind, seq, at, cause, incident: encodeIncident(what.incident) };
    }
    case "movement.changed":
      return { kind: "movement.changed", seq, at, ...movementTold(what) };
    case "movement.deviating":
      return { kind: "movement.deviating", seq, at, ...movementTold(what) };
    case "movement.silent":
      return { kind: "movement.silent", seq, at, ...movementTold(what) };
    default:
      return { kind: what.kind, seq, at, conflict: encodeConflict(what.conflict) };
  }
};

const movementTold = ({ cause, movement, recipient }: MovementTold) => ({
  cause,
  movement: encodeListed(movement),
  recipient,
});

/** The block of one event, without its id. */
export const eventText = (event: StreamEvent): string =>
  `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;

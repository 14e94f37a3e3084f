/**
 * What a reader hears, in words: one line for each event, from what the event holds and nothing else. What
 * a line says of an operation or a message by its name was told to that reader before.
 */

import type { ToldEvent } from "../api/native/event.ts";
import { unreachable } from "../core/outcome.ts";
import type { Topic } from "./sentences.ts";
import type { Speech } from "./speech.ts";
import { tellArea } from "./tell-area.ts";
import { tellConflict, tellProposal } from "./tell-conflict.ts";
import { tellIncident } from "./tell-incident.ts";
import { tellContact, tellReadout } from "./tell-contact.ts";
import { tellItem } from "./tell-item.ts";
import { tellChannel, tellLine } from "./tell-line.ts";
import { tellMessage } from "./tell-message.ts";
import { tellMovement } from "./tell-movement.ts";
import { tellDisclosure, tellOperation } from "./tell-operation.ts";
import { tellProximity, tellSite } from "./tell-site.ts";
import { tellConsent, tellDesk, tellOpening, tellStanding } from "./tell-party.ts";
import { tellReview } from "./tell-review.ts";
import { tellTheatre } from "./tell-theatre.ts";
import { tellTrack } from "./tell-track.ts";

/** "said": the reader's own doing; "told": what reaches it. */
export type Told = {
  readonly direction: "said" | "told";
  readonly topic: Topic;
  /** In place of the topic's word: what a message is called. */
  readonly title?: string;
  /** Lines are parted by line breaks. */
  readonly text: string;
};

export type Conflict = Extract<ToldEvent, { kind: "conflict.opened" }>["conflict"];
export type Proposal = Extract<ToldEvent, { kind: "proposal.opened" }>["proposal"];

/** What a reader was told before, by id. */
export type Memory = {
  /** null: the host. */
  readonly party: string | null;
  readonly speech: Speech;
  readonly operations: Map<string, string>;
  readonly serials: Map<string, string>;
  readonly conflicts: Map<string, Conflict>;
  readonly proposals: Map<string, Proposal>;
  /** By what their owners call them, as far as the reader has seen that. */
  readonly sites: Map<string, string>;
  readonly movements: Map<string, string>;
  /** By when and where they are. */
  readonly contacts: Map<string, string>;
  /** How much others' operations are shown, as it was told last. */
  readonly disclosed: Map<string, string>;
  /** By what reports under them. */
  readonly tracks: Map<string, string>;
  /** By channel: state of its line, and since when. */
  readonly lines: Map<string, string>;
  /** Line checks that wait for a person, by channel and number: told once. */
  readonly asked: Set<string>;
  /** By message and party: all that was known of its receipt. */
  readonly receipts: Map<string, string>;
};

/** Tells one reader its events in one language. */
export class Teller {
  readonly memory: Memory;
  /** Events of line checks that changed nothing: not told. */
  leftOutCount = 0;

  constructor(party: string | null, speech: Speech) {
    this.memory = {
      party,
      speech,
      operations: new Map(),
      serials: new Map(),
      conflicts: new Map(),
      proposals: new Map(),
      sites: new Map(),
      movements: new Map(),
      contacts: new Map(),
      disclosed: new Map(),
      tracks: new Map(),
      lines: new Map(),
      asked: new Set(),
      receipts: new Map(),
    };
  }

  /** Null: a line check that changed nothing, or what another line of the same entry tells. */
  tell(event: ToldEvent): Told | null {
    const told = tellEvent(this.memory, event);
    if (!told && event.kind === "line.changed") this.leftOutCount++;
    return told;
  }
}

/** Each kind of event has its words: one without does not compile. */
const tellEvent = (memory: Memory, event: ToldEvent): Told | null => {
  const { speech } = memory;
  switch (event.kind) {
    case "theatre.set":
    case "theatre.change":
      return tellTheatre(memory, event);
    case "desk.opened":
    case "desk.closed":
    case "watch.changed":
      return tellDesk(memory, event);
    case "channel.changed":
      return tellChannel(memory, event.channel);
    case "line.changed":
      return tellLine(memory, event);
    case "message.sent":
    case "message.changed":
      return tellMessage(memory, event);
    case "operation.filed":
    case "operation.replaced":
    case "operation.moved":
      return tellOperation(memory, event);
    case "operation.disclosed":
    case "disclosure.changed":
    case "disclosure.read":
      return tellDisclosure(memory, event);
    case "conflict.opened":
    case "conflict.changed":
    case "conflict.closed":
    case "conflict.moved":
    case "conflict.overdue":
    case "conflict.unresolved":
      return tellConflict(memory, event);
    case "site.changed":
    case "site.told":
      return tellSite(memory, event);
    case "proximity.opened":
    case "proximity.changed":
    case "proximity.over":
      return tellProximity(memory, event);
    case "proposal.opened":
    case "proposal.changed":
      return tellProposal(memory, event);
    case "standing.changed":
      return tellStanding(memory, event.standing);
    case "consent.changed":
      return tellConsent(memory, event.consent);
    case "opening.changed":
    case "read-log.added":
      return tellOpening(memory, event.opening);
    case "member.changed":
      return changed(speech, event.member.name);
    case "client.changed":
      return changed(speech, event.client.name);
    case "invitation.changed":
      return changed(speech, event.invitation.name);
    case "key.changed":
      return changed(speech, `${event.key.party} ${event.key.publicKey}`);
    case "movement.changed":
    case "movement.deviating":
    case "movement.silent":
      return tellMovement(memory, event);
    case "target.changed":
      return changed(speech, event.target.name);
    case "area.changed":
    case "area.review-soon":
    case "area.touched":
      return tellArea(memory, event);
    case "incident.changed":
      return tellIncident(memory, event);
    case "contact.changed":
    case "contact.notes-changed":
      return tellContact(memory, event);
    case "readout.changed":
    case "readout.released":
      return tellReadout(memory, event);
    case "item.changed":
    case "item.due-soon":
    case "item.overdue":
      return tellItem(memory, event);
    case "review.changed":
      return tellReview(memory, event);
    case "track.changed":
      return tellTrack(memory, event);
    default:
      return unreachable(event);
  }
};

const changed = (speech: Speech, called: string): Told => {
  const name = speech.value({ type: "text" }, called);
  return { direction: "told", topic: "party", text: speech.say("changed", { name }) };
};

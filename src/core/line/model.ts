/** The line: channels, what was said on them, what became of it. Plain data throughout. */

import type { Reader } from "../operations/view.ts";
import type { Language, Level } from "../parties/model.ts";
import type { Machine } from "../machine.ts";
import { PartyMap } from "../party-map.ts";
import type { Kind, MessageHeader } from "./kinds.ts";
import type { Values } from "./fields.ts";
import type { KeptText } from "./authors-text.ts";
import type { Suspicion } from "./read-back.ts";
import type { WordOf } from "./words.ts";

export type ChannelState = "proposed" | "open" | "declined" | "closed";
export const CHANNEL: Machine<ChannelState> = {
  name: "channel",
  start: "proposed",
  next: {
    proposed: ["open", "declined", "closed"],
    open: ["closed"],
    declined: ["proposed"],
    closed: ["proposed"],
  },
};

/** What the checks and the declarations come to. Suspended is declared; the others are measured. */
export type LineState = WordOf<"lineState">;
export const LINE: Machine<LineState> = {
  name: "line",
  start: "open",
  next: {
    open: ["late", "suspended"],
    late: ["degraded", "restored", "suspended"],
    degraded: ["silent", "late", "restored", "suspended"],
    silent: ["degraded", "late", "restored", "suspended"],
    suspended: ["restored", "late", "degraded", "silent"],
    restored: ["open", "late", "suspended"],
  },
};
export type MeasuredState = Exclude<LineState, "suspended">;

export type MessageState = WordOf<"messageState">;
/** Of the whole message: it has come as far as the recipient that is furthest behind. */
export const MESSAGE: Machine<MessageState> = {
  name: "message",
  start: "queued",
  next: {
    queued: ["sent", "closed"],
    sent: ["delivered", "read_back", "acknowledged", "answered", "unanswered", "closed"],
    delivered: ["read_back", "acknowledged", "answered", "unanswered", "closed"],
    read_back: ["acknowledged", "answered", "unanswered", "closed"],
    acknowledged: ["answered", "unanswered", "closed"],
    answered: ["closed"],
    unanswered: ["escalated", "acknowledged", "answered", "closed"],
    escalated: ["acknowledged", "answered", "closed"],
    closed: [],
  },
};

export type ReceiptState = WordOf<"receiptState">;
/** Of one recipient. Never goes back. Whom it told of the message is no step of it: `disseminated`. */
export const RECEIPT: Machine<ReceiptState> = {
  name: "receipt",
  start: "undelivered",
  next: {
    undelivered: ["delivered", "acknowledged", "acknowledged_with_concern", "objected"],
    delivered: ["acknowledged", "acknowledged_with_concern", "objected"],
    acknowledged: ["acknowledged_with_concern", "objected"],
    acknowledged_with_concern: ["objected"],
    objected: [],
  },
};

/** Who in a party did it. The name is for the own party alone; others see the role. */
export type Act = { readonly by: string; readonly role: WordOf<"role">; readonly atMs: number };

export type Dissemination = Act & { readonly level: Level; readonly toldMs: number };

/** What came of comparing one place that was read back with what was sent. */
export type ReadBackResult = {
  readonly atMs: number;
  /** As the place is named in the message: "place", "areas[1]". */
  readonly field: string;
  /** Of its points the one that is farthest off: "areas[1].ring[2]". */
  readonly farthest: string;
  readonly isMatch: boolean;
  readonly distanceM: number;
  /** What slip it looks like, most telling first. */
  readonly suspects: readonly Suspicion[];
};

/** Raised past a deadline: to whom. `level` null: there was no higher desk to raise it to. */
export type Raise = {
  readonly atMs: number;
  readonly for: "acknowledgement" | "reply";
  readonly to: "deputy" | "duty_officer" | "next_level";
  readonly level: Level | null;
};

export type ClockStep = "reminder" | "deputy" | "duty_officer" | "next_level";
/** The next step of a recipient's acknowledgement clock; a due time that is not this one is stale. */
export type Clock = { readonly step: ClockStep; readonly dueMs: number; readonly fromMs: number };

export type Acknowledgement = Act &
  KeptText & {
    readonly concern: WordOf<"concern"> | null;
    /** null: not by a short code, or it was not said. */
    readonly heardBy: WordOf<"heardBy"> | null;
  };

export type Receipt = {
  readonly party: string;
  state: ReceiptState;
  /** Where it is now waited for. */
  level: Level;
  /** Said by the recipient's machine. Apart from what a person says. */
  deliveredMs: number | null;
  acknowledged: Acknowledgement | null;
  objected: (Act & { readonly messageId: string }) | null;
  /** "cannot_process" or "wrong_addressee": it came, and is no acknowledgement. */
  returned: (Act & { readonly kind: "cannot_process" | "wrong_addressee" }) | null;
  readonly disseminated: Dissemination[];
  readonly readBacks: ReadBackResult[];
  /** The message that answered, and when. */
  answer: { readonly messageId: string; readonly atMs: number } | null;
  /** Deadlines that passed. "No reply" is a fact with its time. */
  notAcknowledgedMs: number | null;
  noReplyMs: number | null;
  remindedMs: number | null;
  readonly raises: Raise[];
  clock: Clock | null;
};

export type Translation = {
  readonly party: string;
  readonly language: Language;
  readonly atMs: number;
  /** A person by their role, or a program by its name. */
  readonly translator: { readonly kind: "person" | "machine"; readonly name: string };
  /** By the path of the field in the message. */
  readonly texts: Readonly<Record<string, string>>;
};

export type Message = {
  /** Drawn: it tells nothing of what else was said. */
  readonly id: string;
  readonly channelId: string;
  readonly party: string;
  /** The officer; for the own party alone. */
  readonly by: string | null;
  /** By party, channel and year, given when it is sent: a gap shows its readers a loss. */
  serial: string | null;
  readonly kind: Kind;
  readonly header: MessageHeader;
  readonly body: Values;
  /** How the desk that entered it had it; null: not by a short code, or it was not said. */
  readonly heardBy: WordOf<"heardBy"> | null;
  /** SHA-256 of what was said, hex. */
  readonly hash: string;
  readonly receivedMs: number;
  readonly seq: number;
  state: MessageState;
  sentMs: number | null;
  /** Every state with the time it was entered. */
  readonly steps: { readonly state: MessageState; readonly atMs: number }[];
  acknowledgeByMs: number | null;
  replyByMs: number | null;
  readonly receipts: Receipt[];
  readonly translations: Translation[];
  readonly correctedBy: string[];
  retractedBy: string | null;
  /** The entries by which parties changed it, its own first: what an evidence bundle shows. */
  readonly entrySeqs: number[];
};

export type CheckKind = "machine" | "person";
export type CheckReply = {
  readonly party: string;
  readonly atMs: number;
  readonly by: string | null;
  readonly role: WordOf<"role">;
  /** 1 is the worst. */
  readonly quality: number;
  readonly heardBy: WordOf<"heardBy"> | null;
  readonly isLate: boolean;
};
export type LineCheck = {
  readonly number: number;
  readonly kind: CheckKind;
  readonly testPhrase: string;
  readonly askedMs: number;
  readonly untilMs: number;
  /** Asked here because this other channel fell silent. */
  readonly becauseOf: string | null;
  isOver: boolean;
  /** Over, and nobody is counted to have missed it: the server itself was down. */
  isNotHeld: boolean;
  readonly replies: CheckReply[];
};

export type Suspension = KeptText & {
  readonly party: string;
  readonly sinceMs: number;
  readonly scope: readonly WordOf<"channelScope">[];
  readonly carveOuts: readonly WordOf<"carveOut">[];
};

/** One party's end of a line. */
export type Side = {
  readonly party: string;
  hasTaken: boolean;
  /** Checks missed in a row, by who was asked. */
  readonly missed: Record<CheckKind, number>;
  lastReplyMs: number | null;
  /** What this party sent here: last serial of the year, and messages in the minute at hand. */
  year: number;
  serial: number;
  minute: number;
  sentInMinute: number;
};

export type Channel = {
  /** Its parties and its level, and what a room is about: "NORTH:SOUTH:watch_desk". */
  readonly id: string;
  /** In alphabetical order. */
  readonly parties: readonly string[];
  readonly level: Level;
  readonly topic: string | null;
  proposedBy: string;
  state: ChannelState;
  changedMs: number;
  readonly sides: Side[];
  measured: MeasuredState;
  /** When the line came to what it is. */
  lineSinceMs: number;
  readonly suspensions: Suspension[];
  lastCheckNumber: number;
  /** Newest last; how many are kept is a limit. */
  readonly checks: LineCheck[];
  /** The other channel on which it was asked about, while this one is silent. */
  askedThrough: string | null;
  /** What the next check of each kind is due at: another due time is stale. */
  readonly nextCheckMs: Record<CheckKind, number | null>;
  readonly messageIds: string[];
  /** Waiting for their turn. */
  readonly queuedIds: string[];
};

export type PartyDay = {
  readonly party: string;
  readonly day: number;
  readonly count: number;
  readonly urgentCount: number;
};

export type LineStates = {
  readonly channels: PartyMap<Channel>;
  readonly messages: Map<string, Message>;
  readonly days: Map<string, PartyDay>;
};

export const makeLineStates = (): LineStates => ({
  channels: new PartyMap(({ parties }) => parties),
  messages: new Map(),
  days: new Map(),
});

/** As plain data for snapshots. */
export type LineDump = {
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly days: readonly PartyDay[];
};

export const dumpLine = ({ channels, messages, days }: LineStates): LineDump => ({
  channels: [...channels.values()],
  messages: [...messages.values()],
  days: [...days.values()].toSorted((a, b) => (a.party < b.party ? -1 : 1)),
});

export const loadLine = (states: LineStates, dump: LineDump): void => {
  for (const channel of dump.channels) states.channels.set(channel.id, channel);
  for (const message of dump.messages) states.messages.set(message.id, message);
  for (const day of dump.days) states.days.set(day.party, day);
};

/** What stands between parties, the level and the topic of a room; in no party's id. */
const SEPARATOR = ":";

/** One channel for the same parties at the same level: its id is what it is. */
export const channelIdOf = (
  parties: readonly string[],
  level: Level,
  topic: string | null,
): string => [...parties, level, ...(topic === null ? [] : [topic])].join(SEPARATOR);

export const lineStateOf = ({ suspensions, measured }: Channel): LineState =>
  suspensions.length > 0 ? "suspended" : measured;

export const sideOf = (channel: Channel, party: string): Side =>
  channel.sides.find((side) => side.party === party)!;

/** Who acknowledged first, and when, stays; what was added since is the concern. */
export const withConcern = (
  { acknowledged: first }: Receipt,
  now: Acknowledgement,
): Acknowledgement => {
  if (first === null) return now;
  const { text, language } = now.text === null ? first : now;
  return { ...first, concern: now.concern, text, language };
};

/** A recipient that has said that it received it, whatever else it said. */
export const isAcknowledged = ({ state }: Pick<Receipt, "state">): boolean =>
  state !== "undelivered" && state !== "delivered";

/** A recipient learns of a message when it is sent, not while it waits its turn. */
export const isMessageSeen = (message: Message, reader: Reader): boolean =>
  reader.kind === "host" ||
  message.party === reader.party ||
  (message.sentMs !== null && message.receipts.some(({ party }) => party === reader.party));

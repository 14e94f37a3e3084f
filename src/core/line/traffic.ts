/** What passes on a line: suspensions, quotas and the minute's pace, and what goes through them all. */

import type { Command } from "../commands.ts";
import type { Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import type { Refusal } from "../outcome.ts";
import type { State } from "../state.ts";
import type { Theatre } from "../theatre/model.ts";
import type { SendMessage } from "./commands.ts";
import { passesAll, specOf } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { Channel, Message, Side, Suspension } from "./model.ts";
import { HOTLINE_KINDS } from "./rules.ts";
import type { LineRules, Precedence } from "./rules.ts";
import type { WordOf } from "./words.ts";

type Scope = WordOf<"channelScope">;
type CarveOut = WordOf<"carveOut">;

/** A call for help needs nobody's consent: it is sent on a channel that was only proposed, too. */
const NEEDS_NO_CHANNEL: ReadonlySet<Kind> = new Set(["distress", "sar_request"]);
export const needsOpenChannel = (kind: Kind): boolean => !NEEDS_NO_CHANNEL.has(kind);

const NOTICES: readonly Kind[] = ["notice", "amend", "cancel", "start", "end"];

/** Scopes by the kinds in them; the other scopes are told by the message itself. */
const KINDS_IN_SCOPE: Readonly<Partial<Record<Scope, readonly Kind[]>>> = {
  notices: NOTICES,
  proposals: ["proposal", "proposal_reply", "area_proposal", "area_agree", "area_end"],
  meetings: ["meeting_proposal", "meeting_agenda", "readout_draft", "readout_key"],
};

/** What a suspension may leave open. The three that always pass are in no list: nothing stops them. */
const KINDS_CARVED_OUT: Readonly<Partial<Record<CarveOut, readonly Kind[]>>> = {
  hazard_warnings: ["hazard_warning"],
  cease_requests: ["cease_request", "cease_reply"],
  presence_queries: ["presence_query", "presence_reply"],
  notices: NOTICES,
};

type Said = Pick<SendMessage, "messageKind" | "header" | "body">;

const hasFreeText = ({ messageKind, body }: Said): boolean =>
  Object.entries(specOf(messageKind).fields).some(
    ([name, { type }]) => type === "free-text" && body[name] !== undefined,
  );

const isInScope = (scope: Scope, command: Said): boolean => {
  const { messageKind, header } = command;
  if (scope === "all") return true;
  if (scope === "routine_traffic") return ["routine", "test"].includes(header.precedence);
  if (scope === "free_text") return hasFreeText(command);
  return KINDS_IN_SCOPE[scope]?.includes(messageKind) ?? false;
};

/** The declaration that stops a message, or null. */
export const findSuspension = (channel: Channel, command: Said): Suspension | null =>
  channel.suspensions.find(
    ({ scope, carveOuts }) =>
      scope.some((one) => isInScope(one, command)) &&
      !carveOuts.some((one) => KINDS_CARVED_OUT[one]?.includes(command.messageKind)),
  ) ?? null;

/** Distress and humanitarian traffic, by what is said or by who says it; and the line's own affairs. */
export const passesEverything = (
  { theatre, party }: { readonly theatre: Theatre; readonly party: string },
  kind: Kind,
  about: Kind | null,
): boolean =>
  passesAll(kind, about) ||
  theatre.parties.some(({ id, kind: partyKind }) => id === party && partyKind === "humanitarian");

/** The urgent ones are never queued behind anything. */
export const isUrgent = (precedence: Precedence): boolean =>
  precedence === "flash" || precedence === "immediate";

/** What it takes back, if it does, sets how urgent it is at least; a call for help does by itself. */
export const findTooCalm = (
  { messageKind, header }: Said,
  takenBack: Message | null,
): Refusal | null => {
  const least: Precedence | null = HOTLINE_KINDS.has(messageKind)
    ? "immediate"
    : (takenBack?.header.precedence ?? null);
  if (least === null || ORDER[header.precedence] <= ORDER[least]) return null;
  return {
    reason: "bad-field",
    field: "precedence",
    detail: `precedence ${header.precedence} is less than ${least}`,
    remedy: `say ${least}, or leave it out`,
  };
};

/** May it go in front of whatever else waits to be written down? */
export const isUrgentCommand = (command: Command): boolean =>
  command.kind === "acknowledge-message" ||
  command.kind === "report-site-hit" ||
  (command.kind === "send-message" &&
    (isUrgent(command.header.precedence) || passesAll(command.messageKind)));

const ORDER: Readonly<Record<Precedence, number>> = {
  flash: 0,
  immediate: 1,
  priority: 2,
  routine: 3,
  test: 4,
};
/** The more urgent first, then the earlier. */
export const byUrgency = (a: Message, b: Message): number =>
  ORDER[a.header.precedence] - ORDER[b.header.precedence] || a.seq - b.seq;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Counts a message against its party's day, or says why there is no more room in it. */
export const takeQuota = (
  { state, entry, party, theatre }: Context,
  precedence: Precedence,
): Refusal | null => {
  const { line: rules } = theatre.rules;
  const day = Math.floor(entry.atMs / DAY_MS);
  const known = state.line.days.get(party);
  const today = known?.day === day ? known : { party, day, count: 0, urgentCount: 0 };
  const [count, limit, what] = isUrgent(precedence)
    ? [today.urgentCount, rules.urgentMessagesPerPartyDayMax, "urgent messages"]
    : [today.count, rules.messagesPerPartyDayMax, "messages"];
  if (count >= limit)
    return { reason: "too-many", what: `${what} of one party and UTC day`, limit };
  const counted = isUrgent(precedence)
    ? { ...today, urgentCount: count + 1 }
    : { ...today, count: count + 1 };
  state.line.days.set(party, counted);
  return null;
};

/** Is there room in the minute at hand? Then it is taken. */
export const takePace = (side: Side, atMs: number, rules: LineRules): boolean => {
  const minute = Math.floor(atMs / MINUTE_MS);
  if (side.minute !== minute) Object.assign(side, { minute, sentInMinute: 0 });
  if (side.sentInMinute >= rules.messagesPerMinuteMax) return false;
  side.sentInMinute++;
  return true;
};

/** Queued messages of a party on a channel are looked at again with each new minute. */
export const noteQueue = (state: State, channel: Channel, party: string, atMs: number): void => {
  const dueMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS;
  state.due.push({ dueMs, kind: "release-messages", id: `${channel.id} ${party}` });
};

export const findQueueFull = (state: State, channel: Channel, party: string): Refusal | null => {
  const limit = LIMITS.messagesQueuedMax;
  const count = channel.queuedIds.filter(
    (id) => state.line.messages.get(id)?.party === party,
  ).length;
  return count < limit
    ? null
    : { reason: "too-many", what: "messages of one party waiting on one channel", limit };
};

/**
 * The line: channels, checks, suspensions, messages of every kind, and what is said of them.
 *
 * On channels that the observer is not on, anything is said. On its own, the names of NORTH's officers
 * are NORTH's, and so is what waits its turn. Of the host all that a message says is kept, not how
 * urgent it is nor how far.
 */

import fc from "fast-check";
import type { Command } from "../commands.ts";
import { partiesOf } from "../incidents/model.ts";
import { viewConflict } from "../conflicts/view.ts";
import { KIND_NAMES, specOf } from "../line/kinds.ts";
import type { Kind, MessageHeader } from "../line/kinds.ts";
import { HOTLINE_KINDS, DEFAULT_LINE_RULES } from "../line/rules.ts";
import { conflictFields, sidesSeen } from "../line/conflict-said.ts";
import type { Point, Values } from "../line/fields.ts";
import type { Channel, Message } from "../line/model.ts";
import { namedIn } from "../line/named.ts";
import type { NamedKind } from "../line/named.ts";
import { isOwed, readablesOf } from "../line/read-back-of.ts";
import type { PlaceRead } from "../line/read-back-of.ts";
import { arbitraryBody } from "../line/test-bodies.ts";
import { WORDS } from "../line/words.ts";
import { MINUTE_MS } from "../test-theatre.ts";
import { movementsOfBoth } from "./test-movements.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { isOpen } from "./test-sites.ts";
import { pick, pickLate, PARTIES, SEED } from "./test-step.ts";
import type { PartyId, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

type Text = { readonly kind: Kind; readonly body: Values };

/** What is refused where there is no such thing needs more attempts. */
const numRunsFor = (kind: Kind): number =>
  Object.values(specOf(kind).fields).some(
    (field) => field.type === "reference" && ["incident", "readout", "area"].includes(field.to),
  )
    ? 15
    : 5;

/** Some of all that can be written, of every kind. */
const TEXTS: readonly Text[] = KIND_NAMES.flatMap((kind) =>
  fc
    .sample(arbitraryBody(kind), { numRuns: numRunsFor(kind), seed: SEED })
    .map((body) => ({ kind, body })),
);

/** Said by commands of their own. */
const REFUSED = { ack: true, channel_state: true };

/** Texts that look alike to who is told how urgent a message is and how far, not what it says. */
const groupOf = ({ kind, body }: Text): string => {
  const { answeredBy, isReply, passes } = specOf(kind);
  const message = { kind, body } as Message;
  const isAbout = body["target"] !== undefined;
  const isAlone =
    isReply || isAbout || answeredBy.length > 0 || HOTLINE_KINDS.has(kind) || kind in REFUSED;
  return JSON.stringify([
    isAlone ? kind : "",
    passes,
    DEFAULT_LINE_RULES.replyWithinMs[kind] ?? 0,
    readablesOf(message).map((one) => [isOwed(one), one.shape, one.points.length]),
    namedIn(message).map(({ to }) => to),
  ]);
};
const GROUPS = Map.groupBy(TEXTS, groupOf);

/** What one says, where and to what: of a step, or of an aside. */
type Turn = {
  readonly world: World;
  readonly party: PartyId;
  readonly which: number;
  readonly said: number;
  /** Those on which it is said; the others are spoken of elsewhere. */
  readonly isMine: (parties: readonly string[]) => boolean;
  /** What is written, given what would be, and in whose words. */
  readonly write: (text: Text) => Text;
  readonly words: string;
};

const channelsOf = ({ world, party, isMine }: Turn): Channel[] =>
  [...world.state.line.channels.values()].filter(
    ({ parties }) => parties.includes(party) && isMine(parties),
  );

const messagesOf = (turn: Turn, isOwn: boolean): Message[] => {
  const { line } = turn.world.state;
  return channelsOf(turn)
    .flatMap(({ messageIds }) => messageIds.map((id) => line.messages.get(id)!))
    .filter(({ party, sentMs }) => (party === turn.party ? isOwn : !isOwn && sentMs !== null));
};

type Line = (turn: Turn) => Command | null;

const propose: Line = ({ party, which, isMine }) => {
  const others = PARTIES.filter((one) => one !== party && one !== "WEST");
  const [one, two] = [pick(others, which)!, pick(others, which + 1)!];
  const parties = which % 3 === 0 ? [one, two] : [one];
  const level = which % 2 === 0 ? "watch_desk" : "operational_cell";
  if (!isMine([party, ...parties])) return null;
  const topic = parties.length > 1 ? { topic: "flood" } : {};
  return { kind: "propose-channel", parties, level, ...topic };
};

type ChannelStep = "take-channel" | "decline-channel" | "close-channel" | "restore-line";

const MAY: Readonly<Record<ChannelStep, (channel: Channel, party: PartyId) => boolean>> = {
  "take-channel": ({ state, sides }, party) =>
    state === "proposed" && sides.some((side) => side.party === party && !side.hasTaken),
  "decline-channel": ({ state }) => state === "proposed",
  "close-channel": ({ state }) => state === "open",
  "restore-line": ({ suspensions }, party) => suspensions.some((one) => one.party === party),
};

const onChannel =
  (kind: ChannelStep, every = 1): Line =>
  (turn) => {
    const fit = channelsOf(turn).filter((one) => MAY[kind](one, turn.party));
    const channel = turn.which % every === 0 && pick(fit, turn.said);
    return channel ? { kind, channelId: channel.id } : null;
  };

const openChannelsOf = (turn: Turn): Channel[] =>
  channelsOf(turn).filter(({ state }) => state === "open");

/** Of the host what is suspended is kept: there it stops all that is written, or none of it. */
const suspend: Line = ({ world, which, said, words, ...turn }) => {
  const channel =
    which % 3 === 0 ? pick(openChannelsOf({ world, which, said, words, ...turn }), said) : null;
  const scope = world.isHost() ? "all" : pick(WORDS.channelScope, which)!;
  const carveOuts = world.isHost() ? [] : [pick(WORDS.carveOut, which)!];
  const about = { scope: [scope], carveOuts, text: words, language: "en" } as const;
  return channel && { kind: "suspend-line", channelId: channel.id, ...about };
};

const replyCheck: Line = (turn) => {
  const channel = pick(openChannelsOf(turn), turn.said);
  const check = channel?.checks.at(-1);
  if (!channel || !check) return null;
  const { number, testPhrase } = check;
  const quality = 1 + (turn.which % 5);
  const about = { number, testPhrase, quality, role: "watch_officer" } as const;
  return { kind: "reply-line-check", channelId: channel.id, ...about };
};

const send: Line = (turn) => {
  const channels = turn.said % 16 === 0 ? channelsOf(turn) : openChannelsOf(turn);
  const drawn = pick(TEXTS, turn.said)!;
  const { kind, body } = turn.write(drawn);
  const fit = channels.filter((one) => hasNamed(turn, one, { kind, body }));
  const channel = pick(fit.length > 0 ? fit : channels, turn.which);
  if (!channel) return null;
  const isAboutOwn = kind === "correction" || kind === "retract";
  const here = (isOwn: boolean): Message[] =>
    messagesOf(turn, isOwn).filter(({ channelId }) => channelId === channel.id);
  const target = pickLate(here(isAboutOwn), turn.which);
  const answered = specOf(drawn.kind).isReply
    ? pickLate(answerable(here(false), kind), turn.said)
    : null;
  const about = body["target"] === undefined || !target ? {} : { target: target.id };
  const { was: _, ...said } = nameThings(turn, channel, { kind, body });
  const named = kind === "correction" && target ? { fieldName: fieldOf(target) } : {};
  return {
    kind: "send-message",
    channelId: channel.id,
    messageKind: kind,
    header: headerOf(turn, drawn.kind, answered),
    body: { ...said, ...about, ...named },
  };
};

/** What is named is there, and may be named on the channel: else all would be refused. */
const nameThings = ({ world, party, which }: Turn, { parties }: Channel, text: Text): Values => {
  const { state } = world;
  const { kind, body } = text;
  if (namedIn(text).length === 0) return body;
  const { yourOperation: _, proposal: __, version, ...said } = body;
  const others = parties.filter((one) => one !== party);
  const [other] = others;
  const conflicts = [...state.conflicts.values()].flatMap((one) => {
    const seen = viewConflict(state, one, { kind: "party", party });
    return seen && sidesSeen(seen).some((side) => side.party === other) ? [seen] : [];
  });
  const seen = pick(conflicts, which);
  const own = [...state.operations.values()].filter((one) => one.party === party);
  const operation = (said["conflict"] && seen?.ownOperationIds[0]) ?? pick(own, which)?.id;
  if (kind === "conflict" && seen) return { ...conflictFields(seen, null), conflict: seen.id };
  return {
    ...said,
    ...(version === undefined ? {} : { version: 1 }),
    ...(said["conflict"] && seen ? { conflict: seen.id } : {}),
    ...(said["operation"] && operation ? { operation } : {}),
    ...Object.fromEntries(
      namedIn(text).flatMap(({ to, field }) => {
        const id = pickLate(heldOn(world, party, parties)[to]?.() ?? [], which)?.id;
        return id === undefined ? [] : [[field, id]];
      }),
    ),
  };
};

type Held = Partial<Record<NamedKind, () => readonly { readonly id: string }[]>>;

/** The party's own, and what all on the channel have together: of both worlds. */
const heldOn = (world: World, party: PartyId, parties: readonly string[]): Held => {
  const { sites, areas, incidents, contacts } = world.state;
  const isOurs = (theirs: readonly string[]): boolean =>
    parties.every((one) => theirs.includes(one));
  return {
    site: () => [...sites.all.values()].filter((one) => one.party === party && isOpen(one)),
    movement: () => movementsOfBoth(world).filter((one) => one.party === party),
    area: () => [...areas.all.values()].filter((one) => isOurs(one.parties)),
    incident: () => [...incidents.all.values()].filter((one) => isOurs(partiesOf(one))),
    meeting: () => [...contacts.all.values()].filter((one) => isOurs(one.parties)),
    readout: () => [...contacts.readouts.values()].filter((one) => isOurs(one.parties)),
  };
};

/** Is there something on the channel of all that the text names? */
const hasNamed = ({ world, party }: Turn, { parties }: Channel, text: Text): boolean => {
  const held = heldOn(world, party, parties);
  return namedIn(text).every(({ to }) => held[to]?.().length !== 0);
};

const answerable = (messages: readonly Message[], kind: Kind): Message[] =>
  messages.filter((one) => specOf(one.kind).answeredBy.includes(kind));

/** One that may be corrected: what is read back may not. */
const fieldOf = (message: Message): string => {
  const places = readablesOf(message).map(({ field }) => field.replace(/\[.*/, ""));
  return Object.keys(message.body).find((name) => !places.includes(name)) ?? "text";
};

/** Who says it to whom and in which language is part of what is written; how urgent it is, is not. */
const headerOf = (turn: Turn, kind: Kind, answered: Message | null): MessageHeader => {
  const { length } = turn.words;
  const urgent = HOTLINE_KINDS.has(kind) ? "flash" : specOf(kind).precedence;
  return {
    precedence: turn.which % 3 === 0 ? urgent : pick(["routine", "immediate", urgent], turn.said)!,
    fromRole: "watch_officer",
    toRole: pick(WORDS.role, length)!,
    language: pick(["en", "ar", "ru"] as const, length)!,
    ...(answered ? { inReplyTo: answered.id } : {}),
  };
};

const deliver: Line = (turn) => {
  const message = pickLate(messagesOf(turn, false), turn.which);
  return message && { kind: "note-delivered", messageId: message.id };
};

/** As they were sent, or a degree off. */
const placesOf = (message: Message, isWrong: boolean): readonly PlaceRead[] => {
  const move = (point: Point): Point => ({
    ...point,
    latDeg: point.latDeg + (isWrong ? (point.latDeg > 0 ? -1 : 1) : 0),
  });
  return readablesOf(message).map(({ field, points }) => ({ field, points: points.map(move) }));
};

const readBack: Line = (turn) => {
  const message = pickLate(messagesOf(turn, false), turn.which);
  const places = message ? placesOf(message, turn.said % 4 === 0) : [];
  if (!message || places.length === 0) return null;
  return { kind: "read-back", messageId: message.id, readBack: places, role: "watch_officer" };
};

const acknowledge: Line = (turn) => {
  const message = pickLate(messagesOf(turn, false), turn.which);
  if (!message) return null;
  const places = placesOf(message, turn.said % 5 === 0);
  const toldMs = turn.world.theatre.atMs;
  return {
    kind: "acknowledge-message",
    messageId: message.id,
    ackKind: pick(WORDS.ackKind, turn.said)!,
    role: "watch_officer",
    hashSeen: message.hash,
    ...(places.length > 0 ? { readBack: places } : {}),
    levelsTold: ["unit_or_crew"],
    toldMs,
    concern: "safety",
  };
};

const disseminate: Line = (turn) => {
  const message = pickLate(messagesOf(turn, false), turn.which);
  const toldMs = turn.world.theatre.atMs;
  const about = { role: "watch_officer", levelsTold: ["unit_or_crew"], toldMs } as const;
  return message && { kind: "note-disseminated", messageId: message.id, ...about };
};

const closeOwn: Line = (turn) => {
  const message = pickLate(messagesOf(turn, true), turn.which);
  return message && { kind: "close-message", messageId: message.id };
};

/** Refused where there is no such text, or it is in that language already. */
const translate: Line = (turn) => {
  const message = pickLate(messagesOf(turn, false), turn.which);
  const translator = { kind: "machine", name: turn.words } as const;
  const about = { language: "ar", translator, texts: { text: turn.words } } as const;
  return message && { kind: "translate-message", messageId: message.id, ...about };
};

const LINES: readonly Line[] = [
  propose,
  onChannel("take-channel"),
  onChannel("take-channel"),
  onChannel("decline-channel", 4),
  onChannel("close-channel", 8),
  suspend,
  onChannel("restore-line"),
  replyCheck,
  replyCheck,
  send,
  send,
  send,
  send,
  deliver,
  readBack,
  acknowledge,
  acknowledge,
  disseminate,
  closeOwn,
  translate,
];

/** On a channel of the observer's the same is said in both worlds; to the host, in other words. */
const turnOf = (world: World, step: Step): Turn => {
  const { said, name } = world.hiddenOf(step);
  const write = (text: Text): Text => pick(GROUPS.get(groupOf(text)) ?? [text], said) ?? text;
  return {
    world,
    party: step.party,
    which: step.which,
    said: step.plain.said,
    isMine: (parties) => world.isSeen(parties),
    write: world.isHost() ? write : (text) => text,
    words: world.isHost() ? name : step.plain.name,
  };
};

const speak: Act = (world, step) => pick(LINES, step.plain.aside)!(turnOf(world, step));

/** On channels without the observer anything is said, or nothing. */
const speakAside: Aside = (world, party, { which, said, name, category }) => {
  const isMine = (parties: readonly string[]): boolean => !world.isSeen(parties);
  const turn = { world, party, which, said, isMine, write: (text: Text) => text, words: name };
  return pick(LINES, category * 17 + which)!(turn);
};

/** What NORTH may write while its line is full for the minute: it waits its turn. */
const DRAFTS = TEXTS.filter(({ kind, body }) => {
  const { passes, isReply } = specOf(kind);
  const isAbout = body["target"] !== undefined || namedIn({ kind, body }).length > 0;
  return !passes && !isReply && !HOTLINE_KINDS.has(kind) && !isAbout;
});

const draft: Act = (world, step) => {
  if (step.party !== "NORTH") return null;
  const turn = turnOf(world, step);
  const channel = channelsOf(turn).find((one) => isFull(world, one));
  if (!channel) return null;
  const { kind: messageKind, body } = pick(DRAFTS, world.hiddenOf(step).said)!;
  const header = { ...headerOf(turn, messageKind, null), precedence: "routine" } as const;
  return {
    command: { kind: "send-message", channelId: channel.id, messageKind, header, body },
    remember: (result) => {
      if (result.about === "message" && result.state === "queued")
        world.drafts.add(result.messageId);
    },
  };
};

const isFull = (world: World, { state, suspensions, sides }: Channel): boolean => {
  const own = sides.find(({ party }) => party === "NORTH")!;
  const isNow = own.minute === Math.floor(world.theatre.atMs / MINUTE_MS);
  const { messagesPerMinuteMax } = world.state.theatre!.rules.line;
  return (
    state === "open" &&
    suspensions.length === 0 &&
    isNow &&
    own.sentInMinute >= messagesPerMinuteMax
  );
};

/** As a prober guesses them: the first of each party. */
const serialsOf = (channelId: string): string[] =>
  PARTIES.filter((party) => channelId.includes(party)).map((party) => `${party}-2026-00001`);

const SAID = { fromRole: "watch_officer", toRole: "watch_officer", language: "en" } as const;
const HEADER: MessageHeader = { ...SAID, precedence: "flash" };
const DISTRESS: Values = {
  place: { lngDeg: 40.141, latDeg: 35.336 },
  persons: { from: 3, to: 3 },
  distress: "medical_emergency",
  passageAsked: "yes",
};

const sendTo = (channelId: string, more: Partial<MessageHeader> = {}): Command => ({
  kind: "send-message",
  channelId,
  messageKind: "distress",
  header: { ...HEADER, ...more },
  body: DISTRESS,
});

const aboutMessage = (messageKind: Kind, target: string): Command => ({
  kind: "send-message",
  channelId: "NORTH:SOUTH:watch_desk",
  messageKind,
  header: HEADER,
  body: { target, concern: "safety", retractReason: "error", fieldName: "site", is: "x" },
});

/** To the other side, what may be another's. */
const naming =
  (messageKind: Kind, field: string, more: Values = {}) =>
  (id: string): Command => ({
    kind: "send-message",
    channelId: "NORTH:SOUTH:watch_desk",
    messageKind,
    header: { ...HEADER, precedence: specOf(messageKind).precedence },
    body: { ...more, [field]: id },
  });

const CHANNELS: readonly (readonly PartyId[])[] = [
  ["NORTH", "SOUTH"],
  ["NORTH", "EAST"],
  ["NORTH", "RELIEF"],
  ["SOUTH", "RELIEF"],
  ["EAST", "RELIEF"],
];

/** Lines of two stand open from the beginning; rooms are made on the way. */
const begin = ({ theatre }: World): void => {
  for (const [first, second] of CHANNELS) {
    const command = { kind: "propose-channel", parties: [second!], level: "watch_desk" } as const;
    const result = theatre.must(first!, command);
    if (result.about === "channel")
      theatre.must(second!, { kind: "take-channel", channelId: result.channelId });
  }
};

/** By what the ids are listed under. */
const THREADS = {
  operations: "operation",
  conflicts: "conflict",
  proposals: "proposal",
  sites: "site",
  movements: "movement",
  areas: "area",
  incidents: "incident",
  contacts: "meeting",
  readouts: "readout",
} as const satisfies Readonly<Record<string, NamedKind>>;

export const TRAFFIC: Part = {
  begin,
  acts: { speak: [20, speak], draft: [4, draft] },
  asides: Array.from({ length: 10 }, () => speakAside),
  idsOf: ({ line: { channels, messages } }) => ({
    channels: [...channels.keys()],
    messages: [...messages.keys()],
  }),
  fetch: (view, { channels = [], messages = [], ...named }) => ({
    channels: pages((after) => view.channels({ after, limit: 3 })),
    messages: pages((after) => view.messages({}, { after, limit: 7 })),
    waiting: view.messages({ isWaiting: true }, { limit: 5 }),
    eachChannel: channels.map((channelId) => [
      view.line.channel(channelId),
      view.messages({ channelId }, { limit: 2 }),
      view.messages({ channelId, isWaiting: true }, { limit: 2 }),
      serialsOf(channelId).map((serial) => view.line.messageBySerial(channelId, serial)),
    ]),
    threads: Object.entries(THREADS).map(([name, to]) =>
      (named[name] ?? [])
        .slice(-3)
        .map((id) => view.messages({ thread: { [to]: id } }, { limit: 3 })),
    ),
    eachMessage: messages.map((id) => [
      view.line.message(id),
      view.line.said(id),
      view.line.isListed({}, id),
    ]),
  }),
  probes: [
    (channelId) => ({ kind: "take-channel", channelId }),
    (channelId) => ({ kind: "close-channel", channelId }),
    (channelId) => ({ kind: "suspend-line", channelId, scope: ["all"], carveOuts: [] }),
    (channelId) => ({ kind: "restore-line", channelId }),
    (channelId) => sendTo(channelId),
    (inReplyTo) => sendTo("NORTH:SOUTH:watch_desk", { inReplyTo }),
    naming("start", "operation", { atMs: 0 }),
    naming("site_withdraw", "site", { siteReason: "closed", fromMs: 0 }),
    naming("move_close", "movement", { movementOutcome: "completed", atMs: 0 }),
    naming("area_end", "agreedArea", { atMs: 0, areaEndReason: "replaced" }),
    naming("incident_interim", "incident", { account: "probe" }),
    naming("meeting_agenda", "meeting", { topics: ["drones"] }),
    naming("readout_key", "readout", { hashSeen: "0".repeat(16), keyDecision: "withdrawn" }),
    (target) => aboutMessage("concern", target),
    (target) => aboutMessage("retract", target),
    (messageId) => ({ kind: "note-delivered", messageId }),
    (messageId) => ({ kind: "close-message", messageId }),
    (messageId) => ({
      kind: "acknowledge-message",
      messageId,
      ackKind: "received",
      role: "watch_officer",
      hashSeen: "0".repeat(16),
    }),
  ],
};

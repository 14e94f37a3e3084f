/** Lines and messages of every kind. */

import fc from "fast-check";
import type { Values } from "../line/fields.ts";
import type { LineCommand } from "../line/commands.ts";
import { KIND_NAMES } from "../line/kinds.ts";
import type { Kind, MessageHeader } from "../line/kinds.ts";
import type { Message } from "../line/model.ts";
import { readablesOf } from "../line/read-back-of.ts";
import type { PlaceRead } from "../line/read-back-of.ts";
import { arbitraryBody } from "../line/test-bodies.ts";
import { BODIES } from "../line/test-line.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { about, among } from "./test-saying.ts";
import type { Draw, Ids, Sayings } from "./test-saying.ts";

const channels = ({ state }: TestTheatre, speaker: string): Ids =>
  among(
    state.line.channels,
    ({ parties, state: now }) => parties.includes(speaker) && now !== "closed",
  );
const openChannels = ({ state }: TestTheatre, speaker: string): Ids =>
  among(
    state.line.channels,
    ({ parties, state: now }) => parties.includes(speaker) && now === "open",
  );
/** What the speaker was sent, last. */
export const received = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.line.messages, ({ receipts }) => receipts.some(({ party }) => party === speaker));
const sent = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.line.messages, ({ party }) => party === speaker);

const placesOf = (message: Message | undefined): PlaceRead[] =>
  message ? readablesOf(message).map(({ field, points }) => ({ field, points })) : [];

/** Of what was sent, or nothing like it. */
const receivedBy = (draw: Draw, theatre: TestTheatre, speaker: string) => {
  const messageId = draw.id(received(theatre, speaker));
  return { messageId, message: theatre.state.line.messages.get(messageId) };
};

/** Some of all that can be written, of every kind. */
const DRAWN_BODIES = new Map(
  KIND_NAMES.map((kind) => [kind, fc.sample(arbitraryBody(kind), { numRuns: 5, seed: 7 })]),
);
/** What names nothing is taken on any line; what names a thing seldom fits. */
const bodyOf = (draw: Draw, kind: Kind): Values =>
  (draw.number(4) > 0 ? BODIES[kind] : undefined) ?? draw.one(DRAWN_BODIES.get(kind)!);

const ROLE = "watch_officer";
const NO_HASH = "0".repeat(16);

export const LINE: Sayings<LineCommand> = {
  "propose-channel": {
    often: 4,
    say: (draw) => ({
      kind: "propose-channel",
      parties: Array.from({ length: 1 + draw.number(2) }, () => draw.party()),
      level: "watch_desk",
    }),
  },
  "take-channel": { often: 6, say: about("take-channel", "channelId", channels) },
  "decline-channel": { often: 1, say: about("decline-channel", "channelId", channels) },
  "close-channel": { often: 1, say: about("close-channel", "channelId", channels) },
  "suspend-line": {
    often: 3,
    say: (draw, theatre, speaker) => ({
      kind: "suspend-line",
      channelId: draw.id(openChannels(theatre, speaker)),
      scope: [draw.one(["all", "notices", "meetings"] as const)],
      carveOuts: [],
    }),
  },
  "restore-line": { often: 5, say: about("restore-line", "channelId", openChannels) },
  "reply-line-check": {
    say: (draw, theatre, speaker) => {
      const channelId = draw.id(openChannels(theatre, speaker));
      const check = theatre.state.line.channels.get(channelId)?.checks.at(-1);
      return {
        kind: "reply-line-check",
        channelId,
        number: check?.number ?? 1,
        testPhrase: draw.number(4) === 0 ? "other" : (check?.testPhrase ?? "x"),
        quality: 5,
        role: ROLE,
      };
    },
  },
  "send-message": {
    often: 10,
    say: (draw, theatre, speaker) => {
      const messageKind = draw.one(KIND_NAMES);
      const inReplyTo = draw.id(received(theatre, speaker));
      const isReply = inReplyTo !== "x" && draw.number(2) === 0;
      const header: MessageHeader = {
        precedence: "immediate",
        fromRole: ROLE,
        language: "en",
        ...(isReply ? { inReplyTo } : {}),
      } as MessageHeader;
      const channelId = draw.id(openChannels(theatre, speaker));
      return {
        kind: "send-message",
        channelId,
        messageKind,
        header,
        body: bodyOf(draw, messageKind),
      };
    },
  },
  "note-delivered": { often: 3, say: about("note-delivered", "messageId", received) },
  "read-back": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const { messageId, message } = receivedBy(draw, theatre, speaker);
      return { kind: "read-back", messageId, readBack: placesOf(message), role: ROLE };
    },
  },
  "acknowledge-message": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const { messageId, message } = receivedBy(draw, theatre, speaker);
      const readBack = placesOf(message);
      return {
        kind: "acknowledge-message",
        messageId,
        ackKind: draw.one(["received", "received", "received_with_concern"] as const),
        role: ROLE,
        hashSeen: message?.hash ?? NO_HASH,
        ...(readBack.length > 0 ? { readBack } : {}),
        ...(draw.number(2) === 0 ? { concern: "safety" as const } : {}),
      };
    },
  },
  "note-disseminated": {
    say: (draw, theatre, speaker) => ({
      kind: "note-disseminated",
      messageId: draw.id(received(theatre, speaker)),
      role: ROLE,
      levelsTold: ["unit_or_crew"],
      toldMs: theatre.atMs,
    }),
  },
  "close-message": { say: about("close-message", "messageId", sent) },
  "translate-message": {
    say: (draw, theatre, speaker) => ({
      kind: "translate-message",
      messageId: draw.id(received(theatre, speaker)),
      language: draw.one(["ar", "ru"] as const),
      translator: { kind: "machine", name: "m" },
      texts: { text: "translated" },
    }),
  },
};

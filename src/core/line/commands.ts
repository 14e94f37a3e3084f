/** What may be said on a line, and about it. */

import type { Level } from "../parties/model.ts";
import type { SaidText } from "./authors-text.ts";
import type { Values } from "./fields.ts";
import type { Kind, MessageHeader } from "./kinds.ts";
import type { PlaceRead } from "./read-back-of.ts";
import type { WordOf } from "./words.ts";

/** Asks other parties for a channel at a level; it opens once all have taken it. */
export type ProposeChannel = {
  readonly kind: "propose-channel";
  /** The others; the speaker is one of its parties. */
  readonly parties: readonly string[];
  readonly level: Level;
  /** Of a room with its own matter; a line of two has none. */
  readonly topic?: string;
};
export type TakeChannel = { readonly kind: "take-channel"; readonly channelId: string };
export type DeclineChannel = { readonly kind: "decline-channel"; readonly channelId: string };
export type CloseChannel = { readonly kind: "close-channel"; readonly channelId: string };

/** A declaration: what is no longer said on the line, and what is still. */
export type SuspendLine = SaidText & {
  readonly kind: "suspend-line";
  readonly channelId: string;
  readonly scope: readonly WordOf<"channelScope">[];
  readonly carveOuts: readonly WordOf<"carveOut">[];
};
export type RestoreLine = { readonly kind: "restore-line"; readonly channelId: string };
export type ReplyLineCheck = {
  readonly kind: "reply-line-check";
  readonly channelId: string;
  readonly number: number;
  /** As it was read. */
  readonly testPhrase: string;
  readonly quality: number;
  readonly role: WordOf<"role">;
} & Heard;

/** How it came to the desk that enters it, when not by the network: by the short code. */
export type Heard = { readonly heardBy?: WordOf<"heardBy"> };

/** `body` and `header` as `parseBody` and `parseHeader` gave them. */
export type SendMessage = Heard & {
  readonly kind: "send-message";
  readonly channelId: string;
  readonly messageKind: Kind;
  readonly header: MessageHeader;
  readonly body: Values;
};
/** Said by the recipient's machine, not by a person. */
export type NoteDelivered = { readonly kind: "note-delivered"; readonly messageId: string };
/** What the speaker read, place by place, for the machine to compare with what was sent. */
export type ReadBack = {
  readonly kind: "read-back";
  readonly messageId: string;
  readonly readBack: readonly PlaceRead[];
  readonly role: WordOf<"role">;
};
export type AcknowledgeMessage = Heard &
  SaidText & {
    readonly kind: "acknowledge-message";
    readonly messageId: string;
    readonly ackKind: WordOf<"ackKind">;
    readonly role: WordOf<"role">;
    /** The first 16 to 64 digits of the hash of what the officer has read. */
    readonly hashSeen: string;
    readonly readBack?: readonly PlaceRead[];
    readonly levelsTold?: readonly Level[];
    readonly toldMs?: number;
    readonly concern?: WordOf<"concern">;
  };
/** Told below or above: levels, and when. */
export type NoteDisseminated = {
  readonly kind: "note-disseminated";
  readonly messageId: string;
  readonly role: WordOf<"role">;
  readonly levelsTold: readonly Level[];
  readonly toldMs: number;
};
/** By its sender: nothing more is waited for. */
export type CloseMessage = { readonly kind: "close-message"; readonly messageId: string };
/** A help for readers, marked with who made it; the original stays and prevails. */
export type TranslateMessage = {
  readonly kind: "translate-message";
  readonly messageId: string;
  readonly language: WordOf<"language">;
  readonly translator: { readonly kind: "person" | "machine"; readonly name: string };
  readonly texts: Readonly<Record<string, string>>;
};

export type ChannelCommand =
  | ProposeChannel
  | TakeChannel
  | DeclineChannel
  | CloseChannel
  | SuspendLine
  | RestoreLine
  | ReplyLineCheck;
export type MessageCommand =
  | SendMessage
  | NoteDelivered
  | ReadBack
  | AcknowledgeMessage
  | NoteDisseminated
  | CloseMessage
  | TranslateMessage;
export type LineCommand = ChannelCommand | MessageCommand;

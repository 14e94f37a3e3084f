/** What a reader sees of a message: who is on its channel all of it, the host that it exists and is due. */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { Level } from "../parties/model.ts";
import type { State } from "../state.ts";
import { rulesOf } from "./checks.ts";
import type { Values } from "./fields.ts";
import type { Kind, MessageHeader } from "./kinds.ts";
import type {
  Act,
  Acknowledgement,
  Clock,
  Dissemination,
  Message,
  MessageState,
  Receipt,
  ReceiptState,
} from "./model.ts";
import { linksOf } from "./named.ts";
import type { Named } from "./named.ts";
import { nameFor } from "./name-for.ts";
import { isOwed, readablesOf } from "./read-back-of.ts";
import type { Readable } from "./read-back-of.ts";
import type { Precedence } from "./rules.ts";

/** `by` is null to every party but the officer's own. */
export type ActView = Omit<Act, "by"> & { readonly by: string | null };

export type ReceiptView = Omit<
  Receipt,
  "acknowledged" | "objected" | "returned" | "disseminated"
> & {
  readonly acknowledged: (ActView & Omit<Acknowledgement, keyof Act>) | null;
  readonly objected: (ActView & Pick<NonNullable<Receipt["objected"]>, "messageId">) | null;
  readonly returned: (ActView & Pick<NonNullable<Receipt["returned"]>, "kind">) | null;
  readonly disseminated: readonly (ActView & Pick<Dissemination, "level" | "toldMs">)[];
};

/** A place of the message that a recipient may read back, or (`isOwed`) must before it acknowledges. */
export type ToReadBack = Pick<Readable, "field" | "what" | "shape"> & {
  readonly pointCount: number;
  /** Further off it does not match. */
  readonly withinM: number;
  readonly isOwed: boolean;
};

export type FullMessageView = {
  readonly detail: "full";
  readonly id: string;
  readonly channelId: string;
  readonly level: Level;
  readonly party: string;
  readonly by: string | null;
  readonly serial: string | null;
  readonly kind: Kind;
  readonly header: MessageHeader;
  readonly body: Values;
  readonly heardBy: Message["heardBy"];
  /** What it names of this theatre, as far as the reader's view has it, too. */
  readonly links: readonly Named[];
  readonly toReadBack: readonly ToReadBack[];
  readonly hash: string;
  readonly state: MessageState;
  readonly receivedMs: number;
  readonly sentMs: number | null;
  readonly steps: Message["steps"];
  readonly acknowledgeByMs: number | null;
  readonly replyByMs: number | null;
  readonly receipts: readonly ReceiptView[];
  readonly translations: Message["translations"];
  readonly correctedBy: readonly string[];
  readonly retractedBy: string | null;
};

/** That it exists, how urgent it is, and when what is due. */
export type ExistsMessageView = {
  readonly detail: "exists";
  readonly id: string;
  readonly channelId: string;
  readonly party: string;
  readonly precedence: Precedence;
  readonly state: MessageState;
  readonly receivedMs: number;
  readonly sentMs: number | null;
  readonly acknowledgeByMs: number | null;
  readonly replyByMs: number | null;
  readonly receipts: readonly {
    readonly party: string;
    readonly state: ReceiptState;
    readonly clock: Clock | null;
  }[];
};

export type MessageView = FullMessageView | ExistsMessageView;

const viewReceipt = (receipt: Receipt, reader: Reader): ReceiptView => {
  const hide = <A extends Act>(act: A): Omit<A, "by"> & { readonly by: string | null } => ({
    ...act,
    by: nameFor(reader, receipt.party, act.by),
  });
  const { acknowledged, objected, returned, disseminated } = receipt;
  return {
    ...receipt,
    acknowledged: acknowledged && hide(acknowledged),
    objected: objected && hide(objected),
    returned: returned && hide(returned),
    disseminated: disseminated.map(hide),
    // What was added later is not what was told now.
    readBacks: [...receipt.readBacks],
    raises: [...receipt.raises],
  };
};

/** The host sees how far a message is. That somebody doubted it, or whom it was passed on to, is what it says. */
const HOST_STATES: Readonly<Partial<Record<ReceiptState, ReceiptState>>> = {
  acknowledged_with_concern: "acknowledged",
  objected: "acknowledged",
};

export const viewMessage = (state: State, message: Message, reader: Reader): MessageView => {
  const { id, channelId, party, receivedMs, sentMs, acknowledgeByMs, replyByMs } = message;
  const common = { id, channelId, party, receivedMs, sentMs, acknowledgeByMs, replyByMs };
  if (reader.kind === "host" && !isOpenToHost(state, "message", id)) {
    const receipts = message.receipts.map((one) => ({
      party: one.party,
      state: HOST_STATES[one.state] ?? one.state,
      clock: one.clock,
    }));
    const { precedence } = message.header;
    return { detail: "exists", ...common, precedence, state: message.state, receipts };
  }
  return {
    detail: "full",
    ...common,
    level: state.line.channels.get(channelId)!.level,
    by: nameFor(reader, party, message.by),
    serial: message.serial,
    kind: message.kind,
    header: message.header,
    body: message.body,
    heardBy: message.heardBy,
    links: linksOf(state, message, reader),
    toReadBack: toReadBack(state, message),
    hash: message.hash,
    state: message.state,
    steps: [...message.steps],
    receipts: message.receipts.map((one) => viewReceipt(one, reader)),
    translations: [...message.translations],
    correctedBy: [...message.correctedBy],
    retractedBy: message.retractedBy,
  };
};

const toReadBack = (state: State, message: Message): ToReadBack[] => {
  const { readBackWithinM } = rulesOf(state);
  return readablesOf(message).map((one) => {
    const { field, what, shape, points } = one;
    const withinM = readBackWithinM[what];
    return { field, what, shape, pointCount: points.length, withinM, isOwed: isOwed(one) };
  });
};

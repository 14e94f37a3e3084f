/** Messages: rendered from their fields when they are sent, and what then becomes of them. */

import type { ToldEvent } from "../api/native/event.ts";
import type { FullMessage, Message } from "../api/native/client.ts";
import { bodyFromWire } from "../api/native/message-fields.ts";
import { parseBody } from "../core/line/parse-body.ts";
import { renderMessage, renderReadBack } from "../phrases/render.ts";
import type { Memory, Told } from "./tell.ts";

type Receipt = FullMessage["receipts"][number];
type Cause = Extract<ToldEvent, { kind: "message.changed" }>["cause"];

export const tellMessage = (
  memory: Memory,
  event: Extract<ToldEvent, { kind: "message.sent" | "message.changed" }>,
): Told => {
  const { message } = event;
  if (message.detail === "exists") return tellExists(memory, message);
  const receipt = findChanged(memory, message);
  if (event.kind === "message.sent" || !receipt) return tellSent(memory, message);
  return tellChanged(memory, message, { cause: event.cause, receipt });
};

/** Of whom the event tells: the one whose receipt is another than before; the first when none is. */
const findChanged = (
  { receipts: known }: Memory,
  { id, receipts }: FullMessage,
): Receipt | null => {
  const found = receipts.find(
    (one) => known.get(`${id} ${one.party}`) !== undefined && isNew(known, id, one),
  );
  for (const one of receipts) known.set(`${id} ${one.party}`, JSON.stringify(one));
  return found ?? receipts[0] ?? null;
};

const isNew = (known: ReadonlyMap<string, string>, id: string, receipt: Receipt): boolean =>
  known.get(`${id} ${receipt.party}`) !== JSON.stringify(receipt);

const tellExists = (
  { speech }: Memory,
  { party, precedence, state }: Extract<Message, { detail: "exists" }>,
): Told => ({
  direction: "told",
  topic: "message",
  text: speech.say("messageExists", {
    party: speech.party(party),
    precedence: speech.word("precedence", precedence),
    state: speech.word("messageState", state),
  }),
});

const tellSent = ({ party: reader, speech, serials }: Memory, message: FullMessage): Told => {
  const { kind, fields, id, party, serial, receipts, level, heardBy } = message;
  if (serial !== null) serials.set(id, serial);
  const body = parseBody(kind, bodyFromWire(kind, fields));
  if (!body.ok) throw new Error(`bug: a ${kind} is told that can't be read`);
  const { precedence, fromRole, toRole, language, inReplyTo, replyBy } = message;
  const answered = inReplyTo === null ? undefined : serials.get(inReplyTo);
  const [heading = "", ...lines] = renderMessage(
    {
      kind,
      header: {
        precedence,
        fromRole,
        toRole,
        language,
        ...(answered === undefined ? {} : { inReplyTo: answered }),
        ...(replyBy === null ? {} : { replyByMs: Date.parse(replyBy) }),
      },
      body: body.value,
      stamp: {
        ...(serial === null ? {} : { serial }),
        fromParty: speech.party(party),
        toParties: receipts.map((one) => speech.party(one.party)),
        level,
        ...(heardBy === null ? {} : { heardBy }),
      },
    },
    speech.language,
  ).split("\n");
  const title = heading.replace(/\.$/, "");
  const text = lines.filter((line) => line !== "").join("\n");
  return { direction: party === reader ? "said" : "told", topic: "message", title, text };
};

type Change = { readonly cause: Cause; readonly receipt: Receipt };

const tellChanged = (memory: Memory, message: FullMessage, change: Change): Told => {
  const { party: reader, speech } = memory;
  const { cause, receipt } = change;
  const party = speech.party(receipt.party);
  const serial = speech.id(message.serial ?? message.id);
  // What the server does by its clocks is told to all.
  const byRecipient = receipt.party === reader ? "said" : "told";
  switch (cause) {
    case "delivered": {
      const text = speech.say("delivered", { serial, party });
      return { direction: byRecipient, topic: "message", text };
    }
    case "read_back_failed":
    case "read_back": {
      const text = `${speech.say("readBackBy", { serial, party })}\n${readBackText(memory, { message, receipt })}`;
      return { direction: byRecipient, topic: "readBack", text };
    }
    case "acknowledged":
      return {
        direction: byRecipient,
        topic: "message",
        text: acknowledgedText(memory, { message, receipt }),
      };
    case "reminder": {
      const time = message.acknowledgeBy === null ? "" : speech.time(message.acknowledgeBy);
      const text = speech.say("reminder", { serial, party, time });
      return { direction: "told", topic: "message", text };
    }
    case "raised": {
      const level = receipt.raises.at(-1)?.level ?? null;
      const text =
        level === null
          ? speech.say("raisedNowhere", { serial, party })
          : speech.say("raised", { serial, party, level: speech.word("level", level) });
      return { direction: "told", topic: "message", text };
    }
    default: {
      const state = speech.word("messageState", message.state);
      const text = speech.say("messageState", { serial, state });
      return { direction: "told", topic: "message", text };
    }
  }
};

type Of = { readonly message: FullMessage; readonly receipt: Receipt };

/** What was read back in one go, place by place; of a message with one position it needs no name. */
const readBackText = ({ speech }: Memory, { message, receipt }: Of): string => {
  const { toReadBack } = message;
  const last = receipt.readBacks.at(-1)!;
  const [only, ...others] = toReadBack;
  const isOne = others.length === 0 && only?.pointCount === 1;
  return receipt.readBacks
    .filter(({ at }) => at === last.at)
    .map(({ field, farthest, isMatch, distanceM, suspects }) => {
      const limitM = toReadBack.find((one) => one.field === field)?.withinM ?? 0;
      const check = { isBlocked: !isMatch, distanceM, limitM, suspects: [...suspects] };
      return renderReadBack(check, speech.language, isOne ? undefined : farthest);
    })
    .join("\n");
};

const acknowledgedText = (memory: Memory, { message, receipt }: Of): string => {
  const { speech } = memory;
  const { acknowledged, disseminated, readBacks } = receipt;
  const serial = speech.id(message.serial ?? message.id);
  const said = speech.say("acknowledged", {
    party: speech.party(receipt.party),
    role: acknowledged ? speech.word("role", acknowledged.role) : "",
    serial,
    state: speech.word("receiptState", acknowledged?.concern ? receipt.state : "acknowledged"),
  });
  const told = disseminated.map(({ level, toldAt }) =>
    speech.say("told", { level: speech.word("level", level), time: speech.time(toldAt) }),
  );
  const matched =
    readBacks.at(-1)?.isMatch === true ? [readBackText(memory, { message, receipt })] : [];
  return [said, ...matched, ...told, speech.fixed("notPermission")].join("\n");
};

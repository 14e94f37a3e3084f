/** What answers by itself: each party's machine notes what reaches it and answers line checks. */

import type { Client, ToldEvent } from "../api/native/client.ts";
import { AT_THE_DESK } from "./cast.ts";
import type { PartySide, Side, Speaker } from "./cast.ts";

export type Reflex = {
  readonly who: Speaker;
  readonly afterMs: number;
  /** Part of the idempotency key; what has the same is done once. */
  readonly key: string;
  readonly act: (client: Client, key: string) => Promise<unknown>;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DELIVERED_AFTER_MS = 2 * SECOND_MS;
const ANSWERS_AFTER_MS = { machine: 20 * SECOND_MS, person: 3 * MINUTE_MS } as const;
/** Of 5, as it was read. */
const QUALITY = 5;

/**
 * In the first act SOUTH's machine does not answer the check that is asked on its line with NORTH in these
 * minutes: as checks are asked each hour, it is exactly one. It answers so many minutes after it was asked.
 */
const OUTAGE = {
  side: "SOUTH",
  channelId: "NORTH:SOUTH:watch_desk",
  fromMin: 115,
  toMin: 175,
  answersAfterMin: 20,
} as const;

/** `storyMin`: minutes since the story began. */
type Told = { readonly side: Side; readonly event: ToldEvent; readonly storyMin: number };

export const reflexesOf = ({ side, event, storyMin }: Told): readonly Reflex[] => {
  if (side === "HOST") return [];
  if (event.kind === "message.sent") return deliver(side, event);
  if (event.kind === "site.told" && event.cause === "notified") return deliverSite(side, event);
  if (event.kind === "line.changed" && event.cause === "check_asked")
    return answerChecks(side, event, storyMin);
  return [];
};

const deliver = (
  side: PartySide,
  { message }: Extract<ToldEvent, { kind: "message.sent" }>,
): readonly Reflex[] => {
  if (message.party === side) return [];
  const { id } = message;
  const { machine } = AT_THE_DESK[side];
  const key = `delivered-${side}-${id}`;
  const act: Reflex["act"] = (client, given) => client.noteDelivered(id, { key: given });
  return [{ who: machine, afterMs: DELIVERED_AFTER_MS, key, act }];
};

const deliverSite = (
  side: PartySide,
  { site: { id, version } }: Extract<ToldEvent, { kind: "site.told" }>,
): readonly Reflex[] => {
  const { machine } = AT_THE_DESK[side];
  const key = `delivered-${side}-${id}-${version}`;
  const act: Reflex["act"] = (client, given) =>
    client.noteSiteDelivered(id, { version }, { key: given });
  return [{ who: machine, afterMs: DELIVERED_AFTER_MS, key, act }];
};

/** All that were asked in this entry: at some hours a machine and a person are asked at once. */
const answerChecks = (
  side: PartySide,
  { channel, at }: Extract<ToldEvent, { kind: "line.changed" }>,
  storyMin: number,
): readonly Reflex[] =>
  channel.checks
    .filter(({ askedAt, isOver }) => askedAt === at && !isOver)
    .map(({ number, testPhrase, kind }) => {
      const isMachine = kind === "machine";
      const isOut = isMachine && isOutage(side, channel.id, storyMin);
      const role = isMachine ? "machine" : "watch_officer";
      const reply = { number, testPhrase, quality: QUALITY, role } as const;
      return {
        who: AT_THE_DESK[side][kind],
        afterMs: isOut ? OUTAGE.answersAfterMin * MINUTE_MS : ANSWERS_AFTER_MS[kind],
        key: `check-${side}-${channel.id}-${number}`,
        act: (client, key) => client.replyLineCheck(channel.id, reply, { key }),
      };
    });

const isOutage = (side: PartySide, channelId: string, storyMin: number): boolean =>
  side === OUTAGE.side &&
  channelId === OUTAGE.channelId &&
  storyMin >= OUTAGE.fromMin &&
  storyMin < OUTAGE.toMin;

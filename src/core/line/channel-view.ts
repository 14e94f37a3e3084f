/** What a reader sees of a channel: its parties all that its line is, the host not why it is suspended. */

import type { Reader } from "../operations/view.ts";
import type { Level } from "../parties/model.ts";
import { lineStateOf } from "./model.ts";
import type {
  Channel,
  ChannelState,
  CheckKind,
  CheckReply,
  LineCheck,
  LineState,
  MeasuredState,
  Suspension,
} from "./model.ts";
import { nameFor } from "./name-for.ts";

export type SideView = {
  readonly party: string;
  readonly hasTaken: boolean;
  readonly missed: Readonly<Record<CheckKind, number>>;
  readonly lastReplyMs: number | null;
};

export type CheckView = Omit<LineCheck, "replies"> & { readonly replies: readonly CheckReply[] };

export type ChannelView = {
  readonly detail: "full" | "exists";
  readonly id: string;
  readonly parties: readonly string[];
  readonly level: Level;
  readonly topic: string | null;
  readonly proposedBy: string;
  readonly state: ChannelState;
  readonly changedMs: number;
  readonly line: LineState;
  /** What the checks say, also while the line is declared suspended. */
  readonly measured: MeasuredState;
  readonly lineSinceMs: number;
  readonly suspensions: readonly Suspension[];
  readonly askedThrough: string | null;
  readonly sides: readonly SideView[];
  /** Newest last; empty for the host. */
  readonly checks: readonly CheckView[];
};

export const isChannelSeen = ({ parties }: Channel, reader: Reader): boolean =>
  reader.kind === "host" || parties.includes(reader.party);

export const viewChannel = (channel: Channel, reader: Reader): ChannelView => ({
  detail: reader.kind === "host" ? "exists" : "full",
  id: channel.id,
  parties: channel.parties,
  level: channel.level,
  topic: channel.topic,
  proposedBy: channel.proposedBy,
  state: channel.state,
  changedMs: channel.changedMs,
  line: lineStateOf(channel),
  measured: channel.measured,
  lineSinceMs: channel.lineSinceMs,
  // Why is between the parties.
  suspensions:
    reader.kind === "host"
      ? channel.suspensions.map((one) => ({ ...one, text: null, language: null }))
      : [...channel.suspensions],
  askedThrough: channel.askedThrough,
  sides: channel.sides.map(({ party, hasTaken, missed, lastReplyMs }) => ({
    party,
    hasTaken,
    lastReplyMs,
    missed: { ...missed },
  })),
  checks: reader.kind === "host" ? [] : channel.checks.map((one) => viewCheck(one, reader)),
});

const viewCheck = (check: LineCheck, reader: Reader): CheckView => ({
  ...check,
  replies: check.replies.map((one) => ({ ...one, by: nameFor(reader, one.party, one.by) })),
});

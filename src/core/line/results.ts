/** What a command of the line is answered with. */

import type { ChannelState, LineState, MessageState } from "./model.ts";

export type ChannelResult = {
  readonly about: "channel";
  readonly channelId: string;
  readonly state: ChannelState;
  readonly line: LineState;
};

export type MessageResult = {
  readonly about: "message";
  readonly messageId: string;
  readonly channelId: string;
  readonly state: MessageState;
  /** null while it waits its turn. */
  readonly serial: string | null;
  readonly hash: string;
};

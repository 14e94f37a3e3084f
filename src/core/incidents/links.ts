/** What an incident may be tied to: a side ties only what it sees, and each sees of it what its own view has. */

import { isConflictSeen } from "../conflicts/view.ts";
import { isOperationSeen } from "../line/named.ts";
import { isMessageSeen } from "../line/message-view.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import type { LinkKind } from "./model.ts";

type IsSeen = (state: State, id: string, reader: Reader) => boolean;

export const IS_LINK_SEEN: Readonly<Record<LinkKind, IsSeen>> = {
  operation: isOperationSeen,
  conflict: (state, id, reader) => {
    const found = state.conflicts.get(id);
    return found !== undefined && isConflictSeen(state, found, reader);
  },
  message: (state, id, reader) => {
    const found = state.line.messages.get(id);
    return found !== undefined && isMessageSeen(found, reader);
  },
  /** A name that the side gives: tracks are not in the state. */
  track: () => true,
};

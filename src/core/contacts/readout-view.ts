/** What the sides of a readout, and the host, see of it before and after it is public. */

import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { draftFor, readoutText } from "./readout-model.ts";
import type { Draft, Key, Readout, ReadoutState } from "./readout-model.ts";

/** `said`: the text that its hash is of. */
export type DraftView = Omit<Draft, "by"> & { readonly by: string | null; readonly said: string };

/** A key as its sides see it: who gave it, to the own party alone. */
export type KeyView = Omit<Key, "by" | "hash"> & {
  readonly by: string | null;
  /** Null: of another side's own wording, until all is public; short words could be guessed by it. */
  readonly hash: string | null;
};

export type FullReadoutView = {
  readonly detail: "full";
  readonly id: string;
  readonly contactId: string;
  readonly parties: readonly string[];
  readonly state: ReadoutState;
  readonly corrects: string | null;
  /** Each side says its own. */
  readonly isParted: boolean;
  /** The joint one; or the reader's own, and once released every side's. */
  readonly drafts: readonly DraftView[];
  /** Of the draft that the reader's key is for. */
  readonly hash: string | null;
  readonly keys: readonly KeyView[];
  readonly madeBy: string;
  readonly madeMs: number;
  readonly changedMs: number;
  readonly releasedMs: number | null;
};

export type ExistsReadoutView = {
  readonly detail: "exists";
  readonly id: string;
  readonly contactId: string;
  readonly parties: readonly string[];
  readonly state: ReadoutState;
  readonly changedMs: number;
  readonly releasedMs: number | null;
};
export type ReadoutView = FullReadoutView | ExistsReadoutView;

export const viewReadout = (state: State, readout: Readout, reader: Reader): ReadoutView => {
  const { id, contactId, parties, isParted, corrects } = readout;
  const { madeBy, madeMs, changedMs, releasedMs } = readout;
  const exists = { id, contactId, parties, state: readout.state, changedMs, releasedMs } as const;
  if (reader.kind === "host" && !isOpenToHost(state, "readout", id)) {
    return { detail: "exists", ...exists };
  }
  const party = reader.kind === "party" ? reader.party : null;
  // Nobody words its own after the other's: each is seen once all are public.
  const isSeen = (one: { readonly party: string }): boolean =>
    !isParted || readout.state === "released" || party === null || one.party === party;
  return {
    detail: "full",
    ...exists,
    corrects,
    isParted,
    drafts: readout.drafts.filter(isSeen).map((draft) => ({
      ...asSeenBy<Omit<DraftView, "said">>(draft, party),
      said: readoutText(draft.body),
    })),
    hash: party === null ? null : (draftFor(readout, party)?.hash ?? null),
    keys: readout.keys.map((key) => viewKey(key, party, isSeen(key))),
    madeBy,
    madeMs,
  };
};

const viewKey = (key: Key, reader: string | null, isSeen: boolean): KeyView => {
  const isOwn = key.party === reader;
  return {
    ...key,
    by: isOwn ? key.by : null,
    confirmedBy: isOwn ? key.confirmedBy : null,
    hash: isSeen ? key.hash : null,
  };
};

/** The officer is told to the own party alone. */
export const asSeenBy = <T extends { readonly party: string; readonly by: string | null }>(
  said: T,
  party: string | null,
): T => (said.party === party ? said : { ...said, by: null });

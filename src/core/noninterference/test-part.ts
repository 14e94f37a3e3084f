/** A part of the field as the two worlds drive it: what is done in it, and what can be fetched of it. */

import type { Command } from "../commands.ts";
import type { CommandResult, State } from "../state.ts";
import type { View } from "../view.ts";
import type { PartyId, Secret, Step } from "./test-step.ts";
import type { World } from "./test-world.ts";

/** `by`: the officer, the party's usual one unless given. `isSystem`: the server says it. */
export type Saying = {
  readonly command: Command;
  readonly by?: string;
  readonly isSystem?: boolean;
  /** The public key of its party that signs it. */
  readonly signedBy?: string;
  /** What the world remembers of it once it is accepted. */
  readonly remember?: (result: CommandResult) => void;
};

/** Done in both worlds, with what is secret of it; null: there is nothing to do it to. */
export type Act = (world: World, step: Step) => Command | Saying | null;

/** Done out of the observer's sight: in the other world something else is done, or nothing. */
export type Aside = (world: World, speaker: PartyId, secret: Secret) => Command | Saying | null;

/** Named things that one who probes would ask for, of those that are there. */
export type Ids = Readonly<Record<string, readonly string[]>>;

export type Part = {
  /** What is there from the beginning, in both worlds. */
  readonly begin?: (world: World) => void;
  /** By name, which is unique over all parts: how often it is drawn, and what it is. */
  readonly acts: Readonly<Record<string, readonly [often: number, act: Act]>>;
  readonly asides: readonly Aside[];
  /** Also hidden from the host, who sees that most things exist. */
  readonly hostAsides?: readonly Aside[];
  readonly idsOf: (state: State) => Ids;
  /** All that a view gives of it. `ids` are of both worlds: not all of them are in this one. */
  readonly fetch: (view: View, ids: Ids) => object;
  /** What one who probes would say of a thing by its id; null: it has nothing to say it of. */
  readonly probes: readonly ((id: string, world: World) => Command | Saying | null)[];
};

/** A list read page by page. */
export const pages = <T>(
  read: (after: string | undefined) => { items: readonly T[]; next: string | null },
): T[] => {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = read(after);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
};

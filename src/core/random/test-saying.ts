/** What can be said at random: a way to say each kind of command, whoever speaks and whatever there is. */

import type { Command } from "../commands.ts";
import { RUNGS } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import type { TestTheatre } from "../test-theatre.ts";

/** One part of a draw follows from its number alone: what was drawn once is drawn again. */
export type Draw = {
  /** A whole number from 0 up to, and without, `below`. */
  readonly number: (below: number) => number;
  readonly one: <T>(choices: readonly T[]) => T;
  /** Mostly one that fits, and a late one: the likeliest to be still about something. "x": none is there. */
  readonly id: (ids: Ids) => string;
  /** Any party, and one that there is not. */
  readonly party: () => string;
  readonly rung: () => Rung;
};

/** Things that are there, by their ids: all, and those that fit what is to be said. */
export type Ids = { readonly all: readonly string[]; readonly fitting: readonly string[] };

export type Say<C> = (draw: Draw, theatre: TestTheatre, speaker: string) => C;

export type Saying<C> = {
  readonly say: Say<C>;
  /** How often, beside the others; 2 unless given. */
  readonly often?: number;
  /** Who says it; a party unless given. */
  readonly by?: "host";
};

/** Closed: of a part whose commands are `C`, each kind has its own. */
export type Sayings<C extends Command> = {
  readonly [K in C["kind"]]: Saying<Extract<C, { readonly kind: K }>>;
};

export const drawFrom = (seed: number): Draw => {
  let state = seed >>> 0;
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  const one = <T>(choices: readonly T[]): T => choices[number(choices.length)]!;
  return {
    number,
    one,
    id: ({ all, fitting }) => {
      if (all.length === 0) return "x";
      if (fitting.length === 0 || number(8) === 0) return one(all);
      return fitting[Math.max(0, fitting.length - 1 - number(4))]!;
    },
    party: () => one(["NORTH", "SOUTH", "RELIEF", "NORTH", "SOUTH", "RELIEF", "NOBODY"]),
    rung: () => one(RUNGS),
  };
};

/** All of a map, of which some fit. */
export const among = <T>(
  all: ReadonlyMap<string, T>,
  fits: (one: T) => boolean = () => true,
): Ids => ({
  all: [...all.keys()],
  fitting: [...all].flatMap(([id, one]) => (fits(one) ? [id] : [])),
});

/** A command that says nothing but which thing it is about. */
export const about =
  <K extends Command["kind"], M extends string>(
    kind: K,
    member: M,
    of: (theatre: TestTheatre, speaker: string) => Ids,
  ): Say<{ readonly kind: K } & { readonly [N in M]: string }> =>
  (draw, theatre, speaker) =>
    ({ kind, [member]: draw.id(of(theatre, speaker)) }) as { readonly kind: K } & {
      readonly [N in M]: string;
    };

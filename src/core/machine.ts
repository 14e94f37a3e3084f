/** State machines as tables: what may follow what. Their diagrams in docs/states.md are made from them. */

import { refuse } from "./outcome.ts";
import type { Refusal } from "./outcome.ts";

export type Machine<S extends string> = {
  /** As in docs/glossary.md, for the diagram and for refusals: "operation". */
  readonly name: string;
  readonly start: S;
  readonly next: Readonly<Record<S, readonly S[]>>;
};

/** Why the step may not be taken, or null when it may. */
export const findIllegalStep = <S extends string>(
  machine: Machine<S>,
  id: string,
  step: { readonly from: S; readonly to: S },
): Refusal | null => {
  const { from, to } = step;
  if (machine.next[from].includes(to)) return null;
  return refuse({ reason: "wrong-state", what: machine.name, id, state: from, wanted: to }).refusal;
};

/** A state with nowhere to go is over. */
export const isFinal = <S extends string>({ next }: Machine<S>, state: S): boolean =>
  next[state].length === 0;

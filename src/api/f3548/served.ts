/** What this server serves as a USS: read by those who ask, and told to those who listen. */

import { randomUUID } from "node:crypto";
import type { AirspaceView } from "../../core/airspace/view.ts";
import type { Engine } from "../../server/engine.ts";
import { encodeNativeConstraint } from "./encode-native.ts";
import { encodeConstraint, encodeIntent } from "./encode.ts";

/** `entity`: with its true OVN, as the standard has it. */
export type Served = { readonly entity: object; readonly endMs: number };

/** Null: this server serves nothing of it. */
export const findHosted = (
  view: AirspaceView,
  what: "intent" | "constraint",
  id: string,
): Served | null =>
  what === "intent"
    ? encodeFound(view.hostedIntent(id), encodeIntent)
    : encodeFound(view.hostedConstraint(id), encodeConstraint);

/** A native operation as a constraint; for USSs of `party` alone. */
export type Native = Served & { readonly party: string };

/** Whose it is to be told of; null: there is none, or no more. */
export const partyOfNative = (view: AirspaceView, id: string): string | null =>
  view.nativeConstraint(id)?.party ?? null;

/**
 * What there is to tell of it. That it is told is in the record before it is, in the name of `by`. Null:
 * there is none, or no more. Throws as the sequencer does.
 */
export const tellNative = async (
  { airspace, submit }: Pick<Engine, "airspace" | "submit">,
  id: string,
  by: string,
): Promise<Native | null> => {
  for (;;) {
    const view = airspace();
    const command = view.receiptOwed(id);
    if (!command) return viewNative(view, id);
    // It may change meanwhile: what is told is what was noted.
    await submit({ origin: "system", commandId: randomUUID(), command, by, survey: {} });
  }
};

const viewNative = (view: AirspaceView, id: string): Native | null => {
  const found = view.nativeConstraint(id);
  if (!found) return null;
  const { party, reference } = found;
  return { party, entity: encodeNativeConstraint(found), endMs: Math.ceil(reference.endUs / 1000) };
};

const encodeFound = <V extends { readonly endUs: number }>(
  found: { readonly reference: V; readonly details: string } | null,
  encodeReference: (reference: V) => object,
): Served | null =>
  found && {
    entity: {
      reference: encodeReference(found.reference),
      details: JSON.parse(found.details) as unknown,
    },
    endMs: Math.ceil(found.reference.endUs / 1000),
  };

/** Openings on the wire: the host's own, and a party's read log. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { OPENABLES, OPENING_STATES } from "../../core/openings/model.ts";
import type { OpeningView } from "../../core/openings/view.ts";
import { Instant, NullableInstant, NullableText, OneOf } from "./schema.ts";
import { timeText } from "./time.ts";

export const Opening = Type.Object(
  {
    id: Type.String(),
    what: OneOf(OPENABLES),
    thingId: Type.String({ description: "Which operation, or which conflict." }),
    reason: Type.String({ description: "In the host's words." }),
    state: OneOf(OPENING_STATES),
    requestedBy: Type.String({ description: "The person of the host who asked." }),
    requestedAt: Instant,
    secondBy: NullableText("The second person of the host; null: none yet."),
    openedAt: NullableInstant,
    until: Type.Unsafe<string>({
      ...Instant,
      description: "Until when it may be read; before it is open, until when a second is awaited.",
    }),
  },
  { title: "Opening" },
);
export type Opening = Static<typeof Opening>;

export const encodeOpening = (opening: OpeningView): Opening => {
  const { requestedMs, openedMs, untilMs, ...rest } = opening;
  return {
    ...rest,
    requestedAt: timeText(requestedMs),
    openedAt: openedMs === null ? null : timeText(openedMs),
    until: timeText(untilMs),
  };
};

/** Changes of the theatre on the wire: what it was, what it is, by whom. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { THEATRE_CHANGE_STATES } from "../../core/theatre/change-model.ts";
import type { Difference as CoreDifference, Leaf } from "../../core/theatre/differences.ts";
import type { TheatreChangeView } from "../../core/theatre/view.ts";
import { Instant, ListOf, NullableInstant, NullableText, OneOf } from "./schema.ts";
import { boundText, timeText } from "./time.ts";
import { encodeVolume } from "./volume.ts";
import type { Volume } from "./volume.ts";

/** A number, a word, a list of them, or a volume: as the theatre itself has it. */
type Value = Exclude<Leaf, { readonly footprint: unknown }> | Volume;
const Value = (description: string) => Type.Unsafe<Value | null>({ description });

const Difference = Type.Object(
  {
    field: Type.String({ description: "As rules.minimaByClass.drone.lateralM." }),
    was: Value("null: it was not there."),
    is: Value("null: it is there no more."),
    weakens: Type.Boolean({ description: "Does it show or weaken more? Then it takes two." }),
  },
  { title: "TheatreDifference" },
);

export const TheatreChange = Type.Object(
  {
    id: Type.String(),
    state: OneOf(THEATRE_CHANGE_STATES, {
      description:
        "overtaken: the theatre was changed meanwhile, and what was asked for must be asked for again.",
    }),
    differences: ListOf(Difference),
    requestedBy: NullableText("The person of the host; null: the server itself."),
    requestedAt: Instant,
    secondBy: NullableText("The second person; null: there is none yet, or it took none."),
    withdrawnBy: NullableText("Who withdrew it; null: nobody."),
    changedAt: Type.Unsafe<string>({ ...Instant, description: "Since when it is in its state." }),
    until: Type.Unsafe<string | null>({
      ...NullableInstant,
      description: "Until when a second person is awaited; null: it took none.",
    }),
  },
  { title: "TheatreChange" },
);
export type TheatreChange = Static<typeof TheatreChange>;

export const encodeTheatreChange = ({
  requestedMs,
  changedMs,
  untilMs,
  differences,
  ...change
}: TheatreChangeView): TheatreChange => ({
  ...change,
  differences: differences.map(encodeDifference),
  requestedAt: timeText(requestedMs),
  changedAt: timeText(changedMs),
  until: boundText(untilMs),
});

const encodeDifference = ({ was, is, ...about }: CoreDifference): Static<typeof Difference> => ({
  ...about,
  was: encodeValue(was),
  is: encodeValue(is),
});

const encodeValue = (leaf: Leaf | null): Value | null =>
  typeof leaf === "object" && leaf !== null && "footprint" in leaf ? encodeVolume(leaf) : leaf;

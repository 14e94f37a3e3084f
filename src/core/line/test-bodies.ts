/** Random messages of every kind, made from the table: what may be said at all. */

import fc from "fast-check";
import { HEADER_FIELDS, specOf } from "./kinds.ts";
import type { Kind, MessageHeader, Need } from "./kinds.ts";
import type {
  Area,
  Field,
  Fields,
  FieldValue,
  PlainType,
  PlainValue,
  Point,
  Row,
  RowType,
  Values,
} from "./fields.ts";
import { WORDS } from "./words.ts";

/** Every field said, or some of the optional ones left out; what the kind needs is always there. */
export const arbitraryBody = (kind: Kind): fc.Arbitrary<Values> => {
  const { fields, needs } = specOf(kind);
  return arbitraryValues(fields).map(({ all, said }) => withNeeded(said, all, needs));
};

/** `inReplyTo` is always there, since a reply needs it. */
export const arbitraryHeader = (): fc.Arbitrary<MessageHeader> =>
  arbitraryValues(HEADER_FIELDS).map(
    ({ all, said }) => ({ ...said, inReplyTo: all["inReplyTo"] }) as MessageHeader,
  );

type Drawn = { readonly all: Values; readonly said: Values };

const arbitraryValues = (fields: Fields): fc.Arbitrary<Drawn> => {
  const drawn = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      fc.record({ value: arbitraryField(field), isLeftOut: fc.boolean() }),
    ]),
  );
  return fc.record(drawn).map((entries) => {
    const all = Object.entries(entries).map(([name, { value }]) => [name, value] as const);
    return {
      all: Object.fromEntries(all),
      said: Object.fromEntries(
        all.filter(([name]) => !(fields[name]!.optional && entries[name]!.isLeftOut)),
      ),
    };
  });
};

const withNeeded = (said: Values, all: Values, needs: readonly Need[]): Values => {
  const needed = needs.filter(({ field, is }) => {
    const value = said[field];
    return value === is || (Array.isArray(value) && value.includes(is));
  });
  const names = needed.flatMap(({ also }) => also).filter((name) => said[name] === undefined);
  if (names.length === 0) return said;
  const added = Object.fromEntries(names.map((name) => [name, all[name]!]));
  return withNeeded({ ...said, ...added }, all, needs);
};

const arbitraryField = (field: Field): fc.Arbitrary<FieldValue> => {
  if (field.type === "list") {
    const options = { minLength: 1, maxLength: 4, selector: (one: unknown) => JSON.stringify(one) };
    return fc.uniqueArray(arbitraryEntry(field.of), options) as fc.Arbitrary<FieldValue>;
  }
  return arbitraryEntry(field);
};

const arbitraryEntry = (type: PlainType | RowType): fc.Arbitrary<PlainValue | Row> =>
  type.type === "row"
    ? arbitraryValues(type.columns).map(({ said }) => said as Row)
    : arbitraryPlain(type);

const instant = fc.integer({ min: 0, max: 253_402_300_799_999 });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const point: fc.Arbitrary<Point> = fc.record({ lngDeg: longitude, latDeg: latitude });
const points = (minLength: number): fc.Arbitrary<Point[]> =>
  fc.uniqueArray(point, { minLength, maxLength: 6, selector: (one) => JSON.stringify(one) });
const size = fc.oneof(
  fc.integer({ min: 0, max: 50_000 }),
  fc.double({ min: 0, max: 9, noNaN: true }),
);
const altitude = fc.option(fc.integer({ min: -500, max: 30_000 }));

const area: fc.Arbitrary<Area> = fc.oneof(
  fc.record({ kind: fc.constant("circle" as const), center: point, radiusM: size }),
  fc.record({ kind: fc.constant("polygon" as const), ring: points(3) }),
  fc.record({ kind: fc.constant("route" as const), points: points(2), halfWidthM: size }),
);

/** Words of three scripts and digits, as officers would mix them. */
const said = fc
  .array(
    fc.constantFrom(
      "bridge",
      "A-17",
      "мост",
      "№ 4",
      "الجسر",
      "شرق النهر",
      "12",
      "50%",
      "(see map)",
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((words) => words.join(" "));

const PLAIN: {
  readonly [T in PlainType["type"]]: (
    type: Extract<PlainType, { type: T }>,
  ) => fc.Arbitrary<PlainValue>;
} = {
  instant: () => instant,
  window: () =>
    fc.tuple(instant, fc.option(instant)).map(([one, other]) => ({
      startMs: Math.min(one, other ?? one),
      endMs: other === null ? null : Math.max(one, other),
    })),
  place: () =>
    fc.record(
      { lngDeg: longitude, latDeg: latitude, datum: fc.constantFrom(...WORDS.datum) },
      { requiredKeys: ["lngDeg", "latDeg"] },
    ),
  area: () => area,
  band: () =>
    fc.tuple(altitude, altitude).map(([one, other]) => ({
      lowerM: one === null || other === null ? one : Math.min(one, other),
      upperM: one === null || other === null ? other : Math.max(one, other),
    })),
  count: () =>
    fc
      .tuple(fc.integer({ min: 0, max: 130 }), fc.option(fc.integer({ min: 0, max: 130 })))
      .map(([from, more]) => ({ from, to: more === null ? null : from + more })),
  word: ({ list }) => fc.constantFrom<string>(...WORDS[list]),
  whole: ({ min, max }) => fc.oneof(fc.integer({ min, max }), fc.integer({ min, max: min + 4 })),
  reference: () => fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,20}$/),
  cell: () => fc.stringMatching(/^[1-6][0-9]{2}[A-HJ-NP-Q][A-HJ-NP-Z][1-4][1-9]$/),
  hash: () => fc.stringMatching(/^[0-9a-f]{16,64}$/),
  contact: () => fc.constantFrom("+963 11 000 0000", "121.5 MHz", "VHF 16", "desk 4, ext. 12"),
  text: () => said,
  "free-text": () =>
    fc.array(said, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")),
};

const arbitraryPlain = (type: PlainType): fc.Arbitrary<PlainValue> =>
  // Each maker takes its own type of field; the compiler can't tie the two through the lookup.
  (PLAIN[type.type] as (type: PlainType) => fc.Arbitrary<PlainValue>)(type);

/** The example theatre: fictional parties on the middle Euphrates. Nothing in it is real. */

import type { TheatreRequest } from "../api/native/client.ts";

export const EXAMPLE_THEATRE: TheatreRequest = {
  name: {
    en: "Example theatre: middle Euphrates",
    ar: "مسرح تجريبي (مثال): الفرات الأوسط",
    ru: "Учебный район (пример): средний Евфрат",
  },
  isExample: true,
  area: null,
  parties: [
    { id: "NORTH", names: { en: "North", ar: "الشمال", ru: "Север" }, kind: "military" },
    { id: "SOUTH", names: { en: "South", ar: "الجنوب", ru: "Юг" }, kind: "military" },
    { id: "RELIEF", names: { en: "Relief", ar: "الإغاثة", ru: "Помощь" }, kind: "humanitarian" },
  ],
  rules: { secondPersonAgreement: true },
};

/** Approximate, in degrees: longitude first, as a footprint has it. */
export const PLACES = {
  deirEzZor: [40.141, 35.336],
  raqqa: [39.009, 35.95],
  alMayadin: [40.45, 35.02],
  alHasakah: [40.747, 36.502],
  alTabqah: [38.548, 35.836],
  /** Fictional: in Al-Mayadin, and on the river below Deir ez-Zor. */
  hospital: [40.445, 35.018],
  oldBridge: [40.285, 35.212],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

type Place = readonly [lngDeg: number, latDeg: number];

/** As messages have it. */
export const placeOf = ([lngDeg, latDeg]: Place) => ({ lngDeg, latDeg });

/** From Raqqa to Deir ez-Zor. */
export const CONVOY_ROAD: readonly Place[] = [PLACES.raqqa, [39.55, 35.66], PLACES.deirEzZor];

/** So far along the convoy's road, from 0 at Raqqa over 1 at its bend to 2 at Deir ez-Zor. */
export const onTheRoad = (along: number): Place => {
  const leg = Math.min(CONVOY_ROAD.length - 2, Math.floor(along));
  const [from, to] = [CONVOY_ROAD[leg]!, CONVOY_ROAD[leg + 1]!];
  const share = along - leg;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
};

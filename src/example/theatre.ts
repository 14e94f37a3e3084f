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
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

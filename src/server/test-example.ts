/** A theatre with a handful of notices, for tests of the server: what it says stands in the state at once. */

import { randomUUID } from "node:crypto";
import type { Command, FileOperation } from "../core/commands.ts";
import type { Origin } from "../core/entry.ts";
import { DEFAULT_RULES } from "../core/theatre/model.ts";
import type { Theatre } from "../core/theatre/model.ts";
import type { Position, Volume4D } from "../geometry/footprint.ts";
import type { Engine } from "./engine.ts";
import { surveyCommand } from "./notice-survey.ts";

const DEIR_EZ_ZOR: Position = [40.141, 35.336];
const RAQQA: Position = [39.009, 35.95];
const AL_MAYADIN: Position = [40.45, 35.02];
const AL_HASAKAH: Position = [40.747, 36.502];
const AL_TABQAH: Position = [38.548, 35.836];
const ABU_KAMAL: Position = [40.918, 34.45];

export const EXAMPLE_THEATRE: Theatre = {
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
  rules: DEFAULT_RULES,
};

const MINUTE_MS = 60_000;

const file = (notice: Omit<FileOperation, "kind">): FileOperation => ({
  kind: "file-operation",
  ...notice,
});

/** What each party files, in order. `fromMin` is minutes after filling. */
const exampleNotices = (
  nowMs: number,
): readonly (readonly [party: string, notice: FileOperation])[] => {
  const volume = (
    footprint: Volume4D["footprint"],
    at: { fromMin: number; toMin: number; lowerM: number | null; upperM: number | null },
  ): Volume4D => ({
    footprint,
    lowerM: at.lowerM,
    upperM: at.upperM,
    startMs: nowMs + at.fromMin * MINUTE_MS,
    endMs: nowMs + at.toMin * MINUTE_MS,
  });
  return [
    [
      "NORTH",
      file({
        category: "air_transit",
        name: "Transit Al-Hasakah to Al-Tabqah",
        volumes: [
          volume(
            {
              kind: "corridor",
              route: [AL_HASAKAH, DEIR_EZ_ZOR, AL_TABQAH],
              halfWidthM: 5_000,
              edges: "geodesic",
            },
            { fromMin: 180, toMin: 240, lowerM: 4_000, upperM: 4_900 },
          ),
        ],
      }),
    ],
    [
      "SOUTH",
      file({
        category: "isr_flight",
        name: "Observation north of Deir ez-Zor",
        volumes: [
          volume(
            { kind: "circle", center: [40.2, 35.45], radiusM: 12_000 },
            { fromMin: 210, toMin: 330, lowerM: 4_500, upperM: 5_500 },
          ),
        ],
      }),
    ],
    [
      "RELIEF",
      file({
        category: "humanitarian_delivery",
        name: "Convoy Raqqa to Deir ez-Zor",
        volumes: [
          volume(
            {
              kind: "corridor",
              route: [RAQQA, [39.55, 35.66], DEIR_EZ_ZOR],
              halfWidthM: 500,
              edges: "geodesic",
              timesMs: [2_940, 3_060, 3_180].map((minute) => nowMs + minute * MINUTE_MS),
            },
            { fromMin: 2_940, toMin: 3_180, lowerM: null, upperM: null },
          ),
        ],
      }),
    ],
    [
      "NORTH",
      file({
        category: "ground_patrol",
        name: "Patrol on the river road",
        volumes: [
          volume(
            {
              kind: "polygon",
              ring: [
                [39.8, 35.45],
                [40.05, 35.36],
                [40.07, 35.44],
                [39.82, 35.53],
              ],
              edges: "geodesic",
            },
            { fromMin: 3_090, toMin: 3_240, lowerM: null, upperM: null },
          ),
        ],
      }),
    ],
    [
      "SOUTH",
      file({
        category: "uas_flight",
        name: "Survey at Al-Mayadin",
        volumes: [
          volume(
            { kind: "circle", center: AL_MAYADIN, radiusM: 1_500 },
            { fromMin: 20, toMin: 65, lowerM: 250, upperM: 450 },
          ),
        ],
      }),
    ],
    [
      "NORTH",
      file({
        category: "rotary_movement",
        name: "Two helicopters to Abu Kamal",
        volumes: [
          volume(
            {
              kind: "corridor",
              route: [AL_MAYADIN, ABU_KAMAL],
              halfWidthM: 1_000,
              edges: "geodesic",
            },
            { fromMin: 30, toMin: 60, lowerM: 300, upperM: 700 },
          ),
        ],
      }),
    ],
  ];
};

/** Sets the example up and files its notices, through the same way as everyone's. */
export const fillExample = async (engine: Engine, nowMs: number): Promise<void> => {
  await say(engine, "system", { kind: "set-theatre", theatre: EXAMPLE_THEATRE });
  for (const [party, notice] of exampleNotices(nowMs)) await say(engine, party, notice);
};

const say = async (engine: Engine, party: string, command: Command): Promise<void> => {
  const surveyed = surveyCommand(command);
  if (!surveyed.ok) throw new Error(`bug: the example is unsound: ${surveyed.refusal.detail}`);
  const origin: Origin = party === "system" ? "system" : { party, key: null };
  const { survey } = surveyed;
  const { outcome } = await engine.submit({ origin, commandId: randomUUID(), command, survey });
  if (!outcome.ok) throw new Error(`bug: the example is refused: ${outcome.refusal.reason}`);
};

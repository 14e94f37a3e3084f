/** Areas where the operations are, agreed by two or by three. */

import { proposalOf, termsOf } from "../areas/test-areas.ts";
import type { AreaCommand } from "../areas/commands.ts";
import { AREA_END_REASONS } from "../areas/model.ts";
import type { AreaTerms } from "../areas/model.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { among } from "./test-saying.ts";
import type { Draw, Ids, Say, Sayings } from "./test-saying.ts";

const areas = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.areas.all, ({ parties, state: now }) => parties.includes(speaker) && now !== "ended");

const fieldsOf = ({ number }: Draw, { atMs }: TestTheatre): Partial<AreaTerms> => {
  const startMs = atMs + number(3) * HOUR_MS;
  const endMs = number(4) === 0 ? null : startMs + (1 + number(5)) * HOUR_MS;
  return { window: { startMs, endMs }, reviewByMs: startMs + 2 * HOUR_MS };
};

/** With the version that the others are to answer. */
const onArea =
  <K extends "agree-area" | "confirm-area" | "decline-area" | "withdraw-area">(
    kind: K,
  ): Say<{ readonly kind: K; readonly areaId: string; readonly version: number }> =>
  (draw, theatre, speaker) => {
    const areaId = draw.id(areas(theatre, speaker));
    return { kind, areaId, version: lastOf(theatre, areaId) };
  };

const lastOf = ({ state }: TestTheatre, areaId: string): number =>
  state.areas.all.get(areaId)?.lastVersion ?? 1;

export const AREAS: Sayings<AreaCommand> = {
  "propose-area": {
    often: 6,
    say: (draw, theatre, speaker) => {
      const others = ["NORTH", "SOUTH", "RELIEF"].filter((one) => one !== speaker);
      return proposalOf(fieldsOf(draw, theatre), {
        with: draw.number(3) === 0 ? others : [draw.one([...others, draw.party()])],
        isPublic: draw.number(2) === 0,
      });
    },
  },
  "change-area": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const areaId = draw.id(areas(theatre, speaker));
      return {
        kind: "change-area",
        areaId,
        version: lastOf(theatre, areaId),
        fields: termsOf(fieldsOf(draw, theatre)),
        isPublic: draw.number(2) === 0,
      };
    },
  },
  "agree-area": { often: 12, say: onArea("agree-area") },
  "confirm-area": { often: 10, say: onArea("confirm-area") },
  "decline-area": { say: onArea("decline-area") },
  "withdraw-area": { say: onArea("withdraw-area") },
  "end-area": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "end-area",
      areaId: draw.id(areas(theatre, speaker)),
      reason: draw.one(AREA_END_REASONS),
      ...(draw.number(2) === 0 ? { atMs: theatre.atMs + draw.number(30) * HOUR_MS } : {}),
    }),
  },
};

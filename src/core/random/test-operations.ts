/** Notices, and what is shown of operations. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { OperationCommand } from "../commands.ts";
import type { DisclosureCommand, NoteRead } from "../disclosure/commands.ts";
import { isOver } from "../operations/model.ts";
import { HOUR_MS, START_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { about, among } from "./test-saying.ts";
import type { Draw, Ids, Sayings } from "./test-saying.ts";

export const operations = ({ state }: TestTheatre, speaker = ""): Ids =>
  among(state.operations, ({ party, state: now }) => party === speaker && !isOver(now));

const volumeOf = ({ number }: Draw): Volume4D => {
  const [place, layer, startH, isOpen] = [number(3), number(3), number(7), number(4) === 0];
  return {
    footprint: { kind: "circle", center: [40 + place * 0.04, 35], radiusM: 500 },
    lowerM: layer * 200,
    upperM: isOpen ? null : layer * 200 + 100,
    startMs: isOpen ? null : START_MS + startH * HOUR_MS,
    endMs: isOpen ? null : START_MS + (startH + 1) * HOUR_MS,
  };
};

export const volumesOf = (draw: Draw): Volume4D[] =>
  Array.from({ length: 1 + draw.number(3) }, () => volumeOf(draw));

export const OPERATIONS: Sayings<OperationCommand | DisclosureCommand | NoteRead> = {
  "file-operation": {
    often: 30,
    say: (draw) => ({
      kind: "file-operation",
      category: "uas_flight",
      volumes: volumesOf(draw),
    }),
  },
  "replace-operation": {
    often: 20,
    say: (draw, theatre, speaker) => {
      const operationId = draw.id(operations(theatre, speaker));
      const version = theatre.state.operations.get(operationId)?.versions.length ?? 1;
      return { kind: "replace-operation", operationId, version, volumes: volumesOf(draw) };
    },
  },
  "cancel-operation": { often: 4, say: about("cancel-operation", "operationId", operations) },
  "activate-operation": { often: 5, say: about("activate-operation", "operationId", operations) },
  "hold-operation": { often: 4, say: about("hold-operation", "operationId", operations) },
  "end-operation": { often: 4, say: about("end-operation", "operationId", operations) },
  "deviate-operation": { often: 4, say: about("deviate-operation", "operationId", operations) },
  disclose: {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "disclose",
      operationId: draw.id(operations(theatre, speaker)),
      to: draw.party(),
      rung: draw.rung(),
    }),
  },
  "close-disclosure": {
    say: (draw, theatre, speaker) => ({
      kind: "close-disclosure",
      operationId: draw.id(operations(theatre, speaker)),
      to: draw.party(),
    }),
  },
  "set-standing-consent": {
    say: (draw) => ({ kind: "set-standing-consent", to: draw.party(), rung: draw.rung() }),
  },
  "note-read": {
    often: 4,
    by: "host",
    say: (draw, theatre) => {
      const { grants } = theatre.state.disclosure;
      const grant = grants.get(draw.id(among(grants)));
      const { operationId = "x", to = draw.party() } = grant ?? {};
      const shown = grant?.shown.at(-1);
      const { version = 1, rung = draw.rung() } = draw.number(3) === 0 ? {} : (shown ?? {});
      return { kind: "note-read", party: to, operationId, version, rung };
    },
  },
};

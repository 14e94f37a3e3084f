/** Coordination items; tracks, and position reports of one ship. */

import type { ItemCommand } from "../items/commands.ts";
import { isSettled, partiesOf } from "../items/model.ts";
import type { NotePositions, ReportRow, TrackCommand } from "../tracks/commands.ts";
import { HOUR_MS } from "../test-theatre.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { operations } from "./test-operations.ts";
import { about, among } from "./test-saying.ts";
import type { Draw, Ids, Sayings } from "./test-saying.ts";

const items = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.items.all, (one) => partiesOf(one).includes(speaker) && !isSettled(one));
const led = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.items.all, (one) => one.lead === speaker && !isSettled(one));

export const ITEMS: Sayings<ItemCommand> = {
  "open-item": {
    often: 4,
    say: (draw, { atMs }, speaker) => ({
      kind: "open-item",
      subject: "passage",
      lead: draw.one([speaker, draw.party()]),
      contributors: [draw.party()],
      dueMs: draw.number(2) === 0 ? null : atMs + HOUR_MS,
      isHumanitarian: draw.number(2) === 0,
    }),
  },
  "accept-item": { often: 5, say: about("accept-item", "itemId", items) },
  "decline-item": { often: 3, say: about("decline-item", "itemId", items) },
  "note-item": {
    often: 3,
    say: (draw, theatre, speaker) => ({
      kind: "note-item",
      itemId: draw.id(items(theatre, speaker)),
      text: "said",
      ...(draw.number(3) === 0 ? { corrects: 1 } : {}),
    }),
  },
  "move-item": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "move-item",
      itemId: draw.id(led(theatre, speaker)),
      to: draw.one(["open", "under_way", "under_way", "done", "withdrawn"] as const),
    }),
  },
  "set-item-due": {
    say: (draw, theatre, speaker) => ({
      kind: "set-item-due",
      itemId: draw.id(led(theatre, speaker)),
      dueMs: draw.one([null, theatre.atMs + HOUR_MS]),
    }),
  },
  "ask-contributor": {
    often: 4,
    say: (draw, theatre, speaker) => ({
      kind: "ask-contributor",
      itemId: draw.id(led(theatre, speaker)),
      party: draw.party(),
    }),
  },
};

const IDENTITIES = ["mmsi 244660000", "icao 3c6444"] as const;
const tracks = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.tracks.all, ({ party, state: now }) => party === speaker && now !== "ended");

const reportsOf = (draw: Draw, { atMs }: TestTheatre) => {
  const lngDeg = draw.one([40, 40.04, 41]);
  const report: ReportRow = [draw.one(IDENTITIES), atMs, lngDeg, 35, 10, 50, 50];
  return { source: draw.one(["ais", "native"] as const), reports: [report] };
};

export const TRACKS: Sayings<TrackCommand | NotePositions> = {
  "bind-track": {
    often: 5,
    say: (draw, theatre, speaker) => ({
      kind: "bind-track",
      subject: { kind: "operation", id: draw.id(operations(theatre, speaker)) },
      identity: draw.one(IDENTITIES),
      fromMs: null,
      toMs: draw.one([null, theatre.atMs + HOUR_MS]),
    }),
  },
  "end-track": { say: about("end-track", "trackId", tracks) },
  "report-positions": {
    often: 6,
    say: (draw, theatre) => ({
      kind: "report-positions",
      isShared: draw.number(2) === 0,
      ...reportsOf(draw, theatre),
    }),
  },
  "note-positions": {
    often: 4,
    by: "host",
    say: (draw, theatre) => ({
      kind: "note-positions",
      reporter: draw.one(["NORTH", "RELIEF", null]),
      isShared: true,
      ...reportsOf(draw, theatre),
    }),
  },
};

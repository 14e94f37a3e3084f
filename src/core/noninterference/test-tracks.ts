/**
 * Tracks: their owner's alone. That a report is somebody's is told to nobody, so what a party reports
 * of itself is its secret; what it shares may corroborate another's, and is the same in both worlds.
 */

import type { Command } from "../commands.ts";
import { makeSolid4D } from "../../geometry/solid.ts";
import { surveyVolume } from "../../geometry/survey.ts";
import { isOver } from "../operations/model.ts";
import { assert } from "../outcome.ts";
import { discAt, HOUR_MS, START_MS } from "../test-theatre.ts";
import type { ReportRow, TrackSubject } from "../tracks/commands.ts";
import { movementsOfBoth } from "./test-movements.ts";
import { placeOf } from "./test-operations.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick, pickLate } from "./test-step.ts";
import type { PartyId, Secret } from "./test-step.ts";
import type { World } from "./test-world.ts";

const IDENTITIES = ["mmsi 244660000", "icao 3c6444", "cot ALPHA", "own 1"] as const;
/** Whose reports are shared: tied by the observer alone, and reported of by all. */
const SHARED = "mmsi 244660001";

const identityFor = (world: World, party: PartyId, { category }: Secret): string =>
  world.isObserver(party) && category % 2 === 0 ? SHARED : pick(IDENTITIES, category)!;

const ownOf = ({ state }: World, party: PartyId, which: number) =>
  pickLate(
    [...state.operations.values()].filter((one) => one.party === party && !isOver(one.state)),
    which,
  );

type Tied = { readonly party: PartyId; readonly which: number; readonly secret: Secret };

const subjectOf = (world: World, { party, which }: Tied): TrackSubject | null => {
  const isMovement = which % 4 === 1;
  const own = movementsOfBoth(world).filter((one) => one.party === party && one.state !== "closed");
  const id = (isMovement ? pickLate(own, which) : ownOf(world, party, which))?.id;
  return id === undefined ? null : { kind: isMovement ? "movement" : "operation", id };
};

const tie = (world: World, tied: Tied): Command | null => {
  const { party, which, secret } = tied;
  const subject = subjectOf(world, tied);
  return (
    subject && {
      kind: "bind-track",
      subject,
      identity: identityFor(world, party, secret),
      fromMs: null,
      toMs: which % 3 === 0 ? world.theatre.atMs + HOUR_MS : null,
    }
  );
};

const release = ({ state }: World, party: PartyId, which: number): Command | null => {
  const track = pickLate(
    [...state.tracks.all.values()].filter((one) => one.party === party),
    which,
  );
  return track && { kind: "end-track", trackId: track.id };
};

/** Where operations are, or beside. */
const rowOf = ({ theatre }: World, identity: string, { which, secret }: Tied): ReportRow => {
  const [lng, lat] = placeOf(which, false);
  const { east, isSquare } = secret;
  const off = isSquare ? 0 : east / 1000;
  return [identity, theatre.atMs, lng + off, lat, 10, 150, 150];
};

const bind: Act = (world, step) => {
  const { party, which } = step;
  return tie(world, { party, which, secret: world.secretOf(step) });
};

const end: Act = (world, { party, which }) =>
  world.isObserver(party) ? release(world, party, which) : null;

/** Of the own: shared by the observer alone. */
const report: Act = (world, step) => {
  const { party, which } = step;
  const secret = world.secretOf(step);
  const row = rowOf(world, identityFor(world, party, secret), { party, which, secret });
  const isShared = world.isObserver(party) && which % 2 === 0;
  return { kind: "report-positions", source: "native", isShared, reports: [row] };
};

/** What was seen of what is the observer's: by a party, or by the host. */
const sight: Act = (world, { which, plain }) => {
  const { reader } = world.setting;
  if (reader.kind === "host") return null;
  const party = reader.party === "SOUTH" ? "SOUTH" : "RELIEF";
  const row = rowOf(world, SHARED, { party, which, secret: plain });
  const reporter = pick(["NORTH", "EAST", null] as const, which)!;
  const about = { source: "ais", isShared: true, reports: [row] } as const;
  return { command: { kind: "note-positions", reporter, ...about }, isSystem: true };
};

const trackAside: Aside = (world, speaker, secret) => {
  const { which, farPlace } = secret;
  const tied = { party: speaker, which, secret };
  if (farPlace === 0) return tie(world, tied);
  if (farPlace === 1) return release(world, speaker, which);
  const row = rowOf(world, identityFor(world, speaker, secret), tied);
  const about = { source: "ais", isShared: false, reports: [row] } as const;
  return { command: { kind: "note-positions", reporter: speaker, ...about }, isSystem: true };
};

const WHOLE = surveyVolume(discAt([40, 35], { radiusM: 300_000, startMin: 0, endMin: 60 * 24 }));
assert(WHOLE.ok, "the area is sound");
const AREA = { area: makeSolid4D(WHOLE.value) };
const UNTIL_MS = START_MS + 24 * HOUR_MS;

export const TRACKS: Part = {
  acts: {
    "bind-track": [2, bind],
    "end-track": [1, end],
    "report-positions": [4, report],
    "note-positions": [2, sight],
  },
  asides: [],
  hostAsides: [trackAside, trackAside],
  idsOf: ({ tracks }) => ({ tracks: [...tracks.all.keys()] }),
  fetch: (view, { tracks = [], operations = [], movements = [] }) => ({
    tracks: pages((after) => view.tracks({}, { after, limit: 5 })),
    tracksOfMovements: movements
      .slice(-3)
      .map((movementId) => view.tracks({ movementId }, { limit: 3 })),
    eachTrack: tracks.map((id) => view.track(id)),
    coverage: operations.map((id) => view.coverage(id, UNTIL_MS)),
    coverageIn: view.coverageIn(AREA, UNTIL_MS),
  }),
  probes: [
    (trackId) => ({ kind: "end-track", trackId }),
    (id) => ({
      kind: "bind-track",
      subject: { kind: "operation", id },
      identity: "own x",
      fromMs: null,
      toMs: null,
    }),
    (id) => ({
      kind: "bind-track",
      subject: { kind: "movement", id },
      identity: "own x",
      fromMs: null,
      toMs: null,
    }),
  ],
};

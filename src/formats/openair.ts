/**
 * OpenAir airspace files, versions 1 and 2, as records of class `area`.
 *
 * Our own reader: the kept `@openaip/openair-parser` reads only from a path on disk, fails the whole
 * file at its first bad line, rounds coordinates to 0.00001° and draws circles, arcs and airways as
 * polygons inside the true outline, on a sphere. Here a bad airspace is named by its line and the
 * rest is read, a circle stays a circle, and arcs are drawn around (`arc.ts`).
 * Source: Naviter, "Extended OpenAir file format specification" 2.1.0.
 */

import type { Footprint, Position } from "../geometry/footprint.ts";
import { type Limit, toBand } from "./altitude.ts";
import { type Arc, isUneven, ringAround } from "./arc.ts";
import { type Window, parseLabel } from "./fields.ts";
import { type Draft, type Piece, gather, inEachWindow, unread } from "./gather.ts";
import { pointAt } from "./geodesic.ts";
import {
  type Limits,
  parseActivation,
  parseAltitude,
  parseAngle,
  parseCoordinate,
  parseNauticalMiles,
} from "./openair-line.ts";
import { checkVertexCount, parseRing, parseRoute } from "./position.ts";
import type { Reading } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

type Line = { readonly number: number; readonly text: string };

/** The airspaces of an OpenAir text; a name used again gets `#2`, `#3`. */
export const readOpenair = (file: string, text: string): Reading => {
  const pieces = splitAirspaces(text).map(toPiece);
  if (pieces.length === 0) return unread(file, "line 1", "no airspace: each begins with a line AC");
  return gather(file, pieces, { joined: false });
};

/** Lines of each airspace, from its `AC` to the next; anything before the first stands alone. */
const splitAirspaces = (text: string): Line[][] => {
  const airspaces: Line[][] = [];
  for (const [i, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = { number: i + 1, text: raw.replace(/\*.*$/, "").trim() };
    if (line.text === "") continue;
    const last = airspaces.at(-1);
    if (!last || /^AC\b/i.test(line.text)) airspaces.push([line]);
    else last.push(line);
  }
  return airspaces;
};

const toPiece = (lines: readonly Line[]): Piece => ({
  at: `line ${lines[0]?.number ?? 1}`,
  read: () => {
    const airspace = startAirspace();
    try {
      for (const line of lines) readLine(airspace, line);
      return toDraft(airspace);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const whose = airspace.name === null ? "" : `airspace ${airspace.name}: `;
      throw new Unreadable(`${whose}${error.message}`, { at: error.at });
    }
  },
});

/** An airspace while its lines are read. Variables (V) last until the next airspace. */
type Airspace = {
  name: string | null;
  airspaceClass: string | null;
  lower: Limits | null;
  upper: Limits | null;
  readonly windows: Window[];
  readonly outline: (Position | Arc)[];
  readonly circles: Footprint[];
  readonly route: Position[];
  center: Position | null;
  isClockwise: boolean;
  halfWidthM: number | null;
  readonly notes: Set<string>;
};

const startAirspace = (): Airspace => ({
  name: null,
  airspaceClass: null,
  lower: null,
  upper: null,
  windows: [],
  outline: [],
  circles: [],
  route: [],
  center: null,
  isClockwise: true,
  halfWidthM: null,
  notes: new Set(),
});

const readLine = (airspace: Airspace, { number, text }: Line): void => {
  try {
    const [, command = "", value = ""] =
      /^(V\s+[A-Z]\s*=|[A-Z]{2}(?=\s|$))\s*(.*)$/i.exec(text) ?? [];
    if (airspace.airspaceClass === null && !/^AC$/i.test(command)) {
      throw new Unreadable("a line before the first AC: each airspace begins with AC");
    }
    const handle = COMMANDS.get(command.toUpperCase().replaceAll(/\s+/g, ""));
    if (!handle)
      throw new Unreadable(`line ${JSON.stringify(text.slice(0, 60))} is no OpenAir command`);
    handle(airspace, value);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(error.message, { at: `line ${number}` });
  }
};

const ignore = (): void => {};

type Command = (airspace: Airspace, value: string) => void;

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries<Command>({
    AC: (airspace, value) => {
      airspace.airspaceClass = value;
    },
    AN: (airspace, value) => {
      airspace.name = parseLabel(value, "AN", airspace.notes);
    },
    AL: (airspace, value) => {
      if (airspace.lower) throw new Unreadable("a second AL: give one lower limit");
      airspace.lower = parseAltitude(value, airspace.notes);
    },
    AH: (airspace, value) => {
      if (airspace.upper) throw new Unreadable("a second AH: give one upper limit");
      airspace.upper = parseAltitude(value, airspace.notes);
    },
    AA: (airspace, value) => {
      airspace.windows.push(parseActivation(value, airspace.notes));
    },
    DP: (airspace, value) => {
      airspace.outline.push(parseCoordinate(value, airspace.notes));
    },
    DC: (airspace, value) => {
      const radiusM = parseNauticalMiles(value, "radius");
      airspace.circles.push({ kind: "circle", center: centerOf(airspace, "DC"), radiusM });
    },
    DA: (airspace, value) => {
      airspace.outline.push(arcOfAngles(airspace, value));
    },
    DB: (airspace, value) => {
      airspace.outline.push(arcOfEnds(airspace, value));
    },
    DY: (airspace, value) => {
      airspace.route.push(parseCoordinate(value, airspace.notes));
    },
    "VX=": (airspace, value) => {
      airspace.center = parseCoordinate(value, airspace.notes);
    },
    "VD=": (airspace, value) => {
      if (value !== "+" && value !== "-")
        throw new Unreadable("V D= is neither + nor -: give the turn");
      airspace.isClockwise = value === "+";
    },
    "VW=": (airspace, value) => {
      // "Width of an airway", which some readers take as the whole width and others, the kept parser
      // among them, as the distance to each side: the wider reading is the safe one.
      airspace.halfWidthM = parseNauticalMiles(value, "width");
      airspace.notes.add("the width of an airway (V W=) is read as the distance to each side");
    },
    "VZ=": ignore, // zoom of a chart
    "VT=": ignore,
    AY: ignore, // type, frequency, station, transponder, text places and pens
    AF: ignore,
    AG: ignore,
    AX: ignore,
    AI: ignore,
    AT: ignore,
    TO: ignore,
    TC: ignore,
    SP: ignore,
    SB: ignore,
  }),
);

const centerOf = ({ center }: Airspace, command: string): Position => {
  if (center) return center;
  throw new Unreadable(`${command} has no center: set it before with V X=`);
};

/** `DA radius, start angle, end angle`: equal angles are the whole circle. */
const arcOfAngles = (airspace: Airspace, value: string): Arc => {
  const [radius, start, end, ...rest] = value.split(",");
  if (radius === undefined || start === undefined || end === undefined || rest.length > 0) {
    throw new Unreadable("DA is not readable: write it as DA radius, start angle, end angle");
  }
  const center = centerOf(airspace, "DA");
  const distanceM = parseNauticalMiles(radius, "radius");
  const [from, to] = [start, end].map((angle) =>
    pointAt(center, { azimuthDeg: parseAngle(angle), distanceM }),
  ) as [Position, Position];
  return drawn(airspace, { center, from, to, isClockwise: airspace.isClockwise });
};

/** `DB point, point`. */
const arcOfEnds = (airspace: Airspace, value: string): Arc => {
  const ends = /^(.*?[EW])\s*,(.*)$/i.exec(value);
  if (!ends) throw new Unreadable("DB is not readable: write it as DB point, point");
  const [from, to] = [ends[1] ?? "", ends[2] ?? ""].map((end) =>
    parseCoordinate(end, airspace.notes),
  ) as [Position, Position];
  return drawn(airspace, {
    center: centerOf(airspace, "DB"),
    from,
    to,
    isClockwise: airspace.isClockwise,
  });
};

const drawn = (airspace: Airspace, arc: Arc): Arc => {
  airspace.notes.add(
    "arcs (DA, DB) are drawn around: at most a ten-thousandth of the radius outside",
  );
  if (isUneven(arc)) {
    airspace.notes.add(
      "the ends of an arc are at different distances from its center: the wider is read",
    );
  }
  return arc;
};

const toDraft = (airspace: Airspace): Draft => {
  const { name, notes, windows, lower, upper } = airspace;
  const limits: [Limit, Limit] = [lower?.lower ?? null, upper?.upper ?? null];
  if (!lower || !upper) notes.add("a limit that is left out (AL, AH) is read as no bound");
  const band = toBand(...limits, notes);
  const footprints = footprintsOf(airspace);
  const spans = windows.length > 0 ? windows : [{ startMs: null, endMs: null }];
  const spaces = footprints.map((footprint) => ({ footprint, ...band }));
  const volumes = inEachWindow(spaces, spans);
  return { party: null, id: name, category: null, moverClass: "area", name, volumes, notes };
};

/** OpenAir states no kind of edge, hence `lonlat`: both readings are covered. */
const footprintsOf = ({ outline, circles, route, halfWidthM }: Airspace): Footprint[] => {
  const footprints = [...circles];
  if (outline.length > 0) {
    checkVertexCount(outline.length);
    footprints.push({ kind: "polygon", ring: parseRing(ringAround(outline)), edges: "lonlat" });
  }
  if (route.length > 0) {
    if (halfWidthM === null) throw new Unreadable("an airway (DY) has no width: set it with V W=");
    footprints.push({ kind: "corridor", route: parseRoute(route), halfWidthM, edges: "lonlat" });
  }
  if (footprints.length === 0) throw new Unreadable("no outline: give DP, DA, DB, DC or DY lines");
  return footprints;
};

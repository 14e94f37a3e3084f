/**
 * An option's id spells out what it is an option of and what it changes, so that none is stored:
 *
 *   OPERATION:VERSION:KIND:VALUES     NORTH-2026-00001:2:time:-1200000
 *
 * It holds nothing that its reader may not see: their own operation, and a change computed from what is
 * disclosed to them. One made by hand says no more than a proposal by hand.
 */

import { OPTION_KINDS } from "../../core/conflicts/options/model.ts";
import type { OptionChange, OptionKind, Reroute } from "../../core/conflicts/options/model.ts";
import type { OptionRef } from "../../core/conflicts/commands.ts";
import type { Position } from "../../geometry/footprint.ts";

type Of = Pick<OptionRef, "operationId" | "version">;

/** One text for one option of one version. */
export const optionIdOf = ({ operationId, version }: Of, change: OptionChange): string =>
  [operationId, version, change.kind, ...valuesOf(change)].join(":");

const valuesOf = (change: OptionChange): readonly (string | number)[] => {
  switch (change.kind) {
    case "time":
      return [change.values.shiftMs];
    case "altitude":
      return [change.values.shiftM];
    case "time_altitude":
      return [change.values.shiftMs, change.values.shiftM];
    case "lateral":
      return [change.values.bearingDeg, change.values.distanceM];
    default: {
      const routes = change.values.routes.map(({ volume, route, timesMs }) =>
        timesMs ? [volume, route, timesMs] : [volume, route],
      );
      return [Buffer.from(JSON.stringify(routes)).toString("base64url")];
    }
  }
};

export type NamedOption = { readonly option: OptionRef; readonly change: OptionChange };

const FORM = new RegExp(`^([^:]{1,128}):([1-9]\\d{0,8}):(${OPTION_KINDS.join("|")}):(.+)$`);

/** What an id names, or null: it is none. */
export const parseOptionId = (id: string): NamedOption | null => {
  const [, operationId = "", version = "", kind = "", values = ""] = FORM.exec(id) ?? [];
  const change = parseChange(OPTION_KINDS.find((one) => one === kind) ?? null, values);
  return change && { option: { id, operationId, version: Number(version) }, change };
};

const parseChange = (kind: OptionKind | null, text: string): OptionChange | null => {
  if (kind === null) return null;
  if (kind === "reroute") {
    const routes = parseRoutes(text);
    return routes && { kind, values: { routes } };
  }
  const [a, b, ...rest] = text.split(":").map(Number);
  const isPair = kind === "time_altitude" || kind === "lateral";
  if (a === undefined || rest.length > 0 || (b !== undefined) !== isPair) return null;
  if (!Number.isFinite(a) || !Number.isFinite(b ?? 0)) return null;
  return changeBy(kind, a, b ?? 0);
};

const changeBy = (kind: Exclude<OptionKind, "reroute">, a: number, b: number): OptionChange => {
  switch (kind) {
    case "time":
      return { kind, values: { shiftMs: a } };
    case "altitude":
      return { kind, values: { shiftM: a } };
    case "time_altitude":
      return { kind, values: { shiftMs: a, shiftM: b } };
    default:
      return { kind, values: { bearingDeg: a, distanceM: b } };
  }
};

const parseRoutes = (text: string): readonly Reroute[] | null => {
  const parsed = parseJson(Buffer.from(text, "base64url").toString());
  if (!Array.isArray(parsed) || parsed.length === 0) return null;
  const routes = parsed.map(parseRoute);
  return routes.every((route) => route !== null) ? routes : null;
};

const parseRoute = (parsed: unknown): Reroute | null => {
  const [volume, route, timesMs, ...rest]: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  if (!isWhole(volume) || !isListOf(route, isPosition) || rest.length > 0) return null;
  if (timesMs === undefined) return { volume, route };
  return isListOf(timesMs, isWhole) ? { volume, route, timesMs } : null;
};

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

const isListOf = <T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] =>
  Array.isArray(value) && value.every(isOne);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

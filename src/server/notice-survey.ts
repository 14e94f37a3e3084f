/** Surveys a command at the edge: every footprint once, before it is given its place. */

import { volumesOfTerms } from "../core/areas/volumes.ts";
import type { Command, Survey } from "../core/commands.ts";
import { readoutText } from "../core/contacts/readout-model.ts";
import { volumesOfMovement } from "../core/movements/fields.ts";
import { saidText } from "../core/line/said.ts";
import type { ReportRow } from "../core/tracks/commands.ts";
import type { SiteFields } from "../core/sites/model.ts";
import { volumesOfSite } from "../core/sites/volumes.ts";
import type { Volume4D } from "../geometry/footprint.ts";
import type { SurveyedVolume } from "../geometry/shape.ts";
import { toEcefMm } from "../geometry/ecef.ts";
import { surveyVolume } from "../geometry/survey.ts";
import type { SurveyRefusal } from "../geometry/bad-volume.ts";
import { sha256 } from "../record/sha256.ts";

/** `field` is a path into the command: `volumes[2].footprint.ring`. */
export type SurveyedCommand =
  | { readonly ok: true; readonly survey: Survey; readonly notes: readonly string[] }
  | { readonly ok: false; readonly refusal: SurveyRefusal };

export const surveyCommand = (command: Command): SurveyedCommand => {
  switch (command.kind) {
    case "file-operation":
    case "replace-operation":
    case "propose":
    case "counter-proposal":
    case "propose-standing": {
      if (command.volumes === undefined) return { ok: true, survey: {}, notes: [] };
      const surveyed = surveyVolumes(command.volumes, "volumes");
      return surveyed.ok
        ? { ok: true, survey: { volumes: surveyed.volumes }, notes: surveyed.notes }
        : surveyed;
    }
    case "put-intent":
    case "put-constraint":
    case "put-subscription": {
      const surveyed = surveyVolumes(command.volumes, "volumes");
      return surveyed.ok
        ? { ok: true, survey: { volumes: surveyed.volumes }, notes: surveyed.notes }
        : surveyed;
    }
    case "submit-site":
    case "update-site":
      return surveySite(command.body);
    case "propose-area":
    case "change-area": {
      const surveyed = surveyVolumes(volumesOfTerms(command.fields), "fields.areas");
      return surveyed.ok
        ? { ok: true, survey: { volumes: surveyed.volumes }, notes: surveyed.notes }
        : surveyed;
    }
    case "set-theatre": {
      const volumes = command.theatre.rules.areaMinima.map(({ volume }) => volume);
      const surveyed = surveyVolumes(volumes, "theatre.rules.areaMinima");
      return surveyed.ok
        ? { ok: true, survey: { theatre: { areaMinima: surveyed.volumes } }, notes: surveyed.notes }
        : surveyed;
    }
    case "send-message":
      return hashed(saidText(command));
    case "draft-readout":
    case "redraft-readout":
      return hashed(readoutText(command.body));
    case "report-positions":
    case "note-positions":
    case "report-telemetry":
      return { ok: true, survey: surveyReports(command.reports), notes: [] };
    case "submit-movement":
    case "change-movement": {
      const surveyed = surveyVolumes(volumesOfMovement(command.fields), "fields.route");
      return surveyed.ok
        ? { ok: true, survey: { volumes: surveyed.volumes }, notes: surveyed.notes }
        : surveyed;
    }
    default:
      return { ok: true, survey: {}, notes: [] };
  }
};

const hashed = (text: string): SurveyedCommand => {
  const hash = Buffer.from(sha256(Buffer.from(text))).toString("hex");
  return { ok: true, survey: { hash }, notes: [] };
};

/** Positions are degrees within bounds: whoever made the command has seen to that. */
export const surveyReports = (
  reports: readonly ReportRow[],
): { readonly placesMm: readonly number[] } => {
  const placesMm: number[] = [];
  for (const [, , lngDeg, latDeg] of reports) {
    const [x, y, z] = toEcefMm([lngDeg, latDeg]);
    placesMm.push(x, y, z);
  }
  return { placesMm };
};

/** The first volume is around the place; what follows is of the footprint. */
const surveySite = (body: SiteFields): SurveyedCommand => {
  const surveyed = surveyVolumes(volumesOfSite(body), "volumes");
  if (surveyed.ok) return { ok: true, survey: { volumes: surveyed.volumes }, notes: [] };
  const { refusal } = surveyed;
  const field = refusal.field.startsWith("volumes[0]") ? "fields.place" : "fields.footprint";
  return { ok: false, refusal: { ...refusal, field } };
};

export type SurveyedVolumes =
  | {
      readonly ok: true;
      readonly volumes: readonly SurveyedVolume[];
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly refusal: SurveyRefusal };

/** All volumes, or the refusal of the first that can't be compared. */
export const surveyVolumes = (volumes: readonly Volume4D[], field: string): SurveyedVolumes => {
  const surveyed: SurveyedVolume[] = [];
  const notes: string[] = [];
  for (const [i, volume] of volumes.entries()) {
    const one = surveyVolume(volume);
    if (!one.ok) {
      return {
        ok: false,
        refusal: { ...one.refusal, field: `${field}[${i}].${one.refusal.field}` },
      };
    }
    surveyed.push(one.value);
    notes.push(...one.notes.map((note) => `${field}[${i}].${note}`));
  }
  return { ok: true, volumes: surveyed, notes };
};

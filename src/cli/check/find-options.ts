/** For records in conflict: the smallest changes of one alone that would resolve it. */

import { findOptions } from "../../core/conflicts/options/find.ts";
import type {
  Binding,
  Option,
  OptionChange,
  OptionCost,
  OptionsAnswer,
} from "../../core/conflicts/options/model.ts";
import type { Operation } from "../../core/operations/model.ts";
import { without } from "../../core/operations/volume-index.ts";
import { NO_CONFLICTS, solidsOf, volumesOf } from "../../core/operations/model.ts";
import { packSolid, spanOf } from "../../geometry/packed-volume.ts";
import { makeState } from "../../core/state.ts";
import type { State } from "../../core/state.ts";
import type { Progress } from "../progress.ts";
import { isCounted } from "./find-conflicts.ts";
import type { FoundConflict, Question } from "./find-conflicts.ts";
import { CHECK_LIMITS } from "./limits.ts";
import type { Subject } from "./subjects.ts";

/** An option as told: without the volumes it stands for, with records in place of ids. */
export type FoundOption = OptionChange & {
  readonly cost: OptionCost;
  readonly clears: readonly Subject[];
  readonly leaves: readonly Subject[];
};

/** `null`: none were looked for, because the record is an area that does not move or past the limit. */
export type SubjectOptions = {
  readonly options: readonly FoundOption[];
  readonly binding: readonly Binding[];
  readonly wasBounded: boolean;
} | null;

export type OptionsBySubject = ReadonlyMap<Subject, SubjectOptions>;

/**
 * Options for every record in conflict, against all that it is held against in this check.
 *
 * Airspace and zones (class `area` without a category) are not moved.
 */
export const findAllOptions = (
  subjects: readonly Subject[],
  conflicts: readonly FoundConflict[],
  given: { question: Question; atMs: number; progress: Progress },
): OptionsBySubject => {
  const { question, atMs, progress } = given;
  const inConflict = new Set(conflicts.flatMap(({ a, b }) => [a.subject, b.subject]));
  const state = stateOf(subjects, question);
  const bySubject = new Map<Subject, SubjectOptions>();
  const bySerial = new Map(subjects.map((subject) => [serialOf(subject), subject]));
  for (const subject of inConflict) {
    progress.tell("looking for options", bySubject.size, inConflict.size);
    const isLookedFor = isMovable(subject) && bySubject.size < CHECK_LIMITS.optionSubjectsMax;
    if (!isLookedFor) {
      bySubject.set(subject, null);
      continue;
    }
    const operation = operationOf(subject);
    const answer = findOptions(state, {
      subject: {
        party: operation.party,
        moverClass: subject.moverClass,
        solids: solidsOf(operation),
        volumes: volumesOf(operation.versions[0]!),
        operationId: operation.id,
      },
      volumes: without(state.index, ({ id }) => !isCounted(subject, bySerial.get(id)!, question)),
      limits: { earliestMs: atMs },
    });
    bySubject.set(subject, told(answer, subject, bySerial));
  }
  return bySubject;
};

const isMovable = ({ record, moverClass }: Subject): boolean =>
  moverClass !== "area" || record.category !== null;

const told = (
  { options, binding, wasBounded }: OptionsAnswer,
  subject: Subject,
  bySerial: ReadonlyMap<string, Subject>,
): SubjectOptions => {
  const subjectsOf = (serials: readonly string[]): Subject[] =>
    serials.map((serial) => bySerial.get(serial)!);
  const toPlaces = (option: Option): FoundOption => {
    const { volumes: _, clears, leaves, ...change } = withPlaces(option, subject);
    return { ...change, clears: subjectsOf(clears), leaves: subjectsOf(leaves) };
  };
  return { options: options.map(toPlaces), binding, wasBounded };
};

/** Volumes that geometry refused are not compared; places count them all the same. */
const withPlaces = (option: Option, { volumes }: Subject): Option =>
  option.kind !== "reroute"
    ? option
    : {
        ...option,
        values: {
          routes: option.values.routes.map((route) => ({
            ...route,
            volume: volumes[route.volume]!.place,
          })),
        },
      };

/** A state that holds the records as filed operations, under the minima of this check. */
const stateOf = (subjects: readonly Subject[], { minima }: Question): State => {
  const state: State = { ...makeState(), minima };
  for (const subject of subjects) {
    const operation = operationOf(subject);
    state.operations.set(operation.id, operation);
    state.index.add(operation);
  }
  return state;
};

/** Serials sort as the records were read. */
const serialOf = ({ order }: Subject): string => String(order).padStart(9, "0");

const operationOf = (subject: Subject): Operation => {
  const { record, order, moverClass, volumes } = subject;
  const serial = serialOf(subject);
  const packed = volumes.map(({ solid }) => packSolid(solid));
  const notice = {
    kind: "new",
    serial,
    seq: order,
    receivedMs: 0,
    minutesOfNotice: null,
    isShortNotice: false,
  } as const;
  return {
    id: serial,
    party: record.party ?? serial,
    category: record.category ?? "unspecified_hazardous_activity",
    moverClass,
    state: "filed",
    isNoReturn: false,
    versions: [
      {
        version: 1,
        notice,
        name: record.name,
        payload: JSON.stringify({ volumes: volumes.map(({ place }) => record.volumes[place]!) }),
      },
    ],
    cancelNotice: null,
    packed,
    placeIds: [],
    ...spanOf(packed),
    conflictIds: NO_CONFLICTS,
    intentId: null,
    changedSeq: order,
    changedMs: 0,
  };
};

/** All that the log adds up to. Changed by `apply` alone; read through `view` alone. */

import type { Conflict } from "./conflicts/model.ts";
import { DueQueue } from "./due-queue.ts";
import type { Operation, OperationState } from "./operations/model.ts";
import { VolumeIndex } from "./operations/volume-index.ts";
import type { Outcome } from "./outcome.ts";
import { DEFAULT_RULES } from "./theatre/model.ts";
import type { Theatre, TheatreSurvey } from "./theatre/model.ts";
import { makeMinimaTable } from "./theatre/minima.ts";
import type { MinimaTable } from "./theatre/minima.ts";

/** The answer to a command, as first given and as given to every repeat. */
export type CommandResult = {
  readonly operationId: string;
  readonly version: number;
  readonly state: OperationState;
  /** Of the notice this command was; null when it was none (activate, hold, end, deviate). */
  readonly serial: string | null;
  readonly receivedMs: number;
  readonly minutesOfNotice: number | null;
  readonly isShortNotice: boolean;
  /** Conflicts that stand open for the operation after the command. */
  readonly conflictIds: readonly string[];
};

export type CommandOutcome = Outcome<CommandResult | null>;

export type RememberedCommand = {
  readonly seq: number;
  readonly atMs: number;
  readonly fingerprint: number;
  /** The outcome as JSON: seldom asked for, and one text is lighter to keep than its objects. */
  readonly outcome: string;
};

/** What was answered when the command was said first. */
export const recallOutcome = ({ outcome }: RememberedCommand): CommandOutcome =>
  JSON.parse(outcome) as CommandOutcome;

export type State = {
  seq: number;
  atMs: number;
  theatre: Theatre | null;
  theatreSurvey: TheatreSurvey;
  theatreVersion: number;
  minima: MinimaTable;
  readonly operations: Map<string, Operation>;
  readonly conflicts: Map<string, Conflict>;
  /** Last serial number by party and year. */
  readonly serials: Map<string, number>;
  /** Notices of each party on the last UTC day it gave one. */
  readonly noticeDays: Map<string, { readonly day: number; readonly count: number }>;
  /** By party and commandId, oldest first. */
  readonly commands: Map<string, RememberedCommand>;
  readonly due: DueQueue;
  readonly index: VolumeIndex;
};

export const makeState = (): State => ({
  seq: 0,
  atMs: 0,
  theatre: null,
  theatreSurvey: { areaMinima: [] },
  theatreVersion: 0,
  minima: makeMinimaTable(DEFAULT_RULES, []),
  operations: new Map(),
  conflicts: new Map(),
  serials: new Map(),
  noticeDays: new Map(),
  commands: new Map(),
  due: new DueQueue(),
  index: new VolumeIndex(),
});

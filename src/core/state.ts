/** All that the log adds up to. Changed by `apply` alone; read through `view` alone. */

import { makeAirspaceState } from "./airspace/model.ts";
import type { AirspaceState } from "./airspace/model.ts";
import type { AirspaceResult } from "./airspace/results.ts";
import type { AreaResult } from "./areas/apply.ts";
import { makeAreasState } from "./areas/model.ts";
import type { AreasState } from "./areas/model.ts";
import { CommandMemory } from "./command-memory.ts";
import type { RememberedCommand } from "./command-memory.ts";
import type { Conflict } from "./conflicts/model.ts";
import { makeContactsState } from "./contacts/model.ts";
import type { ContactsState } from "./contacts/model.ts";
import type { ReadoutResult } from "./contacts/readouts.ts";
import type { ContactResult } from "./contacts/register.ts";
import { makeSettlingState } from "./conflicts/proposal-model.ts";
import type { SettlingState } from "./conflicts/proposal-model.ts";
import type { ProposalResult } from "./conflicts/proposal.ts";
import type { ConflictResult } from "./conflicts/settle.ts";
import type { StandingResult } from "./conflicts/standing.ts";
import type { ConsentResult, DisclosureResult } from "./disclosure/apply.ts";
import { makeDisclosureState } from "./disclosure/model.ts";
import type { DisclosureState } from "./disclosure/model.ts";
import { DueQueue } from "./due-queue.ts";
import type { ItemResult } from "./items/apply.ts";
import { makeItemsState } from "./items/model.ts";
import type { ItemsState } from "./items/model.ts";
import type { ConsentCountsResult, IncidentResult } from "./incidents/find.ts";
import { makeIncidentsState } from "./incidents/model.ts";
import type { IncidentsState } from "./incidents/model.ts";
import { makeLineStates } from "./line/model.ts";
import type { LineStates } from "./line/model.ts";
import type { ChannelResult, MessageResult } from "./line/results.ts";
import type { MovementResult } from "./movements/find.ts";
import { makeMovementsState } from "./movements/model.ts";
import type { MovementsState } from "./movements/model.ts";
import { makeOpeningsState } from "./openings/model.ts";
import type { OpeningsState } from "./openings/model.ts";
import type { Operation, OperationState } from "./operations/model.ts";
import { VolumeIndex } from "./operations/volume-index.ts";
import { makePartiesState } from "./parties/model.ts";
import type { PartiesState } from "./parties/model.ts";
import type { Outcome } from "./outcome.ts";
import { PartyMap } from "./party-map.ts";
import type { SiteResult } from "./sites/owner.ts";
import { makeSitesState } from "./sites/proximity-model.ts";
import type { SitesState } from "./sites/proximity-model.ts";
import type { ReviewResult } from "./reviews/apply.ts";
import { makeReviewsState } from "./reviews/model.ts";
import type { ReviewsState } from "./reviews/model.ts";
import { makeStatisticsState } from "./statistics/model.ts";
import type { StatisticsState } from "./statistics/model.ts";
import type { TargetResult } from "./targets/apply.ts";
import { makeTargetsState } from "./targets/model.ts";
import type { TargetsState } from "./targets/model.ts";
import { makeTheatreChangesState } from "./theatre/change-model.ts";
import type { TheatreChangesState } from "./theatre/change-model.ts";
import { makeTracksState } from "./tracks/model.ts";
import type { TracksState } from "./tracks/model.ts";
import type { TrackResult } from "./tracks/apply.ts";
import type { ReportsResult } from "./tracks/reports.ts";
import { DEFAULT_RULES } from "./theatre/model.ts";
import type { Theatre, TheatreSurvey } from "./theatre/model.ts";
import { makeMinimaTable } from "./theatre/minima.ts";
import type { MinimaTable } from "./theatre/minima.ts";

/** The answer to an operation's command, as first given and as given to every repeat. */
export type OperationResult = {
  readonly about: "operation";
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
  /** Agreed areas that it touches after the command, of those that its owner is told of. */
  readonly areaIds: readonly string[];
};

/** What a party said of itself was done: to which of its things. */
export type PartyResult = {
  readonly about: "party";
  readonly what: "desk" | "member" | "client" | "invitation" | "key";
  readonly id: string;
  /** Of the secret that came with it, by which tokens will name it. */
  readonly secretId?: string;
};

/** Null: the theatre was so already. */
export type TheatreResult = { readonly about: "theatre"; readonly changeId: string | null };

export type OpeningResult = { readonly about: "opening"; readonly openingId: string };

/** One shape for each folder of the core; `about` tells which. */
export type CommandResult =
  | ChannelResult
  | MessageResult
  | OperationResult
  | PartyResult
  | TheatreResult
  | OpeningResult
  | DisclosureResult
  | ConsentResult
  | ConflictResult
  | ProposalResult
  | StandingResult
  | TargetResult
  | ContactResult
  | ReadoutResult
  | ItemResult
  | TrackResult
  | ReportsResult
  | SiteResult
  | AreaResult
  | IncidentResult
  | ConsentCountsResult
  | MovementResult
  | ReviewResult
  | AirspaceResult;

export type CommandOutcome = Outcome<CommandResult | null>;

/** What was answered when the command was said first. */
export const recallOutcome = ({ outcome }: RememberedCommand): CommandOutcome =>
  JSON.parse(outcome) as CommandOutcome;

export type State = {
  seq: number;
  atMs: number;
  theatre: Theatre | null;
  theatreSurvey: TheatreSurvey;
  theatreVersion: number;
  readonly theatreChanges: TheatreChangesState;
  minima: MinimaTable;
  readonly operations: PartyMap<Operation>;
  /** After its operations, and gone before them: whose they are is whose it is. */
  readonly conflicts: PartyMap<Conflict>;
  readonly settling: SettlingState;
  readonly disclosure: DisclosureState;
  /** Last serial number by party and year. */
  readonly serials: Map<string, number>;
  /** Notices of each party on the last UTC day it gave one. */
  readonly noticeDays: Map<string, { readonly day: number; readonly count: number }>;
  readonly commands: CommandMemory;
  readonly parties: PartiesState;
  readonly openings: OpeningsState;
  readonly line: LineStates;
  readonly targets: TargetsState;
  readonly contacts: ContactsState;
  readonly items: ItemsState;
  readonly tracks: TracksState;
  readonly sites: SitesState;
  readonly areas: AreasState;
  readonly incidents: IncidentsState;
  readonly movements: MovementsState;
  readonly reviews: ReviewsState;
  readonly airspace: AirspaceState;
  readonly statistics: StatisticsState;
  readonly due: DueQueue;
  readonly index: VolumeIndex;
};

export const makeState = (): State => {
  const operations = new PartyMap<Operation>(({ party }) => [party]);
  return {
    seq: 0,
    atMs: 0,
    theatre: null,
    theatreSurvey: { areaMinima: [] },
    theatreVersion: 0,
    theatreChanges: makeTheatreChangesState(),
    minima: makeMinimaTable(DEFAULT_RULES, []),
    operations,
    conflicts: new PartyMap(({ operationIds }) =>
      operationIds.map((id) => operations.get(id)!.party),
    ),
    settling: makeSettlingState(),
    disclosure: makeDisclosureState(),
    serials: new Map(),
    noticeDays: new Map(),
    commands: new CommandMemory(),
    parties: makePartiesState(),
    openings: makeOpeningsState(),
    line: makeLineStates(),
    targets: makeTargetsState(),
    contacts: makeContactsState(),
    items: makeItemsState(),
    tracks: makeTracksState(),
    sites: makeSitesState(),
    areas: makeAreasState(),
    incidents: makeIncidentsState(),
    movements: makeMovementsState(),
    reviews: makeReviewsState(),
    airspace: makeAirspaceState(),
    statistics: makeStatisticsState(),
    due: new DueQueue(),
    index: new VolumeIndex(),
  };
};

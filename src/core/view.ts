/**
 * The one way out of the state: what a reader may see, for every face of the server. Disclosure is
 * decided in the `view.ts` files and nowhere else.
 */

import {
  findAreaView,
  isAreaAsked,
  isAreaSeen,
  tellOfArea,
  viewArea,
  viewTouchedBy,
} from "./areas/view.ts";
import type { AreaFilter, AreaTold, AreaView } from "./areas/view.ts";
import type { Change } from "./changes.ts";
import { countedFor, detectConflicts } from "./conflicts/detect.ts";
import type { Detection, Subject } from "./conflicts/detect.ts";
import type { Conflict } from "./conflicts/model.ts";
import { settlingViewFor, tellOfSettling } from "./conflicts/settling-view.ts";
import type { SettlingTold, SettlingView } from "./conflicts/settling-view.ts";
import { isConflictSeen, namesOperation, viewConflict } from "./conflicts/view.ts";
import type { ConflictView } from "./conflicts/view.ts";
import { contactsViewFor, isContactSeen, tellOfContact, viewContact } from "./contacts/view.ts";
import type { ContactsView, ContactTold, ContactView } from "./contacts/view.ts";
import { findItemView, isItemSeen, tellOfItem, viewItemBriefly } from "./items/view.ts";
import type { ItemTold, ItemView } from "./items/view.ts";
import { isIncidentSeen } from "./incidents/model.ts";
import { incidentsViewFor, tellOfIncident, viewIncident } from "./incidents/view.ts";
import type { IncidentsView, IncidentTold, IncidentView } from "./incidents/view.ts";
import { isChannelSeen, viewChannel } from "./line/channel-view.ts";
import type { ChannelView } from "./line/channel-view.ts";
import { viewMessage } from "./line/message-view.ts";
import type { MessageView } from "./line/message-view.ts";
import { findMessages, lineViewFor, tellOfLine } from "./line/view.ts";
import type { LineTold, LineView, MessageFilter } from "./line/view.ts";
import { isReadInFull } from "./disclosure/rungs.ts";
import type { DisclosureRef } from "./disclosure/view.ts";
import {
  disclosureViewFor,
  isShownTo,
  operationsShownTo,
  refFor,
  tellOfDisclosure,
} from "./disclosure/view-for.ts";
import type { DisclosureTold, DisclosureView } from "./disclosure/view-for.ts";
import {
  isMovementSeen,
  movementsViewFor,
  tellOfMovement,
  viewMovementBriefly,
} from "./movements/view.ts";
import type { MovementsView, MovementTold, MovementView } from "./movements/view.ts";
import { byFiling } from "./operations/model.ts";
import { findReviewView, isReviewSeen, tellOfReview, viewReviewBriefly } from "./reviews/view.ts";
import type { ReviewTold, ReviewView } from "./reviews/view.ts";
import type { Operation, OperationState } from "./operations/model.ts";
import { detailFor, viewOperation, viewVersions } from "./operations/view.ts";
import type { OperationView, Reader, VersionView } from "./operations/view.ts";
import { rowsOf, together } from "./operations/volume-index.ts";
import type { Volumes } from "./operations/volume-index.ts";
import { isOpenToHost } from "./openings/model.ts";
import { isOpeningSeen, openingsFor, tellOfOpening, viewOf, viewOpening } from "./openings/view.ts";
import type { OpeningTold, OpeningView } from "./openings/view.ts";
import { assert } from "./outcome.ts";
import type { PartyMap } from "./party-map.ts";
import { partiesViewFor, tellOfParties } from "./parties/view.ts";
import type { PartiesView, PartyTold } from "./parties/view.ts";
import { refOf, viewSite } from "./sites/view.ts";
import type { SiteRef, SiteView } from "./sites/view.ts";
import { sitesViewFor, tellOfSites, viewProximity } from "./sites/view-for.ts";
import type { ProximityView, SitesView, SiteTold } from "./sites/view-for.ts";
import type { State } from "./state.ts";
import { viewStatistics } from "./statistics/view.ts";
import type { Period, StatisticsView } from "./statistics/view.ts";
import { targetsViewFor, tellOfTarget } from "./targets/view.ts";
import type { TargetsView, TargetTold } from "./targets/view.ts";
import type { TheatreChangeState } from "./theatre/change-model.ts";
import type { Theatre } from "./theatre/model.ts";
import { tellOfTheatre, viewTheatreChange } from "./theatre/view.ts";
import type { TheatreChangeView, TheatreTold } from "./theatre/view.ts";
import { coverageOf, isThere } from "./tracks/coverage.ts";
import type { Coverage, CoverageQuestion } from "./tracks/coverage.ts";
import { findTrack, isTrackAsked, isTrackSeen, tellOfTrack, viewTrack } from "./tracks/view.ts";
import type { TrackFilter, TrackTold, TrackView } from "./tracks/view.ts";

export type { ConflictView } from "./conflicts/view.ts";
export type { OperationView, Reader, VersionView } from "./operations/view.ts";

/**
 * A part of a list, oldest entry first. `remaining` says how many come after: nothing is cut silently.
 * O(what the reader may see), whatever the part: what comes after is counted, not made.
 */
export type Page<T> = {
  readonly items: readonly T[];
  readonly remaining: number;
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null;
};

export type OperationFilter = {
  readonly party?: string | undefined;
  readonly states?: readonly OperationState[] | undefined;
};
export type ConflictFilter = {
  readonly state?: "open" | "closed" | undefined;
  readonly operationId?: string | undefined;
};
export type TheatreChangeFilter = { readonly state?: TheatreChangeState | undefined };
export type ProximityFilter = {
  readonly operationId?: string | undefined;
  readonly siteId?: string | undefined;
};
/** `after` must name an entry that the reader sees, of the filter or not: callers parse it first. */
export type PageRequest = { readonly after?: string | undefined; readonly limit: number };

/** One thing that a reader is told, as it was when it happened. */
export type Told =
  | PartyTold
  | OpeningTold
  | LineTold
  | DisclosureTold
  | SettlingTold
  | TargetTold
  | TheatreTold
  | ContactTold
  | ItemTold
  | ReviewTold
  | TrackTold
  | SiteTold
  | AreaTold
  | IncidentTold
  | MovementTold
  | {
      readonly kind: "operation.filed" | "operation.replaced" | "operation.moved";
      readonly operation: OperationView;
    }
  | {
      readonly kind:
        | "conflict.opened"
        | "conflict.changed"
        | "conflict.closed"
        | "conflict.moved"
        | "conflict.overdue"
        | "conflict.unresolved";
      readonly conflict: ConflictView;
    };

export type View = {
  readonly theatre: () => Theatre | null;
  /** All there ever were, in the order they were asked for. */
  readonly theatreChanges: (
    filter: TheatreChangeFilter,
    page: PageRequest,
  ) => Page<TheatreChangeView>;
  readonly theatreChange: (id: string) => TheatreChangeView | null;
  /** In order of filing. */
  readonly operations: (filter: OperationFilter, page: PageRequest) => Page<OperationView>;
  readonly operation: (id: string) => OperationView | null;
  /** Oldest first; null when the reader may not see what the operation says. */
  readonly versions: (id: string) => readonly VersionView[] | null;
  /** In order of detection. */
  readonly conflicts: (filter: ConflictFilter, page: PageRequest) => Page<ConflictView>;
  readonly conflict: (id: string) => ConflictView | null;
  /** What is held against a draft: only what the reader may see in full. */
  readonly check: (subject: Subject) => readonly Detection[];
  /** Of all that the reader may see in full, as they are now: what options are computed from. */
  readonly volumes: () => Volumes;
  readonly disclosure: DisclosureView;
  /** Others' operations that were shown to the reader, in order of filing: that they were, not what. */
  readonly disclosed: (page: PageRequest) => Page<DisclosureRef>;
  readonly settling: SettlingView;
  readonly parties: PartiesView;
  /** Where the reader is told, beside the event stream. */
  readonly targets: TargetsView;
  readonly site: SitesView;
  /** The reader's own; to the host all, that they exist. In the order they were submitted. */
  readonly sites: (page: PageRequest) => Page<SiteView>;
  /** Others' that the reader was told of: that it was, not where they are. */
  readonly toldSites: (page: PageRequest) => Page<SiteRef>;
  /** In the order they were found. */
  readonly proximities: (filter: ProximityFilter, page: PageRequest) => Page<ProximityView>;
  readonly line: LineView;
  readonly incident: IncidentsView;
  /** Those that the reader is a side of, in the order they were opened. */
  readonly incidents: (page: PageRequest) => Page<IncidentView>;
  /** In the order they were first proposed. */
  readonly channels: (page: PageRequest) => Page<ChannelView>;
  /** In order of receipt. `after` must be in the same list: `line.isListed`. */
  readonly messages: (filter: MessageFilter, page: PageRequest) => Page<MessageView>;
  /** To the host all; to a party those by which its own things were opened: its read log. */
  readonly openings: (page: PageRequest) => Page<OpeningView>;
  readonly opening: (id: string) => OpeningView | null;
  readonly contact: ContactsView;
  /** The register, in the order of entry. */
  readonly contacts: (page: PageRequest) => Page<ContactView>;
  readonly item: (id: string) => ItemView | null;
  /** In the order they were opened; each with its newest note alone. */
  readonly items: (page: PageRequest) => Page<ItemView>;
  /** In the order they were made. */
  readonly tracks: (filter: TrackFilter, page: PageRequest) => Page<TrackView>;
  readonly track: (id: string) => TrackView | null;
  /** How much of an operation that is seen in full was observed up to now; null for any other. */
  readonly coverage: (operationId: string, nowMs: number) => Coverage | null;
  /** The same of every such operation that is in an area at a time, in order of filing. */
  readonly coverageIn: (area: NonNullable<CoverageQuestion>, nowMs: number) => readonly Coverage[];
  /** One's own and those made public; in the order they were proposed. */
  readonly areas: (filter: AreaFilter, page: PageRequest) => Page<AreaView>;
  readonly area: (id: string) => AreaView | null;
  /** Agreed areas that one's own operation touches; null: it is not one's own. */
  readonly areasTouchedBy: (operationId: string) => readonly AreaView[] | null;
  readonly movement: MovementsView;
  /** Own ones and those one was told of, in the order they were submitted. */
  readonly movements: (page: PageRequest) => Page<MovementView>;
  readonly review: (id: string) => ReviewView | null;
  /** Those that the reader is a side of, in the order they were opened. */
  readonly reviews: (page: PageRequest) => Page<ReviewView>;
  /** What was counted of the reader's own, and of what it shares with each other party; null to the host. */
  readonly statistics: (period: Period) => StatisticsView | null;
  /** The change as told to this reader, or null when it is not told. */
  readonly tell: (change: Change) => Told | null;
};

/** The state as `reader` may see it: now, and at each later call as it then is. */
export const viewFor = (state: State, reader: Reader): View => {
  const disclosure = () => state.theatre?.rules.disclosure ?? "conflict_only";
  const detailOf = (operation: Operation) =>
    reader.kind === "host" && isOpenToHost(state, "operation", operation.id)
      ? "full"
      : detailFor(operation, reader, disclosure());
  // What was shown in full and never opened takes no part: nothing is read without a receipt.
  const isDisclosed = (operation: Operation): boolean =>
    detailOf(operation) === "full" ||
    (reader.kind === "party" && isReadInFull(state, operation, reader.party));
  const shown = disclosureViewFor(state, reader);
  /** What a list walks: the reader's own, or all where the theatre discloses all. */
  const listOf = <T>(all: PartyMap<T>): ReadonlyMap<string, T> =>
    disclosure() === "full" ? all : all.seenBy(reader);

  const disclosedIn = (all: ReadonlyMap<string, Operation>): readonly Operation[] =>
    [...all.values()].filter(isDisclosed);
  /** What is hidden is not even looked for: how much there is nearby is not felt. */
  const volumes = (): Volumes => {
    if (reader.kind === "host") return rowsOf(disclosedIn(state.operations));
    if (disclosure() === "full") return state.index;
    return together(
      state.index.of(reader.party),
      rowsOf(disclosedIn(operationsShownTo(state, reader))),
    );
  };
  /** What the reader sees in full, in order of filing. */
  const inFull = (): readonly Operation[] => {
    const listed = disclosedIn(listOf(state.operations));
    if (reader.kind === "host" || disclosure() === "full") return listed;
    return [...listed, ...disclosedIn(operationsShownTo(state, reader))].toSorted(byFiling);
  };

  const operation = (id: string): OperationView | null => {
    const found = state.operations.get(id);
    const detail = found && detailOf(found);
    return detail ? viewOperation(found, detail) : null;
  };
  /** Does the reader see anything of it, be it only what its owner showed? */
  const isKnown = (found: Operation): boolean =>
    detailOf(found) !== null || isShownTo(state, found, reader);
  const conflict = (id: string): ConflictView | null => {
    const found = state.conflicts.get(id);
    return found ? viewConflict(state, found, reader) : null;
  };

  /** Only where the conflict names the operation to the reader: else asking would join the two. */
  const isAbout = (found: Conflict, operationId: string): boolean => {
    const isOwn =
      reader.kind === "party" && state.operations.get(operationId)?.party === reader.party;
    if (isOwn) return found.operationIds.includes(operationId);
    // All are looked at, also for an operation that is in none: else the time would join the two.
    const seen = viewConflict(state, found, reader);
    return seen !== null && namesOperation(seen, operationId);
  };

  return {
    theatre: () => state.theatre,
    theatreChange: (id) => {
      const found = state.theatreChanges.all.get(id);
      return found ? viewTheatreChange(found) : null;
    },
    theatreChanges: (filter, page) =>
      takePage(state.theatreChanges.all, page, {
        isSeen: () => true,
        isAsked: (found) => filter.state === undefined || found.state === filter.state,
        view: viewTheatreChange,
      }),
    operation,
    conflict,
    volumes,
    operations: (filter, page) =>
      takePage(listOf(state.operations), page, {
        isSeen: (found) => detailOf(found) !== null,
        isAsked: (found) => matchesOperation(found, filter),
        view: (found) => viewOperation(found, detailOf(found)!),
      }),
    versions: (id) => {
      const found = state.operations.get(id);
      return found && detailOf(found) === "full" ? viewVersions(found) : null;
    },
    conflicts: (filter, page) =>
      takePage(listOf(state.conflicts), page, {
        isSeen: (found) => isConflictSeen(state, found, reader),
        isAsked: (found) =>
          (filter.state === undefined || found.state === filter.state) &&
          (filter.operationId === undefined || isAbout(found, filter.operationId)),
        view: (found) => viewConflict(state, found, reader)!,
      }),
    check: (subject) =>
      detectConflicts(
        state,
        subject,
        countedFor(state, { party: subject.party, isOfUss: false }, volumes()),
      ),
    disclosure: shown,
    disclosed: (page) =>
      takePage(operationsShownTo(state, reader, page.after), page, {
        isSeen: isKnown,
        isAsked: (found) => isShownTo(state, found, reader),
        view: (found) => refFor(state, found, reader)!,
      }),
    settling: settlingViewFor(state, reader),
    parties: partiesViewFor(state, reader),
    targets: targetsViewFor(state, reader),
    site: sitesViewFor(state, reader),
    sites: (page) =>
      takePage(state.sites.all.seenBy(reader), page, {
        isSeen: (found) => reader.kind === "host" || found.party === reader.party,
        isAsked: () => true,
        view: (found) => viewSite(state, found, reader)!,
      }),
    toldSites: (page) =>
      takePage(state.sites.all.seenBy(reader), page, {
        isSeen: (found) => refOf(state, found, reader) !== null,
        isAsked: () => true,
        view: (found) => refOf(state, found, reader)!,
      }),
    proximities: ({ operationId, siteId }, page) =>
      takePage(state.sites.proximities.seenBy(reader), page, {
        isSeen: (found) => viewProximity(found, reader) !== null,
        isAsked: (found) => {
          const seen = viewProximity(found, reader);
          return (
            (operationId === undefined || seen?.operationId === operationId) &&
            (siteId === undefined || seen?.siteId === siteId)
          );
        },
        view: (found) => viewProximity(found, reader)!,
      }),
    line: lineViewFor(state, reader),
    incident: incidentsViewFor(state, reader),
    incidents: (page) =>
      takePage(state.incidents.all.seenBy(reader), page, {
        isSeen: (found) => isIncidentSeen(found, reader),
        isAsked: () => true,
        view: (found) => viewIncident(state, found, reader),
      }),
    channels: (page) =>
      takePage(state.line.channels.seenBy(reader), page, {
        isSeen: (found) => isChannelSeen(found, reader),
        isAsked: () => true,
        view: (found) => viewChannel(found, reader),
      }),
    messages: (filter, page) =>
      takePage(findMessages(state, reader, filter), page, {
        isSeen: () => true,
        isAsked: () => true,
        view: (found) => viewMessage(state, found, reader),
      }),
    tracks: (filter, page) =>
      takePage(state.tracks.all.seenBy(reader), page, {
        isSeen: (found) => isTrackSeen(found, reader),
        isAsked: (found) => isTrackAsked(found, filter),
        view: (found) => viewTrack(state, found),
      }),
    track: (id) => findTrack(state, id, reader),
    coverage: (operationId, nowMs) => {
      // Also of what is not there: else the time would tell what is another's.
      const isShown = shown.disclosed(operationId) !== null;
      const found = state.operations.get(operationId);
      const isSeen = found && (isShown ? isDisclosed(found) : detailOf(found) === "full");
      return isSeen ? coverageOf(state, found, { reader, nowMs, asked: null }) : null;
    },
    coverageIn: (asked, nowMs) =>
      inFull()
        .filter((found) => isThere(found, asked))
        .map((found) => coverageOf(state, found, { reader, nowMs, asked })),
    opening: (id) => viewOpening(state, id, reader),
    openings: (page) =>
      takePage(openingsFor(state, reader), page, {
        isSeen: (found) => isOpeningSeen(found, reader),
        isAsked: () => true,
        view: viewOf,
      }),
    contact: contactsViewFor(state, reader),
    contacts: (page) =>
      takePage(state.contacts.all.seenBy(reader), page, {
        isSeen: (found) => isContactSeen(found, reader),
        isAsked: () => true,
        view: (found) => viewContact(state, found, reader),
      }),
    item: (id) => findItemView(state, id, reader),
    items: (page) =>
      takePage(state.items.all.seenBy(reader), page, {
        isSeen: (found) => isItemSeen(found, reader),
        isAsked: () => true,
        view: (found) => viewItemBriefly(state, found, reader),
      }),
    area: (id) => findAreaView(state, id, reader),
    areas: (filter, page) =>
      takePage(state.areas.all.seenBy(reader), page, {
        isSeen: (found) => isAreaSeen(found, reader),
        isAsked: (found) => isAreaAsked(found, filter),
        view: (found) => viewArea(state, found, reader),
      }),
    areasTouchedBy: (operationId) => viewTouchedBy(state, operationId, reader),
    movement: movementsViewFor(state, reader),
    movements: (page) =>
      takePage(state.movements.all.seenBy(reader), page, {
        isSeen: (found) => isMovementSeen(found, reader),
        isAsked: () => true,
        view: (found) => viewMovementBriefly(state, found, reader),
      }),
    review: (id) => findReviewView(state, id, reader),
    reviews: (page) =>
      takePage(state.reviews.all.seenBy(reader), page, {
        isSeen: (found) => isReviewSeen(found, reader),
        isAsked: () => true,
        view: (found) => viewReviewBriefly(state, found, reader),
      }),
    statistics: (period) => viewStatistics(state, reader, period),
    tell: (change) => {
      switch (change.kind) {
        case "area-changed":
        case "area-review-soon":
        case "area-touched":
          return tellOfArea(state, change, reader);
        case "desk-opened":
        case "desk-closed":
        case "watch-changed":
        case "holder-changed":
        case "invitation-changed":
        case "key-changed":
          return tellOfParties(state, change, reader);
        case "channel-changed":
        case "line-changed":
        case "message-sent":
        case "message-changed":
          return tellOfLine(state, change, reader);
        case "opening-changed":
        case "read-log-added":
          return tellOfOpening(state, change, reader);
        case "target-changed":
          return tellOfTarget(state, change, reader);
        case "contact-changed":
        case "contact-notes-changed":
        case "readout-changed":
        case "readout-released":
          return tellOfContact(state, change, reader);
        case "item-changed":
        case "item-due-soon":
        case "item-overdue":
          return tellOfItem(state, change, reader);
        case "track-changed":
          return tellOfTrack(state, change, reader);
        case "site-changed":
        case "site-told":
        case "proximity-opened":
        case "proximity-changed":
        case "proximity-over":
          return tellOfSites(state, change, reader);
        case "incident-changed":
          return tellOfIncident(state, change, reader);
        case "movement-changed":
          return tellOfMovement(state, change, reader);
        case "review-changed":
          return tellOfReview(state, change, reader);
        case "people-key-over":
        case "uss-to-tell":
          return null;
        case "theatre-set":
        case "theatre-change":
          return tellOfTheatre(state, change);
        case "operation-filed":
        case "operation-replaced":
        case "operation-moved": {
          const seen = operation(change.operationId);
          if (seen) return { kind: TOLD_AS[change.kind], operation: seen };
          const found = state.operations.get(change.operationId);
          const ref = found && change.kind === "operation-moved" && refFor(state, found, reader);
          // Of a version that is not shown, its state is not either.
          return ref && ref.isCurrent ? { kind: "operation.disclosed", disclosure: ref } : null;
        }
        case "operation-disclosed":
        case "disclosure-closed":
        case "operation-read":
        case "standing-consent-set":
          return tellOfDisclosure(state, change, reader);
        case "proposal-opened":
        case "proposal-changed":
        case "standing-changed":
          return tellOfSettling(state, change, reader);
        default: {
          const seen = conflict(change.conflictId);
          return seen && { kind: TOLD_AS[change.kind], conflict: seen };
        }
      }
    },
  };
};

const TOLD_AS = {
  "operation-filed": "operation.filed",
  "operation-replaced": "operation.replaced",
  "operation-moved": "operation.moved",
  "conflict-opened": "conflict.opened",
  "conflict-changed": "conflict.changed",
  "conflict-closed": "conflict.closed",
  "conflict-moved": "conflict.moved",
  "conflict-overdue": "conflict.overdue",
  "conflict-unresolved": "conflict.unresolved",
} as const;

const matchesOperation = (operation: Operation, { party, states }: OperationFilter): boolean =>
  (party === undefined || operation.party === party) &&
  (states === undefined || states.includes(operation.state));

type Selection<S, T> = {
  /** May the reader see it at all? */
  readonly isSeen: (found: S) => boolean;
  readonly isAsked: (found: S) => boolean;
  readonly view: (found: S) => T;
};

const takePage = <S, T>(
  all: ReadonlyMap<string, S>,
  { after, limit }: PageRequest,
  { isSeen, isAsked, view }: Selection<S, T>,
): Page<T> => {
  const from = after === undefined ? undefined : all.get(after);
  assert(after === undefined || (from && isSeen(from)), "the page before ended at an entry seen");
  const items: T[] = [];
  let [isPast, remaining, lastId]: [boolean, number, string | null] = [!from, 0, null];
  for (const [id, found] of all) {
    if (!isPast) {
      isPast = found === from;
      continue;
    }
    // In this order: what is asked for makes no difference to what is done for another's.
    if (!isSeen(found) || !isAsked(found)) continue;
    if (items.length < limit) {
      items.push(view(found));
      lastId = id;
    } else remaining++;
  }
  return { items, remaining, next: remaining > 0 ? lastId : null };
};

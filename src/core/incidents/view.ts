/** What a reader sees of incidents: their two sides all that was said, the host that they exist and are due. */

import { nameFor } from "../line/name-for.ts";
import { isOpenToHost } from "../openings/model.ts";
import type { Reader } from "../operations/view.ts";
import { IS_SEEN } from "../seen.ts";
import type { State } from "../state.ts";
import type { IncidentCause, IncidentChange } from "./changes.ts";
import { jointCount } from "./joint-count.ts";
import type { CountAsked, JointCount } from "./joint-count.ts";
import { isIncidentSeen, isSideOf, partiesOf, standingFacts } from "./model.ts";
import type {
  ClosingWord,
  Fact,
  Incident,
  IncidentClock,
  IncidentLink,
  IncidentSide,
  IncidentState,
  LinkKind,
} from "./model.ts";

/** `id` is null where the reader's own view does not have the thing: a thing that `party` linked, not shown. */
export type LinkView = Omit<IncidentLink, "id" | "by"> & {
  readonly id: string | null;
  readonly by: string | null;
};

export type ClosingView = Omit<ClosingWord, "officers"> & {
  /** Of the own side; null: the other's are not told. */
  readonly officers: readonly string[] | null;
  readonly officerCount: number;
};

export type FullIncidentView = Omit<Incident, "sides" | "links"> & {
  readonly detail: "full";
  readonly parties: readonly [string, string];
  readonly sides: readonly (Omit<IncidentSide, "closing"> & {
    readonly closing: ClosingView | null;
  })[];
  readonly links: readonly LinkView[];
  /** Numbers of the facts that stand, by what became of them. */
  readonly agreedFacts: readonly number[];
  readonly disputedFacts: readonly number[];
};

export type ExistsIncidentView = {
  readonly detail: "exists";
  readonly id: string;
  readonly parties: readonly [string, string];
  readonly state: IncidentState;
  readonly openedMs: number;
  readonly clocks: readonly Pick<
    IncidentClock,
    "what" | "party" | "dueMs" | "metMs" | "overdueMs"
  >[];
};

export type IncidentView = FullIncidentView | ExistsIncidentView;

export const viewIncident = (state: State, incident: Incident, reader: Reader): IncidentView => {
  const { id, openedMs } = incident;
  const parties = partiesOf(incident);
  if (reader.kind === "host" && !isOpenToHost(state, "incident", id)) {
    const clocks = incident.clocks.map(({ what, party, dueMs, metMs, overdueMs }) => ({
      what,
      party,
      dueMs,
      metMs,
      overdueMs,
    }));
    return { detail: "exists", id, parties, state: incident.state, openedMs, clocks };
  }
  const hide = <T extends { readonly party: string; readonly by: string | null }>(one: T): T => ({
    ...one,
    by: nameFor(reader, one.party, one.by),
  });
  const numbersOf = (wanted: Fact["state"]): number[] =>
    standingFacts(incident).flatMap((fact) => (fact.state === wanted ? [fact.number] : []));
  return {
    ...incident,
    detail: "full",
    parties,
    sides: incident.sides.map(({ closing, ...side }) => ({
      ...side,
      closing: closing && viewClosing(closing, reader, side.party),
    })),
    steps: incident.steps.map(hide),
    reports: incident.reports.map(hide),
    facts: incident.facts.map((fact) => ({ ...hide(fact), answers: fact.answers.map(hide) })),
    links: incident.links.map((link) => ({
      ...hide(link),
      id: IS_SEEN[link.to](state, link.id, reader) ? link.id : null,
    })),
    queries: incident.queries.map((query) => ({
      ...hide(query),
      answer: query.answer && {
        ...query.answer,
        by: nameFor(reader, parties.find((one) => one !== query.party) ?? "", query.answer.by),
      },
    })),
    clocks: incident.clocks.map((clock) => ({ ...clock })),
    entrySeqs: [...incident.entrySeqs],
    agreedFacts: numbersOf("agreed"),
    disputedFacts: numbersOf("disputed"),
  };
};

const viewClosing = (
  { officers, ...word }: ClosingWord,
  reader: Reader,
  party: string,
): ClosingView => ({
  ...word,
  officers: reader.kind === "party" && reader.party === party ? officers : null,
  officerCount: officers.length,
});

/**
 * What was said of the incident; of a linked message that the party sees, what was said of that; of its own
 * operation, site and movement, and of an area that it is a party to, the versions. Of anything else not
 * even that there is an entry.
 */
const evidenceSeqs = (state: State, incident: Incident, party: string): readonly number[] => {
  const reader: Reader = { kind: "party", party };
  const linked = incident.links.flatMap(({ to, id }) =>
    IS_SEEN[to](state, id, reader) ? (SAID_BY[to]?.(state, id, party) ?? []) : [],
  );
  return [...new Set([...incident.entrySeqs, ...linked])].toSorted((a, b) => a - b);
};

/** The entries by which what is linked was said; what is not here stands in the bundle as it is seen alone. */
const SAID_BY: Readonly<
  Partial<Record<LinkKind, (state: State, id: string, party: string) => readonly number[]>>
> = {
  message: ({ line }, id) => line.messages.get(id)?.entrySeqs ?? [],
  operation: ({ operations }, id, party) => {
    const found = operations.get(id);
    return found?.party === party ? found.versions.map(({ notice }) => notice.seq) : [];
  },
  site: ({ sites }, id, party) => versionSeqs(sites.all.get(id), party),
  movement: ({ movements }, id, party) => versionSeqs(movements.all.get(id), party),
  area: ({ areas }, id, party) => {
    const found = areas.all.get(id);
    const versions = found?.parties.includes(party) ? [found.agreed, found.pending] : [];
    return versions.flatMap((one) => one?.seq ?? []);
  },
};

type Versioned = { readonly party: string; readonly versions: readonly { readonly seq: number }[] };

const versionSeqs = (found: Versioned | undefined, party: string): readonly number[] =>
  found?.party === party ? found.versions.map(({ seq }) => seq) : [];

/** The part of the view that is of incidents; its list is a page of `view.ts`. */
export type IncidentsView = {
  readonly find: (id: string) => IncidentView | null;
  /** Whom the reader lets its own counts be told beside theirs. */
  readonly countConsents: () => readonly string[];
  /** Entries of the record behind it, of which the reader was told, in order; null: it is not there. */
  readonly evidenceSeqs: (id: string) => readonly number[] | null;
  /** With another party; null: to one that is no side of it, so to the host too. */
  readonly count: (other: string, asked: CountAsked) => JointCount | null;
};

export const incidentsViewFor = (state: State, reader: Reader): IncidentsView => ({
  find: (id) => {
    const found = state.incidents.all.get(id);
    return found && isIncidentSeen(found, reader) ? viewIncident(state, found, reader) : null;
  },
  countConsents: () => {
    if (reader.kind === "host") return [];
    const { countConsents } = state.incidents;
    return (state.theatre?.parties ?? [])
      .map(({ id }) => id)
      .filter((other) => countConsents.has(`${reader.party} ${other}`))
      .toSorted();
  },
  evidenceSeqs: (id) => {
    const found = state.incidents.all.get(id);
    if (!found || reader.kind === "host" || !isSideOf(found, reader.party)) return null;
    return evidenceSeqs(state, found, reader.party);
  },
  count: (other, asked) =>
    reader.kind === "party" ? jointCount(state, [reader.party, other], asked) : null,
});

export type IncidentTold = {
  readonly kind: "incident.changed";
  readonly cause: IncidentCause;
  readonly incident: IncidentView;
};

/** What the host hears of: that an incident is there, and what falls due of it. */
const HOST_CAUSES: readonly IncidentCause[] = [
  "opened",
  "step",
  "closed",
  "reopened",
  "reminder",
  "overdue",
];

/** The change as told to this reader, or null when it is not told. */
export const tellOfIncident = (
  state: State,
  { cause, incidentId }: IncidentChange,
  reader: Reader,
): IncidentTold | null => {
  const incident = incidentsViewFor(state, reader).find(incidentId);
  if (!incident || (incident.detail === "exists" && !HOST_CAUSES.includes(cause))) return null;
  return { kind: "incident.changed", cause, incident };
};

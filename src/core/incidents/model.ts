/** Incidents: what each side says happened, what both agree on, what is owed by when, and how it ended. */

import { INCIDENT_REPORTS } from "../line/kinds/incidents.ts";
import type { Values } from "../line/fields.ts";
import type { WordOf } from "../line/words.ts";
import type { Machine } from "../machine.ts";
import type { Reader } from "../operations/view.ts";
import type { Level } from "../parties/model.ts";
import { PartyMap } from "../party-map.ts";
import type { ThingKind } from "../seen.ts";

export const INCIDENT_STATES = [
  "reported",
  "received",
  "calling",
  "cease_asked",
  "ceased",
  "not_ceased",
  "clarifying",
  "agreed_facts",
  "disputed_facts",
  "referred_up",
  "closed",
  "reopened",
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

const FACTS = ["clarifying", "agreed_facts", "disputed_facts"] as const;
const ENDS = ["referred_up", "closed"] as const;

/** From every state a cease can be asked for: it may go on, or begin again. */
export const INCIDENT: Machine<IncidentState> = {
  name: "incident",
  start: "reported",
  next: {
    reported: ["received", "calling", "cease_asked", ...FACTS, ...ENDS],
    received: ["calling", "cease_asked", ...FACTS, ...ENDS],
    calling: ["cease_asked", ...FACTS, ...ENDS],
    cease_asked: ["ceased", "not_ceased", ...ENDS],
    ceased: ["cease_asked", "calling", ...FACTS, ...ENDS],
    not_ceased: ["ceased", "cease_asked", "calling", "clarifying", ...ENDS],
    clarifying: ["calling", "cease_asked", "agreed_facts", "disputed_facts", ...ENDS],
    agreed_facts: ["calling", "cease_asked", "clarifying", "disputed_facts", ...ENDS],
    disputed_facts: ["calling", "cease_asked", "clarifying", "agreed_facts", ...ENDS],
    referred_up: ["calling", "cease_asked", ...FACTS, "closed"],
    closed: ["reopened"],
    reopened: ["calling", "cease_asked", ...FACTS, ...ENDS],
  },
};

/** Steps that a side says by itself; the others come of what is said otherwise. */
export const SAID_STEPS = [
  "received",
  "calling",
  "cease_asked",
  "ceased",
  "not_ceased",
  "clarifying",
  "agreed_facts",
  "disputed_facts",
] as const satisfies readonly IncidentState[];
export type SaidStep = (typeof SAID_STEPS)[number];

export type IncidentStep = {
  readonly state: IncidentState;
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  /** Why, where it was said. */
  readonly text: string | null;
};

export type ReportForm = keyof typeof INCIDENT_REPORTS;
export const REPORT_FORMS = Object.keys(INCIDENT_REPORTS) as readonly ReportForm[];

/** One side's account. A correction is the next version of the same form; none is ever taken out. */
export type IncidentReport = {
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  readonly seq: number;
  readonly form: ReportForm;
  /** From 1 on, of this side and form. */
  readonly version: number;
  readonly fields: Values;
};

export const FACT_STATES = ["proposed", "agreed", "disputed", "left_open"] as const;
export type FactState = (typeof FACT_STATES)[number];

/** A statement of one side. What both agreed is never changed, only superseded by another that both agree. */
export const FACT: Machine<FactState> = {
  name: "fact",
  start: "proposed",
  next: {
    proposed: ["agreed", "disputed", "left_open"],
    agreed: [],
    disputed: ["agreed", "disputed", "left_open"],
    left_open: ["agreed", "disputed", "left_open"],
  },
};

export type FactAnswer = {
  readonly state: Exclude<FactState, "proposed">;
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  /** The other side's own wording. */
  readonly text: string | null;
};

export type Fact = {
  /** From 1 on, without a gap. */
  readonly number: number;
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  readonly seq: number;
  readonly text: string;
  /** The agreed fact in whose place it is to stand. */
  readonly supersedes: number | null;
  state: FactState;
  supersededBy: number | null;
  /** Oldest first: an answer may be given anew until it is agreed. */
  readonly answers: FactAnswer[];
};

/** What an incident may be tied to: a side ties only what it sees, and each sees of it what its own view has. */
export const LINK_KINDS = [
  "operation",
  "conflict",
  "message",
  "track",
  "site",
  "movement",
  "area",
] as const satisfies readonly ThingKind[];
export type LinkKind = (typeof LINK_KINDS)[number];

export type IncidentLink = {
  readonly to: LinkKind;
  readonly id: string;
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
};

/** A question of one side to the other. */
export type IncidentQuery = {
  readonly number: number;
  readonly party: string;
  readonly by: string | null;
  readonly atMs: number;
  readonly isUrgent: boolean;
  readonly text: string;
  answer: { readonly by: string | null; readonly atMs: number; readonly text: string } | null;
};

export const CLOCK_KINDS = [
  "call",
  "first_report",
  "interim_report",
  "reply",
  "urgent_query",
  "ordinary_query",
  "close",
] as const;
export type IncidentClockKind = (typeof CLOCK_KINDS)[number];

/** What is owed by when. Never taken out: that nothing came by then stays a fact, with its time. */
export type IncidentClock = {
  readonly what: IncidentClockKind;
  /** Who owes it; null: both. */
  readonly party: string | null;
  /** The number of the query that is owed an answer. */
  readonly query: number | null;
  readonly fromMs: number;
  /** Half of the time. */
  readonly remindMs: number;
  readonly dueMs: number;
  remindedMs: number | null;
  metMs: number | null;
  overdueMs: number | null;
  /** By party, to which level; null: it has no desk at a higher one. */
  raised: readonly { readonly party: string; readonly level: Level | null }[];
};

export type IncidentOutcome = WordOf<"incidentOutcome">;

/** One side's word on how it ends. It is closed once both sides say the same. */
export type ClosingWord = {
  readonly outcome: IncidentOutcome;
  readonly text: string | null;
  /** Who said it for the side: two where the theatre asks for a second person. */
  readonly officers: readonly string[];
  readonly atMs: number;
};

export type IncidentSide = {
  readonly party: string;
  /** Where it now stands: each time it is overdue it is raised to the next level. */
  level: Level;
  closing: ClosingWord | null;
};

export type Incident = {
  readonly id: string;
  /** Who opened it, then the other. */
  readonly sides: readonly [IncidentSide, IncidentSide];
  /** As the opener called it; each side's first report says its own. */
  readonly incidentKind: WordOf<"incidentKind">;
  readonly atMs: number;
  /** The message that opened it; null: none. */
  readonly messageId: string | null;
  readonly openedMs: number;
  changedMs: number;
  state: IncidentState;
  /** Who asked for the cease that waits for an answer. */
  ceaseAskedBy: string | null;
  outcome: IncidentOutcome | null;
  readonly steps: IncidentStep[];
  readonly reports: IncidentReport[];
  readonly facts: Fact[];
  readonly links: IncidentLink[];
  readonly queries: IncidentQuery[];
  readonly clocks: IncidentClock[];
  /** The entries by which its sides said what was taken. */
  readonly entrySeqs: number[];
};

/** What one side's account says that it was, and when. */
export type Account = { readonly incidentKind: WordOf<"incidentKind">; readonly atMs: number };

/** What is kept of an incident that has left the state, for the counts alone. */
export type CountedIncident = {
  readonly parties: readonly [string, string];
  /** In the order of the parties; null: that side gave none. */
  readonly accounts: readonly [Account | null, Account | null];
  readonly leftMs: number;
};

export type IncidentsState = {
  /** In the order they were opened. */
  readonly all: PartyMap<Incident>;
  /** In the order they left. */
  readonly past: PartyMap<CountedIncident>;
  /** "NORTH SOUTH": NORTH lets its counts be told beside SOUTH's where the two differ. */
  readonly countConsents: Set<string>;
};

export const makeIncidentsState = (): IncidentsState => ({
  all: new PartyMap((incident) => listsOf(partiesOf(incident))),
  past: new PartyMap(({ parties }) => listsOf(parties)),
  countConsents: new Set(),
});

/** Under each party, and under the two: what is counted of them takes no time for what one has with others. */
const listsOf = (parties: readonly [string, string]): readonly string[] => [
  ...parties,
  bothOf(parties),
];
/** No party is called so: ids have no blanks. */
export const bothOf = (parties: readonly [string, string]): string => parties.toSorted().join(" ");

export type IncidentsDump = {
  readonly all: readonly Incident[];
  readonly past: readonly (readonly [string, CountedIncident])[];
  readonly countConsents: readonly string[];
};

export const dumpIncidents = ({ all, past, countConsents }: IncidentsState): IncidentsDump => ({
  all: [...all.values()],
  past: [...past],
  countConsents: [...countConsents].toSorted(),
});

export const loadIncidents = (state: IncidentsState, dump: IncidentsDump): void => {
  for (const incident of dump.all) state.all.set(incident.id, incident);
  for (const [id, counted] of dump.past) state.past.set(id, counted);
  for (const consent of dump.countConsents) state.countConsents.add(consent);
};

export const partiesOf = ({ sides }: Incident): readonly [string, string] => [
  sides[0].party,
  sides[1].party,
];

export const isSideOf = (incident: Incident, party: string): boolean =>
  partiesOf(incident).includes(party);

/** To everybody but its sides and the host there is none. */
export const isIncidentSeen = (incident: Incident, reader: Reader): boolean =>
  reader.kind === "host" || isSideOf(incident, reader.party);

export const sideOf = ({ sides }: Incident, party: string): IncidentSide =>
  sides[0].party === party ? sides[0] : sides[1];

/** The side that is not `party`. */
export const otherOf = ({ sides }: Incident, party: string): string =>
  sides[0].party === party ? sides[1].party : sides[0].party;

/** What stands now: neither superseded nor waiting to stand in place of another. */
export const standingFacts = ({ facts }: Incident): readonly Fact[] =>
  facts.filter(
    ({ supersededBy, supersedes, state }) =>
      supersededBy === null && (supersedes === null || state === "agreed"),
  );

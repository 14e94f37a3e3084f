/** Incidents between two, up to the close and beyond. */

import type { IncidentCommand } from "../incidents/commands.ts";
import { INCIDENT, isSideOf, LINK_KINDS, SAID_STEPS } from "../incidents/model.ts";
import type { Incident, LinkKind, SaidStep } from "../incidents/model.ts";
import type { Values } from "../line/fields.ts";
import { WORDS } from "../line/words.ts";
import type { TestTheatre } from "../test-theatre.ts";
import { among } from "./test-saying.ts";
import type { Draw, Ids, Sayings } from "./test-saying.ts";

const incidents = ({ state }: TestTheatre, speaker: string): Ids =>
  among(state.incidents.all, (one) => isSideOf(one, speaker));

type Found = { readonly incidentId: string; readonly incident: Incident | undefined };

const incidentOf = (draw: Draw, theatre: TestTheatre, speaker: string): Found => {
  const incidentId = draw.id(incidents(theatre, speaker));
  return { incidentId, incident: theatre.state.incidents.all.get(incidentId) };
};

const KINDS = ["site_hit", "near_miss_air"] as const;

const reportOf = ({ one }: Draw, { atMs }: TestTheatre): Values => ({
  incidentKind: one(KINDS),
  atMs,
  place: { lngDeg: 40, latDeg: 35 },
  casualties: "unknown",
  account: "as it was seen",
});

/** Of the facts, those that the other side stated and nobody has settled come last. */
const factOf = (draw: Draw, { incident }: Found, speaker: string): number => {
  const facts = incident?.facts ?? [];
  const open = facts.filter(({ party, state }) => party !== speaker && state !== "agreed");
  const wanted = open.length > 0 ? open : facts;
  return wanted.length > 0 ? draw.one(wanted).number : 1;
};

const queryOf = ({ incident }: Found, speaker: string): number =>
  incident?.queries.find(({ party, answer }) => party !== speaker && !answer)?.number ?? 1;

const isSaid = (state: string): state is SaidStep =>
  (SAID_STEPS as readonly string[]).includes(state);

const linkable = ({ state }: TestTheatre, to: LinkKind): Ids => {
  const all: Readonly<Record<LinkKind, ReadonlyMap<string, unknown>>> = {
    operation: state.operations,
    conflict: state.conflicts,
    message: state.line.messages,
    track: state.tracks.all,
    site: state.sites.all,
    movement: state.movements.all,
    area: state.areas.all,
  };
  return among(all[to]);
};

export const INCIDENTS: Sayings<IncidentCommand> = {
  "open-incident": {
    often: 5,
    say: (draw, theatre) => ({
      kind: "open-incident",
      other: draw.party(),
      incidentKind: draw.one(KINDS),
      atMs: theatre.atMs,
      ...(draw.number(6) === 0
        ? { messageId: draw.id(among(theatre.state.line.messages)) }
        : { fields: reportOf(draw, theatre) }),
    }),
  },
  "step-incident": {
    often: 5,
    say: (draw, theatre, speaker) => {
      const { incidentId, incident } = incidentOf(draw, theatre, speaker);
      const next = incident ? INCIDENT.next[incident.state].filter(isSaid) : [];
      const to = draw.one(next.length > 0 ? next : SAID_STEPS);
      return { kind: "step-incident", incidentId, to };
    },
  },
  "report-incident": {
    often: 3,
    say: (draw, theatre, speaker) => ({
      kind: "report-incident",
      incidentId: draw.id(incidents(theatre, speaker)),
      form: draw.one(["first", "first", "interim", "final"] as const),
      fields: reportOf(draw, theatre),
    }),
  },
  "state-fact": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const found = incidentOf(draw, theatre, speaker);
      const { incidentId, incident } = found;
      const supersedes = incident?.facts.findLast(({ state }) => state === "agreed")?.number;
      const isNew = supersedes === undefined || draw.number(2) === 0;
      return { kind: "state-fact", incidentId, text: "so", ...(isNew ? {} : { supersedes }) };
    },
  },
  "answer-fact": {
    often: 5,
    say: (draw, theatre, speaker) => {
      const found = incidentOf(draw, theatre, speaker);
      const number = factOf(draw, found, speaker);
      const answer = draw.one(["agreed", "agreed", "disputed", "left_open"] as const);
      return { kind: "answer-fact", incidentId: found.incidentId, number, answer };
    },
  },
  "link-incident": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const to = draw.one(LINK_KINDS);
      const incidentId = draw.id(incidents(theatre, speaker));
      return { kind: "link-incident", incidentId, to, id: draw.id(linkable(theatre, to)) };
    },
  },
  "ask-incident": {
    often: 3,
    say: (draw, theatre, speaker) => ({
      kind: "ask-incident",
      incidentId: draw.id(incidents(theatre, speaker)),
      isUrgent: draw.number(2) === 0,
      text: "who?",
    }),
  },
  "answer-incident": {
    often: 5,
    say: (draw, theatre, speaker) => {
      const found = incidentOf(draw, theatre, speaker);
      const number = queryOf(found, speaker);
      return { kind: "answer-incident", incidentId: found.incidentId, number, text: "we" };
    },
  },
  "refer-incident": {
    say: (draw, theatre, speaker) => ({
      kind: "refer-incident",
      incidentId: draw.id(incidents(theatre, speaker)),
      level: "general_staff",
      text: "above",
    }),
  },
  "close-incident": {
    often: 12,
    say: (draw, theatre, speaker) => ({
      kind: "close-incident",
      incidentId: draw.id(incidents(theatre, speaker)),
      outcome: draw.one(WORDS.incidentOutcome),
    }),
  },
  "reopen-incident": {
    often: 4,
    say: (draw, theatre, speaker) => {
      const closed = among(
        theatre.state.incidents.all,
        (one) => isSideOf(one, speaker) && one.state === "closed",
      );
      return { kind: "reopen-incident", incidentId: draw.id(closed), text: "more came to light" };
    },
  },
  "consent-incident-counts": {
    say: (draw) => ({
      kind: "consent-incident-counts",
      other: draw.party(),
      isGiven: draw.number(2) === 0,
    }),
  },
};

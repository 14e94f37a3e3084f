/** Incidents: what two sides say to each other of one is nobody else's, not even that there is one. */

import type { IncidentCommand, OnIncident } from "../incidents/commands.ts";
import { isSideOf, partiesOf } from "../incidents/model.ts";
import type { Incident } from "../incidents/model.ts";
import { INCIDENT } from "../incidents/model.ts";
import type { Values } from "../line/fields.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { pick, pickLate } from "./test-step.ts";
import type { PartyId } from "./test-step.ts";
import type { World } from "./test-world.ts";

const KINDS = ["site_hit", "near_miss_air", "gnss_interference"] as const;

const report = (world: World, account: string, which: number): Values => ({
  incidentKind: pick(KINDS, which)!,
  atMs: world.theatre.atMs,
  place: { lngDeg: 40, latDeg: 35 },
  casualties: "unknown",
  account,
});

type Said = {
  readonly party: PartyId;
  readonly which: number;
  readonly text: string;
  readonly isAside: boolean;
};

const isHidden = (incident: Incident): boolean =>
  partiesOf(incident).every((one) => ["NORTH", "EAST", "WEST"].includes(one));

/** To the host every incident is there: those of others than SOUTH are told of, and driven alike. */
const incidentOf = (world: World, { party, which, isAside }: Said): Incident | null => {
  const all = [...world.state.incidents.all.values()].filter(
    (one) => isSideOf(one, party) && isHidden(one) === isAside,
  );
  return pickLate(all.slice(-2), which);
};

const open = (world: World, { party, which, text, isAside }: Said): IncidentCommand => {
  const others = isAside ? ["NORTH", "EAST", "WEST"] : ["SOUTH", "RELIEF"];
  const other = pick(
    others.filter((one) => one !== party),
    which,
  )!;
  const incidentKind = pick(KINDS, which)!;
  const fields = report(world, text, which);
  return { kind: "open-incident", other, incidentKind, atMs: world.theatre.atMs, fields };
};

const step = (world: World, said: Said): OnIncident | null => {
  const incident = incidentOf(world, said);
  if (!incident) return null;
  const next = INCIDENT.next[incident.state].filter(
    (to) => to !== "referred_up" && to !== "closed" && to !== "reopened",
  );
  const to = pick(next, said.which) ?? "calling";
  return { kind: "step-incident", incidentId: incident.id, to: to as never };
};

type Make = (world: World, said: Said) => IncidentCommand | null;

const on =
  (make: (incident: Incident, said: Said, world: World) => OnIncident | null): Make =>
  (world, said) => {
    const incident = incidentOf(world, said);
    return incident && make(incident, said, world);
  };

const MAKES: Readonly<Record<string, Make>> = {
  "step-incident": step,
  "report-incident": on(({ id: incidentId }, { text, which }, world) => ({
    kind: "report-incident",
    incidentId,
    form: "first",
    fields: report(world, text, which),
  })),
  "state-fact": on(({ id: incidentId }, { text }) => ({ kind: "state-fact", incidentId, text })),
  "answer-fact": on(({ id: incidentId, facts }, { party, which, text }) => {
    const fact = pick(
      facts.filter((one) => one.party !== party && one.state !== "agreed"),
      which,
    );
    const answer = pick(["agreed", "disputed"] as const, which)!;
    return fact && { kind: "answer-fact", incidentId, number: fact.number, answer, text };
  }),
  "link-incident": on(({ id: incidentId }, { party, which }, { state }) => {
    const own = [...state.operations.values()].filter((one) => one.party === party);
    const id = pick(own, which)?.id;
    return id === undefined ? null : { kind: "link-incident", incidentId, to: "operation", id };
  }),
  "ask-incident": on(({ id: incidentId }, { which, text }) => ({
    kind: "ask-incident",
    incidentId,
    isUrgent: which % 2 === 0,
    text,
  })),
  "answer-incident": on(({ id: incidentId, queries }, { party, text }) => {
    const query = queries.find((one) => one.party !== party && one.answer === null);
    return query ? { kind: "answer-incident", incidentId, number: query.number, text } : null;
  }),
  "refer-incident": on(({ id: incidentId }, { text }) => ({
    kind: "refer-incident",
    incidentId,
    level: "general_staff",
    text,
  })),
  "close-incident": on(({ id: incidentId }) => ({
    kind: "close-incident",
    incidentId,
    outcome: "closed",
  })),
  "reopen-incident": on(({ id: incidentId, state }, { text }) =>
    state === "closed" ? { kind: "reopen-incident", incidentId, text } : null,
  ),
};

/** It takes both sides, and two of each: else none would ever be closed, nor reopened. */
const OFTEN: Readonly<Record<string, number>> = { "close-incident": 10, "reopen-incident": 3 };

/** Between parties that the observer may see, said in both worlds alike. */
const act =
  (make: Make): Act =>
  (world, { party, which }) => {
    const isMine = party === "SOUTH" || party === "RELIEF" || world.isHost();
    const isSeen = !world.isHost() && world.isObserver(party);
    if (world.isHost() ? party === "NORTH" : !isMine && !isSeen) return null;
    const command = make(world, { party, which, text: "as told", isAside: false });
    // By one officer or another: where two are needed, two there are.
    return command && { command, by: `officer-${which % 2}` };
  };

const aside: Aside = (world, party, { which, said }) => {
  if (!["NORTH", "EAST", "WEST"].includes(party)) return null;
  const about = { party, which, text: `kept ${said}`, isAside: true };
  const makes = [open, ...Object.values(MAKES)];
  const other = party === "NORTH" ? "EAST" : "NORTH";
  return (
    (which % 3 === 0 ? null : pick(makes, said)!(world, about)) ??
    (said % 5 === 0
      ? { kind: "consent-incident-counts", other, isGiven: which % 2 === 0 }
      : open(world, about))
  );
};

export const INCIDENTS: Part = {
  acts: {
    "open-incident": [3, act(open)],
    ...Object.fromEntries(
      Object.entries(MAKES).map(([name, make]) => [name, [OFTEN[name] ?? 2, act(make)] as const]),
    ),
    "consent-incident-counts": [
      1,
      (world, { party, which }) =>
        world.isObserver(party)
          ? {
              kind: "consent-incident-counts",
              other: party === "NORTH" ? "SOUTH" : "NORTH",
              isGiven: which % 2 === 0,
            }
          : null,
    ],
  },
  asides: [aside],
  idsOf: ({ incidents }) => ({ incidents: [...incidents.all.keys()] }),
  fetch: (view, { incidents = [] }) => ({
    incidents: pages((after) => view.incidents({ after, limit: 3 })),
    eachIncident: incidents.map((id) => view.incident.find(id)),
    eachEvidence: incidents.map((id) => view.incident.evidenceSeqs(id)),
    countConsents: view.incident.countConsents(),
    incidentCounts: ["NORTH", "SOUTH", "RELIEF", "EAST"].map((other) =>
      KINDS.map((incidentKind) =>
        view.incident.count(other, { incidentKind, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }),
      ),
    ),
  }),
  probes: [
    (incidentId) => ({ kind: "state-fact", incidentId, text: "probe" }),
    (incidentId) => ({ kind: "close-incident", incidentId, outcome: "closed" }),
    (incidentId) => ({ kind: "step-incident", incidentId, to: "calling" }),
  ],
};

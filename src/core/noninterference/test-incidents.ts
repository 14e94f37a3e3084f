/** Incidents: what two sides say to each other of one is nobody else's, not even that there is one. */

import type { IncidentCommand, OnIncident } from "../incidents/commands.ts";
import { INCIDENT, isSideOf, LINK_KINDS, partiesOf } from "../incidents/model.ts";
import type { Incident, IncidentLink, LinkKind } from "../incidents/model.ts";
import type { Values } from "../line/fields.ts";
import { IS_SEEN } from "../seen.ts";
import { seenOf as areasInBoth } from "./test-areas.ts";
import { movementsOfBoth } from "./test-movements.ts";
import { pages } from "./test-part.ts";
import type { Act, Aside, Part } from "./test-part.ts";
import { isOpen } from "./test-sites.ts";
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
  /** Drawn of what the other side is not shown. */
  readonly kept: number;
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
  const others = isAside ? ["NORTH", "EAST", "WEST"] : ["SOUTH", "RELIEF", "NORTH"];
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

type Thing = Pick<IncidentLink, "to" | "id">;

/** What the party sees, of the kinds that can be linked. */
const seenOf = ({ state }: World, party: PartyId): Thing[] => {
  const { operations, conflicts, line, tracks, sites, movements, areas } = state;
  const ids: Readonly<Record<LinkKind, Iterable<string>>> = {
    operation: operations.keys(),
    conflict: conflicts.keys(),
    message: line.messages.keys(),
    track: tracks.all.keys(),
    site: sites.all.keys(),
    movement: movements.all.keys(),
    area: areas.all.keys(),
  };
  return LINK_KINDS.flatMap((to) =>
    [...ids[to]].flatMap((id) =>
      IS_SEEN[to](state, id, { kind: "party", party }) ? [{ to, id }] : [],
    ),
  );
};

const operationsOf = ({ state }: World, party: PartyId): string[] =>
  [...state.operations.values()].filter((one) => one.party === party).map(({ id }) => id);

/** Of that, what is there in both worlds; the party may see it where the observer does not. */
const seenInBoth = (world: World, party: PartyId): Thing[] => {
  const { sites } = world.state;
  const known = new Set([
    ...[...sites.all.values()].filter(isOpen).map(({ id }) => id),
    ...movementsOfBoth(world).map(({ id }) => id),
    ...areasInBoth(world, party).map(({ id }) => id),
    ...(world.isObserver(party) ? world.state.tracks.all.keys() : []),
  ]);
  return seenOf(world, party).filter(({ id }) => known.has(id));
};

/** Its own operations nobody shows to the observer: which of them is linked is a secret of the other side. */
const thingFor = (incident: Incident, said: Said, world: World): Thing | null => {
  const { party, which, isAside, kept } = said;
  if (isAside) return pick(seenOf(world, party), which);
  if (which % 2 === 0) return pick(seenInBoth(world, party), which);
  const linked = incident.links.map(({ id }) => id);
  const id = pick(
    operationsOf(world, party).filter((one) => !linked.includes(one)),
    kept,
  );
  return id === null ? null : { to: "operation", id };
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
  "link-incident": on((incident, said, world) => {
    const thing = thingFor(incident, said, world);
    return thing && { kind: "link-incident", incidentId: incident.id, ...thing };
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
const OFTEN: Readonly<Record<string, number>> = {
  "close-incident": 10,
  "reopen-incident": 3,
  "link-incident": 4,
};

/** Between parties that the observer may see, said in both worlds alike. */
const act =
  (make: Make): Act =>
  (world, step) => {
    const { party, which } = step;
    const isMine = party === "SOUTH" || party === "RELIEF" || world.isHost();
    const isSeen = !world.isHost() && world.isObserver(party);
    if (world.isHost() ? party === "NORTH" : !isMine && !isSeen) return null;
    const kept = world.isHost() || world.isObserver(party) ? which : world.hiddenOf(step).which;
    const command = make(world, { party, which, text: "as told", isAside: false, kept });
    // By one officer or another: where two are needed, two there are.
    return command && { command, by: `officer-${which % 2}` };
  };

const aside: Aside = (world, party, { which, said }) => {
  if (!["NORTH", "EAST", "WEST"].includes(party)) return null;
  const about = { party, which, text: `kept ${said}`, isAside: true, kept: which };
  const makes = [open, ...Object.values(MAKES)];
  const other = party === "NORTH" ? "EAST" : "NORTH";
  return (
    (which % 3 === 0 ? null : pick(makes, said)!(world, about)) ??
    (said % 5 === 0
      ? { kind: "consent-incident-counts", other, isGiven: which % 2 === 0 }
      : open(world, about))
  );
};

/** To an incident of the prober's own, what may be another's. */
const linkProbe =
  (to: LinkKind) =>
  (id: string, world: World): OnIncident | null => {
    const own = [...world.state.incidents.all.values()].findLast((one) =>
      partiesOf(one).some((party) => world.isObserver(party)),
    );
    return own ? { kind: "link-incident", incidentId: own.id, to, id } : null;
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
    ...LINK_KINDS.map(linkProbe),
    (incidentId) => ({ kind: "state-fact", incidentId, text: "probe" }),
    (incidentId) => ({ kind: "close-incident", incidentId, outcome: "closed" }),
    (incidentId) => ({ kind: "step-incident", incidentId, to: "calling" }),
  ],
};

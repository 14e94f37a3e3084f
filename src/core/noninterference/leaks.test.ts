/** The test of the test: each of these tells too much, and each must be found. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Area } from "../areas/model.ts";
import { wasShown } from "../disclosure/rungs.ts";
import type { Channel, Message, Receipt } from "../line/model.ts";
import { namedIn } from "../line/named.ts";
import { partiesOf } from "../incidents/model.ts";
import type { Incident } from "../incidents/model.ts";
import { partiesOf as partiesOfReview } from "../reviews/model.ts";
import type { Review } from "../reviews/model.ts";
import type { Site } from "../sites/model.ts";
import type { State } from "../state.ts";
import { ACTS, compare } from "./test-compare.ts";
import type { Leak } from "./test-compare.ts";
import { arbitrarySteps, SEED } from "./test-step.ts";
import type { Setting } from "./test-world.ts";

const SOUTH: Setting = { reader: { kind: "party", party: "SOUTH" } };
const SECOND_PERSON: Setting = {
  ...SOUTH,
  rules: { secondPersonAgreement: true },
  hasHolds: true,
};
const HOST: Setting = { reader: { kind: "host" }, isTimeHidden: false };

const last = <T>(things: ReadonlyMap<string, T>): T | undefined => [...things.values()].at(-1);

/** On channels without SOUTH. */
const channelsOfOthers = ({ line }: State): Channel[] =>
  [...line.channels.values()].filter(({ parties }) => !parties.includes("SOUTH"));

const messagesOf = (state: State, isOther: boolean): Message[] =>
  [...state.line.messages.values()].filter(
    ({ channelId }) => channelId.includes("SOUTH") !== isOther,
  );

const receiptsOf = (state: State, isOther: boolean): Receipt[] =>
  messagesOf(state, isOther).flatMap(({ receipts }) => receipts);

const OF_OPERATIONS: Readonly<Record<string, Leak>> = {
  "how near the closest pair of a conflict is": ({ conflicts }) =>
    last(conflicts)?.pairs[0]?.lateralM,
  "how many conflicts there are in all": ({ conflicts }) => conflicts.size,
  "how many operations there are in all": ({ operations }) => operations.size,
  "how many things an entry changed": (_, { changes }) => changes.length,
  "when the last operation ends": ({ operations }) => last(operations)?.endMs,
  "the name of an operation": ({ operations }) => last(operations)?.versions[0]?.name,
};

const OF_SETTLING: Readonly<Record<string, Leak>> = {
  "how many proposals others have made": ({ settling }) => settling.proposals.size,
  "what an agreement of others is called": ({ settling }) => last(settling.standings)?.name,
  "that others settled a conflict": ({ conflicts }) =>
    [...conflicts.values()].filter(({ life }) => life === "standing").length,
};

/** Of which SOUTH is no side. */
const incidentsOfOthers = ({ incidents }: State): Incident[] =>
  [...incidents.all.values()].filter((one) => !partiesOf(one).includes("SOUTH"));

const OF_INCIDENTS: Readonly<Record<string, Leak>> = {
  "what others reported of an incident": (state) => incidentsOfOthers(state).at(-1)?.reports,
  "how many incidents others have": (state) => incidentsOfOthers(state).length,
  "what others hold to be so": (state) => incidentsOfOthers(state).flatMap(({ facts }) => facts),
  "what a side linked of its own, not shown": ({ incidents }) =>
    [...incidents.all.values()]
      .filter((one) => partiesOf(one).includes("SOUTH"))
      .flatMap(({ links }) => links.flatMap(({ party, id }) => (party === "SOUTH" ? [] : [id]))),
  "whose counts may be told": ({ incidents }) => [...incidents.countConsents],
};

const sitesOf = (state: State, isTold: boolean): Site[] =>
  [...state.sites.all.values()].filter(
    ({ party, recipients }) =>
      party !== "SOUTH" &&
      isTold === recipients.some((to) => to.party === "SOUTH" && to.told.length > 0),
  );

const OF_SITES: Readonly<Record<string, Leak>> = {
  "where a site is that it was not told of": (state) =>
    sitesOf(state, false).map(({ packed }) => packed),
  "what such a site is called": (state) =>
    sitesOf(state, false)
      .at(-1)
      ?.versions.map(({ body }) => body.nameLocal),
  "how many sites there are in all": ({ sites }) => sites.all.size,
  "how many operations are near a site": ({ sites }) => sites.proximities.size,
  "to whom else a site is told": (state) =>
    sitesOf(state, true).map(({ recipients }) => recipients.map(({ party }) => party)),
  "of a site more than its rung": (state) =>
    sitesOf(state, true).map(({ versions }) => versions.at(-1)?.body.nameLocal),
  "when a site is due, sooner while another is near": (state) =>
    sitesOf(state, true).map(({ reconfirmByMs }) => reconfirmByMs),
  "who of another party read a site back": ({ sites }) =>
    [...sites.all.values()].flatMap(({ recipients }) =>
      recipients.flatMap(({ receipts }) => receipts.map(({ acknowledged }) => acknowledged?.by)),
    ),
  "what the owner writes of a hit": (state) =>
    sitesOf(state, true).flatMap(({ hits }) => hits.map(({ text }) => text)),
};

const OF_THE_LINE: Readonly<Record<string, Leak>> = {
  "what others wrote to each other": (state) => messagesOf(state, true).at(-1)?.body,
  "what messages of others name": (state) =>
    messagesOf(state, true).flatMap((one) => namedIn(one).map(({ to, id }) => `${to} ${id}`)),
  "of which kind it was": (state) => messagesOf(state, true).at(-1)?.kind,
  "how many messages others wrote": (state) => messagesOf(state, true).length,
  "who acknowledged what others wrote": (state) =>
    receiptsOf(state, true).flatMap(({ acknowledged }) => acknowledged?.by ?? []),
  "that a message of others was raised": (state) =>
    receiptsOf(state, true).flatMap(({ raises }) => raises.map(({ atMs }) => atMs)),
  "that others did not answer in time": (state) =>
    receiptsOf(state, true).flatMap(({ noReplyMs }) => noReplyMs ?? []),
  "what was corrected between others": (state) =>
    messagesOf(state, true).flatMap(({ correctedBy }) => correctedBy),
  "what was retracted between others": (state) =>
    messagesOf(state, true).flatMap(({ retractedBy }) => retractedBy ?? []),
  "how a line of others is": (state) =>
    channelsOfOthers(state).flatMap(({ measured }) => (measured === "open" ? [] : [measured])),
  "that others answered a line check": (state) =>
    channelsOfOthers(state).flatMap(({ sides }) => sides.flatMap((one) => one.lastReplyMs ?? [])),
  "that others suspended their line": (state) =>
    channelsOfOthers(state).flatMap(({ suspensions }) => suspensions.map(({ text }) => text)),
  "which rooms others have": (state) => channelsOfOthers(state).length,
  "which officer of another party acknowledged": (state) =>
    receiptsOf(state, false).flatMap(({ acknowledged }) => acknowledged?.by ?? []),
  "which officer of another party wrote": (state) => messagesOf(state, false).map(({ by }) => by),
  "how much others wrote today": ({ line }) => line.days.get("NORTH")?.count,
};

const OF_DRAFTS: Readonly<Record<string, Leak>> = {
  "what waits its turn and is never sent": (state) =>
    messagesOf(state, false).flatMap(({ sentMs, body }) => (sentMs === null ? [body] : [])),
};

const OF_PARTIES: Readonly<Record<string, Leak>> = {
  "who works for another party": ({ parties }) => parties.holders.size,
  "whom another party invited": ({ parties }) => last(parties.invitations)?.name,
  "who has the watch": ({ parties }) => [...parties.desks.values()].map(({ watch }) => watch?.by),
  "to whom the watch is offered": ({ parties }) =>
    [...parties.desks.values()].map(({ handOverTo }) => handOverTo),
  "what another party calls its key": ({ parties }) => last(parties.keys)?.name,
  "what the host opened of others": ({ openings }) => openings.all.size,
  "why the host opened it": ({ openings }) => last(openings.all)?.reason,
  "where another party is told": ({ targets }) => targets.live.at(-1)?.to,
};

const areasOf = ({ areas }: State): Area[] => [...areas.all.values()];
const isOthers = ({ parties }: Area): boolean => !parties.includes("SOUTH");

const OF_AREAS: Readonly<Record<string, Leak>> = {
  "what others agreed of an area": (state) => areasOf(state).findLast(isOthers)?.agreed?.terms,
  "how many areas others have": (state) => areasOf(state).filter(isOthers).length,
  "what is proposed of an area that is public": (state) =>
    areasOf(state).flatMap(({ agreed, pending }) => (agreed?.isPublic ? pending : [])),
  "how often a change of a public area was proposed": (state) =>
    areasOf(state).flatMap(({ agreed, lastVersion }) => (agreed?.isPublic ? lastVersion : [])),
  "that an operation of another touches an area": (_, { changes }) =>
    changes.filter(({ kind }) => kind === "area-touched").length,
  "which officer of another party agreed to an area": (state) =>
    areasOf(state).flatMap(({ assents }) => assents.map(({ by }) => by)),
};

/** Whatever SOUTH was told of them, these it was not. */
const OF_MOVEMENTS: Readonly<Record<string, Leak>> = {
  "how many movements there are": ({ movements }) => movements.all.size,
  "what another's movement says in full": ({ movements }) =>
    [...movements.all.values()].map(({ versions }) => versions.at(-1)!.fields.contact),
  "what another recipient answered": ({ movements }) =>
    [...movements.all.values()].map(({ recipients }) =>
      recipients.flatMap(({ to, receipts }) => (to === "EAST" ? receipts : [])),
    ),
  "when a movement changed for others": ({ movements }) =>
    [...movements.all.values()].map(({ changedMs }) => changedMs),
  "what is sealed": ({ movements }) =>
    [...movements.all.values()].map(({ people }) => people?.sealed),
  "who reported a movement": ({ movements }) =>
    [...movements.all.values()].map(({ reports }) => reports.map(({ by }) => by)),
};

const OF_SECOND_PERSONS: Readonly<Record<string, Leak>> = {
  "who agreed for the other side": ({ settling }) =>
    [...settling.proposals.values()].map(({ saidBy }) => saidBy),
  "who was the other side's second person": ({ settling }) =>
    [...settling.proposals.values()].map(({ confirmedBy }) => confirmedBy),
  "how long what was held lasts": ({ operations, settling }) =>
    [...settling.proposals.values()].flatMap(({ state, terms }) =>
      state === "agreed" && terms.some(({ holdUntilMs }) => holdUntilMs !== null)
        ? [...operations.values()].map(({ endMs }) => endMs)
        : [],
    ),
};

const OF_CONTACTS: Readonly<Record<string, Leak>> = {
  "what another side noted for itself": ({ contacts }) =>
    [...contacts.all.values()].flatMap(({ notes }) => notes.get("NORTH")?.agenda ?? []),
  "that another side noted something": ({ contacts }) =>
    [...contacts.all.values()].filter(({ notes }) => notes.has("NORTH")).length,
  "which officer of another side agreed": ({ contacts }) =>
    [...contacts.all.values()].flatMap(({ agreements }) => agreements.map(({ by }) => by)),
  "how another side words its own before all is public": ({ contacts }) =>
    [...contacts.readouts.values()].flatMap(({ isParted, state, drafts }) =>
      isParted && state !== "released" ? drafts.map(({ body }) => body.textEn) : [],
    ),
  "whom others met": ({ contacts }) => contacts.all.size,
  "what others would tell": ({ contacts }) => contacts.readouts.size,
};

const OF_ITEMS: Readonly<Record<string, Leak>> = {
  "what others do together": ({ items }) => last(items.all)?.subject,
  "how much others do together": ({ items }) => items.all.size,
  "which officer of another party said it": ({ items }) =>
    [...items.all.values()].flatMap(({ history }) => history.map(({ by }) => by)),
  "how much another party said in a day": ({ items }) => items.days.get("NORTH")?.count,
};

const reviewsOf = ({ reviews }: State, isOther: boolean): Review[] =>
  [...reviews.all.values()].filter((one) => partiesOfReview(one).includes("SOUTH") !== isOther);

const OF_REVIEWS: Readonly<Record<string, Leak>> = {
  "what the other side counted before it has said its own": (state) =>
    reviewsOf(state, false)
      .filter((one) => one.state === "open")
      .map(({ sides }) =>
        sides.flatMap(({ party, statements }) => (party === "SOUTH" ? [] : statements)),
      ),
  "how often a side corrected what is sealed": (state) =>
    reviewsOf(state, false).map(({ sides }) => sides.map(({ statements }) => statements.length)),
  "what others count of each other": (state) =>
    reviewsOf(state, true).map(({ sides }) => sides.map(({ statements }) => statements.at(-1))),
  "which reviews others have": (state) => reviewsOf(state, true).length,
  "what others agreed to tell": (state) => reviewsOf(state, true).map(({ result }) => result),
};

const OF_TRACKS: Readonly<Record<string, Leak>> = {
  "which reports were somebody's": ({ tracks }) =>
    [...tracks.all.values()].filter(({ last: newest }) => newest !== null).length,
  "how another's convoy is observed": ({ tracks }) =>
    [...tracks.all.values()].flatMap(({ subject, party, last: newest }) =>
      subject.kind === "movement" && party !== "SOUTH" ? [newest?.receivedMs ?? null] : [],
    ),
  "by what another's is known": ({ tracks }) => [...tracks.liveByIdentity.keys()],
  "how another's tracks stand": ({ tracks }) =>
    [...tracks.all.values()].flatMap(({ party, state }) => (party === "NORTH" ? [state] : [])),
};

/** The host sees how urgent a message is and how far; not what it says, nor by whom. */
const OF_STATISTICS: Readonly<Record<string, Leak>> = {
  "with how many minutes another gives notice": ({ statistics }) =>
    [...(statistics.parties.get("NORTH")?.values() ?? [])].flatMap((row) =>
      [...row].filter(([counter]) => counter.startsWith("minutes:")),
    ),
  "how many conflicts others had with each other": ({ statistics }) =>
    [...statistics.parties].map(([party, days]) => [
      party,
      [...days.values()].map((row) => row.get("conflict:told")),
    ]),
  "how many messages others sent each other": ({ statistics }) => [...statistics.messages.keys()],
  "what others told each other of sites and movements": ({ statistics }) => [
    ...statistics.told.keys(),
  ],
  "how many areas others agreed": ({ statistics }) =>
    [...(statistics.pairs.get("EAST NORTH")?.values() ?? [])].map((row) => row.get("area:agreed")),
  "how many sites another has": ({ statistics }) =>
    [...(statistics.parties.get("NORTH")?.values() ?? [])].map((row) => row.get("site:submitted")),
};

const OF_THE_HOST: Readonly<Record<string, Leak>> = {
  "what a message says": ({ line }) => last(line.messages)?.body,
  "of which kind a message is": ({ line }) => last(line.messages)?.kind,
  "the hash of a message": ({ line }) => last(line.messages)?.hash,
  "to which role it goes": ({ line }) => last(line.messages)?.header.toRole,
  "why a line was suspended": ({ line }) =>
    [...line.channels.values()].map(({ suspensions }) => suspensions.map(({ text }) => text)),
  "who works for a party": ({ parties }) => parties.holders.size,
  "who has the watch": ({ parties }) => [...parties.desks.values()].map(({ watch }) => watch?.by),
  "where a party is told": ({ targets }) => targets.live.length,
  "what an area is called": ({ areas }) => last(areas.all)?.pending?.terms.areaName,
  "where a contact is held": ({ contacts }) => last(contacts.all)?.fields.meetingPlace,
  "what a side noted of it": ({ contacts }) => last(contacts.all)?.notes.size,
  "what a readout would say": ({ contacts }) => last(contacts.readouts)?.drafts[0]?.hash,
  "what an item is about": ({ items }) => last(items.all)?.subject,
  "what a side counted": ({ reviews }) => last(reviews.all)?.sides[0].statements[0]?.figures,
  "which tracks there are": ({ tracks }) => tracks.all.size,
  "what a site is called": ({ sites }) => last(sites.all)?.versions.at(-1)?.body.nameLocal,
  "to whom a site is told": ({ sites }) => last(sites.all)?.recipients.map(({ party }) => party),
  "who read of a site": ({ sites }) =>
    [...sites.all.values()].flatMap(({ recipients }) => recipients.map(({ reads }) => reads)),
};

/** What a USS of SOUTH's would be told. */
const OF_AIRSPACE: Readonly<Record<string, Leak>> = {
  "as a constraint what was not shown": (state) =>
    [...state.operations.values()]
      .filter(({ id, party }) => party === "NORTH" && !wasShown(state, id, "SOUTH"))
      .map(({ packed }) => packed),
  "of a constraint when it is to the minute": ({ operations, airspace }) =>
    airspace.natives
      .of("SOUTH")
      .all()
      .map(({ operationId }) => operations.get(operationId)?.startMs),
  "by a constraint's version that it was renamed": ({ operations, airspace }) =>
    airspace.natives
      .of("SOUTH")
      .all()
      .map(({ operationId }) => operations.get(operationId)?.versions.map(({ name }) => name)),
};

/** Who would be told what, and the acts that are drawn more often to come to it. */
const CASES: readonly (readonly [
  reader: string,
  setting: Setting,
  leaks: Readonly<Record<string, Leak>>,
  often: readonly string[],
])[] = [
  ["SOUTH", SOUTH, { ...OF_OPERATIONS, ...OF_SETTLING, ...OF_PARTIES }, []],
  ["SOUTH", SOUTH, OF_THE_LINE, ["aside"]],
  ["SOUTH", SOUTH, OF_DRAFTS, ["draft"]],
  ["SOUTH", SOUTH, { ...OF_SITES, ...OF_MOVEMENTS, ...OF_AREAS }, []],
  ["SOUTH", SOUTH, { ...OF_INCIDENTS, ...OF_CONTACTS, ...OF_ITEMS, ...OF_TRACKS }, []],
  ["SOUTH", SOUTH, OF_AIRSPACE, []],
  ["SOUTH", SOUTH, { ...OF_STATISTICS, ...OF_REVIEWS }, []],
  ["SOUTH", SECOND_PERSON, OF_SECOND_PERSONS, ["file", "own", "propose", "accept", "confirm"]],
  ["the host", HOST, OF_THE_HOST, []],
];

/** Others speak out of sight in one of ten asides; what is rare there needs many. */
const OFTEN = 150;

const arbFor = (often: readonly string[]) =>
  arbitrarySteps(
    [...ACTS, ...often.flatMap((act) => Array.from({ length: OFTEN }, () => act))],
    400,
  );

for (const [reader, setting, leaks, often] of CASES) {
  for (const [name, leak] of Object.entries(leaks)) {
    test(`a view that told ${reader} ${name} would be found`, () => {
      const found = fc.check(
        fc.property(arbFor(often), (steps) => void compare(steps, setting, leak)),
        // Ends with the first run that finds it; most do.
        { numRuns: 200, seed: SEED, endOnFailure: true },
      );
      assert.equal(found.failed, true, `not found with seed ${SEED}`);
    });
  }
}

/** A leak is only one if nothing else is found in its stead. */
test("without a leak the same steps are found to be the same", () => {
  for (const [, setting] of CASES) {
    fc.assert(
      fc.property(arbFor([]), (steps) => void compare(steps, setting)),
      { numRuns: 1, seed: SEED, endOnFailure: true },
    );
  }
});

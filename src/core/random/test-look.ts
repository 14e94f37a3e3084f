/** Everything that a reader can fetch of a state, as text. */

import { airspaceView } from "../airspace/view.ts";
import type { Reader } from "../operations/view.ts";
import type { State } from "../state.ts";
import { viewFor } from "../view.ts";
import type { View } from "../view.ts";
import { PARTIES } from "./test-parties.ts";

export const READERS: readonly Reader[] = [
  { kind: "host" },
  ...PARTIES.map(({ id }) => ({ kind: "party", party: id }) as const),
];

/** Far more than a run makes: a list stands on one page, in its order. */
const PAGE = { limit: 10_000 };

const lists = (view: View): readonly unknown[] => [
  [view.operations({}, PAGE), view.conflicts({}, PAGE), view.disclosed(PAGE)],
  [view.channels(PAGE), view.messages({}, PAGE), view.openings(PAGE), view.targets.list()],
  [view.theatreChanges({}, PAGE), view.disclosure.consents(), view.settling.standings()],
  [view.parties.desks(), view.parties.keys(), view.parties.invitations()],
  [view.parties.holders("member"), view.parties.holders("client")],
  [view.sites(PAGE), view.toldSites(PAGE), view.proximities({}, PAGE), view.site.tellings()],
  [view.movements(PAGE), view.areas({}, PAGE), view.incidents(PAGE)],
  [view.contacts(PAGE), view.contact.last(), view.items(PAGE), view.tracks({}, PAGE)],
  view.incident.countConsents(),
];

const each = (
  all: ReadonlyMap<string, unknown>,
  ...of: readonly ((id: string) => unknown)[]
): readonly unknown[] => Array.from(all.keys(), (id) => of.map((one) => one(id)));

const things = (view: View, state: State): readonly unknown[] => {
  const { operations, conflicts, sites, contacts, items, incidents, movements } = state;
  return [
    each(operations, view.versions, view.disclosure.recipients, view.disclosure.disclosed),
    each(operations, view.disclosure.unread, view.areasTouchedBy, (id) =>
      view.coverage(id, state.atMs),
    ),
    each(conflicts, view.settling.proposals),
    each(sites.all, view.site.find, view.site.unread, (id) => view.site.preview(id, "full")),
    each(contacts.all, view.contact.notes),
    each(contacts.readouts, view.contact.readout),
    each(items.all, view.item),
    each(incidents.all, view.incident.find, view.incident.evidenceSeqs),
    each(movements.all, view.movement.find, view.movement.undelivered, view.movement.sealed),
  ];
};

/** What USSs of the party are shown of native operations. */
const natives = (state: State, party: string): readonly unknown[] => {
  const view = airspaceView(state, state.atMs);
  const found = state.airspace.natives.all().filter((one) => one.party === party);
  return found.map(({ id }) => [view.nativeConstraint(id), view.receiptOwed(id)]);
};

/** One text a reader. */
export const lookAt = (state: State): readonly string[] =>
  READERS.map((reader) => {
    const view = viewFor(state, reader);
    const shown = reader.kind === "party" ? natives(state, reader.party) : [];
    return JSON.stringify([lists(view), things(view, state), shown]);
  });

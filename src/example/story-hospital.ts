/**
 * RELIEF's hospital: entered, checked by a second person, told by consent; then an operation of SOUTH is
 * filed near by, which sees where it is, reads the position back and acknowledges it anew.
 */

import { placeOf, PLACES } from "./theatre.ts";
import type { Stage, Step } from "./story.ts";

const PLACE = placeOf(PLACES.hospital);

const hospital = ({ at }: Stage, contactByNight: string) => ({
  siteKind: "hospital",
  organisation: "Relief",
  nameLocal: "مستشفى الميادين",
  nameLatin: "Al-Mayadin hospital",
  place: PLACE,
  accuracyM: 15,
  positionMethod: "gnss",
  storeys: 3,
  persons: { from: 80, to: 120 },
  hours: "round_the_clock",
  markings: ["roof_emblem", "lit_night"],
  mayBeTold: ["NORTH", "SOUTH"],
  disclosure: "category",
  window: { start: at(0), end: null },
  contactByDay: "+000 555 0110",
  contactByNight,
});

const VERSIONS = { 1: "+000 555 0111", 2: "+000 555 0112" } as const;

const checks = (atMin: number, version: 1 | 2): Step => ({
  atMin,
  who: "reliefSecond",
  does: `reads the position of the hospital from where it was taken, version ${version}`,
  act: ({ client, key, the }) =>
    client.verifySite(
      the("hospital"),
      { version, readBack: PLACE, role: "liaison_officer" },
      { key },
    ),
});

const notifies = (atMin: number, version: 1 | 2): Step => ({
  atMin,
  who: "reliefLiaison",
  does: `notifies the hospital, version ${version}`,
  act: ({ client, key, the }) => client.notifySite(the("hospital"), { version }, { key }),
});

type Answers = {
  readonly version: 1 | 2;
  /** Where it is, was shown. */
  readonly isSeen?: boolean;
  readonly what: string;
};

const acknowledgesSite = (
  atMin: number,
  who: "northWatch" | "southWatch",
  { version, isSeen = false, what }: Answers,
): Step => ({
  atMin,
  who,
  does: `acknowledges ${what}`,
  act: ({ client, key, the }) =>
    client.acknowledgeSite(
      the("hospital"),
      {
        version,
        answer: "acknowledged",
        role: "watch_officer",
        ...(isSeen ? { readBack: PLACE } : {}),
      },
      { key },
    ),
});

const opensSite = (atMin: number, version: 1 | 2): Step => ({
  atMin,
  who: "southWatch",
  does: `opens what it is shown of the hospital, version ${version}`,
  act: async ({ client, the, opens }) => opens({ site: await client.site(the("hospital")) }),
});

export const HOSPITAL_STEPS: readonly Step[] = [
  {
    atMin: 16,
    who: "reliefLiaison",
    does: "enters the hospital",
    act: async (stage) => {
      const { client, key, kept } = stage;
      const fields = hospital(stage, VERSIONS[1]);
      kept.set("hospital", (await client.submitSite({ fields }, { key })).siteId);
    },
  },
  checks(19, 1),
  {
    atMin: 21,
    who: "reliefLiaison",
    does: "consents that SOUTH sees all of it when it is near",
    act: ({ client, key, the }) =>
      client.setSiteConsent(the("hospital"), { to: "SOUTH", rung: "full", when: "near" }, { key }),
  },
  notifies(23, 1),
  acknowledgesSite(26, "northWatch", { version: 1, what: "that there is a site" }),
  acknowledgesSite(27, "southWatch", { version: 1, what: "that there is a site" }),
  {
    atMin: 102,
    who: "southWatch",
    does: "files a survey near the hospital",
    act: async ({ client, key, at, kept }) => {
      const receipt = await client.fileOperation(
        {
          category: "uas_flight",
          name: "Second survey at Al-Mayadin",
          volumes: [
            {
              footprint: { kind: "circle", center: [...PLACES.alMayadin], radiusM: 1_500 },
              lowerM: 300,
              upperM: 450,
              start: at(720),
              end: at(765),
            },
          ],
        },
        { key },
      );
      kept.set("second survey", receipt.operationId);
    },
  },
  opensSite(104, 1),
  acknowledgesSite(107, "southWatch", {
    version: 1,
    isSeen: true,
    what: "where the hospital is, and reads it back",
  }),
  {
    atMin: 109,
    who: "southWatch",
    does: "says which levels know of the hospital",
    act: ({ client, key, the, at }) =>
      client.noteSiteDisseminated(
        the("hospital"),
        { version: 1, role: "watch_officer", levelsTold: ["unit_or_crew"], toldAt: at(108) },
        { key },
      ),
  },
  {
    atMin: 560,
    who: "reliefLiaison",
    does: "enters another telephone by night",
    act: (stage) => {
      const { client, key, the } = stage;
      const fields = hospital(stage, VERSIONS[2]);
      return client.updateSite(the("hospital"), { version: 1, fields }, { key });
    },
  },
  checks(564, 2),
  notifies(566, 2),
  opensSite(572, 2),
  acknowledgesSite(574, "southWatch", {
    version: 2,
    isSeen: true,
    what: "the hospital as it now is",
  }),
];

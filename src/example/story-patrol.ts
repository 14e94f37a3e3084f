/** The convoy and the patrol near its road: in the morning both agree that the patrol goes out later. */

import type { Step } from "./story.ts";

const SHIFT_MS = 150 * 60_000;

const settles = (atMin: number, who: Step["who"], does: string, act: Step["act"]): Step => ({
  atMin,
  who,
  does,
  act,
});

/** The patrol is to go out when the convoy has passed. */
const AGREED_STEPS: readonly Step[] = [
  settles(46, "northWatch", "takes the convoy's conflict on", ({ client, key, the }) =>
    client.ownConflict(the("convoy's conflict"), { deskId: "watch" }, { key }),
  ),
  settles(48, "reliefLiaison", "takes the convoy's conflict on", ({ client, key, the }) =>
    client.ownConflict(the("convoy's conflict"), { deskId: "liaison" }, { key }),
  ),
  settles(51, "reliefLiaison", "notes that the desks are in contact", ({ client, key, the }) =>
    client.noteContact(the("convoy's conflict"), { key }),
  ),
  settles(55, "northWatch", "proposes that the patrol goes out later", async (stage) => {
    const { client, key, the, at, kept } = stage;
    const request = { own: { shiftMs: SHIFT_MS }, validTo: at(170) };
    const made = await client.propose(the("convoy's conflict"), request, { key });
    kept.set("patrol's proposal", made.proposalId);
  }),
  settles(59, "reliefLiaison", "accepts that the patrol goes out later", ({ client, key, the }) =>
    client.acceptProposal(the("patrol's proposal"), { key }),
  ),
  settles(62, "northSecond", "confirms the patrol's new time", ({ client, key, the }) =>
    client.confirmAgreement(the("patrol's proposal"), { key }),
  ),
  settles(64, "reliefSecond", "confirms the patrol's new time", ({ client, key, the }) =>
    client.confirmAgreement(the("patrol's proposal"), { key }),
  ),
];

/** It goes out at the time that was agreed. */
const OUT_STEPS: readonly Step[] = [
  {
    atMin: 481,
    who: "northWatch",
    does: "begins the patrol",
    act: ({ client, key, the }) => client.activateOperation(the("patrol"), { key }),
  },
  {
    atMin: 625,
    who: "northWatch",
    does: "ends the patrol",
    act: ({ client, key, the }) => client.endOperation(the("patrol"), { key }),
  },
];

export const PATROL_STEPS: readonly Step[] = [...AGREED_STEPS, ...OUT_STEPS];

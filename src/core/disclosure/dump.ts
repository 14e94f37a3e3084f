/** What was shown, agreed and proposed, as plain data. */

import type { Proposal, SettlingState, StandingAgreement } from "../conflicts/proposal-model.ts";
import { grantKey, pairKey } from "./model.ts";
import type { AreaDay, DisclosureState, Grant, StandingConsent } from "./model.ts";

export type DisclosureDump = {
  readonly grants: readonly Grant[];
  readonly consents: readonly StandingConsent[];
  readonly withdrawals: readonly (readonly [string, number])[];
  readonly areaDays: readonly (readonly [string, AreaDay])[];
  readonly proposals: readonly Proposal[];
  readonly standings: readonly StandingAgreement[];
};

type Holder = { readonly disclosure: DisclosureState; readonly settling: SettlingState };

export const dumpDisclosure = ({ disclosure, settling }: Holder): DisclosureDump => ({
  grants: [...disclosure.grants.values()],
  consents: [...disclosure.consents.values()],
  withdrawals: [...disclosure.withdrawals],
  areaDays: [...disclosure.areaDays],
  proposals: [...settling.proposals.values()],
  standings: [...settling.standings.values()],
});

export const loadDisclosure = ({ disclosure, settling }: Holder, dump: DisclosureDump): void => {
  for (const grant of dump.grants) {
    disclosure.grants.set(grantKey(grant.operationId, grant.to), grant);
  }
  for (const consent of dump.consents) {
    disclosure.consents.set(pairKey(consent.party, consent.to), consent);
  }
  for (const [key, count] of dump.withdrawals) disclosure.withdrawals.set(key, count);
  for (const [party, day] of dump.areaDays) disclosure.areaDays.set(party, day);
  for (const proposal of dump.proposals) settling.proposals.set(proposal.id, proposal);
  for (const standing of dump.standings) settling.standings.set(standing.id, standing);
};

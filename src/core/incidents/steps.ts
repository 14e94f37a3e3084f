/** The steps of an incident: each by the side whose it is to say, and none past the table. */

import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import { meetClocks } from "./clocks.ts";
import type { StepIncident } from "./commands.ts";
import { findFull, told } from "./find.ts";
import { INCIDENT, otherOf, partiesOf, standingFacts } from "./model.ts";
import type { Incident, IncidentState } from "./model.ts";

export const stepIncident = (
  context: Context,
  incident: Incident,
  { to, text }: StepIncident,
): Applied => {
  const refusal =
    findIllegalStep(INCIDENT, incident.id, { from: incident.state, to }) ??
    findNotTheirs(context, incident, to) ??
    findOtherFacts(incident, to) ??
    findNoStepLeft(context, incident);
  if (refusal) return refused(refusal);
  takeStep(context, incident, { to, text });
  if (to === "calling" || to === "cease_asked") {
    meetClocks(incident, context.entry.atMs, { what: "call", party: partiesOf(incident)[0] });
  }
  return told(context, incident, "step");
};

/** Each side has room of its own: the one can't take it from the other. */
export const findNoStepLeft = ({ party }: Context, { steps }: Incident): Refusal | null => {
  const own = steps.filter((one) => one.party === party);
  return findFull(own.length, LIMITS.incidentStepsMax, "steps by one side");
};

export const takeStep = (
  { entry, party }: Context,
  incident: Incident,
  { to, text = null }: { readonly to: IncidentState; readonly text?: string | null | undefined },
): void => {
  const { by, atMs } = entry;
  incident.state = to;
  incident.ceaseAskedBy = to === "cease_asked" ? party : incident.ceaseAskedBy;
  incident.steps.push({ state: to, party, by, atMs, text });
};

const findNotTheirs = (
  { party }: Context,
  incident: Incident,
  to: IncidentState,
): Refusal | null => {
  const { ceaseAskedBy } = incident;
  const opener = partiesOf(incident)[0];
  if (to === "received" && party === opener) return notTheirs(otherOf(incident, opener));
  const isAnswer = to === "ceased" || to === "not_ceased";
  return isAnswer && ceaseAskedBy === party ? notTheirs(otherOf(incident, party)) : null;
};

const notTheirs = (party: string): Refusal => ({
  reason: "not-permitted",
  detail: `${party} says this`,
});

/** What the facts come to is what was said of them. */
const findOtherFacts = (incident: Incident, to: IncidentState): Refusal | null => {
  const facts = standingFacts(incident);
  const isAgreed = facts.length > 0 && facts.every(({ state }) => state === "agreed");
  const isDisputed = facts.some(({ state }) => state === "disputed");
  if (to === "agreed_facts" && !isAgreed)
    return badStep("not every fact is agreed by both", "have each fact answered first");
  if (to === "disputed_facts" && !isDisputed)
    return badStep("no fact is disputed", "dispute one, in your own words");
  return null;
};

const badStep = (detail: string, remedy: string): Refusal => ({
  reason: "bad-field",
  field: "to",
  detail,
  remedy,
});

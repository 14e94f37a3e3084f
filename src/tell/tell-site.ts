/** Protected sites, one's own and those one was told of, and what was filed near them. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Memory, Told } from "./tell.ts";
import { windowText } from "./tell-operation.ts";

type SiteEvent = Extract<ToldEvent, { kind: "site.changed" | "site.told" }>;
type Cause = SiteEvent["cause"];

const topic = "site";

/** What others or the clock did to one's own. */
const NOT_OURS: ReadonlySet<Cause> = new Set([
  "due",
  "lapsed",
  "read",
  "delivered",
  "acknowledged",
  "objected",
  "disseminated",
]);

export const tellSite = (memory: Memory, event: SiteEvent): Told => {
  if (event.kind === "site.told") return tellToRecipient(memory, event);
  const { speech, party: reader } = memory;
  const { cause, site } = event;
  const { siteStates, siteCauses } = speech.texts;
  const about = {
    site: speech.id(site.id),
    cause: siteCauses[cause],
    state: siteStates[site.state],
  };
  if (site.party === reader) {
    const direction = NOT_OURS.has(cause) ? "told" : "said";
    return { direction, topic, text: speech.say("siteOwn", about) };
  }
  const text = speech.say("siteOfOther", { ...about, party: speech.party(site.party) });
  return { direction: "told", topic, text };
};

/** What it says of the place is in the site: reading it leaves a receipt. */
const tellToRecipient = (
  { speech }: Memory,
  { cause, site }: Extract<SiteEvent, { kind: "site.told" }>,
): Told => {
  const { siteStates, siteCauses } = speech.texts;
  const values = {
    party: speech.party(site.party),
    site: speech.id(site.id),
    cause: siteCauses[cause],
    state: siteStates[site.state],
  };
  const isUnread = site.rung !== "conflict_only" && site.readAt === null;
  const text = [
    speech.say("siteOfOther", values),
    speech.say("siteSeen", { rung: speech.word("disclosure", site.rung) }),
    ...(isUnread ? [speech.say("siteUnread")] : []),
    ...(site.isCurrent ? [] : [speech.say("siteNotCurrent")]),
  ].join("\n");
  return { direction: "told", topic, text };
};

type ProximityEvent = Extract<ToldEvent, { kind: `proximity.${string}` }>;

/** To the operation's side which operation it is; to the site's owner whose it is, and no more. */
export const tellProximity = (
  { speech, operations }: Memory,
  { kind, proximity }: ProximityEvent,
): Told => {
  const { siteId, operationId, party, side, start, end, overBecause } = proximity;
  const name = operationId === null ? "" : (operations.get(operationId) ?? speech.id(operationId));
  const about = { site: speech.id(siteId), party: speech.party(party), name };
  if (kind === "proximity.over") {
    const because = overBecause === null ? "" : speech.texts.proximityEnds[overBecause];
    const sentence = side === "site" ? "oursNotNear" : "theirsNotNear";
    return { direction: "told", topic, text: speech.say(sentence, { ...about, because }) };
  }
  const text = [
    speech.say(side === "site" ? "nearOurs" : "nearTheirs", about),
    ...(start === null ? [] : [speech.say("nearWhen", { window: windowText(speech, start, end) })]),
  ].join("\n");
  return { direction: "told", topic, text };
};

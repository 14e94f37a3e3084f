/** Protected sites, one's own and those one was told of, and what was filed near them. */

import type { ToldEvent } from "../api/native/event.ts";
import type { Site } from "../api/native/site.ts";
import { SITE } from "../core/line/kinds/humanitarian.ts";
import { WORDS } from "../core/line/words.ts";
import { fieldLines } from "./field-lines.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";
import { quoted, windowText } from "./tell-operation.ts";

type SiteEvent = Extract<ToldEvent, { kind: "site.changed" | "site.told" }>;
type Cause = SiteEvent["cause"];
type FullSite = Extract<Site, { detail: "full" }>;

const topic = "site";

/** What those who were told of it do. */
const OF_RECIPIENTS: ReadonlySet<Cause> = new Set([
  "read",
  "read_back_failed",
  "delivered",
  "acknowledged",
  "objected",
  "disseminated",
]);
/** What the clock does to one's own. */
const OF_THE_CLOCK: ReadonlySet<Cause> = new Set(["due", "lapsed"]);

export const tellSite = (memory: Memory, event: SiteEvent): Told => {
  if (event.kind === "site.told") return tellToRecipient(memory, event);
  const { speech, party: reader } = memory;
  const { cause, site, at } = event;
  const { siteStates, siteCauses } = speech.texts;
  if (site.detail === "full" && site.party === reader) noteName(memory, site);
  const about = {
    site: calledOf(memory, site.id),
    cause: siteCauses[cause],
    state: siteStates[site.state],
  };
  if (site.party !== reader) {
    const text = speech.say("siteOfOther", { ...about, party: speech.party(site.party) });
    return { direction: "told", topic, text };
  }
  const who = site.detail === "full" && OF_RECIPIENTS.has(cause) ? recipientOf(site, at) : null;
  if (who !== null) {
    const text = speech.say("siteBy", { ...about, party: speech.party(who) });
    return { direction: "told", topic, text };
  }
  const direction = OF_THE_CLOCK.has(cause) ? "told" : "said";
  return { direction, topic, text: speech.say("siteOwn", about) };
};

/** Whose doing it was, by its time; null: the owner's. */
const recipientOf = ({ recipients }: FullSite, at: string): string | null => {
  const found = recipients.find(({ reads, receipts }) => {
    const times = receipts.flatMap((one) => [
      one.deliveredAt,
      one.acknowledged?.at,
      one.objected?.at,
      ...one.disseminated.map((act) => act.at),
      ...one.readBacks.map((act) => act.at),
    ]);
    return reads.some(({ readAt }) => readAt === at) || times.includes(at);
  });
  return found?.party ?? null;
};

/** What it says of the place is in the site: reading it leaves a receipt. */
const tellToRecipient = (
  memory: Memory,
  { cause, site }: Extract<SiteEvent, { kind: "site.told" }>,
): Told => {
  const { speech } = memory;
  const { siteStates, siteCauses } = speech.texts;
  const values = {
    party: speech.party(site.party),
    site: calledOf(memory, site.id),
    cause: siteCauses[cause],
    state: siteStates[site.state],
  };
  const said = speech.say("siteOfOther", values);
  if (OF_RECIPIENTS.has(cause)) return { direction: "said", topic, text: said };
  const isUnread = site.rung !== "conflict_only" && site.readAt === null;
  const text = [
    said,
    speech.say("siteSeen", { rung: speech.word("disclosure", site.rung) }),
    ...(isUnread ? [speech.say("siteUnread")] : []),
    ...(site.isCurrent ? [] : [speech.say("siteNotCurrent")]),
  ].join("\n");
  return { direction: "told", topic, text };
};

/** As its owner calls it, or what kind it is, where the reader has seen that; else by its id. */
const calledOf = ({ speech, sites }: Memory, id: string): string => sites.get(id) ?? speech.id(id);

const noteName = (memory: Memory, site: Site): void => {
  const name = site.detail === "exists" ? null : nameOf(memory.speech, fieldsOf(site));
  if (name !== null) memory.sites.set(site.id, name);
};

const fieldsOf = (site: Exclude<Site, { detail: "exists" }>): Readonly<Record<string, unknown>> =>
  site.detail === "told" ? site.fields : (site.versions.at(-1)?.fields ?? {});

/** In the local script to who reads that; else in Latin letters, if it has any. */
const nameOf = (
  speech: Speech,
  { nameLocal, nameLatin, siteKind }: Readonly<Record<string, unknown>>,
): string | null => {
  const name = speech.language === "ar" ? nameLocal : (nameLatin ?? nameLocal);
  if (typeof name === "string") return quoted(speech, name);
  const kind = WORDS.siteKind.find((one) => one === siteKind);
  return kind === undefined ? null : quoted(speech, speech.word("siteKind", kind));
};

/** What a recipient reads of it, as far as it is shown. */
export const tellOpenedSite = (memory: Memory, site: Site): Told => {
  if (site.detail !== "told") throw new Error("bug: the story opens what another has shown");
  const { speech } = memory;
  noteName(memory, site);
  const text = [
    speech.say("weOpenedIt", { party: speech.party(site.party) }),
    ...fieldLines(speech, SITE, site.fields),
  ].join("\n");
  return { direction: "said", topic, text };
};

type ProximityEvent = Extract<ToldEvent, { kind: `proximity.${string}` }>;

/** To the operation's side which operation it is; to the site's owner whose it is, and no more. */
export const tellProximity = (memory: Memory, { kind, proximity }: ProximityEvent): Told => {
  const { speech, operations } = memory;
  const { siteId, operationId, party, side, start, end, overBecause } = proximity;
  const name = operationId === null ? "" : (operations.get(operationId) ?? speech.id(operationId));
  const about = { site: calledOf(memory, siteId), party: speech.party(party), name };
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

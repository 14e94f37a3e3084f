/** Agreed areas: what becomes of them, and what they ask of one's own operation, as lines. */

import type { ToldEvent } from "../api/native/event.ts";
import { AREA_TERMS } from "../core/line/kinds/incidents.ts";
import { fieldLines } from "./field-lines.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";
import { quoted, windowText } from "./tell-operation.ts";

type AreaEvent = Extract<ToldEvent, { kind: `area.${string}` }>;
type Area = AreaEvent["area"];
type Seen = Exclude<Area, { detail: "exists" }>;

export const tellArea = (memory: Memory, event: AreaEvent): Told => {
  const { speech, operations } = memory;
  const { area } = event;
  if (area.detail === "exists") return told(existsText(speech, area));
  const about = { name: nameOf(speech, area), parties: partiesText(speech, area) };
  if (event.kind === "area.touched") {
    const { operationId } = event;
    const operation = operations.get(operationId) ?? speech.id(operationId);
    const text = speech.say("areaTouched", { ...about, operation });
    return told([text, ...termLines(speech, termsOf(area))].join("\n"));
  }
  if (event.kind === "area.review-soon") {
    const time = speech.time(String(area.agreed?.fields["reviewBy"]));
    return told(speech.say("areaReviewSoon", { ...about, time }));
  }
  const state = speech.texts.areaStates[area.state];
  const isOwn = area.detail === "full" && isOwnDeed(area, event.at, memory.party);
  return (isOwn ? said : told)(
    [speech.say("areaTold", { ...about, state }), ...newsOf(speech, area)].join("\n"),
  );
};

const told = (text: string): Told => ({ direction: "told", topic: "area", text });
const said = (text: string): Told => ({ direction: "said", topic: "area", text });

/** Proposed, agreed or ended by the reader, in the entry of that time. */
const isOwnDeed = (
  { assents, endings }: Extract<Area, { detail: "full" }>,
  at: string,
  reader: string | null,
): boolean =>
  assents.some((one) => one.party === reader && one.at === at) ||
  endings.some((one) => one.party === reader && one.saidAt === at);

const existsText = (speech: Speech, area: Extract<Area, { detail: "exists" }>): string =>
  speech.say("areaExists", {
    parties: partiesText(speech, area),
    state: speech.texts.areaStates[area.state],
    window: windowText(speech, area.start, area.end),
  });

const partiesText = (speech: Speech, { parties }: Area): string =>
  parties.map(speech.party).join(" – ");

/** Who waits for what, and what is asked there. */
const newsOf = (speech: Speech, area: Seen): string[] => {
  if (area.detail === "agreed") return termLines(speech, termsOf(area));
  const { pending, endings, endedReason } = area;
  const reasonText = speech.texts.areaEndedReasons;
  if (endedReason !== null) return [speech.say("areaEnded", { reason: reasonText[endedReason] })];
  const waits = pending && {
    party: speech.party(pending.party),
    version: String(pending.version),
  };
  return [
    ...(waits ? [speech.say("areaWaits", waits)] : []),
    ...endings.map(({ party, endsAt, reason }) =>
      speech.say("areaEnds", {
        party: speech.party(party),
        time: speech.time(endsAt),
        reason: reasonText[reason],
      }),
    ),
    ...termLines(speech, pending?.fields ?? termsOf(area)),
  ];
};

/** What holds; where nothing does, what was proposed. */
export const termsOf = (area: Seen): Readonly<Record<string, unknown>> =>
  area.agreed?.fields ?? (area.detail === "full" ? area.pending?.fields : null) ?? {};

/** As its parties call it, in whatever language. */
const nameOf = (speech: Speech, area: Seen): string => quoted(speech, areaNameOf(area));

export const areaNameOf = (area: Seen): string => {
  const { areaName } = termsOf(area);
  return typeof areaName === "string" ? areaName : "";
};

/** Field by field, without its name. */
export const termLines = (speech: Speech, given: Readonly<Record<string, unknown>>): string[] =>
  fieldLines(speech, AREA_TERMS.fields, given, ["areaName"]);

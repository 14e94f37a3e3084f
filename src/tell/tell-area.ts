/** Agreed areas: what becomes of them, and what they ask of one's own operation, as lines. */

import type { ToldEvent } from "../api/native/event.ts";
import { AREA_TERMS } from "../core/line/kinds/incidents.ts";
import type { Values } from "../core/line/fields.ts";
import { fieldsFromWire } from "../api/native/message-fields.ts";
import { parseByTable } from "../core/line/parse-body.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";
import { windowText } from "./tell-operation.ts";

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
  return told([speech.say("areaTold", { ...about, state }), ...newsOf(speech, area)].join("\n"));
};

const told = (text: string): Told => ({ direction: "told", topic: "area", text });

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
const nameOf = (speech: Speech, area: Seen): string =>
  speech.value({ type: "text" }, areaNameOf(area));

export const areaNameOf = (area: Seen): string => {
  const { areaName } = termsOf(area);
  return typeof areaName === "string" ? areaName : "";
};

/** Field by field, as a message on the line says it. */
export const termLines = (speech: Speech, given: Readonly<Record<string, unknown>>): string[] => {
  const parsed = parseByTable(AREA_TERMS, fieldsFromWire(AREA_TERMS.fields, given, "fields"));
  if (!parsed.ok) throw new Error("bug: an area is told by its table");
  const values: Values = parsed.value;
  return Object.entries(AREA_TERMS.fields).flatMap(([name, field]) => {
    const value = values[name];
    const isTold = isTermName(name) && name !== "areaName" && value !== undefined;
    return isTold ? [speech.line(name, speech.value(field, value))] : [];
  });
};

const isTermName = (name: string): name is keyof typeof AREA_TERMS.fields =>
  Object.hasOwn(AREA_TERMS.fields, name);

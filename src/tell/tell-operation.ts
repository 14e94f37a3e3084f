/** One's own operations, and what is shown of operations, as lines. */

import type { ToldEvent } from "../api/native/event.ts";
import type { AnyOperation } from "../api/native/any-operation.ts";
import type { Footprint, FullOperation, Operation } from "../api/native/client.ts";
import { AREA, BAND, WINDOW } from "../core/line/fields.ts";
import type { Area, Point } from "../core/line/fields.ts";
import type { Speech } from "./speech.ts";
import type { Memory, Told } from "./tell.ts";

export const tellOperation = (
  memory: Memory,
  event: Extract<ToldEvent, { kind: "operation.filed" | "operation.replaced" | "operation.moved" }>,
): Told => {
  const { operation, kind } = event;
  if (operation.detail === "exists") return tellExists(memory, operation);
  const { speech, operations } = memory;
  const { current, state } = operation;
  const name = nameOf(memory, operation);
  operations.set(operation.id, name);
  if (kind === "operation.filed") {
    return { direction: "said", topic: "operation", text: filedText(speech, operation, name) };
  }
  if (kind === "operation.moved") {
    const text = speech.say("moved", { name, state: speech.texts.operationStates[state] });
    return { direction: "said", topic: "operation", text };
  }
  const isAgreed = current.notice.kind === "agreed";
  const sentence = isAgreed ? "agreedVersion" : "replaced";
  const said = speech.say(sentence, { name, version: String(current.version) });
  const text = [said, ...extentLines(speech, current.volumes)].join("\n");
  return { direction: isAgreed ? "told" : "said", topic: "operation", text };
};

/** As its party calls it, in whatever language; that of a movement as the movement is called. */
const nameOf = ({ speech, operations }: Memory, { id, current }: FullOperation): string =>
  current.name === null
    ? (operations.get(id) ?? quoted(speech, current.notice.serial))
    : quoted(speech, current.name);

export const quoted = (speech: Speech, name: string): string =>
  speech.say("quoted", { name: speech.value({ type: "text" }, name) });

const tellExists = (
  { speech }: Memory,
  { party, state, start, end }: Extract<Operation, { detail: "exists" }>,
): Told => {
  const window = start === null ? "" : windowText(speech, start, end);
  const values = {
    party: speech.party(party),
    state: speech.texts.operationStates[state],
    window,
  };
  return { direction: "told", topic: "operation", text: speech.say("operationExists", values) };
};

const filedText = (speech: Speech, operation: FullOperation, name: string): string => {
  const { category, current } = operation;
  const { notice } = current;
  const filed = speech.say("filed", {
    serial: speech.id(notice.serial),
    category: speech.word("category", category),
    name,
    minutes: speech.minutes(notice.minutesOfNotice ?? 0),
  });
  const short = notice.isShortNotice ? [speech.say("shortNotice")] : [];
  return [
    filed,
    ...extentLines(speech, current.volumes),
    ...short,
    speech.fixed("notPermission"),
  ].join("\n");
};

/** Where, how high and when, volume by volume. */
export const extentLines = (
  speech: Speech,
  volumes: FullOperation["current"]["volumes"],
): string[] =>
  volumes.flatMap(({ footprint, lowerM, upperM, start, end }) => [
    speech.line("area", areaText(speech, footprint)),
    speech.line("band", speech.value(BAND, { lowerM, upperM })),
    ...(start === null ? [] : [speech.line("window", windowText(speech, start, end))]),
  ]);

export const windowText = (speech: Speech, start: string, end: string | null): string =>
  speech.value(WINDOW, {
    startMs: Date.parse(start),
    endMs: end === null ? null : Date.parse(end),
  });

const areaText = (speech: Speech, footprint: Footprint): string =>
  speech.value(AREA, areaOf(footprint));

const pointOf = ([lngDeg, latDeg]: readonly number[]): Point => ({
  lngDeg: lngDeg!,
  latDeg: latDeg!,
});

const areaOf = (footprint: Footprint): Area => {
  switch (footprint.kind) {
    case "circle":
      return { kind: "circle", center: pointOf(footprint.center), radiusM: footprint.radiusM };
    case "polygon":
      return { kind: "polygon", ring: footprint.ring.map(pointOf) };
    default:
      return {
        kind: "route",
        points: footprint.route.map(pointOf),
        halfWidthM: footprint.halfWidthM,
      };
  }
};

/** What the side was shown, as its reading gives it. */
export const tellOpenedOperation = ({ speech }: Memory, operation: AnyOperation): Told => {
  const shown = operation.detail === "disclosed" ? operation.versions.at(-1) : undefined;
  if (operation.detail !== "disclosed" || !shown) {
    throw new Error("bug: the story opens what another has shown");
  }
  const { volumes, category, name } = shown;
  const what = [
    ...(category === null ? [] : [speech.word("category", category)]),
    ...(name === null ? [] : [quoted(speech, name)]),
  ];
  const opened = speech.say("weOpened", {
    party: speech.party(operation.party),
    shown: speech.list(what),
  });
  const text = [opened, ...extentLines(speech, volumes)].join("\n");
  return { direction: "said", topic: "disclosure", text };
};

export const tellDisclosure = (
  { speech, operations, disclosed }: Memory,
  event: Extract<
    ToldEvent,
    { kind: "operation.disclosed" | "disclosure.changed" | "disclosure.read" }
  >,
): Told => {
  const topic = "disclosure";
  if (event.kind === "operation.disclosed") {
    const { party, rung, operationId } = event.disclosure;
    const isKnown = disclosed.get(operationId) === rung;
    disclosed.set(operationId, rung);
    const values = { party: speech.party(party), rung: speech.word("disclosure", rung) };
    const text = speech.say(isKnown ? "shownChanged" : "shown", values);
    return { direction: "told", topic, text };
  }
  const { recipient, operationId } = event;
  const about = {
    party: speech.party(recipient.to),
    name: operations.get(operationId) ?? speech.id(operationId),
  };
  if (event.kind === "disclosure.read") {
    return { direction: "told", topic, text: speech.say("opened", about) };
  }
  const rung = speech.word("disclosure", recipient.rung);
  return { direction: "said", topic, text: speech.say("sees", { ...about, rung }) };
};

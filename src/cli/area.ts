/** `wideberth area`: areas that parties agree, with their measures; read from files and written to them. */

import { basename } from "node:path";
import type { Area, AreaReceipt, AreaRequest } from "../api/native/area.ts";
import type { Client, WriteOptions } from "../api/native/client.ts";
import { AREA_END_REASONS, AREA_STATES } from "../core/areas/model.ts";
import { RESTRICTIVE_KINDS } from "../core/areas/kinds.ts";
import { AREA_TERMS } from "../core/line/kinds/incidents.ts";
import { areaNameOf, termLines, termsOf } from "../tell/tell-area.ts";
import { wireName } from "../api/native/message-fields.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber, asText, jsonOrText } from "./remote/body.ts";
import type { ActFlag, FieldRule } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { readFileText } from "./remote/files.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const nameOf = (area: Area): string | null => (area.detail === "exists" ? null : areaNameOf(area));

const versionOf = (area: Area): string | null =>
  area.detail === "full" ? String((area.pending ?? area.agreed)?.version ?? "") : null;

const columnsOf = (speak: Speak): readonly Column<Area>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["parties", ({ parties }) => speak.ids(parties)],
  ["name", (area) => speak.theirs(nameOf(area))],
  ["state", ({ state }) => speak.texts.areaStates[state]],
  ["version", versionOf],
  ["since", ({ changedAt }) => speak.when(changedAt)],
];

const tell = ({ speak }: Asked, areas: readonly Area[], left = 0): Answer => ({
  things: areas,
  left,
  text: tableOf(speak, columnsOf(speak), areas),
});

const list = async (asked: Asked): Promise<Answer> => {
  const state = asked.choice("state", AREA_STATES);
  const query = state === null ? {} : { state };
  const { items, left } = await readList(asked, (page) =>
    asked.client.areas({ ...query, ...page }),
  );
  return tell(asked, items, left);
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const area = await client.area(names[0] ?? "");
  const terms = area.detail === "exists" ? [] : termLines(speak, termsOf(area));
  const text = linesOf(speak, columnsOf(speak), area) + terms.map((line) => `${line}\n`).join("");
  return { things: [area], text };
};

const receiptOf = (asked: Asked, receipt: AreaReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.areaId)],
    ["version", String(receipt.version)],
    ["state", asked.speak.texts.areaStates[receipt.state]],
  ]);

/** Terms stand below `fields`; texts among them stay as they were typed. */
const TERMS: FieldRule = {
  below: "fields",
  as: (name, text) => (TEXT_FIELDS.has(name) ? asText(text) : jsonOrText(name, text)),
};
const TEXT_FIELDS: ReadonlySet<string> = new Set(
  Object.entries(AREA_TERMS.fields).flatMap(([name, field]) =>
    ["word", "text", "free-text", "instant"].includes(field.type) ? [wireName(name, field)] : [],
  ),
);

const OF_TERMS: Readonly<Record<string, ActFlag>> = {
  kind: { as: "KIND", text: RESTRICTIVE_KINDS.join(", "), member: "fields.areaKind" },
  name: { as: "NAME", text: "what it is called", member: "fields.areaName" },
  measures: { as: "A,B", text: "what is asked there", member: "fields.measures", read: asList },
  "review-by": { as: "ISO", text: "when it is reviewed", member: "fields.reviewBy" },
};
const PUBLIC: Readonly<Record<string, ActFlag>> = {
  public: { as: null, text: "told to every party of the theatre once it is agreed" },
};
const VERSION: Readonly<Record<string, ActFlag>> = {
  version: { as: "N", text: "the version that is meant", member: "version", read: asNumber },
};
const WITH: Readonly<Record<string, ActFlag>> = {
  with: { as: "A,B", text: "the other parties", member: "with", read: asList },
};

const madePublic = (asked: Asked): { readonly isPublic?: true } =>
  asked.has("public") ? { isPublic: true } : {};

type Answering = (
  client: Client,
  id: string,
  request: { readonly version: number },
  options: WriteOptions,
) => Promise<AreaReceipt>;

const answer = (text: string, act: Answering): Act => ({
  takes: ["AREA"],
  text,
  flags: VERSION,
  isWrite: true,
  run: async (asked) =>
    receiptOf(
      asked,
      await act(asked.client, asked.names[0] ?? "", await asked.parseBody(), asked.write),
    ),
});

/** Drafts are shown; with --send each is proposed. */
const importFile = async (asked: Asked): Promise<Answer> => {
  const [path = ""] = asked.names;
  const text = await readFileText(path);
  const { with: others, ...about } = await asked.parseBody<
    Omit<Parameters<Client["draftAreas"]>[0], "file" | "text"> & Pick<AreaRequest, "with">
  >();
  const { drafts, skipped } = await asked.client.draftAreas({
    file: basename(path),
    text,
    ...about,
  });
  for (const { at, reason } of skipped) asked.io.err(`not read: ${at}: ${reason}\n`);
  const sent: AreaReceipt[] = [];
  if (asked.has("send")) {
    for (const [i, { fields }] of drafts.entries()) {
      const request = { with: others, fields, ...madePublic(asked) };
      // One key for each: under one alone, the second would be answered as the first.
      const { key } = asked.write;
      const write = key === undefined ? {} : { key: `${key}-${i}` };
      sent.push(await asked.client.proposeArea(request, write));
    }
  }
  const exit = skipped.length > 0 ? EXIT.badInput : EXIT.none;
  if (sent.length > 0) return { ...receiptsOf(asked, sent), exit };
  const shown = drafts.map(({ at, fields, notes }) =>
    [at, ...termLines(asked.speak, fields), ...notes].join("\n"),
  );
  return { things: drafts, text: shown.map((one) => `${one}\n\n`).join(""), exit };
};

const receiptsOf = (asked: Asked, sent: readonly AreaReceipt[]): Answer => ({
  things: sent,
  text: sent.map((receipt) => receiptOf(asked, receipt).text).join(""),
});

const acts: Acts = {
  list: {
    takes: [],
    text: "one's own areas, and those made public",
    flags: { ...LIMIT_FLAG, state: { as: "STATE", text: AREA_STATES.join(", ") } },
    run: list,
  },
  show: { takes: ["AREA"], text: "one of them, with what is asked there", run: show },
  of: {
    takes: ["OPERATION"],
    text: "areas that one's own operation touches",
    run: async (asked) => tell(asked, (await asked.client.areasOf(asked.names[0] ?? "")).areas),
  },
  propose: {
    takes: [],
    text: "propose one: with, and its fields",
    body: "file",
    flags: { ...WITH, ...OF_TERMS, ...PUBLIC },
    isWrite: true,
    run: async (asked) => {
      const said = await asked.parseBody<AreaRequest>(TERMS);
      const request = { ...said, ...madePublic(asked) };
      return receiptOf(asked, await asked.client.proposeArea(request, asked.write));
    },
  },
  change: {
    takes: ["AREA"],
    text: "propose all its fields anew; what is agreed holds until every party agrees",
    body: "file",
    flags: { ...VERSION, ...OF_TERMS, ...PUBLIC },
    isWrite: true,
    run: async (asked) => {
      const said = await asked.parseBody<Parameters<Client["changeArea"]>[1]>(TERMS);
      const request = { ...said, ...madePublic(asked) };
      const [id = ""] = asked.names;
      return receiptOf(asked, await asked.client.changeArea(id, request, asked.write));
    },
  },
  agree: answer("agree to the version that waits", (client, ...said) => client.agreeArea(...said)),
  confirm: answer("agree as the second person of your side", (client, ...said) =>
    client.confirmArea(...said),
  ),
  decline: answer("decline the version that waits", (client, ...said) =>
    client.declineArea(...said),
  ),
  withdraw: answer("withdraw the version that you proposed", (client, ...said) =>
    client.withdrawArea(...said),
  ),
  end: {
    takes: ["AREA"],
    text: "say that it ends: with an hour's notice, or at once when every party says so",
    flags: {
      reason: { as: "WORD", text: AREA_END_REASONS.join(", "), member: "reason" },
      at: { as: "ISO", text: "when (default: in an hour)", member: "at" },
      text: { as: "TEXT", text: "what goes with it", member: "text" },
    },
    isWrite: true,
    run: async (asked) =>
      receiptOf(
        asked,
        await asked.client.endArea(asked.names[0] ?? "", await asked.parseBody(), asked.write),
      ),
  },
  import: {
    takes: ["FILE"],
    text: "read GeoJSON, ED-269, ED-318 or OpenAir and show the drafts; with --send propose each",
    flags: {
      ...WITH,
      kind: { as: "KIND", text: "where the file does not say", member: "areaKind" },
      measures: {
        as: "A,B",
        text: "where the file does not say",
        member: "measures",
        read: asList,
      },
      "review-by": { as: "ISO", text: "for areas without an end", member: "reviewBy" },
      ...PUBLIC,
      send: { as: null, text: "propose each, once the drafts were looked at" },
    },
    isWrite: true,
    run: importFile,
  },
};

export const area: Verb = verbOf({
  name: "area",
  summary: "areas that parties agree, and what is asked there",
  about:
    "Agreed areas: every party agrees, and all are asked to hold back or to call first. Nothing in one is leave to do anything.",
  acts,
  examples: [
    "area import river.geojson --kind no_fire_area --measures no_fire --with SOUTH",
    "area agree area-0m7h9cx0rq0184 --version 1",
    "area of NORTH-2026-00003",
  ],
});

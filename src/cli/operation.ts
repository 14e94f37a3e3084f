/** `wideberth operation`: one's own notices and what becomes of them, and what others showed. */

import type { AnyOperation } from "../api/native/any-operation.ts";
import type { Operation, OperationQuery, Receipt } from "../api/native/client.ts";
import { OPERATION_STATES } from "../core/operations/model.ts";
import { extentLines } from "../tell/tell-operation.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asNumber } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import { UsageError } from "./flags.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Operation>[] => [
  ["operation", ({ id }) => speak.id(id)],
  ["state", ({ state }) => speak.texts.operationStates[state]],
  ["category", (one) => (one.detail === "full" ? speak.word("category", one.category) : null)],
  ["name", (one) => (one.detail === "full" ? speak.theirs(one.current.name) : null)],
  ["version", (one) => (one.detail === "full" ? String(one.current.version) : null)],
  ["start", ({ start }) => speak.when(start)],
  ["end", ({ end }) => speak.when(end)],
  [
    "notice",
    (one) =>
      one.detail === "full" && one.current.notice.minutesOfNotice !== null
        ? speak.minutes(one.current.notice.minutesOfNotice)
        : null,
  ],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak, text } = asked;
  const [party, states] = [text("party"), text("state")];
  const query: OperationQuery = {
    ...(party === null ? {} : { party }),
    ...(states === null ? {} : { state: statesOf(states) }),
  };
  const { items, left } = await readList(asked, (page) => client.operations({ ...query, ...page }));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const statesOf = (text: string): Operation["state"][] =>
  text.split(",").map((word) => {
    const state = OPERATION_STATES.find((one) => one === word.trim());
    if (state) return state;
    throw new UsageError(`--state ${word} is not known: use ${OPERATION_STATES.join(", ")}`);
  });

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const operation = await client.operation(names[0] ?? "");
  return { things: [operation], text: operationText(speak, operation) };
};

const operationText = (speak: Speak, operation: AnyOperation): string => {
  if (operation.detail !== "disclosed") {
    const head = linesOf(speak, columnsOf(speak), operation);
    if (operation.detail === "exists") return head;
    return `${head}${extentLines(speak, operation.current.volumes).join("\n")}\n`;
  }
  const { id, party, versions } = operation;
  const head = linesOf(
    speak,
    [
      ["operation", () => speak.id(id)],
      ["party", () => speak.id(party)],
      ["state", ({ state }) => state && speak.texts.operationStates[state]],
    ],
    operation,
  );
  const shown = versions.map((one) => {
    const about = linesOf(
      speak,
      [
        ["version", ({ version }) => String(version)],
        ["rung", ({ rung }) => speak.word("disclosure", rung)],
        ["category", ({ category }) => category && speak.word("category", category)],
        ["name", ({ name }) => speak.theirs(name)],
      ],
      one,
    );
    return `\n${about}${extentLines(speak, one.volumes).join("\n")}\n`;
  });
  return head + shown.join("");
};

const receiptOf = (asked: Asked, receipt: Receipt): Answer => {
  const { speak } = asked;
  const { operationId, state, serial, version, minutesOfNotice, conflictIds } = receipt;
  const answer = done(asked, receipt, [
    ["operation", speak.id(operationId)],
    ["state", speak.texts.operationStates[state]],
    ["version", String(version)],
    ["serial", serial && speak.id(serial)],
    ["notice", minutesOfNotice === null ? null : speak.minutes(minutesOfNotice)],
  ]);
  const verdict =
    conflictIds.length === 0
      ? speak.fixed("noOverlap", Date.parse(receipt.receivedAt))
      : speak.tell("inConflict", { ids: speak.ids(conflictIds) ?? "" });
  const isPlanned = state === "filed" || state === "active";
  const lines = [
    ...(receipt.isShortNotice ? [speak.tell("shortNotice")] : []),
    ...(isPlanned ? [verdict] : []),
    ...receipt.notes.map((note) => speak.theirs(note)),
    speak.fixed("notPermission"),
  ];
  return {
    ...answer,
    text: `${answer.text}${lines.join("\n")}\n`,
    exit: conflictIds.length > 0 ? EXIT.found : EXIT.none,
  };
};

type Move = "activateOperation" | "holdOperation" | "endOperation" | "cancelOperation";

const move = (text: string, called: Move): Act => ({
  takes: ["OPERATION"],
  text,
  isWrite: true,
  run: async (asked) =>
    receiptOf(asked, await asked.client[called](asked.names[0] ?? "", asked.write)),
});

const VERSION: ActFlag = {
  as: "N",
  text: "the version that is replaced: the current one",
  member: "version",
  read: asNumber,
};

const acts: Acts = {
  list: {
    takes: [],
    text: "one's own operations; to the host, that there are any",
    flags: {
      state: { as: "STATE,…", text: `of ${OPERATION_STATES.join(", ")}` },
      party: { as: "ID", text: "of this party alone" },
      ...LIMIT_FLAG,
    },
    run: list,
  },
  show: {
    takes: ["OPERATION"],
    text: "one operation; of another's as much as is shown to oneself, which leaves a receipt",
    run: show,
  },
  file: {
    takes: [],
    text: "file a New notice; wideberth import files those of GeoJSON, KML, CSV and others",
    body: "file",
    isWrite: true,
    run: async (asked) =>
      receiptOf(asked, await asked.client.fileOperation(await asked.parseBody(), asked.write)),
  },
  replace: {
    takes: ["OPERATION"],
    text: "file a Replace notice: other volumes or another name",
    body: "file",
    flags: { version: VERSION },
    isWrite: true,
    run: async (asked) =>
      receiptOf(
        asked,
        await asked.client.replaceOperation(
          asked.names[0] ?? "",
          await asked.parseBody(),
          asked.write,
        ),
      ),
  },
  start: move("it has begun", "activateOperation"),
  hold: move("it is held", "holdOperation"),
  end: move("it has ended", "endOperation"),
  cancel: move("it will not be: a Cancel notice", "cancelOperation"),
  deviate: {
    takes: ["OPERATION"],
    text: "it is not where or when it was notified",
    flags: { "no-return": { as: null, text: "and no return is intended" } },
    isWrite: true,
    run: async (asked) => {
      const isNoReturn = asked.has("no-return");
      const [id = ""] = asked.names;
      return receiptOf(asked, await asked.client.deviateOperation(id, { isNoReturn }, asked.write));
    },
  },
};

export const operation: Verb = verbOf({
  name: "operation",
  summary: "notices of one's own: file, start, hold, end, cancel",
  about:
    "Operations and their notices. Receipt of a notice is not permission and not a guarantee, and changes\nno one's duties under international humanitarian law.",
  acts,
  examples: [
    "operation list --state filed,active",
    "operation file --from docs/examples/notice.json",
    "operation start NORTH-2026-00003",
    "operation cancel NORTH-2026-00003",
  ],
});

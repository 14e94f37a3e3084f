/** `wideberth conflict`: conflicts of one's own operations, and what the desk does about them. */

import type { Conflict, OptionsAnswer } from "../api/native/client.ts";
import type { ConflictReceipt } from "../api/native/proposal.ts";
import { Teller } from "../tell/tell.ts";
import { describeConflict } from "../tell/tell-conflict.ts";
import { optionText } from "./check/report-options.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Conflict>[] => [
  ["conflict", ({ id }) => speak.id(id)],
  ["state", ({ life }) => speak.texts.conflictLives[life]],
  ["operation", ({ ownOperationIds }) => speak.ids(ownOperationIds)],
  ["start", ({ start }) => speak.when(start)],
  ["end", ({ end }) => speak.when(end)],
  ["cell", ({ cell }) => cell && speak.id(cell.id)],
  ["contactBy", ({ contactBy }) => speak.when(contactBy)],
  ["other", ({ other }) => other?.party ?? speak.tell("notDisclosed")],
];

const detailsOf = (speak: Speak): readonly Column<Conflict>[] => [
  ...columnsOf(speak).slice(0, 3),
  ["other", ({ other }) => other && otherText(speak, other)],
  ["rung", ({ other }) => other && speak.word("disclosure", other.rung)],
  ["owner", ({ own }) => own?.owner && speak.theirs(own.owner.deskId ?? own.owner.by)],
  ["contact", ({ own, other }) => own && other && contactText(speak, { own, other })],
  ["resolution", ({ resolution }) => resolution && resolutionText(speak, resolution)],
  ["proposal", ({ proposalIds }) => speak.ids(proposalIds)],
];

const otherText = (speak: Speak, other: NonNullable<Conflict["other"]>): string => {
  const known = [other.party, other.deskId, other.operationId].filter((one) => one !== null);
  return speak.ids(known) ?? speak.tell("notDisclosed");
};

type Sides = {
  readonly own: NonNullable<Conflict["own"]>;
  readonly other: NonNullable<Conflict["other"]>;
};

const contactText = (speak: Speak, { own, other }: Sides): string | null =>
  own.contactAt === null && other.contactAt === null
    ? null
    : speak.list([speak.when(own.contactAt) ?? "–", speak.when(other.contactAt) ?? "–"]);

const resolutionText = (speak: Speak, { kinds }: NonNullable<Conflict["resolution"]>): string =>
  speak.list(kinds.map((kind) => speak.word("measure", kind)));

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak, text } = asked;
  const operationId = text("operation");
  const state = asked.choice("state", ["open", "closed"]);
  const query = {
    ...(state === null ? {} : { state }),
    ...(operationId === null ? {} : { operationId }),
  };
  const { items, left } = await readList(asked, (page) => client.conflicts({ ...query, ...page }));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const conflict = await client.conflict(names[0] ?? "");
  const told = describeConflict(new Teller("", speak).memory, conflict);
  return { things: [conflict], text: `${told}\n\n${linesOf(speak, detailsOf(speak), conflict)}` };
};

type Option = OptionsAnswer["options"][number];

/** For each of one's own operations in the conflict. */
const options = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const { ownOperationIds } = await client.conflict(names[0] ?? "");
  const answers: { operationId: string; answer: OptionsAnswer }[] = [];
  for (const operationId of ownOperationIds)
    answers.push({ operationId, answer: await client.operationOptions(operationId) });
  const text = answers.map(({ operationId, answer }) => {
    const head = `${speak.head("operation")}: ${speak.id(operationId)}\n`;
    const found =
      answer.options.length === 0
        ? `${speak.tell("optionsNone")}\n`
        : tableOf(speak, optionColumns(speak), answer.options);
    return `${head}${found}${speak.theirs(answer.statement)}\n`;
  });
  const things = answers.map(({ operationId, answer }) => ({ operationId, ...answer }));
  return { things, text: text.join("\n") };
};

const optionColumns = (speak: Speak): readonly Column<Option>[] => [
  ["id", ({ id }) => id && speak.id(id)],
  ["change", (option) => optionText(option, speak.language)],
  ["clears", ({ clears }) => speak.ids(clears)],
  ["leaves", ({ leaves }) => speak.ids(leaves)],
];

const receiptOf = (asked: Asked, receipt: ConflictReceipt): Answer =>
  done(asked, receipt, [
    ["conflict", asked.speak.id(receipt.conflictId)],
    ["state", asked.speak.texts.conflictLives[receipt.life]],
  ]);

const move = movesOf("CONFLICT", receiptOf);

const acts: Acts = {
  list: {
    takes: [],
    text: "conflicts of one's own operations",
    flags: {
      state: { as: "STATE", text: "open or closed: are the two within the minima?" },
      operation: { as: "OPERATION", text: "of this operation alone" },
      ...LIMIT_FLAG,
    },
    run: list,
  },
  show: {
    takes: ["CONFLICT"],
    text: "one conflict: as much of it as is told to oneself",
    run: show,
  },
  own: {
    takes: ["CONFLICT"],
    text: "say that one's own desk deals with it: the other side learns which party and desk",
    flags: { desk: { as: "DESK", text: "of one's own open desks", member: "deskId" } },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      return receiptOf(
        asked,
        await asked.client.ownConflict(id, await asked.parseBody(), asked.write),
      );
    },
  },
  contact: move(
    "say that the desks are in contact: it counts when both have said so",
    (client, id, given) => client.noteContact(id, given),
  ),
  "false-alarm": move(
    "say that it is none: it counts when both have said so",
    (client, id, given) => client.flagFalseAlarm(id, given),
  ),
  options: {
    takes: ["CONFLICT"],
    text: "what one's own side could change, computed from what is disclosed to it",
    run: options,
  },
};

export const conflict: Verb = verbOf({
  name: "conflict",
  summary: "conflicts of one's own operations, and the desk's steps",
  about:
    "Conflicts. That none is found is not a clearance; unnotified activity is possible. How they are\nsettled: wideberth proposal. To show more: wideberth disclosure.",
  acts,
  examples: [
    "conflict list --state open",
    "conflict show 0m7h9cx0rq0184 --language ru",
    "conflict own 0m7h9cx0rq0184 --desk watch",
    "conflict options 0m7h9cx0rq0184",
  ],
});

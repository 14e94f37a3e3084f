/** `wideberth standing`: areas in which conflicts of two parties stand, by agreement, without alarm. */

import type { Standing, StandingReceipt } from "../api/native/proposal.ts";
import { verbOf } from "./remote/act.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import { extentLines } from "../tell/tell-operation.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Standing>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["parties", ({ parties }) => speak.ids(parties)],
  ["name", ({ name }) => speak.theirs(name)],
  ["state", ({ state }) => speak.texts.standingStates[state]],
  ["since", ({ changedAt }) => speak.when(changedAt)],
];

const list = async ({ client, speak }: Asked): Promise<Answer> => {
  const { standings } = await client.standings();
  return { things: standings, text: tableOf(speak, columnsOf(speak), standings) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const standing = await client.standing(names[0] ?? "");
  const extent = extentLines(speak, [standing.volume]).join("\n");
  return { things: [standing], text: `${linesOf(speak, columnsOf(speak), standing)}${extent}\n` };
};

const receiptOf = (asked: Asked, receipt: StandingReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.standingId)],
    ["state", asked.speak.texts.standingStates[receipt.state]],
  ]);

const move = movesOf("ID", receiptOf);

const acts: Acts = {
  list: { takes: [], text: "every standing agreement of one's own", run: list },
  show: { takes: ["ID"], text: "one of them, with its area", run: show },
  propose: {
    takes: [],
    text: "propose one: with, name and volume",
    body: "file",
    flags: {
      with: { as: "PARTY", text: "with whom", member: "with" },
      name: { as: "NAME", text: "what it is called", member: "name" },
    },
    isWrite: true,
    run: async (asked) =>
      receiptOf(asked, await asked.client.proposeStanding(await asked.parseBody(), asked.write)),
  },
  agree: move("agree to one that the other side proposes", (client, id, given) =>
    client.agreeStanding(id, given),
  ),
  end: move("end it: its conflicts are told again", (client, id, given) =>
    client.endStanding(id, given),
  ),
};

export const standing: Verb = verbOf({
  name: "standing",
  summary: "areas where conflicts of two parties stand by agreement",
  about:
    "Standing agreements: conflicts of the two inside the area stand, without clock and alarm.",
  acts,
  examples: ["standing list", "standing propose --with SOUTH --name range --from area.json"],
});

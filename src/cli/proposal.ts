/** `wideberth proposal`: what the two sides of a conflict propose to each other, until both agree. */

import type { Client, WriteOptions } from "../api/native/client.ts";
import type { Proposal, ProposalReceipt } from "../api/native/proposal.ts";
import { changeText, proposedText } from "../tell/tell-conflict.ts";
import { verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { movesOf } from "./remote/move.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Proposal>[] => [
  ["proposal", ({ id }) => speak.id(id)],
  ["from", ({ isOwn }) => speak.tell(isOwn ? "own" : "theirs")],
  ["state", ({ state }) => speak.texts.proposalStates[state]],
  ["ownDoes", ({ own }) => changeText(speak, own)],
  ["otherDoes", ({ other }) => changeText(speak, other)],
  ["until", ({ validTo }) => speak.when(validTo)],
];

const list = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const { proposals } = await client.proposals(names[0] ?? "");
  return { things: proposals, text: tableOf(speak, columnsOf(speak), proposals) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const proposal = await client.proposal(names[0] ?? "");
  const text = `${proposedText(speak, proposal)}\n\n${linesOf(speak, columnsOf(speak), proposal)}`;
  return { things: [proposal], text };
};

const receiptOf = (asked: Asked, receipt: ProposalReceipt): Answer => {
  const { speak } = asked;
  return done(asked, receipt, [
    ["proposal", speak.id(receipt.proposalId)],
    ["conflict", speak.id(receipt.conflictId)],
    ["state", speak.texts.proposalStates[receipt.state]],
  ]);
};

const MINUTE_MS = 60_000;
const asMinutes = (text: string, flag: string): number => asNumber(text, flag) * MINUTE_MS;

const TERMS: Readonly<Record<string, ActFlag>> = {
  option: {
    as: "ID",
    text: "the change that an option of one's own operation names, as conflict options gives it",
    member: "optionId",
  },
  "shift-minutes": {
    as: "N",
    text: "one's own operation so much later; --shift-minutes=-30: earlier",
    member: "own.shiftMs",
    read: asMinutes,
  },
  "shift-m": {
    as: "M",
    text: "so many metres higher; negative: lower",
    member: "own.shiftM",
    read: asNumber,
  },
  "hold-until": { as: "ISO", text: "held until then", member: "own.holdUntil" },
  "other-shift-minutes": {
    as: "N",
    text: "the other side's operation so much later",
    member: "other.shiftMs",
    read: asMinutes,
  },
  "other-shift-m": {
    as: "M",
    text: "and so many metres higher",
    member: "other.shiftM",
    read: asNumber,
  },
  safeguards: {
    as: "WORD,…",
    text: "as keep_radio_contact,report_positions",
    member: "safeguards",
    read: asList,
  },
  "valid-to": { as: "ISO", text: "until when it stands", member: "validTo" },
};

type Tell = (
  client: Client,
  id: string,
  said: { readonly body: Parameters<Client["propose"]>[1]; readonly write: WriteOptions },
) => Promise<ProposalReceipt>;

const terms = (taken: string, text: string, tell: Tell): Act => ({
  takes: [taken],
  text,
  body: "file",
  flags: TERMS,
  isWrite: true,
  run: async (asked) => {
    const body = await asked.parseBody<Parameters<Client["propose"]>[1]>();
    const said = { body, write: asked.write };
    return receiptOf(asked, await tell(asked.client, asked.names[0] ?? "", said));
  },
});

const move = movesOf("PROPOSAL", receiptOf);

const acts: Acts = {
  list: { takes: ["CONFLICT"], text: "every proposal about a conflict", run: list },
  show: { takes: ["PROPOSAL"], text: "one proposal, in words", run: show },
  make: terms(
    "CONFLICT",
    'propose what each side would do; volumes of an option come from a file as {"volumes": […]}',
    (client, id, { body, write }) => client.propose(id, body, write),
  ),
  counter: terms("PROPOSAL", "answer with another proposal", (client, id, { body, write }) =>
    client.counterProposal(id, body, write),
  ),
  accept: move("accept a proposal of the other side", (client, id, given) =>
    client.acceptProposal(id, given),
  ),
  confirm: move("confirm it as the second person of one's own side", (client, id, given) =>
    client.confirmAgreement(id, given),
  ),
  decline: move("decline it", (client, id, given) => client.declineProposal(id, given)),
  withdraw: move("take one's own back", (client, id, given) => client.withdrawProposal(id, given)),
};

export const proposal: Verb = verbOf({
  name: "proposal",
  summary: "settle a conflict: propose, counter, accept, confirm",
  about:
    "Proposals about a conflict. What both agree to is applied to both operations at once, and the\nconflict is looked at again.",
  acts,
  examples: [
    "proposal make 0m7h9cx0rq0184 --shift-minutes 45",
    "proposal make 0m7h9cx0rq0184 --from option.json",
    "proposal accept 0m7h9d1k2s",
  ],
});

/** `wideberth review`: what two sides counted of a period, sealed until both have said it. */

import type { Client } from "../api/native/client.ts";
import type { Review, ReviewReceipt } from "../api/native/review.ts";
import {
  byOneText,
  headingText,
  outcomeText,
  reviewPeriodText,
  reviewStateText,
  sayOfReview,
} from "../phrases/review/render.ts";
import { fill } from "../tell/sentences.ts";
import { UsageError } from "./flags.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import type { Verb } from "./verb.ts";

type Full = Extract<Review, { detail: "full" }>;

const columnsOf = (speak: Speak): readonly Column<Review>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["parties", ({ parties }) => speak.ids(parties)],
  ["from", (one) => (one.detail === "full" ? speak.id(one.from) : null)],
  ["until", (one) => (one.detail === "full" ? speak.id(one.to) : null)],
  ["state", ({ state }) => reviewStateText(state, speak.language)],
];

const list = async (asked: Asked): Promise<Answer> => {
  const { client, speak } = asked;
  const { items, left } = await readList(asked, (page) => client.reviews(page));
  return { things: items, left, text: tableOf(speak, columnsOf(speak), items) };
};

const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const review = await client.review(names[0] ?? "");
  const head = linesOf(speak, columnsOf(speak), review);
  if (review.detail === "exists") return { things: [review], text: head };
  const period = `${reviewPeriodText(review, speak.language)}\n`;
  const version: Column<Full> = ["version", (one) => String(one.version)];
  const text = [period, head, linesOf(speak, [version], review), ...statedLines(speak, review)];
  return { things: [review], text: [...text, ...rowLines(speak, review)].join("") };
};

/** Under the seal: who has stated figures, and one's own. */
const statedLines = ({ language, texts, id }: Speak, { sides, rows }: Full): string[] => {
  if (rows.length > 0) return [];
  return sides
    .filter(({ hasStated }) => hasStated)
    .flatMap(({ party, statements }) => [
      `${fill(texts.reviewCauses.stated, { party: id(party) })}\n`,
      ...(statements.at(-1)?.figures ?? []).map(
        (figure) => `  ${headingText(figure, language, id)}: ${String(figure.count)}\n`,
      ),
    ]);
};

const rowLines = ({ language, id }: Speak, { rows, parties }: Full): string[] =>
  rows.map((row) => {
    const { counts, recorded, outcome } = row;
    const numbers =
      outcome === "confirmed"
        ? String(counts[0])
        : parties.map((party, i) => byOneText(counts[i] ?? null, id(party), language)).join(" · ");
    const record =
      recorded === null ? "" : ` ${sayOfReview("recorded", language)}: ${String(recorded)}.`;
    const heading = headingText(row, language, id);
    return `${heading}: ${numbers} (${outcomeText(outcome, language)}).${record}\n`;
  });

const receiptOf = (asked: Asked, receipt: ReviewReceipt): Answer =>
  done(asked, receipt, [
    ["id", asked.speak.id(receipt.reviewId)],
    ["version", String(receipt.version)],
    ["state", reviewStateText(receipt.state, asked.speak.language)],
  ]);

type Told = (client: Client, id: string, asked: Asked) => Promise<ReviewReceipt>;

const say = (about: Pick<Act, "text" | "flags" | "body">, act: Told): Act => ({
  takes: ["ID"],
  ...about,
  isWrite: true,
  run: async (asked) => receiptOf(asked, await act(asked.client, asked.names[0] ?? "", asked)),
});

/** `violations:NORTH`, `incidents:line_crossing`, `conflicts`: what may stand there the server says. */
const asHeading = (text: string): object => {
  const [heading = "", about] = text.split(":");
  if (about === undefined) return { heading };
  return heading === "incidents" ? { heading, incidentKind: about } : { heading, of: about };
};

const asFigures = (text: string, flag: string): readonly object[] =>
  asList(text).map((figure) => {
    const at = figure.indexOf("=");
    if (at < 1) {
      const wrong = JSON.stringify(figure.slice(0, 80));
      throw new UsageError(`--${flag} ${wrong}: write it as conflicts=3 or violations:NORTH=0`);
    }
    return { ...asHeading(figure.slice(0, at)), count: asNumber(figure.slice(at + 1), flag) };
  });

const acts: Acts = {
  list: { takes: [], text: "every review one is a side of", flags: LIMIT_FLAG, run: list },
  show: {
    takes: ["ID"],
    text: "one of them, with its figures as far as both stated them",
    run: show,
  },
  open: {
    takes: [],
    text: "open a review of whole UTC days that are over",
    flags: {
      with: { as: "PARTY", text: "the other side", member: "other" },
      first: { as: "DAY", text: "its first day", member: "from" },
      last: { as: "DAY", text: "its last day", member: "to" },
    },
    isWrite: true,
    run: async (asked) =>
      receiptOf(asked, await asked.client.openReview(await asked.parseBody(), asked.write)),
  },
  state: say(
    {
      text: "state all that one's side counted, or correct it; sealed until both have",
      flags: {
        figures: {
          as: "FIGURES",
          text: "conflicts=3,violations:NORTH=0,incidents:line_crossing=1",
          member: "figures",
          read: asFigures,
        },
      },
      body: "file",
    },
    async (client, id, asked) => client.stateFigures(id, await asked.parseBody(), asked.write),
  ),
  agree: say(
    {
      text: "agree that it ends as it stands; a second person says the same again",
      flags: {
        version: { as: "N", text: "the one that was read", member: "version", read: asNumber },
        "both-numbers": {
          as: "HEADINGS",
          text: "of figures that differ, those of which both numbers may be told",
          member: "bothNumbers",
          read: (text) => asList(text).map(asHeading),
        },
      },
    },
    async (client, id, asked) => client.agreeReview(id, await asked.parseBody(), asked.write),
  ),
  withdraw: say(
    { text: "withdraw it: nothing of it is told as that of both" },
    (client, id, asked) => client.withdrawReview(id, asked.write),
  ),
};

export const review: Verb = verbOf({
  name: "review",
  summary: "what two sides counted of a period, and what both confirm",
  about: "Figures are sealed until both sides have stated theirs. Only what both agree is theirs.",
  acts,
  examples: [
    "review open --with SOUTH --first 2026-11-01 --last 2026-11-30",
    "review state review-0m7h9d1k2s --figures conflicts=3,violations:NORTH=0",
    "review agree review-0m7h9d1k2s --version 1 --both-numbers violations:NORTH",
  ],
});

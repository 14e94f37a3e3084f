/** What must be sayable of reviews, in each language. */

import type { ReviewCause } from "../core/reviews/changes.ts";
import type { Language } from "../phrases/catalogue.ts";

export type ReviewTopic = "review";
export type ReviewSentence = "reviewTold" | "reviewExists";

export type ReviewTexts = {
  readonly topics: Readonly<Record<ReviewTopic, string>>;
  readonly sentences: Readonly<Record<ReviewSentence, string>>;
  readonly states: {
    /** With `{party}`: who acted. */
    readonly reviewCauses: Readonly<Record<ReviewCause, string>>;
  };
};

export const REVIEW_TEXTS: Readonly<Record<Language, ReviewTexts>> = {
  en: {
    topics: { review: "Review of a period" },
    sentences: {
      reviewTold: "{period}, {parties}: {cause} It now stands at: {state}.",
      reviewExists: "A review of {parties}: {state}.",
    },
    states: {
      reviewCauses: {
        opened: "{party} opens it.",
        stated: "{party} has stated its figures, under seal.",
        restated: "{party} has stated other figures, under seal.",
        compared: "{party} has stated its figures too, and each side now sees the other's.",
        corrected: "{party} has corrected its figures, and nothing is agreed of it any more.",
        agreed_by_one: "{party} agrees that it ends so.",
        agreed: "{party} agrees as well.",
        withdrawn: "{party} withdraws it, and nothing of it is told as that of both.",
        lapsed: "Nobody ended it in time.",
      },
    },
  },
  ar: {
    topics: { review: "مراجعة فترة" },
    sentences: {
      reviewTold: "{period}، {parties}: {cause} حالتها الآن: {state}.",
      reviewExists: "مراجعة بين {parties}: {state}.",
    },
    states: {
      reviewCauses: {
        opened: "فتحها طرف {party}.",
        stated: "ذكر طرف {party} أرقامه، وهي مختومة.",
        restated: "ذكر طرف {party} أرقامًا أخرى، وهي مختومة.",
        compared: "ذكر طرف {party} أرقامه أيضًا، ويرى كل طرف الآن أرقام الآخر.",
        corrected: "صحّح طرف {party} أرقامه، ولم يعد شيء منها متفقًا عليه.",
        agreed_by_one: "يوافق طرف {party} على أن تنتهي هكذا.",
        agreed: "يوافق طرف {party} كذلك.",
        withdrawn: "سحبها طرف {party}، ولا يُذكر شيء منها على أنه للطرفين.",
        lapsed: "لم ينهها أحد في الوقت المحدد.",
      },
    },
  },
  ru: {
    topics: { review: "Сверка за период" },
    sentences: {
      reviewTold: "{period}, {parties}: {cause} Состояние: {state}.",
      reviewExists: "Сверка между {parties}: {state}.",
    },
    states: {
      reviewCauses: {
        opened: "{party} открывает её.",
        stated: "{party}: показатели названы, они закрыты.",
        restated: "{party}: названы другие показатели, они закрыты.",
        compared: "{party}: показатели тоже названы, теперь стороны видят показатели друг друга.",
        corrected: "{party}: показатели исправлены, прежнее согласие больше не действует.",
        agreed_by_one: "{party}: согласие завершить её в таком виде.",
        agreed: "{party}: согласие тоже дано.",
        withdrawn: "{party} отзывает её, ничто из неё не приводится как общее.",
        lapsed: "Никто не завершил её в срок.",
      },
    },
  },
};

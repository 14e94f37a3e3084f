/** What must be sayable of tracks, in each language. What is not heard is never said to be somewhere. */

import type { TrackState } from "../core/tracks/model.ts";
import type { Language } from "../phrases/catalogue.ts";

export type TrackTopic = "track";

export type TrackSentence = "trackState" | "trackLast" | "trackDoubt";

export type TrackTexts = {
  readonly topics: Readonly<Record<TrackTopic, string>>;
  readonly sentences: Readonly<Record<TrackSentence, string>>;
  readonly states: { readonly trackStates: Readonly<Record<TrackState, string>> };
};

export const TRACK_TEXTS: Readonly<Record<Language, TrackTexts>> = {
  en: {
    topics: { track: "Track" },
    sentences: {
      trackState: "{identity}, operation {operation}: {state}.",
      trackLast: "Last report: {at}. Nothing is known from {until} on.",
      trackDoubt: "The last report can't be told apart from one inside.",
    },
    states: {
      trackStates: {
        no_report: "no report",
        unjudged: "heard, at a time of which the operation says nothing",
        conforming: "reports conform to the operation",
        deviating: "reports deviate from the operation",
        ended: "takes no more reports",
      },
    },
  },
  ar: {
    topics: { track: "تتبّع الموقع" },
    sentences: {
      trackState: "{identity}، العملية {operation}: {state}.",
      trackLast: "آخر بلاغ: {at}. لا شيء معلوم ابتداءً من {until}.",
      trackDoubt: "لا يمكن تمييز آخر بلاغ عن بلاغ من داخل الحدود.",
    },
    states: {
      trackStates: {
        no_report: "لا بلاغ",
        unjudged: "ورد بلاغ في وقت لا تقول العملية عنه شيئًا",
        conforming: "البلاغات مطابقة للعملية",
        deviating: "البلاغات منحرفة عن العملية",
        ended: "لم تعد تُقبل بلاغات",
      },
    },
  },
  ru: {
    topics: { track: "Сопровождение" },
    sentences: {
      trackState: "{identity}, операция {operation}: {state}.",
      trackLast: "Последнее донесение: {at}. С {until} ничего не известно.",
      trackDoubt: "Последнее донесение нельзя отличить от донесения в пределах операции.",
    },
    states: {
      trackStates: {
        no_report: "донесений нет",
        unjudged: "донесение за время, о котором операция ничего не говорит",
        conforming: "донесения соответствуют операции",
        deviating: "донесения отклоняются от операции",
        ended: "донесения больше не принимаются",
      },
    },
  },
};

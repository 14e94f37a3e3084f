/** What a transcript says around an act, in each language. */

import type { Language } from "../phrases/catalogue.ts";

export type TranscriptText =
  | "first"
  | "second"
  | "title"
  | "example"
  | "made"
  | "clock"
  | "said"
  | "heard"
  | "checksLeftOut"
  | "help";

/** With `{names}` for what is filled in. */
export const TRANSCRIPT_TEXTS: Readonly<
  Record<Language, Readonly<Record<TranscriptText, string>>>
> = {
  en: {
    first: "first act",
    second: "second act",
    title: "Example theatre, {act}: what {side} said and was told",
    example: "EXAMPLE. Fictional parties on the middle Euphrates; nothing here is real.",
    made: "Made by `{command}`; not written by hand.",
    clock: "All times are UTC, of {day}.",
    said: "said by {side}",
    heard: "told to {side}",
    checksLeftOut:
      "Line checks that changed nothing are left out: {count}. Those that changed the state of a line are told.",
    help: "The fields are what was said; these words are a help.",
  },
  ar: {
    first: "الفصل الأول",
    second: "الفصل الثاني",
    title: "المسرح التجريبي، {act}: ما قاله طرف {side} وما أُبلغ به",
    example: "مثال. أطراف خيالية في منطقة الفرات الأوسط، ولا شيء هنا حقيقي.",
    made: "أُنشئ بالأمر `{command}` ولم يُكتب يدويًا.",
    clock: "جميع الأوقات بالتوقيت العالمي المنسق ليوم {day}.",
    said: "قاله طرف {side}",
    heard: "أُبلغ به طرف {side}",
    checksLeftOut:
      "أحداث فحص الخط التي لم تغيّر شيئًا غير مذكورة هنا، وعددها: {count}. أما ما غيّر حالة الخط فهو مذكور.",
    help: "ما قيل هو ما ورد في الحقول، وهذه الصياغة للمساعدة فقط.",
  },
  ru: {
    first: "первый акт",
    second: "второй акт",
    title: "Учебный район, {act}: что сторона {side} говорила и что ей сообщали",
    example: "ПРИМЕР. Вымышленные стороны на среднем Евфрате; ничего действительного здесь нет.",
    made: "Создано командой `{command}`, не написано вручную.",
    clock: "Всё время — UTC, {day}.",
    said: "говорит сторона {side}",
    heard: "сообщено стороне {side}",
    checksLeftOut:
      "Проверки линии, которые ничего не изменили, опущены: {count}. Изменившие состояние линии приведены.",
    help: "Сказанным считаются поля; эти слова — лишь помощь.",
  },
};

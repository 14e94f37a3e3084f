/** What must be sayable of movements, in each language. */

import type { MovementCause } from "../core/movements/changes.ts";
import type { Language } from "../phrases/catalogue.ts";

export type MovementSentence =
  | "movementWay"
  | "movementOwn"
  | "movementOfOther"
  | "movementState"
  | "movementReceipt"
  | "movementSubmitted"
  | "movementUnchecked"
  | "movementIncomplete"
  | "movementOff"
  | "movementLate"
  | "movementSilent"
  | "movementHoldAsked"
  | "movementOutcome";

export type MovementTexts = {
  readonly sentences: Readonly<Record<MovementSentence, string>>;
  readonly states: { readonly movementCauses: Readonly<Record<MovementCause, string>> };
};

export const MOVEMENT_TEXTS: Readonly<Record<Language, MovementTexts>> = {
  en: {
    sentences: {
      movementWay: "{origin} – {destination}",
      movementOwn: "Our movement {movement}: {cause}.",
      movementOfOther: "Movement of {party} {movement}: {cause}.",
      movementState: "State: {state}.",
      movementReceipt: "{party}: {state}.",
      movementSubmitted: "It waits for a second person of our side.",
      movementUnchecked: "No second person has checked it.",
      movementIncomplete: "It is incomplete: not all that must be said of it is known.",
      movementOff: "Off its route by {metres}.",
      movementLate: "Late by {minutes}.",
      movementSilent: "No position since {since}. Call.",
      movementHoldAsked: "Its owner decides.",
      movementOutcome: "Outcome: {outcome}.",
    },
    states: {
      movementCauses: {
        submitted: "entered",
        told: "told",
        checked: "checked by a second person",
        consented: "how much is shown was set",
        consent_closed: "nothing later is shown",
        delivered: "delivered",
        answered: "answered",
        passed_on: "passed on to levels",
        reported: "reported on its way",
        deviating: "it deviates from what was notified",
        silent: "where it is, is not known",
        hold_asked: "it is asked that it be held",
        closed: "closed",
        people_sealed: "details were sealed",
        people_read: "the sealed details were read",
        people_over: "the sealed details are over",
      },
    },
  },
  ar: {
    sentences: {
      movementWay: "{origin} – {destination}",
      movementOwn: "تحرّكنا {movement}: {cause}.",
      movementOfOther: "تحرّك طرف {party} {movement}: {cause}.",
      movementState: "الحالة: {state}.",
      movementReceipt: "{party}: {state}.",
      movementSubmitted: "وهو بانتظار شخص ثانٍ من جانبنا.",
      movementUnchecked: "لم يدقّقه شخص ثانٍ.",
      movementIncomplete: "وهو غير مكتمل: ليس كل ما يجب قوله عنه معروفًا.",
      movementOff: "يبعد عن مساره {metres}.",
      movementLate: "متأخر {minutes}.",
      movementSilent: "لا موقع له منذ {since}. اتصلوا.",
      movementHoldAsked: "القرار لصاحبه.",
      movementOutcome: "النتيجة: {outcome}.",
    },
    states: {
      movementCauses: {
        submitted: "أُدخل",
        told: "أُبلغ به",
        checked: "دقّقه شخص ثانٍ",
        consented: "حُدّد مقدار ما يُكشف منه",
        consent_closed: "لن يُكشف منه جديد",
        delivered: "سُلّم",
        answered: "ورد جواب بشأنه",
        passed_on: "عُمّم على مستويات أخرى",
        reported: "بلاغ من الطريق",
        deviating: "منحرف عما أُشعر به",
        silent: "مكانه غير معلوم",
        hold_asked: "طُلب إيقافه مؤقتًا",
        closed: "أُغلق",
        people_sealed: "خُتمت تفاصيل",
        people_read: "قُرئت التفاصيل المختومة",
        people_over: "انتهت مدة التفاصيل المختومة",
      },
    },
  },
  ru: {
    sentences: {
      movementWay: "{origin} – {destination}",
      movementOwn: "Наше перемещение {movement}: {cause}.",
      movementOfOther: "Перемещение стороны {party} {movement}: {cause}.",
      movementState: "Состояние: {state}.",
      movementReceipt: "{party}: {state}.",
      movementSubmitted: "Ждёт второго лица нашей стороны.",
      movementUnchecked: "Второе лицо его не проверило.",
      movementIncomplete: "Оно неполное: известно не всё, что должно быть сказано.",
      movementOff: "Отклонение от маршрута: {metres}.",
      movementLate: "Опоздание: {minutes}.",
      movementSilent: "Нет данных о местоположении с {since}. Позвоните.",
      movementHoldAsked: "Решает его сторона.",
      movementOutcome: "Исход: {outcome}.",
    },
    states: {
      movementCauses: {
        submitted: "внесено",
        told: "сообщено",
        checked: "проверено вторым лицом",
        consented: "задано, сколько раскрывается",
        consent_closed: "новое больше не раскрывается",
        delivered: "доставлено",
        answered: "получен ответ",
        passed_on: "доведено до других уровней",
        reported: "донесение с пути",
        deviating: "отклоняется от уведомления",
        silent: "где оно, неизвестно",
        hold_asked: "просят задержать",
        closed: "закрыто",
        people_sealed: "внесены закрытые сведения",
        people_read: "закрытые сведения прочитаны",
        people_over: "срок закрытых сведений прошёл",
      },
    },
  },
};

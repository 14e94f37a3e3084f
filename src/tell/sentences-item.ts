/** What must be sayable of coordination items, in each language. */

import type { DeedKind, ItemState, PartState } from "../core/items/model.ts";
import type { Language } from "../phrases/catalogue.ts";

export type ItemTopic = "item";

export type ItemSentence =
  | "itemState"
  | "itemDue"
  | "itemDueSoon"
  | "itemOverdue"
  | "itemExists"
  | "itemQuoted";

export type ItemTexts = {
  readonly topics: Readonly<Record<ItemTopic, string>>;
  readonly sentences: Readonly<Record<ItemSentence, string>>;
  readonly states: {
    readonly itemStates: Readonly<Record<ItemState, string>>;
    readonly contributionStates: Readonly<Record<PartState, string>>;
    /** With `{party}` and what the deed is about. */
    readonly itemDeeds: Readonly<Record<DeedKind, string>>;
  };
};

export const ITEM_TEXTS: Readonly<Record<Language, ItemTexts>> = {
  en: {
    topics: { item: "Coordination item" },
    sentences: {
      itemState: "{subject}: {state}. Lead: {lead}.",
      itemDue: "Due: {time}.",
      itemDueSoon: "{subject} is due at {time}.",
      itemOverdue: "{subject} was due at {time}, and is not done.",
      itemExists: "A coordination item of {parties}: {state}.",
      itemQuoted: "{party} writes: {text}",
    },
    states: {
      itemStates: {
        proposed: "proposed to its lead",
        open: "open",
        under_way: "under way",
        done: "done",
        withdrawn: "withdrawn",
        declined: "declined by its lead",
      },
      contributionStates: { asked: "asked", accepted: "accepted", declined: "declined" },
      itemDeeds: {
        opened: "{party} has opened it.",
        accepted: "{party} has accepted its part.",
        declined: "{party} has declined its part.",
        said: "{party} has added a note.",
        moved: "{party} says: {about}.",
        due: "{party} has set when it is due: {about}.",
        asked: "{party} asks {about} to contribute.",
      },
    },
  },
  ar: {
    topics: { item: "بند التنسيق" },
    sentences: {
      itemState: "{subject}: {state}. الجهة القائدة: {lead}.",
      itemDue: "موعد الاستحقاق: {time}.",
      itemDueSoon: "موعد استحقاق {subject} هو {time}.",
      itemOverdue: "كان موعد استحقاق {subject} في {time} ولم يُنجز.",
      itemExists: "بند تنسيق بين {parties}: {state}.",
      itemQuoted: "كتب طرف {party}: {text}",
    },
    states: {
      itemStates: {
        proposed: "مقترح على الجهة القائدة",
        open: "مفتوح",
        under_way: "قيد التنفيذ",
        done: "أُنجز",
        withdrawn: "مسحوب",
        declined: "رفضته الجهة القائدة",
      },
      contributionStates: { asked: "طُلب منه", accepted: "قبل", declined: "رفض" },
      itemDeeds: {
        opened: "فتحه طرف {party}.",
        accepted: "قبل طرف {party} دوره فيه.",
        declined: "رفض طرف {party} دوره فيه.",
        said: "أضاف طرف {party} ملاحظة.",
        moved: "يقول طرف {party}: {about}.",
        due: "حدّد طرف {party} موعد الاستحقاق: {about}.",
        asked: "يطلب طرف {party} مساهمة طرف {about}.",
      },
    },
  },
  ru: {
    topics: { item: "Вопрос координации" },
    sentences: {
      itemState: "{subject}: {state}. Ведущая сторона: {lead}.",
      itemDue: "Срок: {time}.",
      itemDueSoon: "{subject}: срок {time}.",
      itemOverdue: "{subject}: срок был {time}, не выполнено.",
      itemExists: "Вопрос координации сторон {parties}: {state}.",
      itemQuoted: "Сторона {party} пишет: {text}",
    },
    states: {
      itemStates: {
        proposed: "предложен ведущей стороне",
        open: "открыт",
        under_way: "выполняется",
        done: "выполнен",
        withdrawn: "отозван",
        declined: "отклонён ведущей стороной",
      },
      contributionStates: { asked: "запрошено", accepted: "принято", declined: "отклонено" },
      itemDeeds: {
        opened: "Открыла сторона {party}.",
        accepted: "Сторона {party} приняла свою часть.",
        declined: "Сторона {party} отклонила свою часть.",
        said: "Сторона {party} добавила запись.",
        moved: "Сторона {party} сообщает: {about}.",
        due: "Сторона {party} назначила срок: {about}.",
        asked: "Сторона {party} просит участия: {about}.",
      },
    },
  },
};

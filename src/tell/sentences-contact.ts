/** What must be sayable of contacts and of their readouts, in each language. */

import type { ContactState } from "../core/contacts/model.ts";
import type { ReadoutState } from "../core/contacts/readout-model.ts";
import type { Language } from "../phrases/catalogue.ts";

export type ContactTopic = "contact" | "readout";

export type ContactSentence =
  | "contactState"
  | "contactAgreed"
  | "contactFirst"
  | "contactExists"
  | "contactNotes"
  | "readoutState"
  | "readoutKeys"
  | "readoutReleased";

export type ContactTexts = {
  readonly topics: Readonly<Record<ContactTopic, string>>;
  readonly sentences: Readonly<Record<ContactSentence, string>>;
  readonly states: {
    readonly contactStates: Readonly<Record<ContactState, string>>;
    readonly readoutStates: Readonly<Record<ReadoutState, string>>;
  };
};

export const CONTACT_TEXTS: Readonly<Record<Language, ContactTexts>> = {
  en: {
    topics: { contact: "Contact", readout: "Readout" },
    sentences: {
      contactState: "Contact of {parties}: {state}.",
      contactAgreed: "What is said stands for: {parties}.",
      contactFirst: "The last one before it at this level: {time}, {form}.",
      contactExists: "A contact of {parties}: {state}; {window}.",
      contactNotes: "Our side's notes of the contact {contact} have changed.",
      readoutState: "Readout {readout} of {parties}: {state}.",
      readoutKeys: "Keys that count were given by: {parties}.",
      readoutReleased: "The readout {readout} of {parties} is public.",
    },
    states: {
      contactStates: {
        proposed: "proposed",
        agreed: "agreed",
        reported: "reported by one side as held",
        held: "held, as all sides say",
        declined: "declined",
        cancelled: "cancelled",
      },
      readoutStates: {
        draft: "draft",
        key_given: "a key was given",
        no_joint_text: "each side words its own",
        released: "released",
        withdrawn: "withdrawn",
      },
    },
  },
  ar: {
    topics: { contact: "اللقاء أو المكالمة", readout: "البيان" },
    sentences: {
      contactState: "لقاء أو مكالمة بين {parties}: {state}.",
      contactAgreed: "يلتزم بما قيل: {parties}.",
      contactFirst: "آخر لقاء أو مكالمة قبله على هذا المستوى: {time}، {form}.",
      contactExists: "لقاء أو مكالمة بين {parties}: {state}؛ {window}.",
      contactNotes: "تغيّرت مذكرات جانبنا عن {contact}.",
      readoutState: "البيان {readout} بين {parties}: {state}.",
      readoutKeys: "أعطى مفتاحًا مكتملًا: {parties}.",
      readoutReleased: "صدر البيان {readout} بين {parties} علنًا.",
    },
    states: {
      contactStates: {
        proposed: "مقترح",
        agreed: "متفق عليه",
        reported: "أبلغ جانب واحد أنه عُقد",
        held: "عُقد بحسب جميع الجوانب",
        declined: "مرفوض",
        cancelled: "ملغى",
      },
      readoutStates: {
        draft: "مسودة",
        key_given: "أُعطي مفتاح",
        no_joint_text: "لكل جانب صياغته",
        released: "صدر علنًا",
        withdrawn: "مسحوب",
      },
    },
  },
  ru: {
    topics: { contact: "Контакт", readout: "Сообщение по итогам" },
    sentences: {
      contactState: "Контакт сторон {parties}: {state}.",
      contactAgreed: "Сказанное подтверждают: {parties}.",
      contactFirst: "Последний до него на этом уровне: {time}, {form}.",
      contactExists: "Контакт сторон {parties}: {state}; {window}.",
      contactNotes: "Записи нашей стороны о контакте {contact} изменены.",
      readoutState: "Сообщение по итогам {readout}, стороны {parties}: {state}.",
      readoutKeys: "Полный ключ дали: {parties}.",
      readoutReleased: "Сообщение по итогам {readout}, стороны {parties}, опубликовано.",
    },
    states: {
      contactStates: {
        proposed: "предложен",
        agreed: "согласован",
        reported: "одна сторона сообщила, что он состоялся",
        held: "состоялся, по словам всех сторон",
        declined: "отклонён",
        cancelled: "отменён",
      },
      readoutStates: {
        draft: "проект",
        key_given: "дан ключ",
        no_joint_text: "каждая сторона даёт свою формулировку",
        released: "опубликовано",
        withdrawn: "отозвано",
      },
    },
  },
};

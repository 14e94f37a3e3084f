/**
 * Mails that say that there is something to read, in the reader's language.
 *
 * They are made of what kind of thing happened, when, and the reader's own ids: mail passes through
 * servers of others and is kept there. The subject says nothing: it shows on locked screens.
 */

import type { Told } from "../core/view.ts";
import type { Language } from "./catalogue.ts";
import { isolateLtr } from "./isolate.ts";
import { instantText } from "./plain-text.ts";

export type MailNotice = {
  readonly kind: Told["kind"] | "resync";
  readonly atMs: number;
  /** Of the reader's own operations. */
  readonly ownIds: readonly string[];
  /** Where people read on; null: not told. */
  readonly consoleUrl: string | null;
};

export type Mail = { readonly subject: string; readonly text: string };

type Topic =
  | "theatre"
  | "theatreChange"
  | "operation"
  | "conflictFound"
  | "conflictOverdue"
  | "conflictUnresolved"
  | "conflict"
  | "proposal"
  | "standing"
  | "disclosure"
  | "message"
  | "line"
  | "party"
  | "opened"
  | "contact"
  | "readout"
  | "released"
  | "item"
  | "itemDueSoon"
  | "itemOverdue"
  | "track"
  | "review"
  | "site"
  | "nearSite"
  | "area"
  | "areaReview"
  | "areaTouched"
  | "incident"
  | "movement"
  | "movementDeviating"
  | "movementSilent"
  | "missed";

/** A new kind of event does not compile until it has a topic. */
const TOPICS: Readonly<Record<MailNotice["kind"], Topic>> = {
  "theatre.set": "theatre",
  "theatre.change": "theatreChange",
  "operation.filed": "operation",
  "operation.replaced": "operation",
  "operation.moved": "operation",
  "conflict.opened": "conflictFound",
  "conflict.changed": "conflict",
  "conflict.closed": "conflict",
  "conflict.moved": "conflict",
  "conflict.overdue": "conflictOverdue",
  "conflict.unresolved": "conflictUnresolved",
  "proposal.opened": "proposal",
  "proposal.changed": "proposal",
  "standing.changed": "standing",
  "operation.disclosed": "disclosure",
  "disclosure.changed": "disclosure",
  "disclosure.read": "disclosure",
  "consent.changed": "disclosure",
  "desk.opened": "party",
  "desk.closed": "party",
  "watch.changed": "party",
  "member.changed": "party",
  "client.changed": "party",
  "invitation.changed": "party",
  "key.changed": "party",
  "target.changed": "party",
  "channel.changed": "line",
  "line.changed": "line",
  "message.sent": "message",
  "message.changed": "message",
  "opening.changed": "opened",
  "read-log.added": "opened",
  "contact.changed": "contact",
  "contact.notes-changed": "contact",
  "readout.changed": "readout",
  "readout.released": "released",
  "item.changed": "item",
  "item.due-soon": "itemDueSoon",
  "item.overdue": "itemOverdue",
  "track.changed": "track",
  "review.changed": "review",
  "site.changed": "site",
  "site.told": "site",
  "proximity.opened": "nearSite",
  "proximity.changed": "nearSite",
  "proximity.over": "nearSite",
  "area.changed": "area",
  "area.review-soon": "areaReview",
  "area.touched": "areaTouched",
  "incident.changed": "incident",
  "movement.changed": "movement",
  "movement.deviating": "movementDeviating",
  "movement.silent": "movementSilent",
  resync: "missed",
};

type MailWords = {
  readonly subject: string;
  readonly at: string;
  readonly own: string;
  readonly readOn: string;
  readonly caution: string;
  readonly topics: Readonly<Record<Topic, string>>;
};

export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = {
  en: {
    subject: "wideberth: something to read",
    at: "At:",
    own: "Your own:",
    readOn: "Read it at:",
    caution:
      "Mail is not confidential, so this one says no more. It may be late: rely on the console.",
    topics: {
      theatre: "The theatre's rules or parties were set.",
      theatreChange:
        "There is news about a change of the theatre's rules or parties that takes a second person.",
      operation: "There is news about an operation.",
      conflictFound: "A conflict was found.",
      conflictOverdue: "Contact about a conflict was due, and nobody has said that there is any.",
      conflictUnresolved: "A conflict begins, and nothing was agreed.",
      conflict: "There is news about a conflict.",
      proposal: "There is news about a proposal.",
      standing: "There is news about a standing agreement.",
      disclosure: "There is news about what is shown of an operation.",
      message: "There is a message, or news about one.",
      line: "There is news about a line.",
      party: "There is news about desks, people, machines or keys.",
      contact: "There is news about a contact.",
      readout: "There is news about a readout.",
      released: "A readout is public.",
      item: "There is news about a coordination item.",
      itemDueSoon: "A coordination item is due soon.",
      itemOverdue: "A coordination item was due, and is not done.",
      review: "There is news about a review of a period.",
      area: "There is news about an agreed area.",
      areaReview: "An agreed area is due for review soon.",
      areaTouched: "An agreed area asks something of an operation.",
      opened: "The host opened something to read it.",
      track: "There is news about a track.",
      site: "There is news about a protected site.",
      nearSite: "There is news about a protected site and an operation filed near it.",
      incident: "There is news about an incident.",
      movement: "There is news about a movement.",
      movementDeviating: "A movement deviates from what was notified. Read it now.",
      movementSilent: "No position of a movement has come for too long. Call its party.",
      missed: "There is news that was not sent one by one. Read the lists.",
    },
  },
  ar: {
    subject: "wideberth: لديكم ما يُقرأ",
    at: "الوقت:",
    own: "ما يخصّكم:",
    readOn: "للقراءة:",
    caution:
      "البريد الإلكتروني غير سري، ولذلك لا تذكر هذه الرسالة أكثر. وقد تصل متأخرة: اعتمدوا على لوحة المتابعة.",
    topics: {
      theatre: "حُدِّدت قواعد المسرح أو أطرافه.",
      theatreChange: "هناك جديد بشأن تغيير في قواعد المسرح أو أطرافه يتطلب شخصًا ثانيًا.",
      operation: "هناك جديد بشأن عملية.",
      conflictFound: "اكتُشف تضارب.",
      conflictOverdue: "حان موعد الاتصال بشأن تضارب، ولم يُبلغ أحد بحدوث اتصال.",
      conflictUnresolved: "بدأ تضارب ولم يُتفق على شيء.",
      conflict: "هناك جديد بشأن تضارب.",
      proposal: "هناك جديد بشأن مقترح.",
      standing: "هناك جديد بشأن اتفاق دائم.",
      disclosure: "هناك جديد بشأن ما يُكشف من عملية.",
      message: "هناك رسالة أو جديد بشأن رسالة.",
      line: "هناك جديد بشأن خط الاتصال المباشر.",
      party: "هناك جديد بشأن المكاتب أو الأشخاص أو الأجهزة أو المفاتيح.",
      contact: "هناك جديد بشأن اتصال (لقاء أو مكالمة).",
      readout: "هناك جديد بشأن بيان.",
      released: "صدر بيان علنًا.",
      item: "هناك جديد بشأن بند تنسيق.",
      itemDueSoon: "يقترب موعد استحقاق بند تنسيق.",
      itemOverdue: "حان موعد استحقاق بند تنسيق ولم يُنجز.",
      review: "هناك جديد بشأن مراجعة فترة.",
      area: "هناك جديد بشأن منطقة متفق عليها.",
      areaReview: "يقترب موعد مراجعة منطقة متفق عليها.",
      areaTouched: "تطلب منطقة متفق عليها شيئًا من عملية.",
      opened: "اطّلعت الجهة المضيفة على شيء.",
      track: "هناك جديد بشأن تتبّع موقع.",
      site: "هناك جديد بشأن موقع محمي.",
      nearSite: "هناك جديد بشأن موقع محمي وعملية أُبلغ عنها بالقرب منه.",
      incident: "هناك جديد بشأن حادث.",
      movement: "هناك جديد بشأن تحرّك.",
      movementDeviating: "انحرف تحرّك عما أُشعر به. اقرؤوه الآن.",
      movementSilent: "لم يصل أي موقع لتحرّك منذ مدة طويلة. اتصلوا بطرفه.",
      missed: "هناك جديد لم يُرسل واحدًا واحدًا. اقرؤوا القوائم.",
    },
  },
  ru: {
    subject: "wideberth: есть что прочесть",
    at: "Время:",
    own: "Ваше:",
    readOn: "Прочесть:",
    caution:
      "Электронная почта не конфиденциальна, поэтому больше в письме ничего нет. Оно могло опоздать: полагайтесь на консоль.",
    topics: {
      theatre: "Заданы правила района или его стороны.",
      theatreChange:
        "Есть новое об изменении правил или сторон района, для которого нужен второй человек.",
      operation: "Есть новое об операции.",
      conflictFound: "Обнаружена конфликтная ситуация.",
      conflictOverdue:
        "Наступил срок контакта по конфликтной ситуации, о контакте никто не сообщил.",
      conflictUnresolved: "Конфликтная ситуация начинается, ничего не согласовано.",
      conflict: "Есть новое о конфликтной ситуации.",
      proposal: "Есть новое о предложении.",
      standing: "Есть новое о постоянной договорённости.",
      disclosure: "Есть новое о том, что раскрыто об операции.",
      message: "Есть сообщение или новое о сообщении.",
      line: "Есть новое о линии прямой связи.",
      party: "Есть новое о дежурных постах, людях, машинах или ключах.",
      contact: "Есть новое о контакте (встрече, звонке).",
      readout: "Есть новое о сообщении по итогам.",
      released: "Сообщение по итогам опубликовано.",
      item: "Есть новое о вопросе координации.",
      itemDueSoon: "Подходит срок вопроса координации.",
      itemOverdue: "Срок вопроса координации прошёл, он не выполнен.",
      review: "Есть новое о сверке за период.",
      area: "Есть новое о согласованном районе.",
      areaReview: "Подходит срок пересмотра согласованного района.",
      areaTouched: "Согласованный район требует чего-то от операции.",
      opened: "Нейтральный оператор что-то открыл для чтения.",
      track: "Есть новое о сопровождении местоположения.",
      site: "Есть новое о защищаемом объекте.",
      nearSite: "Есть новое о защищаемом объекте и операции, заявленной рядом с ним.",
      incident: "Есть новое об инциденте.",
      movement: "Есть новое о перемещении.",
      movementDeviating: "Перемещение отклоняется от уведомления. Прочтите сейчас.",
      movementSilent:
        "Слишком долго нет данных о местоположении перемещения. Позвоните его стороне.",
      missed: "Есть новое, что не отправлено по отдельности. Прочтите списки.",
    },
  },
};

export const renderMail = (
  { kind, atMs, ownIds, consoleUrl }: MailNotice,
  language: Language,
): Mail => {
  const { subject, at, own, readOn, caution, topics } = MAIL_WORDS[language];
  const fixed = (text: string): string => (language === "ar" ? isolateLtr(text) : text);
  const lines = [
    topics[TOPICS[kind]],
    "",
    `${at} ${fixed(instantText(atMs))}`,
    ...(ownIds.length === 0 ? [] : [`${own} ${fixed(ownIds.join(", "))}`]),
    // By itself on its line: a mark around it would become a part of the link.
    ...(consoleUrl === null ? [] : [readOn, consoleUrl]),
    "",
    caution,
    "",
  ];
  return { subject, text: lines.join("\n") };
};

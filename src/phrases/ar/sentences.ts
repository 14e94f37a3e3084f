import type { Sentences } from "../catalogue.ts";
import { isolateLtr } from "../isolate.ts";

const ABOVE = `فوق سطح الإهليلج المرجعي ${isolateLtr("WGS84")}`;

export const sentences: Sentences = {
  parts: {
    heading: "{title}. الأسبقية: {precedence}.",
    from: "من: {who}",
    to: "إلى: {who}",
    sent: "وقت الاستلام في الخادم: {time}",
    serial: "الرقم التسلسلي: {id}",
    messageId: "الرسالة: {id}",
    heardBy: "ورد عبر: {how}",
    headerArea: "المنطقة المعنية: {id}",
    replyBy: "يُرجى الرد قبل: {time}",
    inReplyTo: "ردًا على: {id}",
    line: "{label}: {value}",
    listHead: "{label}:",
    authorsLine: "{label} (لغة الكاتب: {language}): {value}",
    numbered: "({number}) {value}",
    column: "{label}: {value}",
    listed: "{before}، {last}",
    windowClosed: "من {start} إلى {end}",
    windowOpen: "من {start} حتى إشعار آخر",
    placeInDatum: "{place}، المرجع الجيوديسي: {datum}",
    circle: "ضمن {radius} من {center}",
    polygon:
      "{n, plural, zero {لا زوايا ({n})} one {زاوية واحدة ({n})} two {زاويتان ({n})} few {{n} زوايا} many {{n} زاوية} other {{n} زاوية}}:{points}",
    route: "ضمن {halfWidth} على جانبي الخط:{points}",
    bandBetween: `من {lower} إلى {upper} ${ABOVE}`,
    bandAbove: `من {lower} فما فوق ${ABOVE}، بلا حد أعلى`,
    bandBelow: `حتى {upper} ${ABOVE}، بلا حد أدنى`,
    bandAll: "جميع الارتفاعات",
    metres: "{n} م",
    readBackEntry: "{place} ({number})",
    readBackPoint: "{place}، النقطة {number}",
    readBackOf: "{place}: {verdict}",
    readBackMatches: "إعادة القراءة مطابقة: الفرق عما أُرسل {distance}، والحد {limit}.",
    readBackBlocked:
      "إعادة القراءة غير مطابقة: الفرق عما أُرسل {distance}، والحد {limit}. أعيدوا القراءة؛ ولا يُعدّ الاستلام مؤكدًا قبل ذلك.",
    readBackSuspected: "يُشتبه في: {suspects}.",
    readBackUnexplained: "لا يفسّر ذلك أي خطأ معتاد.",
    suspicion: "{slip} ({coordinate})",
  },
  fixed: {
    notPermission:
      "استلام هذا الإشعار ليس إذنًا ولا ضمانًا، ولا يغيّر التزامات أي طرف بموجب القانون الدولي الإنساني.",
    noOverlap: "لا تداخل مع الإشعارات المسجلة حتى {time}. هذا ليس إذنًا، وقد يوجد نشاط لم يُشعر به.",
    alwaysPasses: "نداءات الاستغاثة والرسائل الإنسانية وفحوص الخط تمر دائمًا.",
    unreviewed: "لم يراجع هذه الكلمات بعدُ ضابط ناطق باللغة.",
  },
  units: {
    person:
      "{n, plural, zero {لا أحد ({n})} one {شخص واحد ({n})} two {شخصان ({n})} few {{n} أشخاص} many {{n} شخصًا} other {{n} شخص}}",
    mover:
      "{n, plural, zero {لا وحدات ({n})} one {وحدة واحدة ({n})} two {وحدتان ({n})} few {{n} وحدات} many {{n} وحدة} other {{n} وحدة}}",
    storey:
      "{n, plural, zero {بلا طوابق ({n})} one {طابق واحد ({n})} two {طابقان ({n})} few {{n} طوابق} many {{n} طابقًا} other {{n} طابق}}",
    minute:
      "{n, plural, zero {أقل من دقيقة ({n})} one {دقيقة واحدة ({n})} two {دقيقتان ({n})} few {{n} دقائق} many {{n} دقيقة} other {{n} دقيقة}}",
    metre: "{n} م",
  },
  ranges: {
    person:
      "من {from} إلى {n, plural, zero {{n} أشخاص} one {شخص واحد ({n})} two {شخصين ({n})} few {{n} أشخاص} many {{n} شخصًا} other {{n} شخص}}",
    mover:
      "من {from} إلى {n, plural, zero {{n} وحدات} one {وحدة واحدة ({n})} two {وحدتين ({n})} few {{n} وحدات} many {{n} وحدة} other {{n} وحدة}}",
  },
  atLeast: {
    person:
      "{n, plural, zero {العدد {n} أو أكثر} one {شخص واحد ({n}) أو أكثر} two {شخصان ({n}) أو أكثر} few {{n} أشخاص أو أكثر} many {{n} شخصًا أو أكثر} other {{n} شخص أو أكثر}}",
    mover:
      "{n, plural, zero {العدد {n} أو أكثر} one {وحدة واحدة ({n}) أو أكثر} two {وحدتان ({n}) أو أكثر} few {{n} وحدات أو أكثر} many {{n} وحدة أو أكثر} other {{n} وحدة أو أكثر}}",
  },
};

import type { ReviewWords } from "./words.ts";

export const ar: ReviewWords = {
  texts: {
    notices_given: "الإشعارات المقدَّمة إلى الطرف الآخر؛ مقدِّمها: {party}",
    short_notices: "الإشعارات المتأخرة؛ مقدِّمها: {party}",
    late_acknowledgements: "الرسائل التي لم يُؤكَّد استلامها في الوقت؛ الطرف: {party}",
    violations: "مخالفات ما اتُّفق عليه؛ الطرف: {party}",
    conflicts: "حالات التضارب التي أخذها الطرفان على عاتقهما",
    unresolved_conflicts: "حالات التضارب التي لم تُسوَّ عند البدء",
    incidents: "الحوادث: {kind}",
    period: "مراجعة الفترة من {from} إلى {to}",
    agreedOn: "اتفق عليها الطرفان في {time}",
    figures: "الرقم",
    told: "كما يذكره الطرفان",
    recorded: "في السجل",
    byOne: "{party}: {count}",
    noFigure: "لم يُذكر",
    notRecorded: "لا يُحصى هناك",
    whatItIs:
      "ذكر كل طرف أرقامه قبل أن يرى أرقام الآخر. ما تساوى منها يؤكده الطرفان، وفي غيره يُذكر العددان كلاهما حيث وافق الطرفان.",
  },
  outcomes: {
    confirmed: "يؤكده الطرفان",
    differs: "مختلف عليه",
    both_numbers: "العددان كلاهما، بموافقة الطرفين",
    not_agreed: "غير متفق عليه",
  },
  states: {
    open: "مفتوحة، والأرقام مختومة حتى يذكر الطرفان أرقامهما",
    compared: "ذكر الطرفان أرقامهما",
    agreed: "اتفق عليها الطرفان",
    withdrawn: "مسحوبة",
    lapsed: "انقضت مدتها",
  },
};

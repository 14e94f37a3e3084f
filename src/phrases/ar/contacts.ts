import type { ContactPhrases } from "../catalogue.ts";

export const contacts: ContactPhrases = {
  kinds: {
    meeting_proposal: {
      title: "مقترح اتصال",
      lead: "يُقترح اتصال: {meetingForm}، المستوى: {level}.",
    },
    meeting_agenda: {
      title: "جدول الأعمال",
      lead: "جدول أعمال الاتصال {meeting}.",
    },
    readout_draft: {
      title: "مسودة بيان",
      lead: "مسودة بيان عن الاتصال {meeting}. لا يصدر إلا بعد أن يعطي كل طرف مفتاحه.",
    },
    readout_key: {
      title: "مفتاح بيان",
      lead: "البيان {readout}: {keyDecision}. يسري ذلك على المسودة التي تبدأ بصمتها بـ {hashSeen}.",
    },
  },
  words: {
    meetingForm: { in_person: "لقاء مباشر", video: "مكالمة مرئية", call: "مكالمة هاتفية" },
    meetingPurpose: {
      risk_reduction: "الحد من المخاطر",
      operational_deconfliction: "عدم التضارب على مستوى العمليات",
      incident_review: "مراجعة الحوادث",
      humanitarian_matters: "مسائل إنسانية",
      agreed_areas: "مناطق متفق عليها",
      line_procedures: "إجراءات الخط",
      introduction: "تعارف",
    },
    topic: {
      notices_and_conflicts: "الإشعارات وحالات التضارب",
      air_incidents: "حوادث جوية",
      incidents_at_sea: "حوادث بحرية",
      incidents_on_the_ground: "حوادث برية",
      protected_sites: "مواقع محمية",
      humanitarian_movements: "تحركات إنسانية",
      agreed_areas: "مناطق متفق عليها",
      exercises: "تمارين",
      drones: "طائرات مسيّرة",
      line_checks: "فحوص الخط",
      search_and_rescue: "البحث والإنقاذ",
      statistics: "إحصاءات",
    },
    meetingOutcome: {
      views_exchanged: "تم تبادل وجهات النظر",
      contact_continues: "يستمر الاتصال",
      measures_agreed: "تم الاتفاق على تدابير",
      next_meeting_agreed: "تم الاتفاق على اتصال لاحق",
      no_agreement: "لم يتم التوصل إلى اتفاق",
    },
    tone: {
      businesslike: "عملية",
      constructive: "بنّاءة",
      frank: "صريحة",
      professional: "مهنية",
      substantive: "معمّقة",
    },
    details: {
      not_disclosed_by_agreement: "لم يُكشف عن التفاصيل باتفاق الطرفين",
      as_listed: "التفاصيل كما هي مذكورة",
    },
    keyDecision: {
      given: "أُعطي المفتاح",
      withheld: "حُجب المفتاح",
      withdrawn: "سُحب المفتاح",
    },
    readoutPart: {
      date: "التاريخ",
      form: "الشكل",
      place: "المكان",
      offices: "المناصب",
      duration: "المدة",
      purposes: "الأغراض",
      topics: "المواضيع",
      outcome: "النتيجة",
      tone: "الأجواء",
      details: "التفاصيل",
      next_contact: "الاتصال التالي",
      text: "النص",
    },
  },
};

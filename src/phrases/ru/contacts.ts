import type { ContactPhrases } from "../catalogue.ts";

export const contacts: ContactPhrases = {
  kinds: {
    meeting_proposal: {
      title: "Предложение контакта",
      lead: "Предлагаем контакт: {meetingForm}, уровень: {level}.",
    },
    meeting_agenda: {
      title: "Повестка",
      lead: "Повестка контакта {meeting}.",
    },
    readout_draft: {
      title: "Проект сообщения по итогам",
      lead: "Проект сообщения по итогам контакта {meeting}. Публикуется, только когда каждая сторона дала свой ключ.",
    },
    readout_key: {
      title: "Ключ к сообщению по итогам",
      lead: "Сообщение по итогам {readout}: {keyDecision}. Относится к проекту, хеш которого начинается с {hashSeen}.",
    },
  },
  words: {
    meetingForm: { in_person: "личная встреча", video: "видеосвязь", call: "телефонный звонок" },
    meetingPurpose: {
      risk_reduction: "снижение рисков",
      operational_deconfliction: "предотвращение конфликтных ситуаций при проведении операций",
      incident_review: "разбор инцидентов",
      humanitarian_matters: "гуманитарные вопросы",
      agreed_areas: "согласованные районы",
      line_procedures: "порядок работы линии",
      introduction: "знакомство",
    },
    topic: {
      notices_and_conflicts: "уведомления и конфликтные ситуации",
      air_incidents: "инциденты в воздухе",
      incidents_at_sea: "инциденты на море",
      incidents_on_the_ground: "инциденты на земле",
      protected_sites: "охраняемые объекты",
      humanitarian_movements: "гуманитарные перемещения",
      agreed_areas: "согласованные районы",
      exercises: "учения",
      drones: "беспилотники",
      line_checks: "проверки линии",
      search_and_rescue: "поиск и спасание",
      statistics: "статистика",
    },
    meetingOutcome: {
      views_exchanged: "состоялся обмен мнениями",
      contact_continues: "контакт продолжается",
      measures_agreed: "согласованы меры",
      next_meeting_agreed: "согласован следующий контакт",
      no_agreement: "договорённости не достигнуто",
    },
    tone: {
      businesslike: "деловой",
      constructive: "конструктивный",
      frank: "откровенный",
      professional: "профессиональный",
      substantive: "содержательный",
    },
    details: {
      not_disclosed_by_agreement: "подробности не разглашаются по договорённости",
      as_listed: "подробности как перечислено",
    },
    keyDecision: { given: "ключ дан", withheld: "ключ не дан", withdrawn: "ключ отозван" },
    readoutPart: {
      date: "дата",
      form: "форма",
      place: "место",
      offices: "должности",
      duration: "продолжительность",
      purposes: "цели",
      topics: "темы",
      outcome: "итог",
      tone: "тон",
      details: "подробности",
      next_contact: "следующий контакт",
      text: "текст",
    },
  },
};

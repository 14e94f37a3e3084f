import type { ContactPhrases } from "../catalogue.ts";

export const contacts: ContactPhrases = {
  kinds: {
    meeting_proposal: {
      title: "Proposal of a contact",
      lead: "A contact is proposed: {meetingForm}, level: {level}.",
    },
    meeting_agenda: {
      title: "Agenda",
      lead: "Agenda of contact {meeting}.",
    },
    readout_draft: {
      title: "Draft of a readout",
      lead: "Draft of a readout of contact {meeting}. It is released only when every side has given its key.",
    },
    readout_key: {
      title: "Key to a readout",
      lead: "Readout {readout}: {keyDecision}. This holds for the draft whose hash begins {hashSeen}.",
    },
  },
  words: {
    meetingForm: { in_person: "in person", video: "by video", call: "by telephone" },
    meetingPurpose: {
      risk_reduction: "risk reduction",
      operational_deconfliction: "operational deconfliction",
      incident_review: "review of incidents",
      humanitarian_matters: "humanitarian matters",
      agreed_areas: "agreed areas",
      line_procedures: "procedures of the line",
      introduction: "introduction",
    },
    topic: {
      notices_and_conflicts: "notices and conflicts",
      air_incidents: "incidents in the air",
      incidents_at_sea: "incidents at sea",
      incidents_on_the_ground: "incidents on the ground",
      protected_sites: "protected sites",
      humanitarian_movements: "humanitarian movements",
      agreed_areas: "agreed areas",
      exercises: "exercises",
      drones: "drones",
      line_checks: "line checks",
      search_and_rescue: "search and rescue",
      statistics: "statistics",
    },
    meetingOutcome: {
      views_exchanged: "views were exchanged",
      contact_continues: "contact continues",
      measures_agreed: "measures were agreed",
      next_meeting_agreed: "a next contact was agreed",
      no_agreement: "no agreement",
    },
    tone: {
      businesslike: "businesslike",
      constructive: "constructive",
      frank: "frank",
      professional: "professional",
      substantive: "substantive",
    },
    details: {
      not_disclosed_by_agreement: "details not disclosed by agreement",
      as_listed: "details as listed",
    },
    keyDecision: { given: "key given", withheld: "key withheld", withdrawn: "key withdrawn" },
    readoutPart: {
      date: "date",
      form: "form",
      place: "place",
      offices: "offices",
      duration: "duration",
      purposes: "purposes",
      topics: "topics",
      outcome: "outcome",
      tone: "tone",
      details: "details",
      next_contact: "next contact",
      text: "text",
    },
  },
};

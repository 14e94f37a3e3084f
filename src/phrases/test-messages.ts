/** A day on the middle Euphrates in a dozen messages, for the goldens: read them as an officer would. */

import type { Message } from "../core/line/kinds.ts";
import type { Stamp } from "./render.ts";

const at = (hours: number, minutes: number, days = 0): number =>
  Date.UTC(2026, 10, 23 + days, hours, minutes);

const HOSPITAL = { lngDeg: 40.141, latDeg: 35.336 } as const;

export const MESSAGES: readonly (Message & { readonly stamp: Stamp })[] = [
  {
    kind: "line_check",
    header: { precedence: "test", fromRole: "machine", toRole: "watch_officer", language: "en" },
    body: {
      number: 1412,
      window: { startMs: at(6, 0), endMs: at(6, 5) },
      testPhrase: "amber river",
    },
    stamp: {
      id: "m-4c1f",
      serial: "NORTH-2026-00101",
      fromParty: "NORTH",
      toParties: ["SOUTH"],
      level: "watch_desk",
      receivedMs: at(6, 0),
    },
  },
  {
    kind: "notice",
    header: {
      precedence: "routine",
      fromRole: "watch_officer",
      toRole: "watch_officer",
      language: "en",
    },
    body: {
      category: "isr_flight",
      areas: [
        { kind: "circle", center: { lngDeg: 40.3, latDeg: 35.25 }, radiusM: 12_000 },
        {
          kind: "route",
          points: [
            { lngDeg: 39.009, latDeg: 35.95 },
            { lngDeg: 40.3, latDeg: 35.25 },
          ],
          halfWidthM: 2_500,
        },
      ],
      band: { lowerM: 5_200, upperM: 6_100 },
      altitudeDatum: "mean_sea_level",
      window: { startMs: at(10, 0), endMs: at(13, 30) },
      movers: { from: 1, to: 2 },
      frequency: "243.0 MHz",
      forces: "excluded",
      remarks: ["night", "gnss_disturbed"],
      disclosure: "cell",
    },
    stamp: { serial: "NORTH-2026-00102", fromParty: "NORTH", receivedMs: at(7, 41) },
  },
  {
    kind: "conflict",
    header: {
      precedence: "immediate",
      fromRole: "machine",
      toRole: "watch_officer",
      language: "en",
      replyByMs: at(9, 30),
    },
    body: {
      conflict: "c-9f31",
      yourOperation: "SOUTH-2026-00044",
      contactByMs: at(9, 30),
      cells: ["441LV24", "441LV25"],
      window: { startMs: at(10, 0), endMs: at(10, 45) },
      verticalOverlap: "unknown",
      otherClass: "undisclosed",
      deskLevel: "watch_desk",
      deskRole: "watch_officer",
    },
    stamp: { toParties: ["SOUTH"], level: "watch_desk", receivedMs: at(7, 41) },
  },
  {
    kind: "proposal",
    header: {
      precedence: "priority",
      fromRole: "watch_officer",
      toRole: "watch_officer",
      language: "ar",
    },
    body: {
      conflict: "c-9f31",
      operation: "SOUTH-2026-00044",
      measure: "time",
      window: { startMs: at(11, 15), endMs: at(12, 0) },
      validToMs: at(9, 45),
      text: "يمكننا التأخير ساعة و15 دقيقة.",
    },
    stamp: { fromParty: "SOUTH", toParties: ["NORTH"], level: "watch_desk", receivedMs: at(8, 5) },
  },
  {
    kind: "ack",
    header: {
      precedence: "priority",
      fromRole: "duty_officer",
      toRole: "liaison_officer",
      language: "ru",
      inReplyTo: "m-77aa",
    },
    body: {
      target: "m-77aa",
      ackKind: "received_with_concern",
      hashSeen: "9f2c44d07be1a350",
      readBack: HOSPITAL,
      levelsTold: ["unit_or_crew", "field_commander"],
      toldMs: at(9, 12),
      concern: "position_doubtful",
      text: "На нашей карте больница восточнее.",
    },
    stamp: { fromParty: "NORTH", toParties: ["RELIEF"], receivedMs: at(9, 14) },
  },
  {
    kind: "presence_query",
    header: {
      precedence: "immediate",
      fromRole: "watch_officer",
      toRole: "watch_officer",
      language: "en",
      replyByMs: at(14, 42),
    },
    body: {
      area: {
        kind: "polygon",
        ring: [
          { lngDeg: 40.2, latDeg: 35.3 },
          { lngDeg: 40.25, latDeg: 35.3 },
          { lngDeg: 40.25, latDeg: 35.34 },
        ],
      },
      window: { startMs: at(14, 0), endMs: null },
      presenceReason: "fire_received",
    },
    stamp: { id: "m-8812", fromParty: "NORTH", toParties: ["SOUTH"], receivedMs: at(14, 12) },
  },
  {
    kind: "presence_reply",
    header: {
      precedence: "immediate",
      fromRole: "watch_officer",
      toRole: "watch_officer",
      language: "ru",
      inReplyTo: "m-8812",
    },
    body: { presenceAnswer: "associated", asOfMs: at(14, 20), contact: "+7 000 000 00 00" },
    stamp: { fromParty: "SOUTH", toParties: ["NORTH"], receivedMs: at(14, 21) },
  },
  {
    kind: "hazard_warning",
    header: {
      precedence: "flash",
      fromRole: "duty_officer",
      toRole: "watch_officer",
      language: "en",
    },
    body: {
      area: { kind: "circle", center: { lngDeg: 40.45, latDeg: 35.02 }, radiusM: 3_000 },
      window: { startMs: at(15, 0), endMs: at(18, 0, 1) },
      hazard: "unexploded_ordnance",
    },
    stamp: { fromParty: "SOUTH", receivedMs: at(14, 50) },
  },
  {
    kind: "cease_request",
    header: {
      precedence: "flash",
      fromRole: "liaison_officer",
      toRole: "duty_officer",
      language: "en",
      replyByMs: at(16, 2),
    },
    body: {
      area: { kind: "circle", center: HOSPITAL, radiusM: 1_500 },
      affected: ["protected_site", "medical_staff"],
      sinceMs: at(15, 48),
      casualties: "unknown",
      contact: "+963 11 000 0000",
    },
    stamp: { fromParty: "RELIEF", toParties: ["NORTH", "SOUTH"], receivedMs: at(15, 52) },
  },
  {
    kind: "distress",
    header: {
      precedence: "flash",
      fromRole: "watch_officer",
      toRole: "duty_officer",
      language: "en",
    },
    body: {
      place: { lngDeg: 35.9102, latDeg: 34.6021 },
      persons: { from: 2, to: 2 },
      distress: "ditching",
      passageAsked: "yes",
      frequency: "121.5 MHz",
    },
    stamp: { id: "m-9001", fromParty: "NORTH", toParties: ["SOUTH"], receivedMs: at(16, 31) },
  },
  {
    kind: "move_notice",
    header: {
      precedence: "priority",
      fromRole: "liaison_officer",
      toRole: "watch_officer",
      language: "en",
    },
    body: {
      purpose: "delivery",
      originName: "Raqqa الرقة",
      origin: { lngDeg: 39.009, latDeg: 35.95 },
      destinationName: "Deir ez-Zor دير الزور",
      destination: HOSPITAL,
      route: {
        kind: "route",
        points: [
          { lngDeg: 39.009, latDeg: 35.95 },
          { lngDeg: 39.62, latDeg: 35.66 },
          { lngDeg: 40.141, latDeg: 35.336 },
        ],
        halfWidthM: 500,
      },
      legs: [{ startMs: at(6, 0, 2), endMs: at(10, 0, 2) }],
      vehicles: [
        { vehicle: "armoured_car", colour: "white", plate: "UN 1123", marking: "flag" },
        { vehicle: "truck", colour: "white", marking: "roof_emblem" },
      ],
      persons: { from: 11, to: 11 },
      cargo: "medical_supplies",
      armedEscort: "no",
      contact: "+963 11 000 0000, VHF 16",
    },
    stamp: { fromParty: "RELIEF", toParties: ["NORTH", "SOUTH"], receivedMs: at(9, 0) },
  },
  {
    kind: "channel_state",
    header: {
      precedence: "immediate",
      fromRole: "head_of_desk",
      toRole: "watch_officer",
      language: "ru",
    },
    body: {
      channelAct: "suspend",
      fromMs: at(18, 0),
      scope: ["notices", "meetings"],
      carveOuts: ["hazard_warnings", "cease_requests"],
    },
    stamp: {
      fromParty: "SOUTH",
      toParties: ["NORTH"],
      level: "general_staff",
      receivedMs: at(17, 30),
    },
  },
  {
    kind: "readout_draft",
    header: {
      precedence: "routine",
      fromRole: "liaison_officer",
      toRole: "liaison_officer",
      language: "en",
    },
    body: {
      meeting: "meeting-3",
      meetingForm: "in_person",
      meetingPlace: "Helsinki",
      offices: ["chief_of_defence"],
      purposes: ["risk_reduction", "operational_deconfliction"],
      heldMs: at(9, 0, -3),
      durationMinutes: 360,
      meetingOutcome: "contact_continues",
      tone: "businesslike",
      details: "not_disclosed_by_agreement",
    },
    stamp: {
      fromParty: "NORTH",
      toParties: ["SOUTH"],
      level: "chief_of_defence",
      receivedMs: at(10, 0),
    },
  },
];

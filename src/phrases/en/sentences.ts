import type { Sentences } from "../catalogue.ts";

export const sentences: Sentences = {
  parts: {
    heading: "{title}. Precedence: {precedence}.",
    from: "From: {who}",
    to: "To: {who}",
    sent: "Received by the server: {time}",
    serial: "Serial: {id}",
    messageId: "Message: {id}",
    headerArea: "Area concerned: {id}",
    replyBy: "Reply by: {time}",
    inReplyTo: "In reply to: {id}",
    line: "{label}: {value}",
    listHead: "{label}:",
    authorsLine: "{label} (author's language: {language}): {value}",
    numbered: "({number}) {value}",
    column: "{label}: {value}",
    listed: "{before}, {last}",
    windowClosed: "from {start} to {end}",
    windowOpen: "from {start} until further notice",
    placeInDatum: "{place}, datum: {datum}",
    circle: "within {radius} of {center}",
    polygon: "{n, plural, one {{n} corner} other {{n} corners}}:{points}",
    route: "within {halfWidth} to either side of the line:{points}",
    bandBetween: "from {lower} to {upper} above the WGS84 ellipsoid",
    bandAbove: "from {lower} above the WGS84 ellipsoid upward, no upper limit",
    bandBelow: "up to {upper} above the WGS84 ellipsoid, no lower limit",
    bandAll: "all altitudes",
    metres: "{n} m",
    readBackMatches: "The read-back matches: {distance} from what was sent, limit {limit}.",
    readBackBlocked:
      "The read-back does not match: {distance} from what was sent, limit {limit}. Read it back again; until then it is not acknowledged.",
    readBackSuspected: "Suspected: {suspects}.",
    readBackUnexplained: "No usual slip explains it.",
    suspicion: "{slip} ({coordinate})",
  },
  fixed: {
    notPermission:
      "Receipt of this notice is not permission and not a guarantee, and changes no one's duties under international humanitarian law.",
    noOverlap:
      "No overlap with notices filed at {time}. Not a clearance; unnotified activity is possible.",
    alwaysPasses: "Distress, humanitarian traffic and line checks always pass.",
    unreviewed: "These words have not been reviewed by a native-speaking officer yet.",
  },
  units: {
    person: "{n, plural, one {{n} person} other {{n} people}}",
    mover: "{n, plural, one {{n} unit} other {{n} units}}",
    storey: "{n, plural, one {{n} storey} other {{n} storeys}}",
    minute: "{n, plural, one {{n} minute} other {{n} minutes}}",
    metre: "{n} m",
  },
  ranges: {
    person: "{from} to {n, plural, one {{n} person} other {{n} people}}",
    mover: "{from} to {n, plural, one {{n} unit} other {{n} units}}",
  },
  atLeast: {
    person: "at least {n, plural, one {{n} person} other {{n} people}}",
    mover: "at least {n, plural, one {{n} unit} other {{n} units}}",
  },
};

/** What must be sayable of events beside messages, in each language. */

import type { AREA_ENDED_REASONS, AREA_STATES } from "../core/areas/model.ts";
import type { CONFLICT_LIVES } from "../core/conflicts/life-model.ts";
import type { PROPOSAL_STATES, STANDING_STATES } from "../core/conflicts/proposal-model.ts";
import type { INCIDENT_CAUSES } from "../core/incidents/changes.ts";
import type { FactState } from "../core/incidents/model.ts";
import type { OPERATION_STATES } from "../core/operations/model.ts";
import type { SiteCause } from "../core/sites/changes.ts";
import type { SiteState } from "../core/sites/model.ts";
import type { ProximityEnd } from "../core/sites/proximity-model.ts";
import type { Language } from "../phrases/catalogue.ts";
import type { ContactSentence, ContactTexts, ContactTopic } from "./sentences-contact.ts";
import type { ItemSentence, ItemTexts, ItemTopic } from "./sentences-item.ts";
import type { MovementSentence, MovementTexts } from "./sentences-movement.ts";
import type { ReviewSentence, ReviewTexts, ReviewTopic } from "./sentences-review.ts";
import type { TrackSentence, TrackTexts, TrackTopic } from "./sentences-track.ts";
import { ar } from "./sentences-ar.ts";
import { en } from "./sentences-en.ts";
import { ru } from "./sentences-ru.ts";

/** What a line is about. */
export type Topic =
  | "theatre"
  | "desk"
  | "watch"
  | "line"
  | "operation"
  | "conflict"
  | "site"
  | "proposal"
  | "disclosure"
  | "message"
  | "readBack"
  | "refused"
  | "party"
  | "opening"
  | "area"
  | "incident"
  | ContactTopic
  | ItemTopic
  | TrackTopic
  | ReviewTopic
  | "movement";

export type Sentence =
  | "theatreSet"
  | "theatreAsked"
  | "theatreChanged"
  | "theatreWithdrawn"
  | "theatreLapsed"
  | "theatreOvertaken"
  | "theatreField"
  | "deskOpened"
  | "deskClosed"
  | "watchOn"
  | "watchOff"
  | "quoted"
  | "lineName"
  | "lineProposed"
  | "lineOpened"
  | "lineEnded"
  | "lineState"
  | "checkMissed"
  | "suspended"
  | "suspensionText"
  | "lifted"
  | "filed"
  | "shortNotice"
  | "agreedVersion"
  | "replaced"
  | "moved"
  | "operationExists"
  | "conflictTold"
  | "conflictCell"
  | "conflictAdvice"
  | "conflictOnly"
  | "contactBy"
  | "otherUndisclosed"
  | "ownTook"
  | "otherTook"
  | "ownContact"
  | "otherContact"
  | "resolved"
  | "apart"
  | "conflictLife"
  | "overdue"
  | "unresolved"
  | "siteOwn"
  | "siteOfOther"
  | "siteBy"
  | "siteSeen"
  | "siteUnread"
  | "siteNotCurrent"
  | "nearOurs"
  | "nearTheirs"
  | "nearWhen"
  | "oursNotNear"
  | "theirsNotNear"
  | "ownProposes"
  | "otherProposes"
  | "ownOperation"
  | "otherOperation"
  | "unchanged"
  | "later"
  | "earlier"
  | "higher"
  | "lower"
  | "newRoute"
  | "heldUntil"
  | "validTo"
  | "proposalState"
  | "ownConfirmed"
  | "otherConfirmed"
  | "needsSecond"
  | "shown"
  | "shownChanged"
  | "sees"
  | "opened"
  | "weOpened"
  | "weOpenedIt"
  | "delivered"
  | "readBackBy"
  | "acknowledged"
  | "told"
  | "reminder"
  | "raised"
  | "raisedNowhere"
  | "messageState"
  | "messageExists"
  | "notSent"
  | "notTaken"
  | "checkAsked"
  | "standing"
  | "consent"
  | "changed"
  | "openingAsked"
  | "openingMade"
  | "openingOver"
  | "areaTold"
  | "areaExists"
  | "areaWaits"
  | "areaEnds"
  | "areaEnded"
  | "areaReviewSoon"
  | "areaTouched"
  | "incident"
  | "incidentOpened"
  | "incidentAnswered"
  | "missed"
  | ContactSentence
  | ItemSentence
  | TrackSentence
  | ReviewSentence
  | MovementSentence;

export type TellTexts = {
  readonly topics: Readonly<Record<Topic, string>>;
  /** With `{names}` for what is filled in. */
  readonly sentences: Readonly<Record<Sentence, string>>;
  /** Between the parts of a description. */
  readonly semicolon: string;
  readonly measures: Readonly<Record<"hold" | "delay" | "reroute", string>>;
  readonly operationStates: Readonly<Record<(typeof OPERATION_STATES)[number], string>>;
  readonly conflictLives: Readonly<Record<(typeof CONFLICT_LIVES)[number], string>>;
  readonly siteStates: Readonly<Record<SiteState, string>>;
  readonly siteCauses: Readonly<Record<SiteCause, string>>;
  readonly proximityEnds: Readonly<Record<ProximityEnd, string>>;
  readonly proposalStates: Readonly<Record<(typeof PROPOSAL_STATES)[number], string>>;
  readonly areaStates: Readonly<Record<(typeof AREA_STATES)[number], string>>;
  readonly areaEndedReasons: Readonly<Record<(typeof AREA_ENDED_REASONS)[number], string>>;
  readonly factStates: Readonly<Record<FactState, string>>;
  readonly incidentCauses: Readonly<Record<(typeof INCIDENT_CAUSES)[number], string>>;
  readonly standingStates: Readonly<Record<(typeof STANDING_STATES)[number], string>>;
} & ContactTexts["states"] &
  ItemTexts["states"] &
  MovementTexts["states"] &
  TrackTexts["states"] &
  ReviewTexts["states"];

export const TELL_TEXTS: Readonly<Record<Language, TellTexts>> = { en, ar, ru };

/** The text with its values filled in. Throws on a name without a value: our own bug. */
export const fill = (text: string, values: Readonly<Record<string, string>> = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`bug: ${JSON.stringify(text)} needs ${name}`);
    return value;
  });

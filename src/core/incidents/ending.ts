/** How an incident ends: closed once both sides say the same, or referred to a level; and begun again. */

import { findNoFurtherOfficer, isByTwo, officersWith } from "../by-two.ts";
import { refused } from "../handling.ts";
import type { Applied, Context } from "../handling.ts";
import { findIllegalStep } from "../machine.ts";
import type { Refusal } from "../outcome.ts";
import { endClocks, meetClocks, pushForgetting, startClock } from "./clocks.ts";
import type { CloseIncident, ReferIncident, ReopenIncident } from "./commands.ts";
import { told } from "./find.ts";
import { INCIDENT, otherOf, sideOf } from "./model.ts";
import type { ClosingWord, Incident } from "./model.ts";
import { findNoStepLeft, takeStep } from "./steps.ts";

export const closeIncident = (
  context: Context,
  incident: Incident,
  command: CloseIncident,
): Applied => {
  const { entry, party } = context;
  const own = sideOf(incident, party);
  const refusal =
    findIllegalStep(INCIDENT, incident.id, { from: incident.state, to: "closed" }) ??
    findNoSecond(context, own.closing, command);
  if (refusal) return refused(refusal);
  own.closing = wordOf(context, own.closing, command);
  const theirs = sideOf(incident, otherOf(incident, party)).closing;
  const isClosed =
    isWhole(context, own.closing) &&
    theirs !== null &&
    isWhole(context, theirs) &&
    theirs.outcome === own.closing.outcome;
  if (!isClosed) return told(context, incident, "closing");
  takeStep(context, incident, { to: "closed" });
  incident.outcome = own.closing.outcome;
  endClocks(incident, entry.atMs);
  pushForgetting(context.state, incident);
  return told(context, incident, "closed");
};

/** The same outcome again is the word of a further officer. */
const wordOf = (
  { entry }: Context,
  before: ClosingWord | null,
  { outcome, text }: CloseIncident,
): ClosingWord => {
  const { by, atMs } = entry;
  const isSame = before?.outcome === outcome;
  const officers = officersWith(isSame ? before.officers : null, by);
  return { outcome, text: text ?? (isSame ? before.text : null), officers, atMs };
};

const isWhole = ({ theatre }: Context, { officers }: ClosingWord): boolean =>
  isByTwo(theatre, officers);

const findNoSecond = (
  { theatre, entry }: Context,
  before: ClosingWord | null,
  { outcome }: CloseIncident,
): Refusal | null =>
  findNoFurtherOfficer(theatre, before?.outcome === outcome ? before.officers : null, entry.by);

/** By either side: talking goes on where more can be decided. */
export const referIncident = (
  context: Context,
  incident: Incident,
  { level, text }: ReferIncident,
): Applied => {
  const { entry } = context;
  const refusal =
    findIllegalStep(INCIDENT, incident.id, { from: incident.state, to: "referred_up" }) ??
    findNoStepLeft(context, incident);
  if (refusal) return refused(refusal);
  takeStep(context, incident, { to: "referred_up", text });
  for (const side of incident.sides) side.level = level;
  meetClocks(incident, entry.atMs, { what: "close", party: null });
  return told(context, incident, "step");
};

export const reopenIncident = (
  context: Context,
  incident: Incident,
  { text }: ReopenIncident,
): Applied => {
  const refusal =
    findIllegalStep(INCIDENT, incident.id, { from: incident.state, to: "reopened" }) ??
    findNoStepLeft(context, incident);
  if (refusal) return refused(refusal);
  takeStep(context, incident, { to: "reopened", text });
  incident.outcome = null;
  for (const side of incident.sides) side.closing = null;
  startClock(context.state, incident, { what: "close", party: null });
  return told(context, incident, "reopened");
};

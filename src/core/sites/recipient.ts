/**
 * What those who were told of a site say. Delivered (by a machine), acknowledged (by a named officer) and
 * disseminated (to levels, at a time) are three facts, as of a message.
 */

import { isAtLeast } from "../disclosure/model.ts";
import type { Rung } from "../disclosure/model.ts";
import { accepted, refused } from "../handling.ts";
import type { Applied, Context, Handlers, HostHandlers } from "../handling.ts";
import { LIMITS } from "../limits.ts";
import { isAcknowledged, RECEIPT } from "../line/model.ts";
import type { Act, ReceiptState } from "../line/model.ts";
import { rulesOf } from "../line/checks.ts";
import { noteReadBack } from "../line/note-read-back.ts";
import { findUnseen } from "../line/parse-value.ts";
import { findIllegalStep } from "../machine.ts";
import { accept, refuse } from "../outcome.ts";
import type { Outcome, Refusal } from "../outcome.ts";
import { isPerson } from "../parties/roles.ts";
import type { Change } from "../changes.ts";
import type { SiteCause } from "./changes.ts";
import type {
  AcknowledgeSite,
  NoteSiteDisseminated,
  NoteSiteRead,
  RecipientsCommand,
} from "./commands.ts";
import { findVersion, lastTold, recipientOf } from "./model.ts";
import type { Recipient, Site, SiteReceipt } from "./model.ts";
import { rungFor } from "./telling.ts";

export const RECIPIENT_HANDLERS: Handlers<RecipientsCommand> = {
  "note-site-delivered": (context, command) => {
    const found = findAsked(context, command);
    return found.ok ? noteDelivered(context, found.value) : refused(found.refusal);
  },
  "acknowledge-site": (context, command) => {
    const found = findAsked(context, command);
    return found.ok ? acknowledge(context, found.value, command) : refused(found.refusal);
  },
  "note-site-disseminated": (context, command) => {
    const found = findAsked(context, command);
    return found.ok ? noteDisseminated(context, found.value, command) : refused(found.refusal);
  },
};

export const SITE_READ_HANDLERS: HostHandlers<NoteSiteRead> = {
  "note-site-read": ({ state, entry }, { party, siteId, version, rung }) => {
    const site = state.sites.all.get(siteId);
    const recipient = site ? recipientOf(site, party) : null;
    // Another's and none at all look the same here too.
    if (!site || !recipient || lastTold(recipient)?.version !== version)
      return refused({ reason: "not-found", what: "site", id: siteId });
    if (rungFor(state.sites, site, recipient) !== rung || rung === "conflict_only")
      return refused({ reason: "not-found", what: "version", id: String(version) });
    if (hasRead(recipient, version, rung)) return answer(site, version, []);
    recipient.reads.push({ version, rung, readMs: entry.atMs });
    return answer(site, version, changes(site, party, "read"));
  },
};

const hasRead = ({ reads }: Recipient, version: number, rung: Rung): boolean =>
  reads.some((one) => one.version === version && one.rung === rung);

/** A site that the party was told of, and what it is asked to say of it. */
type Asked = { readonly site: Site; readonly recipient: Recipient; readonly receipt: SiteReceipt };

const findAsked = (
  { state, party }: Context,
  { siteId, version }: { readonly siteId: string; readonly version: number },
): Outcome<Asked> => {
  const site = state.sites.all.get(siteId);
  const recipient = site ? recipientOf(site, party) : null;
  const told = recipient && lastTold(recipient);
  const receipt = recipient?.receipts.at(-1);
  if (!site || !told || !receipt) return refuse({ reason: "not-found", what: "site", id: siteId });
  if (version !== told.version)
    return refuse(
      badField("version", `${version} is not what you were told last`, "read the site again"),
    );
  return accept({ site, recipient, receipt });
};

const badField = (field: string, detail: string, remedy: string): Refusal => ({
  reason: "bad-field",
  field,
  detail: `${field} ${detail}`,
  remedy,
});

const answer = ({ id, state }: Site, version: number, made: readonly Change[]): Applied =>
  accepted({ about: "site", siteId: id, version, state }, made);

/** The owner hears of it, and all desks of the one who said it. */
const changes = ({ id }: Site, to: string, cause: SiteCause): Change[] => [
  { kind: "site-changed", siteId: id, cause },
  { kind: "site-told", siteId: id, to, cause },
];

/** Said again, or after a person has acknowledged, it adds the fact alone: a receipt goes not back. */
const noteDelivered = ({ entry, party }: Context, { site, recipient, receipt }: Asked): Applied => {
  const { version } = lastTold(recipient)!;
  if (receipt.deliveredMs !== null) return answer(site, version, []);
  receipt.deliveredMs = entry.atMs;
  if (receipt.state === "undelivered") receipt.state = "delivered";
  return answer(site, version, changes(site, party, "delivered"));
};

const findNoOfficer = ({ state, entry }: Context, role: Act["role"]): Refusal | null => {
  if (role === "machine") return badField("role", "is machine", "let an officer say it");
  return isPerson(state.parties, entry.by)
    ? null
    : {
        reason: "not-permitted",
        detail: "an acknowledgement names its officer: the token names none",
      };
};

const findIllegal = ({ site, receipt }: Asked, to: ReceiptState): Refusal | null =>
  findIllegalStep(RECEIPT, site.id, { from: receipt.state, to });

/** Who was told of it is a fact beside what was said to it: also of what was objected to. */
const findUnanswered = ({ site, receipt }: Asked): Refusal | null => {
  const { state } = receipt;
  return isAcknowledged(receipt)
    ? null
    : { reason: "wrong-state", what: RECEIPT.name, id: site.id, state, wanted: "disseminated" };
};

const acknowledge = (context: Context, asked: Asked, command: AcknowledgeSite): Applied => {
  const { entry, party } = context;
  const { site, recipient, receipt } = asked;
  const { answer: to, role } = command;
  const seen = seenRung(context, asked);
  const refusal =
    findNoOfficer(context, role) ??
    findIllegal(asked, to) ??
    findUnread(asked, seen) ??
    findUnseen("text", command.text) ??
    findNoConcern(command);
  if (refusal) return refused(refusal);
  const mismatch = compare(context, { ...asked, seen }, command);
  if (mismatch) return { ...refused(mismatch), changes: changes(site, party, "read_back_failed") };
  const { concern = null, text = null } = command;
  const said = { by: entry.by!, role, atMs: entry.atMs, concern, text };
  if (to === "objected") receipt.objected = said;
  else {
    const first = receipt.acknowledged;
    receipt.acknowledged = first ? { ...first, concern, text: text ?? first.text } : said;
  }
  Object.assign(receipt, { state: to, rung: seen });
  const { version } = lastTold(recipient)!;
  const cause = to === "objected" ? "objected" : "acknowledged";
  return answer(site, version, changes(site, party, cause));
};

/** What it was asked about, or what it still sees of that: of no more it can speak. */
const seenRung = ({ state }: Context, { site, recipient, receipt }: Asked): Rung => {
  const now = rungFor(state.sites, site, recipient) ?? "conflict_only";
  return isAtLeast(now, receipt.rung) ? receipt.rung : now;
};

/** What nobody has opened is not acknowledged. */
const findUnread = ({ site, recipient, receipt }: Asked, seen: Rung): Refusal | null => {
  const isRead = recipient.reads.some(
    ({ version, rung }) => version >= receipt.version && isAtLeast(rung, seen),
  );
  if (seen === "conflict_only" || isRead) return null;
  return {
    reason: "wrong-state",
    what: "site",
    id: site.id,
    state: "not opened",
    wanted: "acknowledged",
  };
};

const findNoConcern = ({ answer: to, concern }: AcknowledgeSite): Refusal | null =>
  to !== "acknowledged" && concern === undefined
    ? badField("concern", "is missing", "say what the concern is")
    : null;

/** A position that was told is read back before it is acknowledged; an objection needs none. */
const compare = (
  { state, entry }: Context,
  { site, receipt, seen }: Asked & { readonly seen: Rung },
  { answer: to, readBack }: AcknowledgeSite,
): Refusal | null => {
  const isKnown = isAtLeast(seen, "area_and_altitude");
  if (!isKnown || to === "objected" || receipt.readBacks.some(({ isMatch }) => isMatch))
    return null;
  if (!readBack) return badField("readBack", "is missing", "read the position back as you have it");
  const sent = findVersion(site, receipt.version)!.body.place;
  const limitM = rulesOf(state).readBackWithinM.site;
  return noteReadBack(receipt.readBacks, { field: "place", sent, readBack, limitM }, entry.atMs);
};

const noteDisseminated = (
  context: Context,
  asked: Asked,
  { role, levelsTold, toldMs }: NoteSiteDisseminated,
): Applied => {
  const { entry, party } = context;
  const { site, recipient, receipt } = asked;
  const limit = LIMITS.disseminationsMax;
  const refusal =
    findNoOfficer(context, role) ??
    findUnanswered(asked) ??
    (levelsTold.length === 0
      ? badField("levelsTold", "is empty", "say which levels were told")
      : null) ??
    (toldMs > entry.atMs
      ? badField("toldAt", "is still to come", "say it when they have been told")
      : null);
  if (refusal) return refused(refusal);
  if (receipt.disseminated.length + levelsTold.length > limit)
    return refused({ reason: "too-many", what: "disseminations of one site by one party", limit });
  const act = { by: entry.by!, role, atMs: entry.atMs };
  for (const level of levelsTold) receipt.disseminated.push({ ...act, level, toldMs });
  return answer(site, lastTold(recipient)!.version, changes(site, party, "disseminated"));
};

/** What is said of protected sites: by their owners, by those who were told, by the server. */

import type { Rung } from "../disclosure/model.ts";
import type { Point } from "../line/fields.ts";
import type { WordOf } from "../line/words.ts";
import type { Level } from "../parties/model.ts";
import type { SiteFields, TellingTime } from "./model.ts";

/** `body` as `parseSiteFields` gave it. Nobody else hears of it yet. */
export type SubmitSite = { readonly kind: "submit-site"; readonly body: SiteFields };

/** Another version: all that the site says. What others are told stays until it is notified. */
export type UpdateSite = {
  readonly kind: "update-site";
  readonly siteId: string;
  /** The latest one. */
  readonly version: number;
  readonly body: SiteFields;
};

/** By another person of the owner, who read the position from where it was taken. */
export type VerifySite = {
  readonly kind: "verify-site";
  readonly siteId: string;
  readonly version: number;
  readonly readBack: Point;
  readonly role: WordOf<"role">;
};

/** The latest version is told to those it names. */
export type NotifySite = {
  readonly kind: "notify-site";
  readonly siteId: string;
  readonly version: number;
};

/** How much one recipient is told, and when. More holds at once, less for versions to come. */
export type SetSiteConsent = {
  readonly kind: "set-site-consent";
  readonly siteId: string;
  readonly to: string;
  readonly rung: Rung;
  readonly when: TellingTime;
};

/** The version that others know is still so. */
export type ReconfirmSite = {
  readonly kind: "reconfirm-site";
  readonly siteId: string;
  readonly version: number;
};

export type WithdrawSite = {
  readonly kind: "withdraw-site";
  readonly siteId: string;
  readonly siteReason: WordOf<"siteReason">;
  readonly text?: string;
};

export type ReportSiteHit = {
  readonly kind: "report-site-hit";
  readonly siteId: string;
  readonly atMs: number;
  readonly text?: string;
  /** The party with which it opens an incident; left out: none is opened. */
  readonly other?: string;
};

/** Said by the recipient's machine, not by a person. */
export type NoteSiteDelivered = {
  readonly kind: "note-site-delivered";
  readonly siteId: string;
  readonly version: number;
};

export const SITE_ANSWERS = ["acknowledged", "acknowledged_with_concern", "objected"] as const;
export type SiteAnswer = (typeof SITE_ANSWERS)[number];

/** By a named officer of a recipient; with the position read back where it was told one. */
export type AcknowledgeSite = {
  readonly kind: "acknowledge-site";
  readonly siteId: string;
  readonly version: number;
  readonly answer: SiteAnswer;
  readonly role: WordOf<"role">;
  readonly readBack?: Point;
  readonly concern?: WordOf<"concern">;
  readonly text?: string;
};

export type NoteSiteDisseminated = {
  readonly kind: "note-site-disseminated";
  readonly siteId: string;
  readonly version: number;
  readonly role: WordOf<"role">;
  readonly levelsTold: readonly Level[];
  readonly toldMs: number;
};

/** The recipient opened what it was told: said by the server, before the answer is given. */
export type NoteSiteRead = {
  readonly kind: "note-site-read";
  readonly party: string;
  readonly siteId: string;
  readonly version: number;
  readonly rung: Rung;
};

export type OwnersCommand =
  | SubmitSite
  | UpdateSite
  | VerifySite
  | NotifySite
  | SetSiteConsent
  | ReconfirmSite
  | WithdrawSite
  | ReportSiteHit;
export type RecipientsCommand = NoteSiteDelivered | AcknowledgeSite | NoteSiteDisseminated;
export type SiteCommand = OwnersCommand | RecipientsCommand;

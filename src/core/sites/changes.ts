/** What an entry did to sites: who hears of which is for `view.ts` to say. */

export const SITE_CAUSES = [
  "submitted",
  "updated",
  "verified",
  "read_back_failed",
  "notified",
  "consent_set",
  "reconfirmed",
  "due",
  "lapsed",
  "withdrawn",
  "hit_reported",
  "read",
  "delivered",
  "acknowledged",
  "objected",
  "disseminated",
] as const;
export type SiteCause = (typeof SITE_CAUSES)[number];

export type SiteChange =
  /** For the owner, and for the host as far as it sees that the site exists. */
  | { readonly kind: "site-changed"; readonly siteId: string; readonly cause: SiteCause }
  /** For one recipient. */
  | {
      readonly kind: "site-told";
      readonly siteId: string;
      readonly to: string;
      readonly cause: SiteCause;
    }
  /** For both sides at once. */
  | {
      readonly kind: "proximity-opened" | "proximity-changed" | "proximity-over";
      readonly proximityId: string;
    };

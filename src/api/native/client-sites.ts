/** The client's calls about protected sites. */

import type { Calls } from "./client-calls.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Page } from "./page.ts";
import type {
  AcknowledgeSiteRequest,
  Proximity,
  Site,
  SiteAnswer,
  SiteConsentRequest,
  SiteDisseminatedRequest,
  SiteHitRequest,
  SiteRef,
  SiteRequest,
  SiteTellings,
  SiteUpdateRequest,
  SiteVersionRequest,
  VerifySiteRequest,
  WithdrawSiteRequest,
} from "./site.ts";

type Tell<B> = (id: string, request: B, options?: WriteOptions) => Promise<SiteAnswer>;
export type ProximityQuery = PageOptions & {
  readonly operationId?: string;
  readonly siteId?: string;
};

export type SiteClient = {
  readonly sites: (query?: PageOptions, options?: CallOptions) => Promise<Page<Site>>;
  readonly toldSites: (query?: PageOptions, options?: CallOptions) => Promise<Page<SiteRef>>;
  /** Of another's site its owner sees that it was read. */
  readonly site: (id: string, options?: CallOptions) => Promise<Site>;
  readonly proximities: (query?: ProximityQuery, options?: CallOptions) => Promise<Page<Proximity>>;
  readonly siteTellings: (options?: CallOptions) => Promise<SiteTellings>;
  readonly submitSite: (request: SiteRequest, options?: WriteOptions) => Promise<SiteAnswer>;
  readonly updateSite: Tell<SiteUpdateRequest>;
  readonly verifySite: Tell<VerifySiteRequest>;
  readonly notifySite: Tell<SiteVersionRequest>;
  readonly setSiteConsent: Tell<SiteConsentRequest>;
  readonly reconfirmSite: Tell<SiteVersionRequest>;
  readonly withdrawSite: Tell<WithdrawSiteRequest>;
  readonly reportSiteHit: Tell<SiteHitRequest>;
  readonly noteSiteDelivered: Tell<SiteVersionRequest>;
  readonly acknowledgeSite: Tell<AcknowledgeSiteRequest>;
  readonly noteSiteDisseminated: Tell<SiteDisseminatedRequest>;
};

const pathOf = (id: string, verb = ""): string => `/v1/sites/${encodeURIComponent(id)}${verb}`;

export const siteCalls = ({ get, write, queryText }: Calls): SiteClient => {
  const tell =
    <B>(verb: string): Tell<B> =>
    (id, request, given) =>
      write("POST", pathOf(id, `/${verb}`), request, given);
  return {
    sites: (query, given) => get(`/v1/sites${queryText(query)}`, given),
    toldSites: (query, given) => get(`/v1/told-sites${queryText(query)}`, given),
    site: (id, given) => get(pathOf(id), given),
    proximities: (query, given) => get(`/v1/proximities${queryText(query)}`, given),
    siteTellings: (given) => get("/v1/site-tellings", given),
    submitSite: (request, given) => write("POST", "/v1/sites", request, given),
    updateSite: (id, request, given) => write("PUT", pathOf(id), request, given),
    verifySite: tell("verify"),
    notifySite: tell("notify"),
    setSiteConsent: tell("consent"),
    reconfirmSite: tell("reconfirm"),
    withdrawSite: tell("withdraw"),
    reportSiteHit: tell("hit"),
    noteSiteDelivered: tell("delivered"),
    acknowledgeSite: tell("acknowledge"),
    noteSiteDisseminated: tell("disseminated"),
  };
};

/** A webhook's URL as it may be set. What its name leads to is looked at before each attempt. */

import { isIP } from "node:net";
import { accept, refuse } from "../../core/outcome.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { AddressCheck } from "./addresses.ts";
import { WEBHOOK_LIMITS } from "./limits.ts";

/** Refuses `bad-field` (`url`): not https, a user or a fragment in it, an address that may not be reached. */
export const parseWebhookUrl = (text: string, mayReach: AddressCheck): Outcome<URL> => {
  if (text.length > WEBHOOK_LIMITS.urlCharsMax) {
    return bad(`it has ${text.length} characters`, `${WEBHOOK_LIMITS.urlCharsMax} at most`);
  }
  if (!URL.canParse(text)) return bad("it is no URL", "write it as https://desk.example/hook");
  const url = new URL(text);
  const isEncrypted = url.protocol === "https:";
  if (!isEncrypted && !(url.protocol === "http:" && mayReach("127.0.0.1", false))) {
    return bad(`it is ${url.protocol.slice(0, -1)}`, "use https");
  }
  if (url.username !== "" || url.password !== "") {
    return bad("there is a user in it", "leave it out: the signature says who sends");
  }
  if (url.hash !== "") return bad("there is a fragment in it", "leave it out: it is never sent");
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(host, isEncrypted)) return bad(NOT_PUBLIC, REACHABLE);
  return accept(url);
};

/** The name, or the address without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1");

/** Says nothing of what it leads to: a party must not learn the host's network by trying. */
export const NOT_PUBLIC = "its address is not a public one";
const REACHABLE = "use one that is public, or one of a network that the host of the theatre allows";

const bad = (detail: string, remedy: string): ReturnType<typeof refuse> =>
  refuse({ reason: "bad-field", field: "url", detail, remedy });

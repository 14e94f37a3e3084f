/** An e-mail address as it may be set: one, in ASCII, with nothing around it. */

import { accept, refuse } from "../../core/outcome.ts";
import type { Outcome } from "../../core/outcome.ts";
import { EMAIL_LIMITS } from "./limits.ts";

/**
 * Letters, digits and some signs, @, and a name of DNS. No quotes, comments, lists or line ends: what
 * passes can't become a second address or a header. Source: WHATWG HTML, "valid e-mail address".
 */
const ADDRESS =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** Refuses `bad-field` (`address`). */
export const parseEmailAddress = (text: string): Outcome<string> =>
  text.length <= EMAIL_LIMITS.addressCharsMax && ADDRESS.test(text)
    ? accept(text)
    : refuse({
        reason: "bad-field",
        field: "address",
        detail: "it is no e-mail address",
        remedy: "write one address, as desk@north.example; a domain of other letters as xn--…",
      });

export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

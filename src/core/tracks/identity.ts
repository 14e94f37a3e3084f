/** By what something is known in its position reports. */

import { accept, refuse } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";

/**
 * `mmsi`: of a ship's radio. `icao`: the 24-bit address of an aircraft's transponder. `uas`: the serial
 * number of a drone. `cot`: the uid of a Cursor on Target event. `own`: the party's own name for it,
 * which means nothing to others.
 */
export const IDENTITY_SCHEMES = ["mmsi", "icao", "uas", "cot", "own"] as const;
export type IdentityScheme = (typeof IDENTITY_SCHEMES)[number];

export type Identity = { readonly scheme: IdentityScheme; readonly value: string };

type Form = { readonly pattern: RegExp; readonly says: string };

const PRINTED: Form = {
  pattern: /^[!-~](?:[ -~]{0,62}[!-~])?$/,
  says: "1 to 64 characters of ASCII",
};

export const IDENTITY_FORMS: Readonly<Record<IdentityScheme, Form>> = {
  mmsi: { pattern: /^\d{9}$/, says: "nine digits" },
  icao: { pattern: /^[0-9a-f]{6}$/, says: "six hexadecimal digits, in small letters" },
  uas: { pattern: /^[0-9A-Z]{1,20}$/, says: "1 to 20 digits and capital letters" },
  cot: PRINTED,
  own: PRINTED,
};

/** As it is written in the record: `mmsi 244660000`. */
export const identityText = ({ scheme, value }: Identity): string => `${scheme} ${value}`;

/** Refuses what the scheme does not know, with the field `identity.value`. */
export const parseIdentity = ({ scheme, value }: Identity): Outcome<Identity> => {
  const { pattern, says } = IDENTITY_FORMS[scheme];
  if (pattern.test(value)) return accept({ scheme, value });
  return refuse({
    reason: "bad-field",
    field: "identity.value",
    detail: `${JSON.stringify(value.slice(0, 80))} is no identity of the scheme ${scheme}`,
    remedy: `give ${says}`,
  });
};

/** As it was written with `identityText`. */
export const readIdentity = (text: string): Identity => {
  const blank = text.indexOf(" ");
  const scheme = IDENTITY_SCHEMES.find((one) => one === text.slice(0, blank)) ?? "own";
  return { scheme, value: text.slice(blank + 1) };
};

/** Under what reports are told together: a party's own name is never another's. */
export const identityKey = (text: string, reporter: string | null): string =>
  text.startsWith("own ") ? `own ${reporter ?? "the host"} ${text.slice(4)}` : text;

/**
 * What comes to the token endpoint: the form, and who says that they ask. Refusals are OAuth's.
 *
 * Source: RFC 6749 sections 2.3.1 and 3.2; RFC 7523 section 2.2.
 */

import { decodeJwt } from "jose";
import type { FastifyRequest } from "fastify";

export const FORM = "application/x-www-form-urlencoded";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** RFC 6749 section 5.2. */
export const OAUTH_ERRORS = [
  "invalid_request",
  "invalid_client",
  "unsupported_grant_type",
  "invalid_scope",
] as const;

/** The request is answered with this error. */
export class OAuthError extends Error {
  readonly error: (typeof OAUTH_ERRORS)[number];
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    error: OAuthError["error"],
    description: string,
    { status = 400, headers = {} }: Partial<Pick<OAuthError, "status" | "headers">> = {},
  ) {
    super(description);
    this.error = error;
    this.status = status;
    this.headers = headers;
  }
}

export type Form = Readonly<Record<string, string>>;

/** RFC 6749 section 3.2: no parameter twice; one without a value is left out. */
export const readForm = (body: unknown): Form => {
  if (typeof body !== "string") {
    throw new OAuthError("invalid_request", `send the fields as ${FORM}`);
  }
  const form: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in form) throw new OAuthError("invalid_request", "a field is given twice");
    if (value !== "") form[name] = value;
  }
  return form;
};

/** RFC 7523 section 2.2; the assertion stands where the secret would. */
const readAssertion = ({ headers }: FastifyRequest, form: Form): Credentials => {
  if (headers.authorization !== undefined || form["client_secret"] !== undefined) {
    throw new OAuthError("invalid_request", "say who asks in one place, not in two");
  }
  const { client_assertion: assertion, client_assertion_type: type } = form;
  if (type !== ASSERTION_TYPE || assertion === undefined) {
    throw new OAuthError("invalid_request", `client_assertion_type is ${ASSERTION_TYPE}`);
  }
  const id = subjectOf(assertion);
  const isOther = form["client_id"] !== undefined && form["client_id"] !== id;
  if (id === null || isOther) throw refuseClient(false, null);
  return { id, secret: assertion, isBasic: false };
};

/** Only to find whose key to verify with: nothing is believed before that. */
const subjectOf = (assertion: string): string | null => {
  try {
    return decodeJwt(assertion).sub ?? null;
  } catch {
    return null;
  }
};

export type Credentials = {
  readonly id: string;
  readonly secret: string;
  readonly isBasic: boolean;
};

/** By HTTP Basic or in the body; RFC 6749 section 2.3 has it that it must not be both. */
const readSecret = ({ headers }: FastifyRequest, form: Form): Credentials => {
  const { client_id: formId, client_secret: formSecret } = form;
  if (headers.authorization === undefined) {
    if (formId !== undefined && formSecret !== undefined)
      return { id: formId, secret: formSecret, isBasic: false };
    throw new OAuthError("invalid_client", "client_id and client_secret are needed", {
      status: 401,
      headers: CHALLENGE,
    });
  }
  const [, encoded] = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(headers.authorization) ?? [];
  const [, id, secret] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString("utf8")) ?? [];
  if (id === undefined || secret === undefined) throw refuseClient(true, null);
  if (formSecret !== undefined || (formId !== undefined && formId !== decodeWord(id))) {
    throw new OAuthError("invalid_request", "say who asks in one place, not in two");
  }
  return { id: decodeWord(id), secret: decodeWord(secret), isBasic: true };
};

/** Form-encoded before it was put into Basic; ids and secrets of ours need no escapes. */
const decodeWord = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
};

const CHALLENGE = { "WWW-Authenticate": 'Basic realm="wideberth", charset="UTF-8"' } as const;

/** An unknown client, a removed one and a wrong secret look the same. */
export const refuseClient = (isBasic: boolean, waitS: number | null): OAuthError =>
  waitS === null
    ? new OAuthError("invalid_client", "no client of this id and secret", {
        status: 401,
        headers: isBasic ? CHALLENGE : {},
      })
    : new OAuthError("invalid_client", "too many failures: wait as long as Retry-After says", {
        status: 429,
        headers: { "Retry-After": String(Math.max(1, waitS)) },
      });

/** Who asks, and by what: the secret, or the assertion in its place. */
export const readCredentials = (
  request: FastifyRequest,
  form: Form,
): Credentials & { readonly isAsserted: boolean } => {
  const isAsserted = form["client_assertion_type"] !== undefined;
  const read = isAsserted ? readAssertion : readSecret;
  return { ...read(request, form), isAsserted };
};

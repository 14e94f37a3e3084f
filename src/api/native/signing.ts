/** Signing on the client's side. Has no dependency and runs in Node.js and in browsers. */

/** A party's key, and how to sign with it: the private half may stay in a module that never gives it out. */
export type Signing = {
  /** 32 bytes, base64url, as it was added with `addKey`. */
  readonly publicKey: string;
  readonly sign: (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
  /**
   * Is the text what was meant? Asked before anything is signed, beside the client's own look: that
   * all which the request says stands in the text. That nothing else does, this alone can tell.
   */
  readonly isMeant?: (
    payload: Readonly<Record<string, unknown>>,
    request: SignedRequest,
  ) => boolean;
};

export type SignedRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
};

type SubtleKey = Parameters<typeof crypto.subtle.sign>[1];

/** Signs with a key of the Web Crypto API. */
export const signingWith = (publicKey: string, privateKey: SubtleKey): Signing => ({
  publicKey,
  sign: async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, message)),
});

/** The server asked for a signature under something that was not said. */
export class NotMeantError extends Error {
  override readonly name = "NotMeantError";
}

/**
 * The header's value for a text that the server gave to be signed. Throws NotMeantError when that text
 * is not what was asked.
 */
export const signPayload = async (
  { publicKey, sign, isMeant }: Signing,
  asked: { readonly commandId: string; readonly payload: string },
  request: SignedRequest,
): Promise<string> => {
  const payload = JSON.parse(asked.payload) as Record<string, unknown>;
  // A text of others' format stands in the record in another form: the client can't tell what it says.
  const isText = typeof request.body === "string";
  if (isText && !isMeant) throw new NotMeantError("a text is signed only where isMeant is given");
  const missing = findMissing(payload, isText ? { ...request, path: "", body: null } : request);
  if (missing !== null) {
    throw new NotMeantError(`the text to be signed does not say ${JSON.stringify(missing)}`);
  }
  if (isMeant && !isMeant(payload, request))
    throw new NotMeantError("the text to be signed is not meant");
  const text = `wideberth-command-1\n${asked.commandId}\n${asked.payload}`;
  const signature = await sign(new TextEncoder().encode(text));
  return `${keyHeader(publicKey)}, sig="${base64Url(signature)}"`;
};

/** A header without a signature: the refusal tells what to sign. */
export const keyHeader = (publicKey: string): string => `key="${publicKey}"`;

/** The first thing that the request says and the text does not, or null. */
const findMissing = (payload: unknown, { path, body }: SignedRequest): string | number | null => {
  const said = new Set(leavesOf(payload));
  const ids = path.split("/").map(decodeURIComponent).slice(3, 4);
  const isThere = (value: string | number): boolean =>
    said.has(value) || formsOf(value).some((one) => said.has(one));
  return [...ids, ...leavesOf(body)].find((value) => !isThere(value)) ?? null;
};

/** Instants stand as milliseconds in the record, and spans of minutes too. */
const formsOf = (value: string | number): readonly (string | number)[] => {
  if (typeof value === "number") return [value * 60_000];
  const ms = /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? [] : [ms, Math.ceil(ms)];
};

const leavesOf = (value: unknown): (string | number)[] => {
  if (typeof value === "string" || typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(leavesOf);
};

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** What went wrong with a connection, in words of ours: nothing that the other side wrote. */

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "no connection came about",
  EHOSTUNREACH: "there is no way to its network",
  ENETUNREACH: "there is no way to its network",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not trusted",
  EPROTO: "it does not speak TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
};

/** Of several addresses tried the first tells. */
export const faultInWords = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return codeInWords(first instanceof Error && "code" in first ? first.code : null);
};

/** A code of Node.js, or whatever stands in its place. */
export const codeInWords = (code: unknown): string => {
  if (typeof code !== "string" || !/^[A-Z0-9_]{1,64}$/.test(code)) return "the connection failed";
  if (code.startsWith("HPE_")) return "its answer is not HTTP";
  return WORDS[code] ?? `the connection failed (${code})`;
};

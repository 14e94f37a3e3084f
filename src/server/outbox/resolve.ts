/** Addresses of names, asked of DNS alone. */

import { Resolver } from "node:dns/promises";

/** All addresses of a name; none for a name that is not there. Throws the signal's reason. */
export type ResolveName = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * By the servers of this machine, not by its getaddrinfo: that one takes a thread of a pool of four
 * for as long as it waits, so that a few dead names would hold up every other. /etc/hosts is not read.
 */
export const resolveByDns: ResolveName = async (name, signal) => {
  signal.throwIfAborted();
  if (/^localhost\.?$/i.test(name)) return ["127.0.0.1", "::1"]; // RFC 6761 §6.3
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel);
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};

/**
 * Which addresses may be reached: the public internet, and what the host of the theatre names.
 *
 * A party or a USS chooses the URL, and this server sends to it from inside the host's network: without this
 * they could knock on the host's own machines. What is not plainly public is refused.
 * Source: IANA special-purpose address registries (RFC 6890); OWASP on server-side request forgery.
 */

import { BlockList, isIP } from "node:net";

export type AddressRules = {
  /** This machine itself, over plain http too: for the example and for tests, never for a theatre. */
  readonly allowLoopback: boolean;
  /** Networks that count as public, as `10.1.0.0/16`: those of the host's own receivers. */
  readonly allowedNetworks: readonly string[];
  /** Is plain http as good as https? */
  readonly allowPlain?: boolean;
};

export const PUBLIC_ONLY: AddressRules = { allowLoopback: false, allowedNetworks: [] };

/** May something be sent to this address, encrypted or not? */
export type AddressCheck = (address: string, isEncrypted: boolean) => boolean;

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

/** Not public, with what they are. All that is not unicast of 2000::/3 is refused besides. */
const SPECIAL = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared by carriers
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local; metadata of clouds
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
  "2001::/23", // protocol assignments, Teredo
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: holds an IPv4 address of anyone's choice
  "3fff::/20", // documentation
];

const GLOBAL_UNICAST = ["2000::/3"];

/** Throws RangeError when a network is not one. */
export const makeAddressCheck = (rules: AddressRules): AddressCheck => {
  const loopback = networksOf(LOOPBACK);
  const special = networksOf(SPECIAL);
  const unicast = networksOf(GLOBAL_UNICAST);
  const allowed = networksOf(rules.allowedNetworks);
  return (address, isEncrypted) => {
    const family = isIP(address);
    // A zone (fe80::1%eth0) names an interface of this machine.
    if (family === 0 || address.includes("%")) return false;
    const isIn = (networks: BlockList): boolean =>
      networks.check(address, family === 4 ? "ipv4" : "ipv6");
    if (rules.allowLoopback && isIn(loopback)) return true;
    if (!isEncrypted && !rules.allowPlain) return false;
    if (isIn(allowed)) return true;
    return !isIn(special) && (family === 4 || isIn(unicast));
  };
};

const networksOf = (texts: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const text of texts) {
    const [, address = "", bits = ""] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
    const family = isIP(address);
    if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) {
      throw new RangeError(`${text} is not a network: write it as 10.1.0.0/16`);
    }
    list.addSubnet(address, Number(bits), family === 4 ? "ipv4" : "ipv6");
  }
  return list;
};

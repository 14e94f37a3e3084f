import assert from "node:assert/strict";
import { test } from "node:test";
import { makeAddressCheck } from "./addresses.ts";

const PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2a00:1450:4001:82a::200e"];

/** The first and last of each network that is not public, and how they hide. */
const NOT_PUBLIC = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.1", "127.255.255.255"],
  ["169.254.0.0", "169.254.169.254"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.1", "198.51.100.1", "203.0.113.1"],
  ["192.168.0.0", "192.168.255.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["224.0.0.1", "239.255.255.255"],
  ["240.0.0.1", "255.255.255.255"],
  ["::", "::1"],
  ["fc00::1", "fdff::1"],
  ["fe80::1", "fe80::1%eth0", "2a00::1%eth0", "febf::1", "fec0::1"],
  ["ff02::1"],
  ["::ffff:10.0.0.1", "::ffff:a00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8"],
  ["64:ff9b::a00:1", "64:ff9b:1::1"],
  ["2001::1", "2001:1ff::1", "2001:db8::1", "2002:a00:1::1", "3fff::1"],
  ["", "localhost", "8.8.8.8 ", "0x7f.1", "010.0.0.1"],
].flat();

test("public addresses may be reached, encrypted", () => {
  const mayReach = makeAddressCheck({ allowLoopback: false, allowedNetworks: [] });
  for (const address of PUBLIC) assert.equal(mayReach(address, true), true, address);
  for (const address of PUBLIC) assert.equal(mayReach(address, false), false, address);
});

test("no other may, however it is written", () => {
  const mayReach = makeAddressCheck({ allowLoopback: false, allowedNetworks: [] });
  for (const address of NOT_PUBLIC) assert.equal(mayReach(address, true), false, address);
});

test("loopback may be reached in plain where it is allowed, and nothing else by that", () => {
  const mayReach = makeAddressCheck({ allowLoopback: true, allowedNetworks: [] });
  const allowed = NOT_PUBLIC.filter((address) => mayReach(address, false));
  assert.deepEqual(allowed, ["127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"]);
});

test("the host's own networks may be reached, encrypted", () => {
  const allowedNetworks = ["10.1.0.0/16", "fd12::/32"];
  const mayReach = makeAddressCheck({ allowLoopback: false, allowedNetworks });
  assert.equal(mayReach("10.1.2.3", true), true);
  assert.equal(mayReach("fd12::5", true), true);
  assert.equal(mayReach("10.1.2.3", false), false);
  assert.equal(mayReach("10.2.0.1", true), false);
});

for (const network of ["10.0.0.0", "10.0.0.0/33", "fd12::/129", "desk/8", "", "10.0.0.0/-1"]) {
  test(`${JSON.stringify(network)} is no network`, () => {
    assert.throws(
      () => makeAddressCheck({ allowLoopback: false, allowedNetworks: [network] }),
      RangeError,
    );
  });
}

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { decodeJwt } from "jose";
import { openOwnIssuer } from "../server/tokens.ts";
import { makeAuthenticateUss, openOwnUssIssuer } from "../server/uss-tokens.ts";
import { AT, makeDisk, runLine } from "./test-io.ts";

const disk = makeDisk();
const dataDir = disk.path("data");
const clock = { nowMs: () => Date.parse(AT) };
openOwnIssuer(dataDir, clock);
const scope = "utm.strategic_coordination utm.constraint_processing";
const LINE = ["token", "--f3548", "--sub", "uss1", "--scope", scope, "--data-dir", dataDir];

test("a USS's token is one that the server of the folder takes, for an hour", async () => {
  const { code, out, err } = await runLine(LINE);
  assert.deepEqual([code, err], [0, ""]);
  const { issuer } = openOwnUssIssuer(dataDir, [], clock);
  const answer = await makeAuthenticateUss([issuer], clock)(out.trim());
  assert.ok(answer.ok);
  assert.equal(answer.principal.manager, "uss1");
  assert.equal(answer.principal.scopes.join(" "), scope);
  const { exp, jti } = decodeJwt(out.trim());
  assert.equal(exp, clock.nowMs() / 1000 + 3600);
  assert.ok(jti);
});

test("its audience and its end may be others", async () => {
  const more = ["--audience", "dss.example.com", "--hours", "0.5"];
  const { out } = await runLine([...LINE, ...more]);
  const { aud, exp } = decodeJwt(out.trim());
  assert.deepEqual([aud, exp], ["dss.example.com", clock.nowMs() / 1000 + 1800]);
});

/** The line without a flag and its value. */
const without = (name: string): string[] =>
  LINE.filter((_, i) => ![i, i - 1].some((at) => LINE[at] === name));

suite("lines that are refused", () => {
  for (const [name, line, reason] of [
    ["a USS that is not named", without("--sub"), /--sub is needed/],
    ["no scope", without("--scope"), /--scope is needed: one or more of utm\./],
    ["a scope that is not known", LINE.with(5, "utm.all"), /--scope utm\.all is not known/],
    ["longer than an hour", [...LINE, "--hours", "2"], /--hours/],
    ["a party", [...LINE, "--party", "NORTH"], /--party is of no USS: leave it out/],
    ["a role", [...LINE, "--role", "host"], /--role is of no USS/],
    ["a scope of a party", ["token", "--party", "NORTH", "--scope", "x"], /--scope is of a USS/],
    ["a folder of no server", LINE.with(7, disk.path("none")), /is no data folder of a server/],
  ] as const) {
    test(name, async () => {
      const { code, out, err } = await runLine(line);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, reason);
    });
  }
});

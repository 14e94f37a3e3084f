/** The DSS of a real server, end to end, by a client that knows the published description alone. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runWideberth, startServer, withFolder } from "../e2e/server-process.ts";
import { PUBLISHED, readDescription } from "./differences.ts";
import { startAuthority } from "./second-authority.ts";
import type { Authority } from "./second-authority.ts";
import { makeSecondClient } from "./second-client.ts";
import type { Operation, SecondClient } from "./second-client.ts";
import { hasteRefused, malformedRefused, scopesAsked, tokensRefused } from "./second-gate.ts";
import { badIntents, chooseOvn, planAndFly } from "./second-intents.ts";
import { availability, constraints, reports, subscriptions } from "./second-others.ts";
import { makeWorld, SC } from "./second-world.ts";
import type { World } from "./second-world.ts";

const skip = existsSync(PUBLISHED) ? false : "../shared is not here: no client can be made from it";

/** Operations that are not asked here yet, each with its reason. */
const NOT_EXERCISED: Readonly<Record<string, string>> = {
  getOperationalIntentDetails: "not served yet",
  getOperationalIntentTelemetry: "not served yet",
  notifyOperationalIntentDetailsChanged: "not served yet",
  getConstraintDetails: "not served yet",
  notifyConstraintDetailsChanged: "not served yet",
  makeUssReport: "not served yet",
  getLogSet: "not served yet",
};

/** What this server answers and the description does not have, each with its reason. */
const BESIDE: Readonly<Record<string, string>> = {
  "setUssAvailability 409": "old_version is not current, as deployed clients expect",
  "createSubscription 413": "a message too large is told as such everywhere",
  "updateSubscription 413": "a message too large is told as such everywhere",
};

/** What the description has and this server never answers. */
const NEVER: Readonly<Record<string, string>> = {
  "createOperationalIntentReference 412": "a USS that is down is not kept from planning",
  "updateOperationalIntentReference 412": "a USS that is down is not kept from planning",
  "deleteOperationalIntentReference 412": "a USS that is down is not kept from deleting",
  "getUssAvailability 400": "any name may be asked for",
};

const AUDIENCE = "dss.example.com";
/** Enough for every USS of the stories, and soon used up on purpose. */
const RATE = 250;

const settingsFor = ({ issuer, jwksUri }: Authority): string =>
  JSON.stringify({
    issuers: [{ issuer, jwksUri }],
    audiences: [AUDIENCE],
    ownIssuer: true,
    party: "NORTH",
    parties: { uss2: "SOUTH" },
    ratePerMinute: RATE,
  });

/** The server's own tokens for one USS, as the page has them; the authority's for all others. */
const tokensOf = (dataDir: string, authority: Authority): World["tokenOf"] => {
  const known = new Map<string, Promise<string>>();
  const ofVerb = async (sub: string, scopes: readonly string[]): Promise<string> => {
    const flags = ["--sub", sub, "--scope", scopes.join(" "), "--data-dir", dataDir];
    const { out, err } = await runWideberth(["token", "--f3548", ...flags]);
    assert.match(out, /\S/, err);
    return out.trim();
  };
  return (sub, scopes) => {
    const name = `${sub} ${scopes.join(" ")}`;
    const token =
      known.get(name) ??
      (name === `uss1 ${SC}`
        ? ofVerb(sub, scopes)
        : Promise.resolve(authority.tokenOf(sub, scopes)));
    known.set(name, token);
    return token;
  };
};

type Story = readonly [
  name: string,
  run: (world: World, operations: readonly Operation[], authority: Authority) => Promise<void>,
];

const STORIES: readonly Story[] = [
  ["a token that is not good opens nothing", tokensRefused],
  ["each scope opens what it is for", scopesAsked],
  ["what is no request is refused", malformedRefused],
  ["two USSs plan, fly, stray and are gone", planAndFly],
  ["a USS chooses the end of its OVN", chooseOvn],
  ["an intent that is wrong in one way is refused", badIntents],
  ["constraints are put, heeded and taken away", constraints],
  ["subscriptions are made, changed and left", subscriptions],
  ["a USS that is down need not be known", availability],
  ["reports are taken", reports],
  ["haste is refused", (world, operations) => hasteRefused(world, operations, RATE)],
];

test("a second client goes through the DSS's operations", { skip, timeout: 120_000 }, (t) =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const authority = await startAuthority(AUDIENCE);
    try {
      const { url } = await startServer(dataDir, ["--f3548", settingsFor(authority)]);
      const description = readDescription(PUBLISHED);
      const client = makeSecondClient({ url, description, beside: BESIDE });
      const world = makeWorld(client, tokensOf(dataDir, authority));
      const exercised = client.operations.filter(({ name }) => !(name in NOT_EXERCISED));
      for (const [name, run] of STORIES) {
        await t.test(name, () => run(world, exercised, authority));
      }
      await t.test("nothing of the description is left out unsaid", () => checkSeen(client));
    } finally {
      await authority.stop();
    }
  }),
);

const checkSeen = ({ operations, seen }: SecondClient): void => {
  const left = operations.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  assert.deepEqual(left.toSorted(), Object.keys(NOT_EXERCISED).toSorted());
  const ofDss = operations.filter(({ path }) => path.startsWith("/dss/v1/"));
  assert.ok(ofDss.length > 0 && ofDss.every(({ name }) => seen.has(name)), "all of the DSS's");
  const exercised = operations.filter(({ name }) => seen.has(name));
  const all = exercised.flatMap(({ name, answers }) =>
    Object.keys(answers).map((status) => `${name} ${status}`),
  );
  const were = [...seen].flatMap(([name, statuses]) =>
    [...statuses].map((one) => `${name} ${one}`),
  );
  const never = all.filter((one) => !were.includes(one));
  assert.deepEqual(never.toSorted(), Object.keys(NEVER).toSorted(), "documented, never answered");
  const beside = were.filter((one) => !all.includes(one));
  assert.deepEqual(beside.toSorted(), Object.keys(BESIDE).toSorted(), "answered, not documented");
};

test("the second client knows nothing of the server's own code", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.startsWith("second"));
  const processes = "../e2e/server-process.ts";
  for (const file of [...files, "differences.ts", processes]) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    const imports = [...text.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"/g)].map(
      ([, name = "", other = ""]) => name || other,
    );
    assert.ok(imports.length > 0);
    for (const name of imports) {
      const isOwn = name === processes || /^\.\/(second|differences)/.test(name);
      assert.ok(isOwn || !name.startsWith("."), `${file} imports ${name}`);
    }
  }
});

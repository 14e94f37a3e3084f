/** A real server as a DSS and as a USS, end to end, by a client that knows the published description alone. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runWideberth, startServer, withFolder } from "../e2e/server-process.ts";
import { PUBLISHED, readDescription } from "./differences.ts";
import { startAuthority } from "./second-authority.ts";
import type { Authority } from "./second-authority.ts";
import { makeSecondClient } from "./second-client.ts";
import type { SecondClient } from "./second-client.ts";
import { hasteRefused, malformedRefused, scopesAsked, tokensRefused } from "./second-gate.ts";
import { hostedConstraints, hostedIntents, telemetry } from "./second-hosted.ts";
import { badIntents, chooseOvn, planAndFly } from "./second-intents.ts";
import { availability, constraints, subscriptions } from "./second-others.ts";
import { startReceiver } from "./second-receiver.ts";
import type { Receiver } from "./second-receiver.ts";
import { logSets, reports } from "./second-records.ts";
import type { MakeLogSet } from "./second-records.ts";
import { heard, told } from "./second-told.ts";
import { makeWorld, SC } from "./second-world.ts";
import type { World } from "./second-world.ts";

const skip = existsSync(PUBLISHED) ? false : "../shared is not here: no client can be made from it";

/** What this server answers and the description does not have, each with its reason. */
const BESIDE: Readonly<Record<string, string>> = {
  "setUssAvailability 409": "old_version is not current, as deployed clients expect",
  "createSubscription 413": "a message too large is told as such everywhere",
  "updateSubscription 413": "a message too large is told as such everywhere",
  "notifyOperationalIntentDetailsChanged 413": "a message too large is told as such everywhere",
  "notifyConstraintDetailsChanged 413": "a message too large is told as such everywhere",
  "getLogSet 401": "described with success alone: it asks for a token as all do",
  "getLogSet 404": "described with success alone: an id that is none",
  "getLogSet 429": "described with success alone: haste",
};

/** What any good token opens, each with its reason. */
const OPEN: Readonly<Record<string, string>> = {
  getLogSet: "all five scopes at once stand for it, as for what is not described: the id is secret",
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

/** The server as a USS, and what the authority knows it by. */
const OWN: World["own"] = { name: "host-uss", baseUrl: "https://host.example.com/utm" };
const SECRET = "known to the authority alone: and to the host";

/** Where the receiver of the tests is, http must do. */
const settingsFor = ({ issuer, jwksUri }: Authority, clientSecretFile: string): string =>
  JSON.stringify({
    issuers: [{ issuer, jwksUri }],
    audiences: [AUDIENCE],
    ownIssuer: true,
    party: "NORTH",
    parties: { uss2: "SOUTH" },
    ratePerMinute: RATE,
    allowHttp: true,
    uss: { ...OWN, tokens: { url: issuer, clientId: OWN.name, clientSecretFile } },
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

const logSetsOf =
  (dataDir: string): MakeLogSet =>
  async (from, to) => {
    const flags = ["--from", from.toISOString(), "--to", to.toISOString(), "--data-dir", dataDir];
    const { out, err } = await runWideberth(["log-set", ...flags]);
    assert.match(out, /\S/, err);
    return out.trim();
  };

type Stage = {
  readonly authority: Authority;
  readonly receiver: Receiver;
  readonly makeLogSet: MakeLogSet;
};
type Story = readonly [name: string, run: (world: World, stage: Stage) => Promise<void>];

const STORIES: readonly Story[] = [
  [
    "a token that is not good opens nothing",
    (world, { authority }) => tokensRefused(world, world.client.operations, authority),
  ],
  ["each scope opens what it is for", (world) => scopesAsked(world, world.client.operations, OPEN)],
  ["what is no request is refused", (world) => malformedRefused(world, world.client.operations)],
  ["two USSs plan, fly, stray and are gone", planAndFly],
  ["a USS chooses the end of its OVN", chooseOvn],
  ["an intent that is wrong in one way is refused", badIntents],
  ["constraints are put, heeded and taken away", constraints],
  ["subscriptions are made, changed and left", subscriptions],
  ["a USS that is down need not be known", availability],
  ["what has no server of its own is served here", hostedIntents],
  ["constraints are served here, too", hostedConstraints],
  ["where an aircraft is can be read while it is off its plan", telemetry],
  ["what others tell is read by those whom it is for", heard],
  ["what is served here is told to all who listen", (world, { receiver }) => told(world, receiver)],
  ["reports are taken", reports],
  ["a log set has what was exchanged", (world, { makeLogSet }) => logSets(world, makeLogSet)],
  ["haste is refused", (world) => hasteRefused(world, world.client.operations, RATE)],
];

test("a second client goes through all operations", { skip, timeout: 120_000 }, (t) =>
  withFolder(async (folder) => {
    const dataDir = join(folder, "data");
    const secretFile = join(folder, "secret");
    writeFileSync(secretFile, SECRET, { mode: 0o600 });
    const authority = await startAuthority(AUDIENCE, { [OWN.name]: SECRET });
    t.after(authority.stop);
    const { url } = await startServer(dataDir, ["--f3548", settingsFor(authority, secretFile)]);
    const description = readDescription(PUBLISHED);
    const client = makeSecondClient({ url, description, beside: BESIDE });
    const receiver = await startReceiver(client, authority, OWN);
    t.after(receiver.stop);
    const world = makeWorld({ client, own: OWN, tokenOf: tokensOf(dataDir, authority) });
    const stage = { authority, receiver, makeLogSet: logSetsOf(dataDir) };
    for (const [name, run] of STORIES) await t.test(name, () => run(world, stage));
    await t.test("nothing of the description is left out unsaid", () => checkSeen(client));
  }),
);

const checkSeen = ({ operations, seen }: SecondClient): void => {
  const left = operations.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  assert.deepEqual(left, [], "every operation is asked");
  const all = operations.flatMap(({ name, answers }) =>
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

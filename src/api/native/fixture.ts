/** A server for tests: an engine over a log in memory, and tokens for whoever is asked for. */

import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { DEFAULT_RULES } from "../../core/theatre/model.ts";
import type { Theatre as CoreTheatre, TheatreRules } from "../../core/theatre/model.ts";
import { createMemoryLog } from "../../log/memory.ts";
import type { LeafReader, Log } from "../../log/log.ts";
import { makeAuthenticate } from "../../server/auth.ts";
import type { Role } from "../../server/auth.ts";
import { openEngine } from "../../server/engine.ts";
import type { Engine } from "../../server/engine.ts";
import type { Sources } from "../../server/sequencer.ts";
import { surveyCommand } from "../../server/notice-survey.ts";
import { makeOwnIssuer } from "../../server/tokens.ts";
import type { Api, ApiDeps } from "../context.ts";
import { buildApi } from "../server.ts";
import { checkAnswer } from "./conformance.ts";
import type { FileRequest } from "./operation.ts";
import type { Volume } from "./volume.ts";

const HOUR_MS = 3_600_000;

export const PARTIES = ["NORTH", "SOUTH", "RELIEF"] as const;

export const theatreOf = (rules: Partial<TheatreRules> = {}): CoreTheatre => ({
  name: { en: "Test theatre" },
  isExample: true,
  area: null,
  parties: PARTIES.map((id) => ({
    id,
    names: { en: id },
    kind: id === "RELIEF" ? "humanitarian" : "military",
  })),
  rules: { ...DEFAULT_RULES, ...rules },
});

/** A circle of 500 m, an hour from two hours on, from the ground to 500 m. */
export const volumeAt = (lngDeg: number, latDeg: number, change: Partial<Volume> = {}): Volume => ({
  footprint: { kind: "circle", center: [lngDeg, latDeg], radiusM: 500 },
  lowerM: 0,
  upperM: 500,
  start: new Date(Date.now() + 2 * HOUR_MS).toISOString(),
  end: new Date(Date.now() + 3 * HOUR_MS).toISOString(),
  ...change,
});

export const noticeAt = (lngDeg: number, latDeg: number, name?: string): FileRequest => ({
  category: "uas_flight",
  ...(name === undefined ? {} : { name }),
  volumes: [volumeAt(lngDeg, latDeg)],
});

export type TokenClaims = {
  readonly party?: string | null;
  readonly roles?: readonly Role[];
  readonly sub?: string;
  readonly ttlS?: number;
};

export type TestServer = {
  readonly app: Api;
  readonly engine: Engine;
  readonly lines: readonly string[];
  readonly token: (claims?: TokenClaims) => Promise<string>;
  readonly close: () => Promise<void>;
};

export type TestServerOptions = {
  readonly rules?: Partial<TheatreRules>;
  readonly isBare?: boolean;
  readonly log?: Log & LeafReader;
  /** Of time and chance; the machine's unless given. */
  readonly sources?: Sources;
  readonly engine?: (engine: Engine) => Engine;
  readonly deps?: Partial<ApiDeps>;
};

const ISSUER = "https://issuer.test";
const { privateKey, publicKey } = generateKeyPairSync("ed25519");

export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const { log = createMemoryLog(), sources } = options;
  const opened = await openEngine({ log, onFailure: () => {}, ...(sources ? { sources } : {}) });
  const engine = options.engine?.(opened) ?? opened;
  if (!options.isBare) await setTheatre(opened, theatreOf(options.rules));
  const lines: string[] = [];
  const clock = { nowMs: () => Date.now() };
  const own = makeOwnIssuer(generateKeyPairSync("ed25519").privateKey, clock);
  const app = await buildApi({
    engine,
    clock,
    version: "0.0.0-test",
    log: { level: "trace", write: (line) => void lines.push(line) },
    authenticate: makeAuthenticate([trusted, own.issuer], clock),
    ownIssuer: own,
    ...options.deps,
    settings: { ratePerMinute: null, ...options.deps?.settings },
  });
  return {
    app,
    engine,
    lines,
    token: signToken,
    close: async () => {
      await app.close();
      await opened.stop();
    },
  };
};

/** By two people of the host, where it takes two. */
export const setTheatre = async (engine: Engine, theatre: CoreTheatre): Promise<void> => {
  const command = { kind: "set-theatre", theatre } as const;
  const surveyed = surveyCommand(command);
  if (!surveyed.ok) throw new Error(surveyed.refusal.detail);
  const { survey } = surveyed;
  const asked = {
    origin: "system",
    by: "host one",
    commandId: "theatre",
    command,
    survey,
  } as const;
  const { outcome } = await engine.submit(asked);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  const [waiting] = engine
    .view({ kind: "host" })
    .theatreChanges({ state: "requested" }, { limit: 1 }).items;
  if (!waiting) return;
  const second = { kind: "second-theatre-change", changeId: waiting.id } as const;
  const about = { origin: "system", commandId: "second", survey: {} } as const;
  await engine.submit({ ...about, by: "host two", command: second });
};

export const trusted = {
  issuer: ISSUER,
  audiences: ["wideberth"],
  algorithms: ["EdDSA"],
  partyClaim: "party",
  rolesClaim: "roles",
  lifetimeMaxS: null,
  parties: null,
  isHostIssuer: true,
  getKey: async () => publicKey,
};

/** A desk of NORTH unless said otherwise. */
export const signToken = async (claims: TokenClaims = {}): Promise<string> => {
  const { party = "NORTH", roles = ["desk"], sub = "test", ttlS = 3600 } = claims;
  const nowS = Math.floor(Date.now() / 1000);
  return new SignJWT({ roles: [...roles], ...(party === null ? {} : { party }) })
    .setProtectedHeader({ alg: "EdDSA" })
    .setIssuer(ISSUER)
    .setAudience("wideberth")
    .setSubject(sub)
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + ttlS)
    .sign(privateKey);
};

export const HOST: TokenClaims = { party: null, roles: ["host"] };

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- tests read what came
};

export type Ask = (
  method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS",
  url: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Asks the API under one token, without a socket. */
export const askAs = async (server: TestServer, claims?: TokenClaims): Promise<Ask> => {
  const token = await server.token(claims);
  return async (method, url, body, headers = {}) => {
    const response = await server.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(response.headers["content-type"]).includes("json");
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      body: isJson ? response.json() : response.body,
    };
    checkAnswer(server.app, { method, url }, answer);
    return answer;
  };
};

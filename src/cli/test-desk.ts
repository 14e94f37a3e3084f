/** A server and officers who have the command line and nothing else, for the tests of this room. */

import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { HOST, startTestServer } from "../api/native/fixture.ts";
import type { TestServer, TestServerOptions, TokenClaims } from "../api/native/fixture.ts";
import { runLine } from "./test-io.ts";
import type { makeDisk, Ran } from "./test-io.ts";
import type { CliIo } from "./io.ts";

export type Line = (...argv: readonly string[]) => Promise<Ran>;

export type Stand = {
  readonly server: TestServer;
  readonly url: string;
  readonly path: (name: string) => string;
  readonly file: (name: string, body: unknown) => string;
  /** The command line of one officer. */
  readonly as: (name: string, claims: TokenClaims, io?: Partial<CliIo>) => Promise<Line>;
  readonly host: () => Promise<Line>;
  readonly close: () => Promise<void>;
};

/** `disk` is made where the file begins: what a hook makes goes with the hook. */
export const startStand = async (
  disk: ReturnType<typeof makeDisk>,
  options: TestServerOptions = {},
): Promise<Stand> => {
  const server = await startTestServer(options);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  const as: Stand["as"] = async (name, claims, io = {}) => {
    const file = disk.path(`${name}.token`);
    writeFileSync(file, await server.token({ sub: name, ...claims }), { mode: 0o600 });
    const env = { WIDEBERTH_URL: url, WIDEBERTH_TOKEN_FILE: file, ...io.env };
    return (...argv) => runLine(argv, { nowMs: Date.now, ...io, env });
  };
  return {
    server,
    url,
    path: disk.path,
    file: (name, body) => {
      writeFileSync(disk.path(name), JSON.stringify(body));
      return disk.path(name);
    },
    as,
    host: () => as("host-one", HOST),
    close: () => server.close(),
  };
};

/** What was printed under --json, line by line. */
export const jsonOf = (
  { code, out, err }: Ran,
  wanted: number = 0,
): any[] /* oxlint-disable-line typescript/no-explicit-any -- tests read what came */ => {
  if (code !== wanted) throw new Error(`exit ${code}, not ${wanted}: ${err}${out}`);
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
};

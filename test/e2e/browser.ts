/**
 * A real headless Chromium for tests: `$CHROMIUM`, an installed one, or the one that the package
 * @sparticuz/chromium carries. No browser is a failure with its reason, never a silent skip.
 */

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** Measured: without the GPU flags canvas and SVG are drawn by the CPU, which is the fast way here. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"];

/** A browser, or an Error that says what was tried and what to do. The caller closes it. */
export const launchBrowser = async (): Promise<Browser> => {
  const tried: string[] = [];
  for (const attempt of attempts()) {
    try {
      return await attempt.launch();
    } catch (error) {
      const detail = error instanceof Error ? error.message.split("\n")[0] : "unknown fault";
      tried.push(`  ${attempt.name}: ${detail}`);
    }
  }
  throw new Error(
    ["no browser could be started; set CHROMIUM to one, or run npm install.", ...tried].join("\n"),
  );
};

type Attempt = { readonly name: string; readonly launch: () => Promise<Browser> };

/** What is named by hand is the only one tried: another would hide that it does not work. */
const attempts = (): Attempt[] => {
  const named = process.env["CHROMIUM"];
  if (named) return [{ name: `$CHROMIUM (${named})`, launch: () => start(named) }];
  const installed = INSTALLED.filter((path) => existsSync(path));
  return [
    ...installed.map((path) => ({ name: path, launch: () => start(path) })),
    { name: "@sparticuz/chromium", launch: () => startPacked(false) },
    { name: "@sparticuz/chromium with its own nss", launch: () => startPacked(true) },
  ];
};

const start = (executablePath: string, env: Record<string, string> = {}): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: FLAGS,
    headless: true,
    env: { ...process.env, ...env },
  });

const UNPACK = "await (await import(process.argv[1])).default.executablePath()";

const startPacked = async (hasOwnLibraries: boolean): Promise<Browser> => {
  const directory = await unpack();
  const env = hasOwnLibraries ? { LD_LIBRARY_PATH: join(directory, "al2023", "lib") } : {};
  return start(join(directory, "chromium"), env);
};

/**
 * The directory with the package's Chromium and libraries, unpacked once a version. It appears whole
 * or not at all: test files run side by side.
 */
const unpack = async (): Promise<string> => {
  const home = dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium")));
  const { version } = JSON.parse(readFileSync(join(home, "..", "..", "package.json"), "utf8")) as {
    version: string;
  };
  const directory = join(tmpdir(), `wideberth-chromium-${version}`);
  if (existsSync(directory)) return directory;
  const fresh = mkdtempSync(`${directory}-`);
  // In a process of its own: the package unpacks into the temporary directory, and its libraries only
  // where the environment looks like its cloud.
  await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", UNPACK, import.meta.resolve("@sparticuz/chromium")],
    { env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
  );
  try {
    renameSync(fresh, directory);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another was first
  }
  return directory;
};

/** `wideberth check`: every pair of records in files, offline. The main job on real files. */

import { writeFile } from "node:fs/promises";
import { findConflicts } from "./check/find-conflicts.ts";
import { findAllOptions } from "./check/find-options.ts";
import type { OptionsBySubject } from "./check/find-options.ts";
import { makeCheckMinima } from "./check/minima.ts";
import { readFiles } from "./check/read-files.ts";
import { writeJson } from "./check/report.ts";
import type { Checked } from "./check/report.ts";
import { optionLines } from "./check/report-options.ts";
import { writeText } from "./check/report-text.ts";
import { parseRequest } from "./check/request.ts";
import type { CheckRequest } from "./check/request.ts";
import { prepareSubjects } from "./check/subjects.ts";
import { CHECK_USAGE } from "./check/usage.ts";
import { UsageError } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { writePage } from "./page/page.ts";
import { makeScene } from "./picture/scene.ts";
import { writeSvg } from "./picture/svg.ts";
import { makeProgress } from "./progress.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const run = async (argv: readonly string[], io: CliIo): Promise<number> => {
  const request = parseRequest(argv, io);
  const { checked, options } = await checkFiles(request, io);
  if (request.isJson) writeJson(checked, options, io.out);
  else io.out(textOf(checked, options, request, io));
  await writePictures(checked, request);
  if (checked.skipped.length > 0) return EXIT.badInput;
  return checked.conflicts.length > 0 ? EXIT.found : EXIT.none;
};

export const check: Verb = {
  summary: "find conflicts between records in files, offline, and draw them",
  usage: CHECK_USAGE,
  run,
};

type Answer = { readonly checked: Checked; readonly options: OptionsBySubject | null };

const checkFiles = async (request: CheckRequest, io: CliIo): Promise<Answer> => {
  const { atMs, stdinFormat, isBetweenParties, files, against } = request;
  const progress = makeProgress(io);
  const own = await readFiles({ files, atMs, stdinFormat }, io, progress);
  const others = await readFiles({ files: against ?? [], atMs, stdinFormat }, io, progress);
  const { subjects, skipped } = prepareSubjects(
    [
      ...own.records.map((record) => ({ record, isOther: false })),
      ...others.records.map((record) => ({ record, isOther: true })),
    ],
    progress,
    { isByClass: Object.values(request.minima).includes(null) },
  );
  const minima = makeCheckMinima(request.minima);
  const question = { minima, isBetweenParties, isAgainst: against !== null };
  const conflicts = findConflicts(subjects, question, progress);
  const options = request.hasOptions
    ? findAllOptions(subjects, conflicts, { question, atMs, progress })
    : null;
  progress.end();
  const unread = [...own.skipped, ...others.skipped, ...skipped];
  return { checked: { atMs, subjects, conflicts, skipped: unread }, options };
};

const textOf = (
  checked: Checked,
  options: OptionsBySubject | null,
  { lang }: CheckRequest,
  io: CliIo,
): string => {
  const hasColour = io.isOutTerminal && !io.env["NO_COLOR"];
  return writeText(
    {
      ...checked,
      detailsOf: (conflict) => (options ? optionLines(conflict, options, lang) : []),
    },
    { lang, hasColour },
  );
};

const writePictures = async (
  checked: Checked,
  { html, svg, lang }: CheckRequest,
): Promise<void> => {
  if (html === null && svg === null) return;
  const scene = makeScene(checked);
  if (html !== null) await writeOut("html", html, writePage(scene, lang));
  if (svg !== null) await writeOut("svg", svg, writeSvg(scene, lang));
};

const writeOut = async (flag: string, file: string, text: string): Promise<void> => {
  try {
    await writeFile(file, text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : "unknown fault";
    throw new UsageError(`--${flag} ${file} cannot be written (${detail}): name another place`);
  }
};

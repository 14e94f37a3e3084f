/** Acts of `wideberth track` about position reports: one said by hand, or files of them. */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import { ProblemError } from "../api/native/client.ts";
import type { TextOptions } from "../api/native/client-tracks.ts";
import type { PositionReports, ReportsReceipt } from "../api/native/report-routes.ts";
import { cutReports } from "../formats/tracks/cut-reports.ts";
import type { ReportsPart } from "../formats/tracks/cut-reports.ts";
import { REPORT_FORMATS } from "../formats/tracks/reading.ts";
import type { ReportFormat } from "../formats/tracks/reading.ts";
import { UsageError } from "./flags.ts";
import type { Acts, Answer, Asked } from "./remote/act.ts";
import { asNumber } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { readFileText } from "./remote/files.ts";
import { linesOf } from "./remote/speak.ts";
import type { Column } from "./remote/speak.ts";
import { EXIT } from "./verb.ts";

type Counts = Pick<ReportsReceipt, "takenCount" | "otherCount" | "refused">;

const COUNTS: readonly Column<Counts>[] = [
  ["taken", ({ takenCount }) => String(takenCount)],
  ["refused", ({ refused }) => (refused.length > 0 ? String(refused.length) : null)],
  ["noReports", ({ otherCount }) => (otherCount > 0 ? String(otherCount) : null)],
];

/** What was taken, and each that was not with its place and why. */
const answerOf = (asked: Asked, receipts: readonly ReportsReceipt[]): Answer => {
  const { speak } = asked;
  const sum = (of: (one: ReportsReceipt) => number): number =>
    receipts.reduce((total, one) => total + of(one), 0);
  const [takenCount, otherCount] = [sum((one) => one.takenCount), sum((one) => one.otherCount)];
  const refused = receipts.flatMap((one) => one.refused);
  const lines = refused.map(({ at, reason }) => `${speak.theirs(at)}: ${speak.theirs(reason)}\n`);
  return {
    things: receipts,
    text: linesOf(speak, COUNTS, { takenCount, otherCount, refused }) + lines.join(""),
    exit: refused.length > 0 ? EXIT.badInput : EXIT.none,
  };
};

const NUMBER = { as: "M", read: asNumber } as const;

/** Of both acts: for whom they speak, and what the reports may be used for. */
const COMMON: Readonly<Record<string, ActFlag>> = {
  shared: {
    as: null,
    text: "they may corroborate what others report of themselves: how many agreed, no position",
  },
  "as-host": { as: null, text: "as the host: what it heard itself" },
};

const BY_HAND: Readonly<Record<string, ActFlag>> = {
  identity: { as: "IDENTITY", text: 'whose, as "mmsi 244660000"' },
  lat: { as: "DEG", text: "where: latitude" },
  lng: { as: "DEG", text: "and longitude" },
  at: { as: "ISO", text: "when it was there (default: now)" },
  accuracy: { ...NUMBER, text: "how far off the position may be, metres" },
  lower: { ...NUMBER, text: "altitude, metres above the WGS84 ellipsoid: as low as it can be" },
  upper: { ...NUMBER, text: "and as high" },
};

type Report = PositionReports["reports"][number];

/** Null: none of its flags is there. */
const parseReport = ({ io, text }: Asked): Report | null => {
  if (Object.keys(BY_HAND).every((flag) => text(flag) === null)) return null;
  const get = (flag: string): string => {
    const value = text(flag);
    if (value !== null) return value;
    const whole =
      flag === "lower" || flag === "upper"
        ? "an altitude says --lower and --upper"
        : "a report says --identity, --lat and --lng";
    throw new UsageError(`--${flag} is missing: ${whole}`);
  };
  const numberAt = (flag: string): number => asNumber(get(flag), flag);
  const isHigh = text("lower") !== null || text("upper") !== null;
  return {
    identity: get("identity"),
    position: [numberAt("lng"), numberAt("lat")],
    at: text("at") ?? new Date(io.nowMs()).toISOString(),
    ...(text("accuracy") === null ? {} : { accuracyM: numberAt("accuracy") }),
    ...(isHigh ? { altitude: { lowerM: numberAt("lower"), upperM: numberAt("upper") } } : {}),
  };
};

const report = async (asked: Asked): Promise<Answer> => {
  const { client, write, has } = asked;
  const one = parseReport(asked);
  const said = await asked.parseBody<PositionReports>();
  if (one && said.reports !== undefined)
    throw new UsageError("both a report and a file of reports: say the one or the other");
  const reports = one ? [one] : said.reports;
  if (reports === undefined)
    throw new UsageError("nothing to report: give --identity, --lat and --lng, or --from FILE");
  const body = { ...said, reports, ...(has("shared") ? { isShared: true } : {}) };
  const receipt = await (has("as-host") ? client.reportObservations : client.reportPositions)(
    body,
    write,
  );
  return answerOf(asked, [receipt]);
};

/** One part after another; places are told as they are in the file. */
const importAll = async (asked: Asked): Promise<Answer> => {
  const format = asked.choice("format", REPORT_FORMATS);
  if (format === null)
    throw new UsageError(`--format is missing: one of ${REPORT_FORMATS.join(", ")}`);
  const receipts: ReportsReceipt[] = [];
  for (const file of asked.names) {
    const text = await readFileText(file);
    if (text === "") throw new UsageError(`${file} is empty`);
    for (const part of cutReports(format, text)) {
      receipts.push(await send(asked, { file, format, part, isFirst: receipts.length === 0 }));
    }
  }
  return answerOf(asked, receipts);
};

type Part = {
  readonly file: string;
  readonly format: ReportFormat;
  readonly part: ReportsPart;
  readonly isFirst: boolean;
};

/** A part that is refused whole, once others were taken, is told like a report that was. */
const send = async (asked: Asked, about: Part): Promise<ReportsReceipt> => {
  const { file, format, part, isFirst } = about;
  const { client, has } = asked;
  const { reportObservationsAsText, reportPositionsAsText } = client;
  const report = has("as-host") ? reportObservationsAsText : reportPositionsAsText;
  const placed = (at: string): string => `${basename(file)}, ${part.placeOf(at)}`;
  try {
    const receipt = await report(format, part.text, optionsOf(asked, about));
    const refused = receipt.refused.map(({ at, reason }) => ({ at: placed(at), reason }));
    return { ...receipt, refused };
  } catch (error) {
    if (isFirst || !(error instanceof ProblemError)) throw error;
    const { detail, remedy } = error.problem;
    const refused = [{ at: placed(part.place), reason: `${detail}: ${remedy}` }];
    return { commandId: null, seq: null, receivedAt: null, takenCount: 0, otherCount: 0, refused };
  }
};

/** Under a key of one's own each part has one, so that what is sent again is taken once. */
const optionsOf = (asked: Asked, { file, format, part }: Part): TextOptions => {
  const { write, io, has } = asked;
  const heardAt = asked.text("heard-at") ?? new Date(io.nowMs()).toISOString();
  const options = { ...write, heardAt, isShared: has("shared") };
  if (write.key === undefined) return options;
  const content = JSON.stringify([write.key, basename(file), format, part.text]);
  return { ...options, key: createHash("sha256").update(content).digest("hex") };
};

export const REPORT_ACTS: Acts = {
  report: {
    takes: [],
    text: "report a position by hand, or those of a file as the API takes them",
    body: "file",
    flags: { ...BY_HAND, ...COMMON },
    isWrite: true,
    run: report,
  },
  import: {
    takes: ["FILE…"],
    text: "report what receivers wrote down: AIS, ADS-B (SBS), Cursor on Target, remote identification",
    flags: {
      format: { as: "F", text: `what the files are: ${REPORT_FORMATS.join(", ")}` },
      "heard-at": {
        as: "ISO",
        text: "when they were heard, for reports without a time of their own (default: now)",
      },
      ...COMMON,
    },
    isWrite: true,
    run: importAll,
  },
};

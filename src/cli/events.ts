/** `wideberth events`: follows what one's own party is told, a line for each thing. */

import { ProblemError } from "../api/native/client.ts";
import type { Client, StreamEvent, Theatre, ToldEvent } from "../api/native/client.ts";
import { ARROWS } from "../example/transcript.ts";
import { WORDS as LINE_WORDS } from "../core/line/words.ts";
import { Teller } from "../tell/tell.ts";
import type { Told } from "../tell/tell.ts";
import { dateTimeGroup } from "./date-time-group.ts";
import { flagChoice, flagNumber, hasFlag, parseFlags, UsageError } from "./flags.ts";
import type { Flags } from "./flags.ts";
import type { CliIo } from "./io.ts";
import { tellFailure } from "./remote/act.ts";
import { connect, CONNECTION_FLAGS, CONNECTION_USAGE } from "./remote/connection.ts";
import type { Connection } from "./remote/connection.ts";
import { speakIn } from "./remote/speak.ts";
import type { Speak } from "./remote/speak.ts";
import { printable, printableLines } from "./terminal-text.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const USAGE = `Usage: wideberth events [--after SEQ] [--count N] [flags]

Follows what one's own party is told as it happens: a line for each thing, with its time, whether it
was said (→) or told (←), and its id. What is urgent is marked with ! and red on a terminal. A
connection that is lost is tried again, and both are said: silence is not calm. Line checks that
change nothing are left out, but one that waits for a person is told.

  --after SEQ        begin after this entry of the record (default: from now); 0: all that is held
  --count N          end after so many lines

${CONNECTION_USAGE}
Exit 0: stopped by Ctrl-C, or after --count. Exit 2: wrong flags, or refused by the server.

Examples:
  wideberth events --language ar
  wideberth events --after 0 --count 20
  wideberth events --json >> told.jsonl
`;

const run: Verb["run"] = async (argv, io) => {
  const flags = parseFlags(argv, {
    ...CONNECTION_FLAGS,
    after: { type: "string" },
    count: { type: "string" },
  });
  if (flags.files.length > 0) throw new UsageError(`${flags.files[0]} is not a flag: see --help`);
  const connection = connect(flags, io);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    await follow(flags, { io, connection, stop });
    return EXIT.none;
  } catch (error) {
    return tellFailure(error, { isJson: hasFlag(flags, "json"), io });
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
    stop.abort();
  }
};

type Following = {
  readonly io: CliIo;
  readonly connection: Connection;
  readonly stop: AbortController;
};

const follow = async (flags: Flags, { io, connection, stop }: Following): Promise<void> => {
  const { client } = connection;
  const countMax = flagNumber(flags, "count", { unit: "lines" }) ?? Infinity;
  const after = flagNumber(flags, "after", { unit: "entries" });
  const teller = await openTeller(flags, connection);
  const print = printerOf(flags, { io, ...teller });
  let count = 0;
  for await (const event of client.events({
    ...(after === null ? {} : { after }),
    signal: stop.signal,
    onLost: print.lost,
  })) {
    if (print.event(event)) count++;
    if (count >= countMax) return;
  }
};

type Telling = { readonly speak: Speak; readonly teller: Teller };

/** Parties are called by their names in the reader's language. */
const openTeller = async (flags: Flags, { client, party }: Connection): Promise<Telling> => {
  const language = flagChoice(flags, "language", LINE_WORDS.language) ?? "en";
  const speak = speakIn(language, await partiesOf(client));
  return { speak, teller: new Teller(await party(), speak) };
};

/** A theatre that is not set has none. */
const partiesOf = async (client: Client): Promise<Theatre["parties"]> => {
  try {
    return (await client.theatre()).parties;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return [];
    throw error;
  }
};

type Printer = {
  /** True when it was told. */
  readonly event: (event: StreamEvent) => boolean;
  readonly lost: (error: unknown) => void;
};

const printerOf = (
  flags: Flags,
  { io, speak, teller }: Telling & { readonly io: CliIo },
): Printer => {
  const isJson = hasFlag(flags, "json");
  let isLost = false;
  const now = (): string => speak.id(dateTimeGroup(io.nowMs()));
  return {
    lost: (error) => {
      // Said once for each loss: the tries after it are the same news.
      if (!isLost) {
        const why = error instanceof Error ? printable(error.message) : "";
        io.err(`${red(io, speak.tell("disconnected", { time: now(), why }))}\n`);
      }
      isLost = true;
    },
    event: (event) => {
      if (event.kind === "hello") {
        isLost = false;
        io.err(`${speak.tell("connected", { time: now() })}\n`);
        return false;
      }
      if (event.kind === "end") return false;
      if (isJson) {
        io.out(`${JSON.stringify(event)}\n`);
        return true;
      }
      if (event.kind === "resync") {
        io.out(`${red(io, speak.texts.sentences.missed)}\n`);
        return true;
      }
      const told = teller.tell(event);
      if (told) io.out(`${lineOf(io, speak, { event, told })}\n`);
      return told !== null;
    },
  };
};

const lineOf = (
  io: CliIo,
  speak: Speak,
  { event, told }: { readonly event: ToldEvent; readonly told: Told },
): string => {
  const title = told.title ?? speak.texts.topics[told.topic];
  const text = told.text.replaceAll(/\s*\n\s*/g, " ");
  const id = idOf(event);
  const time = speak.id(dateTimeGroup(Date.parse(event.at)));
  const isUrgent = told.direction === "told" && isUrgentEvent(event);
  const line = printableLines(
    `${isUrgent ? "! " : ""}${time} ${ARROWS[told.direction]} ${title}. ${text}${id === null ? "" : ` [${speak.id(id)}]`}`,
  );
  return isUrgent ? red(io, line) : line;
};

/** What an officer must see at once. */
const isUrgentEvent = (event: ToldEvent): boolean => {
  switch (event.kind) {
    case "conflict.opened":
    case "conflict.overdue":
    case "conflict.unresolved":
    case "area.touched":
      return true;
    case "message.sent":
      return event.message.precedence === "flash" || event.message.precedence === "immediate";
    case "message.changed":
      return event.cause === "raised" || event.cause === "read_back_failed";
    default:
      return false;
  }
};

/** By which the other verbs name it. */
const idOf = (event: ToldEvent): string | null => {
  if ("conflict" in event) return event.conflict.id;
  if ("proposal" in event) return event.proposal.id;
  if ("message" in event) return event.message.id;
  if ("channel" in event) return event.channel.id;
  if ("operation" in event) return event.operation.id;
  if ("area" in event) return event.area.id;
  if ("site" in event) return event.site.id;
  if ("proximity" in event) return event.proximity.siteId;
  if ("movement" in event) return event.movement.id;
  if ("incident" in event) return event.incident.id;
  if ("contact" in event) return event.contact.id;
  if ("contactId" in event) return event.contactId;
  if ("readout" in event) return event.readout.id;
  if ("item" in event) return event.item.id;
  if ("track" in event) return event.track.id;
  if ("operationId" in event) return event.operationId;
  if ("disclosure" in event) return event.disclosure.operationId;
  if ("opening" in event) return event.opening.id;
  return "standing" in event ? event.standing.id : null;
};

const red = (io: CliIo, text: string): string =>
  io.isOutTerminal && !io.env["NO_COLOR"] ? `\u001b[1;31m${text}\u001b[0m` : text;

export const events: Verb = {
  summary: "follow what happens, a line a thing",
  usage: USAGE,
  run,
};

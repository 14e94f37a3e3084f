/** Reads server-sent events from bytes. Source: WHATWG HTML, server-sent events. */

/** One block; a block without data only moves the id on. */
export type EventBlock = {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string | null;
};

/** `onBytes` hears of everything that arrives, comments too. Ends with the stream. */
export async function* readBlocks(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<EventBlock, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // an unfinished block is dropped, as the standard has it
      onBytes();
      rest += decoder.decode(value, { stream: true });
      // A block ends at an empty line; the server writes \n alone.
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) yield parseBlock(block);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const parseBlock = (text: string): EventBlock => {
  const fields: { id: string | null; event: string | null; data: string | null } = {
    id: null,
    event: null,
    data: null,
  };
  for (const line of text.split("\n")) {
    const [, name, value = ""] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
    if (name === "data") fields.data = fields.data === null ? value : `${fields.data}\n${value}`;
    else if (name === "id" || name === "event") fields[name] = value;
  }
  return fields;
};

/** How the parsers of this room say that a record cannot be read. */

/** Party and id of a record, as the file states them. */
export type Identity = { readonly party: string | null; readonly id: string | null };

type Place = { readonly at?: string | undefined; readonly identity?: Identity | undefined };

/**
 * One record cannot be read: what is wrong, then what to change.
 *
 * Thrown by parsers, caught once per record in `gather.ts`; it never leaves the room.
 */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  /** Nearer than the record itself, when known. */
  readonly at: string | undefined;
  /** Whose record it was, when that much was read. */
  readonly identity: Identity | undefined;

  constructor(reason: string, { at, identity }: Place = {}) {
    super(reason);
    this.at = at;
    this.identity = identity;
  }
}

/** The result of `read`; what makes it unreadable is told with the identity already known. */
export const withIdentity = <T>(identity: Identity, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(error.message, { at: error.at, identity });
  }
};

/** The result of a kept parser, whose own faults (bad input, too deep) become `Unreadable`. */
export const withParser = <T>(what: string, parse: () => T): T => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const detail = error instanceof Error ? error.message : "unknown fault";
    throw new Unreadable(`${what} cannot be parsed: ${firstLine(detail)}`);
  }
};

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").slice(0, 300);

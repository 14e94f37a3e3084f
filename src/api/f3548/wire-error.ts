/**
 * A request is answered with this, as `{ "message": … }`. Every message names the field, if one is
 * wrong, and what to do.
 */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly status: number;
  /** Beside the message. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    message: string,
    {
      members = {},
      headers = {},
    }: {
      readonly members?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.members = members;
    this.headers = headers;
  }
}

/** 400: the field, what is wrong with it, what to do. */
export const badField = (field: string, detail: string, remedy: string): WireError =>
  new WireError(400, `${field} ${detail}: ${remedy}`);

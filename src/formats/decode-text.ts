/** Bytes as text. */

import { Unreadable } from "./unreadable.ts";

/** The text of UTF-8 bytes, without a byte order mark. Refuses: any other encoding. */
export const decodeText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable("not UTF-8: save the file as UTF-8");
  }
};

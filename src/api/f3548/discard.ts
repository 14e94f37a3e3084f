/** Bodies that are too large to be read. */

import type { Readable } from "node:stream";

/**
 * Resolves when the sender is done, or gone, or has sent so many bytes more: one that is still sending
 * when it is answered reads a broken connection, and not the answer.
 */
export const discardRest = (body: Readable, bytesMax: number): Promise<void> =>
  new Promise((resolve) => {
    if (body.readableEnded || body.destroyed) return resolve();
    let leftBytes = bytesMax;
    body.on("data", (chunk: Buffer) => {
      leftBytes -= chunk.length;
      if (leftBytes < 0) resolve();
    });
    for (const over of ["end", "close", "error"]) body.once(over, () => resolve());
    return body.resume();
  });

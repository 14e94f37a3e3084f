/** The process that log-crash.test.ts kills: appends without end, printing each acknowledged seq. */

import { writeSync } from "node:fs";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import { crashFrameOf } from "./log-frames.ts";

const [path = "", seed = "1"] = process.argv.slice(2);
const log = await openSqliteLog(path);
let head = await log.head();
writeSync(1, "open\n");
for (let round = Number(seed); ; round += 1) {
  // Batches of 1 to 40 entries of 100 to 6,000 bytes, so that the kill meets every kind of write.
  const size = 1 + ((round * 7) % 40);
  const batch = Array.from({ length: size }, (_, i) => crashFrameOf(head.seq + 1 + i));
  head = await log.append(batch, head);
  writeSync(1, `${head.seq}\n`);
}

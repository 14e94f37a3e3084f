/**
 * The process that crash.test.ts kills: an outbox over a journal of so many events, in one folder.
 *
 *   node test-child.ts DATA_DIR RECEIVER_URL EVENT_COUNT
 */

import { writeSync } from "node:fs";
import { openOutbox } from "./outbox.ts";
import { TestJournal, THEATRE_SET, webhookTo } from "./test-outbox.ts";

const [dataDir = "", url = "", eventCount = "0"] = process.argv.slice(2);
const journal = new TestJournal();
for (let i = 0; i < Number(eventCount); i++) journal.say(THEATRE_SET, THEATRE_SET);

openOutbox({
  dataDir,
  ...journal.source,
  listTargets: () => [webhookTo(url)],
  encode: ({ seq }) => ({ seq }),
  consoleUrl: null,
  smtp: null,
  addresses: { allowLoopback: true, allowedNetworks: [] },
  random: () => 0.02,
  onWarning: (message) => writeSync(2, `${message}\n`),
  onFailure: (error) => {
    throw error;
  },
});
writeSync(1, "open\n");
setInterval(() => {}, 60_000); // until it is killed

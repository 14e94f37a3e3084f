import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Command } from "../core/commands.ts";
import { encodePayload, signedText } from "../core/entry.ts";
import { theatreOf } from "../core/test-theatre.ts";
import { surveyCommand } from "../server/notice-survey.ts";
import { openTheatreFolder } from "../server/theatre-folder.ts";
import { runLine } from "./test-io.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = String(publicKey.export({ format: "jwk" }).x);

const openDesk = (deskId: string): Command => ({
  kind: "open-desk",
  deskId,
  level: "watch_desk",
  names: { en: deskId },
});

const signatureOf = (commandId: string, command: Command): Uint8Array =>
  new Uint8Array(
    sign(null, Buffer.from(signedText(commandId, encodePayload(command, "n"))), privateKey),
  );

test("verify-log counts signatures, and names the first that does not fit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wideberth-signed-"));
  try {
    const said: readonly (readonly [string, Command, Uint8Array | null])[] = [
      ["b", { kind: "add-key", publicKey: key, name: "k" }, null],
      ["c", openDesk("one"), signatureOf("c", openDesk("one"))],
      ["d", openDesk("two"), signatureOf("d", openDesk("two"))],
    ];
    const work = async (more: typeof said): Promise<void> => {
      const theatre = await openTheatreFolder(folder, { onWarning: () => {} });
      for (const [commandId, command, signature] of more) {
        const surveyed = surveyCommand(command);
        assert.ok(surveyed.ok);
        const isSystem = command.kind === "set-theatre";
        const origin = isSystem ? "system" : { party: "NORTH", key: signature ? key : null };
        await theatre.engine.submit({
          origin,
          commandId,
          command,
          by: "n",
          survey: surveyed.survey,
          ...(signature ? { signature } : {}),
        });
      }
      await theatre.close();
    };
    await work([["a", { kind: "set-theatre", theatre: theatreOf() }, null], ...said]);
    const whole = await runLine(["verify-log", folder]);
    assert.equal(whole.code, 0, whole.err);
    assert.match(whole.out, /signed {2}2, every signature fits/);
    await work([["e", openDesk("three"), signatureOf("e", openDesk("other"))]]);
    const found = await runLine(["verify-log", folder, "--json"]);
    assert.equal(found.code, 1);
    assert.deepEqual(JSON.parse(found.out).signatures, {
      signed: 3,
      valid: 2,
      invalid: 1,
      firstInvalidSeq: 5,
    });
    const replayed = await runLine(["replay", folder, "--json"]);
    assert.equal(replayed.code, 0, "the entry stands, and said nothing");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Secrets that the server shows once: printed, or written to a file for their owner's eyes alone. */

import type { SecretReceipt } from "../../api/native/party.ts";
import { openSecretFile } from "../../server/secret-file.ts";
import { UsageError } from "../flags.ts";
import type { Answer, Asked } from "./act.ts";
import type { ActFlag } from "./body.ts";
import { done } from "./done.ts";

export const SECRET_FLAG: Readonly<Record<string, ActFlag>> = {
  "secret-file": {
    as: "FILE",
    text: "a new file that the id and the secret are written to, and not printed: good as a --token-file",
  },
};

/** The file is written before anything is told: a secret that nobody has is drawn anew. */
export const secretText = (asked: Asked, receipt: SecretReceipt): Answer => {
  const { speak } = asked;
  const { id, secret, ...rest } = receipt;
  const file = asked.text("secret-file");
  if (file === null) {
    return done(asked, receipt, [
      ["id", speak.id(id)],
      ["secret", secret],
    ]);
  }
  const line = `${id} ${secret}\n`;
  if (write(file, line) !== line)
    throw new UsageError(
      `--secret-file ${file} was there before and is left as it is: the secret of ${id} is not kept; have a new one drawn with rotate-secret`,
    );
  const answer = done(asked, { ...rest, id });
  return { ...answer, text: `${answer.text}${speak.tell("secretWritten", { file })}\n` };
};

const write = (file: string, line: string): string => {
  try {
    return openSecretFile(file, () => line);
  } catch (error) {
    throw new UsageError(
      `--secret-file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

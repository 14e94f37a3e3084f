/** Keys by which the server itself signs tokens: private keys in files of the data folder. */

import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import type { JsonWebKeyInput, KeyObject } from "node:crypto";
import { openSecretFile } from "./secret-file.ts";

type KeyType = "ed25519" | "rsa";

/** The key at `path`, made when there is none. Throws when others may read it, or it is no such key. */
export const openSigningKey = (path: string, type: KeyType): KeyObject => {
  const text = openSecretFile(path, () => `${JSON.stringify(makeKey(type))}\n`);
  const key = createPrivateKey({ key: JSON.parse(text) as JsonWebKeyInput["key"], format: "jwk" });
  if (key.asymmetricKeyType !== type) throw new Error(`${path} holds no ${WORDS[type]} key`);
  return key;
};

const WORDS = { ed25519: "Ed25519", rsa: "RSA" } as const;

const makeKey = (type: KeyType) =>
  (type === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ed25519")
  ).privateKey.export({ format: "jwk" });

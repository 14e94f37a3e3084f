/**
 * What the settings say of this server as a USS is in the record before it counts: what native operations
 * come to for USSs follows from the log alone.
 */

import { randomUUID } from "node:crypto";
import type { OwnUss } from "../../core/airspace/model.ts";
import type { F3548Config } from "../../server/f3548-settings.ts";
import type { F3548Context } from "./context.ts";

/** Says it where it differs from what was said last. Throws as the sequencer does. */
export type NoteOwnUss = () => Promise<void>;

export const makeNoteOwnUss = ({ engine, metrics, settings }: F3548Context): NoteOwnUss => {
  const wanted = ownUssOf(settings);
  let saying: Promise<void> | null = null;
  const say = async (): Promise<void> => {
    const command = { kind: "set-own-uss", ...wanted } as const;
    const { outcome } = await engine.submit({
      origin: "system",
      commandId: randomUUID(),
      command,
      survey: {},
    });
    metrics.countCommand(command.kind, outcome, false);
  };
  return async () => {
    if (isSame(engine.airspace().ownUss(), wanted)) return;
    // Without a theatre nobody has filed anything; it is said once there is one.
    if (engine.view({ kind: "host" }).theatre() === null) return;
    saying ??= say().finally(() => (saying = null));
    await saying;
  };
};

/** Where the server is no USS, native operations are shown to none: nobody could tell what they are. */
const ownUssOf = ({ uss, party, parties }: F3548Config): OwnUss =>
  uss
    ? {
        manager: uss.name,
        baseUrl: uss.baseUrl,
        parties: [...new Set([party, ...Object.values(parties)])].toSorted(),
      }
    : { manager: "", baseUrl: "", parties: [] };

const isSame = (said: OwnUss | null, wanted: OwnUss): boolean =>
  said === null
    ? wanted.parties.length === 0
    : said.manager === wanted.manager &&
      said.baseUrl === wanted.baseUrl &&
      said.parties.length === wanted.parties.length &&
      said.parties.every((party, i) => party === wanted.parties[i]);

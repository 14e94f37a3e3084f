/** What tests of parties say: who says it, a desk, a machine, a member. */

import assert from "node:assert/strict";
import type { EntryOutcome } from "../apply.ts";
import type { Command } from "../commands.ts";
import { HOUR_MS, TestTheatre } from "../test-theatre.ts";
import { deskKey } from "./model.ts";
import type { Desk } from "./model.ts";

export const NORTH = { kind: "party", party: "NORTH" } as const;
export const SOUTH = { kind: "party", party: "SOUTH" } as const;

export const sayAs = (
  theatre: TestTheatre,
  by: string | null,
  command: Command,
  party = "NORTH",
): string => {
  const { outcome } = theatre.say(party, command, { by });
  return outcome.ok ? "accepted" : outcome.refusal.reason;
};

export const idOf = ({ outcome }: EntryOutcome): string => {
  assert.ok(outcome.ok && outcome.value?.about === "party", JSON.stringify(outcome));
  return outcome.value.id;
};

export const openDesk = (theatre: TestTheatre, deskId = "air", party = "NORTH"): Desk => {
  const names = { en: "Air desk" };
  theatre.must(party, { kind: "open-desk", deskId, level: "watch_desk", names });
  return theatre.state.parties.desks.get(deskKey(party, deskId))!;
};

export const take = { kind: "take-watch", deskId: "air", languages: ["en"] } as const;
export const accept = { kind: "accept-watch", deskId: "air", languages: ["en", "ar"] } as const;
export const leave = { kind: "leave-watch", deskId: "air" } as const;

export const addClient = (theatre: TestTheatre, hash = "a".repeat(64)): string =>
  idOf(
    theatre.say("NORTH", { kind: "add-client", name: "feed", roles: ["desk"], secretHash: hash }),
  );

export const invite = (theatre: TestTheatre, roles = ["desk"], codeHash = "c"): string =>
  idOf(
    theatre.say("NORTH", {
      kind: "invite-member",
      name: "Anna",
      roles: roles as ["desk"],
      codeHash,
      expiresMs: theatre.atMs + HOUR_MS,
    }),
  );

export const join = (theatre: TestTheatre, codeHash = "c", secretHash = "s"): EntryOutcome =>
  theatre.say("system", { kind: "accept-invitation", codeHash, secretHash });

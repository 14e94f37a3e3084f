/** What each command was answered first, by party and commandId, until its time is over. */

import { LIMITS } from "./limits.ts";

export type RememberedCommand = {
  readonly seq: number;
  readonly atMs: number;
  readonly fingerprint: number;
  /** The outcome as JSON: seldom asked for, and one text is lighter to keep than its objects. */
  readonly outcome: string;
};

export type CommandRow = RememberedCommand & {
  readonly party: string;
  readonly commandId: string;
};

const MINUTE_MS = 60_000;

/** A party's commands are its own: two parties may use one id. */
export class CommandMemory {
  /** Oldest first. A party of whom nothing is remembered is not there. */
  private readonly byParty = new Map<string, Map<string, RememberedCommand>>();
  private forgottenUntilMs = 0;

  get size(): number {
    let size = 0;
    for (const commands of this.byParty.values()) size += commands.size;
    return size;
  }

  recall(party: string, commandId: string): RememberedCommand | undefined {
    return this.byParty.get(party)?.get(commandId);
  }

  remember(party: string, commandId: string, command: RememberedCommand): void {
    const known = this.byParty.get(party);
    if (known) known.set(commandId, command);
    else this.byParty.set(party, new Map([[commandId, command]]));
  }

  /**
   * Forgets what is too old for the whole minute that `atMs` lies in. Not at each entry: to find the
   * oldest, a map steps over the places of all that was forgotten before.
   */
  forget(atMs: number): void {
    const untilMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS - LIMITS.commandMemoryMs;
    if (untilMs <= this.forgottenUntilMs) return;
    this.forgottenUntilMs = untilMs;
    for (const [party, commands] of this.byParty) {
      for (const [commandId, command] of commands) {
        if (command.atMs > untilMs) break;
        commands.delete(commandId);
      }
      if (commands.size === 0) this.byParty.delete(party);
    }
  }

  /** Party by party, each oldest first: in this order they are remembered again. */
  list(): CommandRow[] {
    return [...this.byParty].flatMap(([party, commands]) =>
      Array.from(commands, ([commandId, command]) => ({ party, commandId, ...command })),
    );
  }
}

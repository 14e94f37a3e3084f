/** Bad pieces named in the log: the first few of each minute one by one, the rest by their number. */

import { INPUT_LIMITS } from "./limits.ts";

export type Warn = (message: string, about: Record<string, unknown>) => void;

const MINUTE_MS = 60_000;

export class Faults {
  private minute = 0;
  private count = 0;
  private readonly name: string;
  private readonly warn: Warn;

  constructor(name: string, warn: Warn) {
    this.name = name;
    this.warn = warn;
  }

  /** `at`: which connection and which piece of it. */
  tell(nowMs: number, at: string, reason: string): void {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.minute) {
      this.end();
      this.minute = minute;
    }
    this.count++;
    if (this.count > INPUT_LIMITS.faultsNamedPerMinute) return;
    this.warn("a position report can't be read", { input: this.name, at, reason });
  }

  /** Says how many were not named. */
  end(): void {
    const unnamedCount = this.count - INPUT_LIMITS.faultsNamedPerMinute;
    this.count = 0;
    if (unnamedCount <= 0) return;
    this.warn("more position reports could not be read", { input: this.name, unnamedCount });
  }
}

/** Reports on their way into the log: many to an entry, a few entries at a time, and no more held than that. */

import { randomUUID } from "node:crypto";
import type { ReportRow } from "../../core/tracks/commands.ts";
import type { Engine } from "../../server/engine.ts";
import { surveyReports } from "../../server/notice-survey.ts";
import { BusyError } from "../../server/sequencer.ts";
import type { TrackInputConfig } from "../../server/track-input-settings.ts";
import { INPUT_LIMITS } from "./limits.ts";

type Batching = {
  readonly engine: Pick<Engine, "submit">;
  readonly config: Pick<TrackInputConfig, "format" | "party" | "isShared">;
  /** There is room for more again. */
  readonly onRoom: () => void;
  readonly onLost: (count: number, error: unknown) => void;
};

export class Batcher {
  /** Null: heard, and nobody's. It is not stored, and all the same takes its place. */
  private waiting: (ReportRow | null)[] = [];
  private inFlight = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly batching: Batching;

  constructor(batching: Batching) {
    this.batching = batching;
  }

  /** True while nothing more should be read. */
  get isFull(): boolean {
    return this.waiting.length >= INPUT_LIMITS.reportsWaitingMax;
  }

  /** How many entries there are says how much was heard, never how much of it is of a track. */
  add(row: ReportRow | null): void {
    this.waiting.push(row);
    if (this.waiting.length >= INPUT_LIMITS.batchReportsMax) this.send();
    else this.timer ??= setTimeout(() => this.flush(), INPUT_LIMITS.batchWaitMs);
  }

  /** Sends what waits; resolves when all of it is stored or lost. */
  async drain(): Promise<void> {
    while (this.waiting.length > 0 || this.inFlight > 0) {
      this.flush();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.send();
  }

  private send(): void {
    const { batchesInFlightMax, batchReportsMax } = INPUT_LIMITS;
    while (this.waiting.length > 0 && this.inFlight < batchesInFlightMax) {
      const heard = this.waiting.splice(0, batchReportsMax);
      const reports = heard.filter((row) => row !== null);
      this.inFlight++;
      void this.store(reports).finally(() => {
        this.inFlight--;
        this.send();
        if (!this.isFull) this.batching.onRoom();
      });
    }
  }

  private async store(reports: readonly ReportRow[]): Promise<void> {
    const { engine, config, onLost } = this.batching;
    const { format: source, party: reporter, isShared } = config;
    const submission = {
      origin: "system",
      commandId: randomUUID(),
      command: {
        kind: "note-positions",
        reporter,
        source,
        isShared: isShared || reporter === null,
        reports,
      },
      survey: surveyReports(reports),
    } as const;
    for (;;) {
      try {
        const { outcome } = await engine.submit(submission);
        if (!outcome.ok) onLost(reports.length, new Error(outcome.refusal.reason));
        return;
      } catch (error) {
        if (!(error instanceof BusyError) || error.code !== "QUEUE_FULL") {
          onLost(reports.length, error);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, INPUT_LIMITS.busyPauseMs));
      }
    }
  }
}

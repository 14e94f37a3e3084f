/** A theatre with contacts for tests: said by named officers, and answered or refused. */

import type { Command } from "../commands.ts";
import { assert } from "../outcome.ts";
import { deskKey } from "../parties/model.ts";
import { HOUR_MS, TestTheatre, theatreOf } from "../test-theatre.ts";
import type { TheatreRules } from "../theatre/model.ts";
import type { Contact, ContactFields } from "./model.ts";
import type { Readout, ReadoutFields, ReadoutPart } from "./readout-model.ts";

export const HELSINKI_MS: number = Date.UTC(2026, 10, 22, 8);

/** Six hours in Helsinki, the day before the theatre's clock. */
export const MEETING: ContactFields = {
  level: "chief_of_defence",
  meetingForm: "in_person",
  meetingPlace: "Helsinki",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
  window: { startMs: HELSINKI_MS, endMs: HELSINKI_MS + 6 * HOUR_MS },
};

/** Known to the month, from before the server's time. */
export const monthOf2019 = (month: number): ContactFields => ({
  ...MEETING,
  meetingPlace: "Bern",
  window: { startMs: Date.UTC(2019, month - 1, 1), endMs: Date.UTC(2019, month, 1) - 1 },
  timePrecision: "month",
});

export const READOUT: ReadoutFields = {
  meetingForm: "in_person",
  meetingPlace: "Helsinki",
  offices: ["chief_of_defence"],
  purposes: ["risk_reduction", "operational_deconfliction"],
  heldMs: HELSINKI_MS,
  durationMinutes: 360,
  tone: "businesslike",
  details: "not_disclosed_by_agreement",
  textEn: "The chiefs met in Helsinki.",
  textRu: "Начальники встретились в Хельсинки.",
};

export const ALL_PARTS: readonly ReadoutPart[] = ["date", "form", "place", "text", "first_since"];

export class TestContacts extends TestTheatre {
  constructor(rules: Partial<TheatreRules> = {}) {
    super();
    const parties = ["NORTH", "SOUTH", "RELIEF", "EAST"].map((id) => ({
      id,
      names: { en: id },
      kind: id === "RELIEF" ? ("humanitarian" as const) : ("military" as const),
    }));
    this.say("system", { kind: "set-theatre", theatre: { ...theatreOf(rules), parties } });
  }

  /** By the party's first officer unless another is named. */
  tell(party: string, command: Command, by = `${party}-1`) {
    return this.say(party, command, { by });
  }

  /** The refusal's reason, or "accepted". */
  answer(party: string, command: Command, by?: string): string {
    const { outcome } = this.tell(party, command, by);
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  }

  done(party: string, command: Command, by?: string): void {
    const answer = this.answer(party, command, by);
    assert(answer === "accepted", `${command.kind} by ${party} is accepted: ${answer}`);
  }

  /** A line of the two at their watch desks; its id. */
  openLine(a: string, b: string): string {
    const level = "watch_desk";
    for (const party of [a, b]) {
      if (this.state.parties.desks.has(deskKey(party, level))) continue;
      const desk = { deskId: level, level, names: { en: level } } as const;
      this.done(party, { kind: "open-desk", ...desk });
    }
    this.done(a, { kind: "propose-channel", parties: [b], level });
    const channelId = `${[a, b].toSorted().join(":")}:${level}`;
    this.done(b, { kind: "take-channel", channelId });
    return channelId;
  }

  get contact(): Contact {
    const last = [...this.state.contacts.all.values()].at(-1);
    assert(last, "there is a contact");
    return last;
  }

  get readout(): Readout {
    const last = [...this.state.contacts.readouts.values()].at(-1);
    assert(last, "there is a readout");
    return last;
  }

  /** Recorded by NORTH and agreed by SOUTH. */
  hold(fields: ContactFields = MEETING): Contact {
    this.done("NORTH", { kind: "record-contact", with: ["SOUTH"], fields });
    const { id: contactId, version } = this.contact;
    this.done("SOUTH", { kind: "agree-contact", contactId, version });
    return this.contact;
  }

  draft(body: ReadoutFields = READOUT): Readout {
    this.done("NORTH", { kind: "draft-readout", contactId: this.contact.id, body });
    return this.readout;
  }

  key(party: string, parts: readonly ReadoutPart[] = ALL_PARTS, by?: string): string {
    const { id: readoutId, drafts } = this.readout;
    const own = drafts.find((draft) => draft.party === party) ?? drafts[0];
    const hashSeen = own?.hash.slice(0, 16) ?? "0".repeat(16);
    const languages = ["en", "ru"] as const;
    return this.answer(
      party,
      { kind: "give-readout-key", readoutId, hashSeen, parts, languages },
      by,
    );
  }
}

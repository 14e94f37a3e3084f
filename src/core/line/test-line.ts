/** For tests: three parties with desks, and a line between two of them. */

import type { EntryOutcome } from "../apply.ts";
import { assert } from "../outcome.ts";
import type { Level } from "../parties/model.ts";
import { TestTheatre, theatreOf } from "../test-theatre.ts";
import { KINDS } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { AcknowledgeMessage, SendMessage } from "./commands.ts";
import { takenBackBy } from "./targets.ts";
import type { Point, Values } from "./fields.ts";
import type { Channel, Message, Receipt } from "./model.ts";
import type { PlaceRead } from "./read-back-of.ts";
import { DEFAULT_LINE_RULES } from "./rules.ts";
import type { LineRules } from "./rules.ts";

export const LINE_ID = "NORTH:SOUTH:watch_desk";

const AREA = { kind: "circle", center: { lngDeg: 40, latDeg: 35 }, radiusM: 500 };
const WINDOW = { startMs: 0, endMs: null };

/** A body of each kind that the tests say. */
export const BODIES = {
  hazard_warning: { area: AREA, window: WINDOW, hazard: "mines" },
  presence_query: { area: AREA, window: WINDOW, presenceReason: "fire_received" },
  presence_reply: { presenceAnswer: "not_ours" },
  cease_request: { area: AREA, affected: ["civilians"], sinceMs: 0, casualties: "unknown" },
  cease_reply: { ceaseAnswer: "ceasing" },
  distress: {
    place: { lngDeg: 40.141, latDeg: 35.336 },
    persons: { from: 3, to: 3 },
    distress: "aircraft_down",
    passageAsked: "yes",
  },
  unusual_activity_query: { unusualActivity: "drone_activity", area: AREA, window: WINDOW },
  unusual_activity_reply: { unusualAnswer: "exercise" },
  watch_change: { role: "watch_officer", watch: "off", atMs: 0 },
  site_notice: {
    siteKind: "clinic",
    organisation: "Relief",
    nameLocal: "عيادة",
    place: { lngDeg: 40.141, latDeg: 35.336 },
    accuracyM: 20,
    mayBeTold: ["SOUTH"],
    disclosure: "full",
    window: WINDOW,
    contactByDay: "+000 555 0101",
  },
  notice: {
    category: "uas_flight",
    areas: [AREA],
    band: { lowerM: 0, upperM: 500 },
    window: WINDOW,
  },
  meeting_proposal: {
    level: "watch_desk",
    meetingForm: "video",
    offices: ["chief_of_defence"],
    purposes: ["risk_reduction"],
    offered: [WINDOW],
  },
} as unknown as Partial<Record<Kind, Values>>;

/** One place, as it was read back. */
export const at = (...points: readonly Point[]): readonly PlaceRead[] => [{ points }];

export const HASH_DIGITS = 16;

export class TestLine {
  readonly theatre: TestTheatre;

  constructor(line: Partial<LineRules> = {}) {
    this.theatre = new TestTheatre();
    const base = theatreOf();
    const rules = { ...base.rules, line: { ...DEFAULT_LINE_RULES, ...line } };
    const relief = { id: "RELIEF", names: { en: "Relief" }, kind: "humanitarian" } as const;
    const theatre = { ...base, parties: [...base.parties, relief], rules };
    this.theatre.say("system", { kind: "set-theatre", theatre });
    for (const party of ["NORTH", "SOUTH"]) {
      for (const level of ["watch_desk", "operational_cell"] as const) {
        const command = { kind: "open-desk", deskId: level, level, names: { en: level } } as const;
        assert(this.theatre.say(party, command, { by: "admin" }).outcome.ok, "a desk opens");
      }
    }
  }

  get channel(): Channel {
    return this.theatre.state.line.channels.get(LINE_ID)!;
  }

  open(parties: readonly string[] = ["NORTH", "SOUTH"], level: Level = "watch_desk"): this {
    const [first, ...others] = parties;
    const command = { kind: "propose-channel", parties: others, level } as const;
    const result = this.theatre.must(first!, command);
    assert(result.about === "channel", "answered with the channel");
    for (const party of others)
      this.theatre.must(party, { kind: "take-channel", channelId: result.channelId });
    return this;
  }

  say(party: string, command: Parameters<TestTheatre["say"]>[1]): EntryOutcome {
    return this.theatre.say(party, command, { by: `officer of ${party}` });
  }

  reason(party: string, command: Parameters<TestTheatre["say"]>[1]): string {
    const { outcome } = this.say(party, command);
    return outcome.ok ? "accepted" : outcome.refusal.reason;
  }

  command(
    messageKind: Kind,
    more: Partial<SendMessage["header"]> = {},
    body: Partial<Values> = {},
    channelId = LINE_ID,
  ): SendMessage {
    const said = { ...BODIES[messageKind], ...body } as Values;
    const about = this.theatre.state.line.messages.get(said["target"] as string);
    const takenBack = takenBackBy(messageKind, about ?? null);
    const { precedence } = takenBack?.header ?? KINDS[messageKind];
    return {
      kind: "send-message",
      channelId,
      messageKind,
      header: {
        precedence,
        fromRole: "watch_officer",
        toRole: "watch_officer",
        language: "en",
        ...more,
      },
      body: said,
    };
  }

  send(
    party: string,
    messageKind: Kind,
    more: Partial<SendMessage["header"]> = {},
    body: Partial<Values> = {},
    channelId = LINE_ID,
  ): Message {
    const { outcome } = this.say(party, this.command(messageKind, more, body, channelId));
    assert(outcome.ok && outcome.value?.about === "message", JSON.stringify(outcome));
    return this.message(outcome.value.messageId);
  }

  message(id: string): Message {
    return this.theatre.state.line.messages.get(id)!;
  }

  ack({ id, hash }: Message, more: Partial<AcknowledgeMessage> = {}): AcknowledgeMessage {
    const hashSeen = hash.slice(0, HASH_DIGITS);
    const kind = "acknowledge-message";
    return { kind, messageId: id, ackKind: "received", role: "watch_officer", hashSeen, ...more };
  }

  receipt({ receipts }: Message, party = "SOUTH"): Receipt {
    return receipts.find((one) => one.party === party)!;
  }
}

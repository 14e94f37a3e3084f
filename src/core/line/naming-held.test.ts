/** Messages that name sites, movements, areas, incidents, meetings and readouts: who may, and to whom. */

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { agree, proposalOf } from "../areas/test-areas.ts";
import type { Command } from "../commands.ts";
import { MEETING, READOUT } from "../contacts/test-contacts.ts";
import { CONVOY } from "../movements/test-movements.ts";
import { hospital } from "../sites/test-sites.ts";
import { theatreOf } from "../test-theatre.ts";
import { viewFor } from "../view.ts";
import type { Kind } from "./kinds.ts";
import type { NamedKind } from "./named.ts";
import { LINE_ID, TestLine } from "./test-line.ts";

const EAST_LINE = "EAST:NORTH:watch_desk";
const ROOM = "EAST:NORTH:SOUTH:watch_desk";

class NamingLine extends TestLine {
  constructor() {
    super();
    const base = this.theatre.state.theatre ?? theatreOf();
    const east = { id: "EAST", names: { en: "East" }, kind: "military" } as const;
    this.theatre.setByTwo({ ...base, parties: [...base.parties, east] });
    this.open().open(["EAST", "NORTH"]).open(["EAST", "NORTH", "SOUTH"]);
  }

  /** By the party's officer; the id of what it made. */
  make(party: string, command: Command): string {
    const { outcome } = this.say(party, command);
    assert.ok(outcome.ok && outcome.value, JSON.stringify(outcome));
    const { siteId, movementId, areaId, incidentId, contactId, readoutId } =
      outcome.value as Record<string, string>;
    return siteId ?? movementId ?? areaId ?? incidentId ?? readoutId ?? contactId ?? "";
  }

  site(party: string, to: string): string {
    return this.make(party, { kind: "submit-site", body: hospital({ mayBeTold: [to] }) });
  }

  movement(party: string): string {
    const about = { fields: CONVOY, isEmergency: false, recipients: [] } as const;
    return this.make(party, { kind: "submit-movement", ...about });
  }

  incident(party: string, other: string): string {
    const fields = {
      incidentKind: "near_miss_air",
      place: { lngDeg: 40, latDeg: 35 },
      atMs: 0,
      casualties: "no",
      account: "Near.",
    };
    const about = { other, incidentKind: "near_miss_air", atMs: 0, fields } as const;
    return this.make(party, { kind: "open-incident", ...about });
  }

  meeting(party: string, other: string): string {
    const contactId = this.make(party, { kind: "record-contact", with: [other], fields: MEETING });
    this.make(other, { kind: "agree-contact", contactId, version: 1 });
    return contactId;
  }

  readout(party: string, other: string): string {
    const contactId = this.meeting(party, other);
    return this.make(party, { kind: "draft-readout", contactId, body: READOUT });
  }

  area(isPublic = false): string {
    return agree(this.theatre, proposalOf({}, { isPublic })).id;
  }

  /** What NORTH is answered, as text. */
  answer(kind: Kind, said: object, channelId: string = LINE_ID): string {
    const command = this.command(kind, {}, said, channelId);
    const { outcome } = this.say("NORTH", command);
    return outcome.ok ? "accepted" : JSON.stringify(outcome.refusal);
  }
}

type Case = {
  readonly kind: Kind;
  readonly field: string;
  readonly more: object;
  readonly own: (line: NamingLine) => string;
  readonly theirs: (line: NamingLine) => string;
};

/** NORTH's own, and what is hidden from it. */
const CASES: Readonly<Partial<Record<NamedKind, Case>>> = {
  site: {
    kind: "site_withdraw",
    field: "site",
    more: { siteReason: "closed", fromMs: 0 },
    own: (line) => line.site("NORTH", "SOUTH"),
    theirs: (line) => line.site("SOUTH", "EAST"),
  },
  movement: {
    kind: "move_close",
    field: "movement",
    more: { movementOutcome: "completed", atMs: 0 },
    own: (line) => line.movement("NORTH"),
    theirs: (line) => line.movement("SOUTH"),
  },
  area: {
    kind: "area_end",
    field: "agreedArea",
    more: { atMs: 0, areaEndReason: "replaced" },
    own: (line) => line.area(),
    theirs: (line) =>
      line.make("SOUTH", { ...proposalOf({}, { with: ["EAST"] }), kind: "propose-area" }),
  },
  incident: {
    kind: "incident_interim",
    field: "incident",
    more: { account: "More." },
    own: (line) => line.incident("NORTH", "SOUTH"),
    theirs: (line) => line.incident("SOUTH", "EAST"),
  },
  meeting: {
    kind: "meeting_agenda",
    field: "meeting",
    more: { topics: ["drones"] },
    own: (line) => line.meeting("NORTH", "SOUTH"),
    theirs: (line) => line.meeting("SOUTH", "EAST"),
  },
  readout: {
    kind: "readout_key",
    field: "readout",
    more: { hashSeen: "0".repeat(16), keyDecision: "withheld" },
    own: (line) => line.readout("NORTH", "SOUTH"),
    theirs: (line) => line.readout("SOUTH", "EAST"),
  },
};

suite("what is named by its id", () => {
  for (const [to, { kind, field, more, own, theirs }] of Object.entries(CASES)) {
    test(`of a ${to}: one's own; a hidden one answers like none, to the byte`, () => {
      const line = new NamingLine();
      const said = (id: string) => line.answer(kind, { ...more, [field]: id });
      const [id, hidden] = [own(line), theirs(line)];
      assert.equal(said(id), "accepted");
      assert.match(said("none"), /not-found/);
      assert.equal(said(hidden).replaceAll(hidden, "none"), said("none"));
    });

    test(`a message is found by the ${to} that it names, by those who have it`, () => {
      const line = new NamingLine();
      const id = own(line);
      const { id: messageId } = line.send("NORTH", kind, {}, { ...more, [field]: id });
      for (const party of ["NORTH", "SOUTH", "EAST"]) {
        const view = viewFor(line.theatre.state, { kind: "party", party });
        const listed = view.messages({ thread: { [to]: id } }, { limit: 9 }).items;
        const isOn = party !== "EAST";
        assert.deepEqual(
          listed.map((one) => one.id),
          isOn ? [messageId] : [],
        );
        const [message] = listed;
        const isLinked = party === "NORTH" || !["site", "movement"].includes(to);
        assert.deepEqual(
          message?.detail === "full" ? message.links : [],
          isOn && isLinked ? [{ field, to, id }] : [],
        );
        assert.deepEqual(view.messages({ thread: { [to]: "none" } }, { limit: 9 }).items, []);
      }
    });
  }

  for (const to of ["area", "incident", "meeting", "readout"] as const) {
    test(`what two have together, of a ${to}, is said to the other of them alone`, () => {
      const line = new NamingLine();
      const { kind, field, more, own } = CASES[to]!;
      const said = { ...more, [field]: own(line) };
      for (const channelId of [EAST_LINE, ROOM])
        assert.match(line.answer(kind, said, channelId), /is not EAST's too/);
      assert.equal(line.answer(kind, said), "accepted");
    });
  }

  test("a site and a movement are named by their owner to anybody, by others to nobody", () => {
    const line = new NamingLine();
    for (const to of ["site", "movement"] as const) {
      const { kind, field, more, own } = CASES[to]!;
      const said = { ...more, [field]: own(line) };
      for (const channelId of [LINE_ID, EAST_LINE, ROOM])
        assert.equal(line.answer(kind, said, channelId), "accepted");
    }
    const { id: siteId } = line.theatre.state.sites.all.get(line.site("SOUTH", "NORTH"))!;
    const readBack = { lngDeg: 40, latDeg: 35 };
    const check = { kind: "verify-site", siteId, version: 1, readBack, role: "deputy" } as const;
    assert.ok(line.theatre.say("SOUTH", check, { by: "second" }).outcome.ok);
    line.make("SOUTH", { kind: "notify-site", siteId, version: 1 });
    const said = { site: siteId, siteReason: "closed", fromMs: 0 };
    assert.match(line.answer("site_withdraw", said), /is another party's/);
  });

  test("an area that is public is named to anybody by its parties", () => {
    const line = new NamingLine();
    const said = { agreedArea: line.area(true), atMs: 0, areaEndReason: "replaced" };
    assert.equal(line.answer("area_end", said, EAST_LINE), "accepted");
  });

  test("a version that there never was is refused", () => {
    const line = new NamingLine();
    const update = { site: line.site("NORTH", "SOUTH") };
    const agreed = { agreedArea: line.area(), fromMs: 0 };
    assert.equal(line.answer("site_update", { ...update, version: 1 }), "accepted");
    assert.equal(line.answer("area_agree", { ...agreed, version: 1 }), "accepted");
    assert.match(line.answer("site_update", { ...update, version: 2 }), /there are 1/);
    assert.match(line.answer("area_agree", { ...agreed, version: 2 }), /there are 1/);
  });
});

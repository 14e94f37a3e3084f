import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeArea } from "../api/native/area.ts";
import { agree, proposalOf, propose } from "../core/areas/test-areas.ts";
import { discAt, TestTheatre } from "../core/test-theatre.ts";
import { viewFor } from "../core/view.ts";
import type { Reader } from "../core/view.ts";
import type { Language } from "../phrases/catalogue.ts";
import { speechOf } from "./speech.ts";
import { Teller } from "./tell.ts";

const NORTH: Reader = { kind: "party", party: "NORTH" };

/** What a reader hears of an area, in one language. */
const hear = (theatre: TestTheatre, reader: Reader, language: Language): string => {
  const party = reader.kind === "party" ? reader.party : null;
  const area = [...theatre.state.areas.all.keys()].at(-1)!;
  const view = viewFor(theatre.state, reader).area(area)!;
  const about = { seq: 1, at: new Date(theatre.atMs).toISOString(), area: encodeArea(view) };
  const [operation] = theatre.state.operations.values();
  const teller = new Teller(party, speechOf(language, []));
  return [
    teller.tell({ kind: "area.changed", ...about })?.text,
    view.detail === "full" && view.agreed
      ? teller.tell({ kind: "area.touched", ...about, operationId: operation!.id })?.text
      : "",
  ].join("\n");
};

test("what becomes of an area, and what it asks, is told in each language by its table", () => {
  const rows = [
    [
      "en",
      [
        /Area “Bend of the river” of .*NORTH.* – .*SOUTH.*: in force/,
        /touches the area/,
        /no fire/,
      ],
    ],
    ["ar", [/المنطقة .*Bend of the river.*: سارية/, /تمسّ المنطقة/, /إطلاق/]],
    ["ru", [/Район .*Bend of the river.*: действует/, /затрагивает район/, /огонь|огня|стрельб/]],
  ] as const;
  const theatre = new TestTheatre();
  agree(theatre);
  theatre.wait(3_600_000);
  theatre.file("NORTH", [discAt([40, 35])]);
  for (const [language, wanted] of rows) {
    const text = hear(theatre, NORTH, language);
    for (const one of wanted) assert.match(text, one);
  }
});

test("a proposal says whose it is and that it waits; the host hears that there is an area", () => {
  const theatre = new TestTheatre();
  propose(theatre, proposalOf({ text: "As agreed." }));
  assert.match(hear(theatre, NORTH, "en"), /NORTH.* proposes version 1\. It waits/);
  const host = hear(theatre, { kind: "host" }, "en");
  assert.match(host, /An area of .*NORTH.*: proposed, not agreed; /);
  assert.doesNotMatch(host, /river|fire/);
});

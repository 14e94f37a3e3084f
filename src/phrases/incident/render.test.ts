import assert from "node:assert/strict";
import { test } from "node:test";
import { discAt, TestTheatre } from "../../core/test-theatre.ts";
import { viewFor } from "../../core/view.ts";
import { en } from "./en.ts";
import { INCIDENT_TEXTS, renderIncident } from "./render.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;

const makeIncident = () => {
  const theatre = new TestTheatre();
  const opened = theatre.must("NORTH", {
    kind: "open-incident",
    other: "SOUTH",
    incidentKind: "site_hit",
    atMs: 1_000,
    fields: {
      incidentKind: "site_hit",
      atMs: 1_000,
      place: { lngDeg: 40, latDeg: 35 },
      casualties: "yes",
      account: "The {party} wing was hit.",
    },
  });
  assert.equal(opened.about, "incident");
  const incidentId = opened.about === "incident" ? opened.incidentId : "";
  theatre.must("NORTH", { kind: "state-fact", incidentId, text: "One munition." });
  const answer = { kind: "answer-fact", incidentId, number: 1, answer: "disputed" } as const;
  theatre.must("SOUTH", { ...answer, text: "None of ours." });
  theatre.must("NORTH", { kind: "ask-incident", incidentId, isUrgent: true, text: "Which unit?" });
  const { operationId: id } = theatre.file("SOUTH", [discAt([40, 35])]);
  theatre.must("SOUTH", { kind: "link-incident", incidentId, to: "operation", id });
  theatre.must("SOUTH", { kind: "close-incident", incidentId, outcome: "disputed_facts" });
  theatre.wait(3 * 24 * 60 * 60 * 1000);
  const view = viewFor(theatre.state, { kind: "party", party: "SOUTH" }).incident.find(incidentId);
  assert.ok(view?.detail === "full");
  return view;
};

test("an incident is said in three languages, both sides beside each other", () => {
  const incident = makeIncident();
  for (const language of LANGUAGES) {
    const text = renderIncident(incident, language);
    const { lines, states } = INCIDENT_TEXTS[language];
    for (const said of [
      "The {party} wing was hit.",
      "One munition.",
      "None of ours.",
      "SOUTH-2026-00001",
    ])
      assert.ok(text.includes(said), `${language}: ${said}`);
    for (const said of [lines.accounts, lines.disputed, lines.caution, states.reported])
      assert.ok(text.includes(said), `${language}: ${said}`);
    assert.doesNotMatch(text.replace("The {party} wing", ""), /\{\w+\}|undefined|null/);
    assert.doesNotMatch(text, /\b(approved|cleared|safe|permitted)\b/i);
  }
});

const namesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

test("every sentence fills in the same values in each language", () => {
  for (const language of LANGUAGES) {
    for (const [line, text] of Object.entries(INCIDENT_TEXTS[language].lines))
      assert.deepEqual(namesIn(text), namesIn(en.lines[line as keyof typeof en.lines]), line);
  }
});

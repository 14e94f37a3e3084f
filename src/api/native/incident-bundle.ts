/** An evidence bundle of an incident: what the asking party sees of it, and the entries of the record behind it. */

import { Type } from "typebox";
import type { EntryPart } from "../../bundle/content.ts";
import { encodeBundle, hexOf } from "../../bundle/file.ts";
import type { Part } from "../../bundle/file.ts";
import type { Envelope } from "../../core/entry.ts";
import type { FullIncidentView } from "../../core/incidents/view.ts";
import type { View } from "../../core/view.ts";
import { renderIncident } from "../../phrases/incident/render.ts";
import { decodeFrame } from "../../record/frame.ts";
import { privateHash } from "../../record/leaf.ts";
import type { Evidence } from "../../server/evidence.ts";
import { partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { encodeConflict } from "./conflict.ts";
import { encodeIncident } from "./incident.ts";
import { encodeMessage } from "./message.ts";
import { encodeOperation } from "./operation.ts";
import { IdParams } from "./operation-routes.ts";
import { encodeKey } from "./party.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { timeText } from "./time.ts";

const TYPE = "text/plain; charset=utf-8";

export const registerBundle = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/incidents/:id/bundle",
    {
      config: { access: "party" },
      schema: {
        tags: ["incidents"],
        operationId: "getIncidentBundle",
        summary: "An evidence bundle: one file that verify-bundle checks without a server",
        description:
          "What you see of the incident and of what is linked to it, and the entries of the record behind it: whole where you said them, else as what is public and a hash. Keep it as you keep your own operations.",
        params: IdParams,
        querystring: Type.Object(
          {
            since: Type.Optional(
              Type.Integer({
                minimum: 1,
                description:
                  "How many entries an older head had: adds the proof that it leads to this one.",
              }),
            ),
          },
          CLOSED,
        ),
        response: {
          200: { content: { "text/plain": { schema: Type.String() } } },
          ...PROBLEM_RESPONSES,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { since = null } = request.query;
      const view = viewOf(context, request);
      const incident = view.incident.find(id);
      const seqs = view.incident.evidenceSeqs(id);
      const nowMs = context.clock.nowMs();
      if (incident?.detail !== "full" || !seqs)
        throw problemOfRefusal({ reason: "not-found", what: "incident", id }, { nowMs });
      const { engine } = context;
      if (since !== null && since > engine.status().head.seq) throw TOO_NEW(since);
      const party = partyOf(request);
      // What is seen, made into text before anything is waited for: it is of one moment.
      const seen = seenParts(view, incident);
      const evidence = await engine.evidence(seqs, since);
      const about = { incidentId: id, party, madeAt: timeText(nowMs) };
      const parts = [aboutPart(about, evidence), ...seen, ...evidenceParts(evidence, party)];
      void reply.type(TYPE).header("Content-Disposition", `attachment; filename="${id}.bundle"`);
      return reply.send(encodeBundle(parts));
    },
  );
};

const TOO_NEW = (since: number): ApiProblem =>
  new ApiProblem("invalid-request", {
    detail: `the record has fewer than ${since} entries`,
    field: "query.since",
    remedy: "name the size that the older bundle or head tells",
  });

const json = (name: string, value: unknown): Part => ({
  name,
  text: JSON.stringify(value, null, 1),
});

const aboutPart = (about: object, { head, entries }: Evidence): Part =>
  json("about.json", {
    ...about,
    head: { size: head.seq, rootHash: hexOf(head.rootHash) },
    entrySeqs: entries.map(({ seq }) => seq),
    note: "What the asking party sees. Private parts are of entries that it said itself.",
  });

const LANGUAGES = ["en", "ar", "ru"] as const;

/** Everything as the asking party's own view has it. */
const seenParts = (view: View, incident: FullIncidentView): readonly Part[] => {
  const idsOf = (kind: "operation" | "conflict" | "message"): readonly string[] => [
    ...new Set(incident.links.flatMap(({ to, id }) => (to === kind && id !== null ? [id] : []))),
  ];
  const operations = idsOf("operation").flatMap((id) => view.operation(id) ?? []);
  const conflicts = idsOf("conflict").flatMap((id) => view.conflict(id) ?? []);
  const messages = idsOf("message").flatMap((id) => {
    const message = view.line.message(id);
    return message ? [{ ...encodeMessage(message), said: view.line.said(id) }] : [];
  });
  const keys = view.parties.keys().filter(({ party }) => incident.parties.includes(party));
  return [
    json("incident.json", encodeIncident(incident)),
    ...LANGUAGES.map((language) => ({
      name: `incident-${language}.txt`,
      text: renderIncident(incident, language),
    })),
    json("operations.json", { operations: operations.map(encodeOperation) }),
    json("conflicts.json", { conflicts: conflicts.map(encodeConflict) }),
    json("messages.json", { messages }),
    json("keys.json", { keys: keys.map(encodeKey) }),
  ];
};

const evidenceParts = ({ entries, consistency }: Evidence, party: string): readonly Part[] => [
  ...entries.map(({ seq, bytes, proof }) => {
    const envelope = Buffer.from(decodeFrame(bytes).envelope).toString();
    const { origin } = JSON.parse(envelope) as Envelope;
    const isOwn = origin !== "system" && origin.party === party;
    return json(`entry-${seq}.json`, {
      seq,
      envelope,
      privateHash: hexOf(privateHash(bytes)),
      proof: proof.map(hexOf),
      frame: isOwn ? Buffer.from(bytes).toString("base64") : null,
    } satisfies EntryPart);
  }),
  ...(consistency
    ? [
        json("consistency.json", {
          size: consistency.size,
          rootHash: hexOf(consistency.rootHash),
          proof: consistency.proof.map(hexOf),
        }),
      ]
    : []),
];

/** An evidence bundle of an incident: what the asking party sees of it, and the entries of the record behind it. */

import { Type } from "typebox";
import { LINKED_PARTS } from "../../bundle/content.ts";
import type { EntryPart } from "../../bundle/content.ts";
import { encodeBundle, hexOf } from "../../bundle/file.ts";
import type { Part } from "../../bundle/file.ts";
import type { Envelope } from "../../core/entry.ts";
import { LINK_KINDS } from "../../core/incidents/model.ts";
import type { FullIncidentView, IncidentView } from "../../core/incidents/view.ts";
import type { View } from "../../core/view.ts";
import { renderIncident } from "../../phrases/incident/render.ts";
import { decodeFrame } from "../../record/frame.ts";
import { privateHash } from "../../record/leaf.ts";
import type { Evidence } from "../../server/evidence.ts";
import { partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { encodeArea } from "./area.ts";
import { encodeConflict } from "./conflict.ts";
import { encodeDisclosed } from "./disclosure.ts";
import { encodeIncident } from "./incident.ts";
import { encodeMessage } from "./message.ts";
import { encodeMovement } from "./movement.ts";
import { isReceiptKind, noteReceipts } from "./note-receipts.ts";
import type { Readable } from "./note-receipts.ts";
import { encodeOperation, RECEIPT_STATEMENT } from "./operation.ts";
import { IdParams } from "./operation-routes.ts";
import { encodeKey } from "./party.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { CLOSED } from "./schema.ts";
import { encodeSite } from "./site.ts";
import { timeText } from "./time.ts";
import { encodeTrack } from "./track.ts";

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
          "What you see of the incident and of what is linked to it, and the entries of the record behind it: whole where you said them, else as what is public and a hash. What another showed you of a linked thing is read by that, and leaves its receipt. Keep it as you keep your own operations.",
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
      await noteReceipts(context, request, () => readablesOf(view.incident.find(id)));
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

type Link = FullIncidentView["links"][number];

/** What of another's is in the bundle, and so is read with it. */
const readablesOf = (incident: IncidentView | null): readonly Readable[] =>
  incident?.detail === "full"
    ? incident.links.flatMap(({ to, id }) => (id !== null && isReceiptKind(to) ? [{ to, id }] : []))
    : [];

const encoded = <V>(found: V | null, encode: (view: V) => object): object | null =>
  found === null ? null : encode(found);

/** Each kind of thing as the asking party's own view has it; null: it has none. */
const ENCODE: Readonly<Record<Link["to"], (view: View, id: string) => object | null>> = {
  operation: (view, id) =>
    encoded(view.operation(id), encodeOperation) ??
    encoded(view.disclosure.disclosed(id), encodeDisclosed),
  conflict: (view, id) => encoded(view.conflict(id), encodeConflict),
  message: (view, id) =>
    encoded(view.line.message(id), (message) => ({
      ...encodeMessage(message),
      said: view.line.said(id),
    })),
  track: (view, id) => encoded(view.track(id), encodeTrack),
  site: (view, id) => encoded(view.site.find(id), encodeSite),
  movement: (view, id) =>
    encoded(view.movement.find(id), (movement) => encodeMovement(movement, RECEIPT_STATEMENT)),
  area: (view, id) => encoded(view.area(id), encodeArea),
};

const linkedParts = (view: View, { links }: FullIncidentView): readonly Part[] =>
  LINK_KINDS.map((kind) => {
    const ids = new Set(links.flatMap(({ to, id }) => (to === kind && id !== null ? [id] : [])));
    const things = [...ids].flatMap((id) => ENCODE[kind](view, id) ?? []);
    return json(LINKED_PARTS[kind], { [`${kind}s`]: things });
  });

/** Everything as the asking party's own view has it. */
const seenParts = (view: View, incident: FullIncidentView): readonly Part[] => {
  const keys = view.parties.keys().filter(({ party }) => incident.parties.includes(party));
  return [
    json("incident.json", encodeIncident(incident)),
    ...LANGUAGES.map((language) => ({
      name: `incident-${language}.txt`,
      text: renderIncident(incident, language),
    })),
    ...linkedParts(view, incident),
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

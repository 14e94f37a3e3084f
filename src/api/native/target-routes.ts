/** Where a party is told beside the event stream: set, looked at and removed by its administrator. */

import { Type } from "typebox";
import type { TargetCommand } from "../../core/targets/commands.ts";
import type { TargetView } from "../../core/targets/view.ts";
import { parseEmailAddress } from "../../server/outbox/email-address.ts";
import { outboxOf, partyOf, viewOf } from "../context.ts";
import type { Api, ApiContext } from "../context.ts";
import { ApiProblem, problemOfRefusal } from "../problem.ts";
import { PartyReceipt } from "./party.ts";
import { PROBLEM_RESPONSES } from "./problem-schema.ts";
import { commandOf, encodeSecret, encodeStatus, encodeTarget } from "./target.ts";
import { TargetRequest, Targets, TargetSecret, TargetWithStatus } from "./target.ts";
import { timeText } from "./time.ts";
import { submitForParty, WriteHeaders } from "./write.ts";
import type { Write } from "./write.ts";

const tags = ["targets"];
const config = { access: "administer" } as const;

export const TargetParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });

export const registerTargets = (app: Api, context: ApiContext): void => {
  registerReads(app, context);
  registerSetting(app, context);
  for (const step of STEPS) registerStep(app, context, step);
};

const registerReads = (app: Api, context: ApiContext): void => {
  app.get(
    "/v1/targets",
    {
      config,
      schema: {
        tags,
        operationId: "listTargets",
        summary: "The party's webhooks and mail addresses, the last removed ones too",
        response: { 200: Targets, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      outboxOf(context);
      return { targets: viewOf(context, request).targets.list().map(encodeTarget) };
    },
  );
  app.get(
    "/v1/targets/:id",
    {
      config,
      schema: {
        tags,
        operationId: "getTarget",
        summary: "One of them, and how it is doing",
        params: TargetParams,
        response: { 200: TargetWithStatus, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const outbox = outboxOf(context);
      const target = findTarget(viewOf(context, request).targets.find(request.params.id), request);
      const [status] = outbox.status(partyOf(request), target.id);
      return { ...encodeTarget(target), status: status ? encodeStatus(status) : null };
    },
  );
  app.get(
    "/v1/targets/:id/secret",
    {
      config,
      schema: {
        tags,
        operationId: "getTargetSecret",
        summary: "The secret that a webhook's deliveries are signed with",
        description: "HMAC-SHA256 as Standard Webhooks 1.0.0 has it.",
        params: TargetParams,
        response: { 200: TargetSecret, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => {
      const found = outboxOf(context).secretOf(partyOf(request), request.params.id);
      if (!found.ok) throw problemOfRefusal(found.refusal, { nowMs: context.clock.nowMs() });
      return encodeSecret(found.value);
    },
  );
};

const registerSetting = (app: Api, context: ApiContext): void => {
  app.post(
    "/v1/targets",
    {
      config,
      schema: {
        tags,
        operationId: "addTarget",
        summary: "Have the party told by a webhook or by mail, from now on",
        headers: WriteHeaders,
        body: TargetRequest,
        response: { 201: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = commandOf(request.body);
      checkDestination(context, command);
      reply.code(201);
      return writeTarget(context, { request, reply, command });
    },
  );
  app.put(
    "/v1/targets/:id",
    {
      config,
      schema: {
        tags,
        operationId: "setTarget",
        summary: "Have it lead elsewhere, or tell of other events; paused, it stays paused",
        headers: WriteHeaders,
        params: TargetParams,
        body: TargetRequest,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const command = commandOf(request.body, request.params.id);
      checkDestination(context, command);
      return writeTarget(context, { request, reply, command });
    },
  );
};

type Step = {
  readonly verb: string;
  readonly kind: Exclude<TargetCommand["kind"], "set-target">;
  readonly operationId: string;
  readonly summary: string;
};

const STEPS: readonly Step[] = [
  {
    verb: "pause",
    kind: "pause-target",
    operationId: "pauseTarget",
    summary: "Send nothing for now: what happens waits as long as the server holds it",
  },
  {
    verb: "resume",
    kind: "resume-target",
    operationId: "resumeTarget",
    summary: "Send again, and try at once what waits, also where the receiver had answered 410",
  },
  {
    verb: "rotate-secret",
    kind: "rotate-target-secret",
    operationId: "rotateTargetSecret",
    summary: "Give a webhook another secret; for a day both sign",
  },
  {
    verb: "remove",
    kind: "remove-target",
    operationId: "removeTarget",
    summary: "Remove it for good, with what waits for it and its dead letters",
  },
];

const registerStep = (
  app: Api,
  context: ApiContext,
  { verb, kind, operationId, summary }: Step,
): void => {
  app.post(
    `/v1/targets/:id/${verb}`,
    {
      config,
      schema: {
        tags,
        operationId,
        summary,
        headers: WriteHeaders,
        params: TargetParams,
        response: { 200: PartyReceipt, ...PROBLEM_RESPONSES },
      },
    },
    async (request, reply) => {
      const { id: targetId } = request.params;
      const receipt = await writeTarget(context, { request, reply, command: { kind, targetId } });
      if (kind === "resume-target") outboxOf(context).resume(partyOf(request), targetId);
      return receipt;
    },
  );
};

/** Where it leads is judged here: which addresses may be reached is the host's to say, not the log's. */
const checkDestination = (
  context: ApiContext,
  { to }: Extract<TargetCommand, { kind: "set-target" }>,
): void => {
  const outbox = outboxOf(context);
  const found = to.kind === "webhook" ? outbox.checkUrl(to.url) : parseEmailAddress(to.address);
  if (!found.ok) throw problemOfRefusal(found.refusal, { nowMs: context.clock.nowMs() });
};

/** The outbox hears of it before the caller does: it would find it by itself, but later. */
const writeTarget = async (
  context: ApiContext,
  write: Write & { readonly command: TargetCommand },
): Promise<PartyReceipt> => {
  const outbox = outboxOf(context);
  const { commandId, receipt, result } = await submitForParty(context, write);
  if (result?.about !== "target") throw new Error("bug: it is answered with its target");
  outbox.wake();
  const { seq, atMs } = receipt;
  return { commandId, seq, receivedAt: timeText(atMs), id: result.targetId };
};

const findTarget = (
  found: TargetView | null,
  { params }: { readonly params: { readonly id: string } },
): TargetView => {
  if (found) return found;
  throw new ApiProblem("not-found", {
    detail: `no target ${JSON.stringify(params.id)} that you may see`,
  });
};

/** What a USS tells this server, as a USS itself, of intents and constraints. */

import type { NoteUssChange } from "../../core/airspace/commands.ts";
import type { UssConfig } from "../../server/f3548-settings.ts";
import type { Uss } from "../../server/uss-tokens.ts";
import { F3548_LIMITS } from "./limits.ts";
import { makeReadBody, parseId } from "./parse.ts";
import {
  PutConstraintDetailsParameters,
  PutOperationalIntentDetailsParameters,
} from "./schema-details.ts";
import type { ConstraintReference } from "./schema-references.ts";
import { badField } from "./wire-error.ts";

export type Told = {
  readonly uss: Pick<Uss, "manager">;
  readonly own: UssConfig;
  readonly body: unknown;
  /** Did this server say it itself? A token of its name is no sign of that. */
  readonly isOwn?: boolean;
};

const readIntent = makeReadBody(PutOperationalIntentDetailsParameters);

/** Throws WireError. */
export const parseIntentTold = (told: Told): NoteUssChange => {
  const body = readIntent(told.body);
  const { operational_intent_id: id, operational_intent: entity, subscriptions } = body;
  return commandOf(told, { what: "intent", id, entity, subscriptions }, "operational_intent");
};

const readConstraint = makeReadBody(PutConstraintDetailsParameters);

/** Throws WireError. */
export const parseConstraintTold = (told: Told): NoteUssChange => {
  const body = readConstraint(told.body);
  const { constraint_id: id, constraint: entity, subscriptions } = body;
  return commandOf(told, { what: "constraint", id, entity, subscriptions }, "constraint");
};

type Message = {
  readonly what: NoteUssChange["what"];
  readonly id: string;
  readonly entity?: { readonly reference: ConstraintReference } | undefined;
  readonly subscriptions: readonly {
    readonly subscription_id: string;
    readonly notification_index: number;
  }[];
};

const commandOf = (
  { uss: { manager }, own, isOwn = false }: Told,
  { what, id: given, entity, subscriptions }: Message,
  name: string,
): NoteUssChange => {
  const id = parseId(given, `${name}_id`);
  const { subscriptionsToldMax: max } = F3548_LIMITS;
  if (subscriptions.length > max) {
    const remedy = `name at most ${max}, and the others in another message`;
    throw badField("subscriptions", `has ${subscriptions.length} entries`, remedy);
  }
  if (entity) checkReference(entity.reference, { id, name });
  return {
    kind: "note-uss-change",
    manager,
    what,
    id,
    entity: entity
      ? {
          manager: entity.reference.manager,
          version: entity.reference.version,
          text: JSON.stringify(entity),
        }
      : null,
    subscriptions: subscriptions.map((one, i) => [
      parseId(one.subscription_id, `subscriptions[${i}].subscription_id`),
      one.notification_index,
    ]),
    baseUrl: own.baseUrl,
    isOwn,
  };
};

/** Source: the UTM API's own description: the OVN must be populated. */
const checkReference = (
  { id: given, ovn }: ConstraintReference,
  { id, name }: { readonly id: string; readonly name: string },
): void => {
  const at = `${name}.reference`;
  if (parseId(given, `${at}.id`) !== id) {
    throw badField(`${at}.id`, `is another than ${name}_id`, "give the id of what has changed");
  }
  if (ovn === undefined) {
    throw badField(`${at}.ovn`, "is missing", "give the OVN, which only its manager can tell");
  }
};

/** A whole number from 0 on. Throws WireError. */
export const parseAfter = (given: unknown): number => {
  if (given === undefined) return 0;
  const text = typeof given === "string" ? given : "";
  const number = Number(text);
  if (/^\d{1,15}$/.test(text)) return number;
  throw badField("after", "is no number", "give next of the page before, or leave it out");
};

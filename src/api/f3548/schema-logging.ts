/** Reports of message exchanges that went wrong, and the log sets that a USS exports. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { ListOf, OneOf } from "../native/schema.ts";
import { VehicleTelemetry } from "./schema-details.ts";
import { EntityID, EntityOVN, Time } from "./schema.ts";

const Text = Type.String();
const OptionalText = Type.Optional(Text);

/** Bodies are in Base64. */
export const ExchangeRecord = Type.Object({
  url: Text,
  method: Text,
  headers: Type.Optional(ListOf(Text)),
  recorder_role: OneOf(["Client", "Server"]),
  request_time: Time,
  request_body: OptionalText,
  response_time: Type.Optional(Time),
  response_body: OptionalText,
  response_code: Type.Optional(Type.Integer({ format: "int32" })),
  problem: OptionalText,
});

export const ErrorReport = Type.Object({
  report_id: Type.Optional(Type.String({ maxLength: 128 })),
  exchange: ExchangeRecord,
});
export type ErrorReport = Static<typeof ErrorReport>;

export const PositionRecord = Type.Object({ time_received: Time, telemetry: VehicleTelemetry });

export const OperationalIntentPositions = Type.Object({
  positions: Type.Optional(ListOf(PositionRecord)),
  operational_intent_id: EntityID,
});

export const PlanningRecord = Type.Object({
  time: Time,
  ovns: ListOf(EntityOVN),
  missing_operational_intents: Type.Optional(ListOf(EntityID)),
  missing_constraints: Type.Optional(ListOf(EntityID)),
  operational_intent_id: Type.Optional(EntityID),
  problem: OptionalText,
});

export const UserNotificationRecord = Type.Object({
  triggering_event_time: Time,
  notification_time: Time,
  notification_details: OptionalText,
  notification_triggering_event: OneOf([
    "GEN0400",
    "GEN0405",
    "SCD0090",
    "SCD0095",
    "ACM0010",
    "CMSA0115",
    "CMSA0300",
    "CSTP0005",
    "CSTP0010",
    "CSTP0020",
    "CSTP0025",
    "CSTP0030",
    "CSTO0035",
  ]),
});

export const UserInputRecord = Type.Object({
  triggering_event_time: Time,
  operational_intent_id: EntityID,
  input_triggering_event: OneOf([
    "OPIN0040",
    "CMSA0010",
    "CMSA0025",
    "CMSA0100",
    "CMSA0105",
    "CMSA0110",
    "CMSA0200",
    "CMSA0205",
    "CMSA0210",
    "CMSA0215",
  ]),
  input_details: OptionalText,
});

export const OperatorAssociation = Type.Object({
  operational_intent_id: EntityID,
  operator_id: Text,
});

export const ConstraintProviderAssociation = Type.Object({
  constraint_id: EntityID,
  constraint_provider_id: Text,
});

export const USSLogSet = Type.Object({
  messages: Type.Optional(ListOf(ExchangeRecord)),
  operator_notifications: Type.Optional(ListOf(UserNotificationRecord)),
  operator_inputs: Type.Optional(ListOf(UserInputRecord)),
  operator_associations: Type.Optional(ListOf(OperatorAssociation)),
  planning_attempts: Type.Optional(ListOf(PlanningRecord)),
  operational_intent_positions: Type.Optional(ListOf(OperationalIntentPositions)),
  constraint_provider_associations: Type.Optional(ListOf(ConstraintProviderAssociation)),
});

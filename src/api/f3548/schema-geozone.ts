/** A geographical zone as ED-269 has it, told as the details of a constraint. */

import { Type } from "typebox";
import { ListOf, OneOf } from "../native/schema.ts";

export const TextShortType = Type.String({ maxLength: 200 });
export const CodeZoneIdentifierType = Type.String({ maxLength: 7 });
/** Three letters of ISO 3166-1. */
export const CodeCountryISOType = Type.String({ minLength: 3, maxLength: 3 });
export const CodeZoneType = OneOf([
  "COMMON",
  "CUSTOMIZED",
  "PROHIBITED",
  "REQ_AUTHORISATION",
  "CONDITIONAL",
  "NO_RESTRICTION",
]);
export const ConditionExpressionType = Type.String({ maxLength: 10_000 });
export const CodeRestrictionType = Type.String();
export const CodeZoneReasonType = OneOf([
  "AIR_TRAFFIC",
  "SENSITIVE",
  "PRIVACY",
  "POPULATION",
  "NATURE",
  "NOISE",
  "FOREIGN_TERRITORY",
  "EMERGENCY",
  "OTHER",
]);
export const CodeUSpaceClassType = Type.String({ maxLength: 100 });
export const CodeYesNoType = OneOf(["YES", "NO"]);
export const CodeAuthorityRole = OneOf(["AUTHORIZATION", "NOTIFICATION", "INFORMATION"]);

export const Authority = Type.Object({
  name: Type.Optional(TextShortType),
  service: Type.Optional(TextShortType),
  contact_name: Type.Optional(TextShortType),
  site_url: Type.Optional(TextShortType),
  email: Type.Optional(TextShortType),
  phone: Type.Optional(TextShortType),
  purpose: Type.Optional(CodeAuthorityRole),
  interval_before: Type.Optional(Type.String({ format: "duration" })),
});

export const GeoZone = Type.Object({
  identifier: CodeZoneIdentifierType,
  country: CodeCountryISOType,
  zone_authority: ListOf(Authority, { minItems: 1 }),
  name: Type.Optional(TextShortType),
  type: CodeZoneType,
  restriction: CodeRestrictionType,
  restriction_conditions: Type.Optional(ListOf(ConditionExpressionType)),
  region: Type.Optional(Type.Integer({ format: "int32", minimum: 0, maximum: 65_535 })),
  reason: Type.Optional(ListOf(CodeZoneReasonType, { maxItems: 9 })),
  other_reason_info: Type.Optional(Type.String({ maxLength: 30 })),
  regulation_exemption: Type.Optional(CodeYesNoType),
  u_space_class: Type.Optional(CodeUSpaceClassType),
  message: Type.Optional(TextShortType),
  additional_properties: Type.Optional(Type.Object({})),
});

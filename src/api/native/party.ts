/** A party's desks, people, machines and keys on the wire. */

import { Type } from "typebox";
import type { Static } from "typebox";
import { LIMITS } from "../../core/limits.ts";
import { LEVELS, WATCH_STATES } from "../../core/parties/model.ts";
import { KEY_STATES } from "../../core/parties/keys.ts";
import { INVITATION_STATES, PARTY_ROLES } from "../../core/parties/people.ts";
import type {
  DeskView,
  HolderView,
  InvitationView,
  SigningKeyView,
} from "../../core/parties/view.ts";
import { Instant, ListOf, NullableInstant, NullableText, OneOf } from "./schema.ts";
import { Names } from "./theatre.ts";
import { timeText } from "./time.ts";

const LANGUAGES = ["en", "ar", "ru"] as const;

export const DeskId = Type.String({
  pattern: "^[a-z0-9][a-z0-9-]{0,31}$",
  description: "1 to 32 small letters, digits and -",
});
export const Level = OneOf(LEVELS);
export const Languages = ListOf(OneOf(LANGUAGES), { minItems: 1, maxItems: LANGUAGES.length });
export const PersonName = Type.String({ minLength: 1, maxLength: LIMITS.nameCharsMax });
export const Roles = ListOf(OneOf(PARTY_ROLES), { minItems: 1, maxItems: PARTY_ROLES.length });
export const PublicKey = Type.String({
  pattern: "^[A-Za-z0-9_-]{43}$",
  description: "An Ed25519 public key: 32 bytes as 43 characters of base64url.",
});

const AnyLanguages = ListOf(OneOf(LANGUAGES));

export const Desk = Type.Object(
  {
    party: Type.String(),
    id: Type.String(),
    level: Level,
    names: Names,
    isClosed: Type.Boolean(),
    watch: OneOf(WATCH_STATES, {
      description: "handing_over is told to the own party alone: to others it is held until then.",
    }),
    since: Type.Unsafe<string>({
      ...Instant,
      description: "Since when it is held; for a vacant desk, since when nobody has had it.",
    }),
    languages: AnyLanguages,
    officer: NullableText("Who has the watch; null to other parties."),
    offeredTo: NullableText("To whom it is offered; null to other parties."),
  },
  { title: "Desk" },
);
export type Desk = Static<typeof Desk>;

export const encodeDesk = ({ sinceMs, ...desk }: DeskView): Desk => ({
  ...desk,
  since: timeText(sinceMs),
});

const SecretTimes = Type.Object(
  { from: Instant, until: NullableInstant },
  { title: "SecretTimes" },
);

const HOLDER = {
  id: Type.String(),
  name: Type.String(),
  roles: ListOf(OneOf(PARTY_ROLES)),
  state: OneOf(["active", "removed"]),
  addedBy: NullableText("Who let it in, as their token named them."),
  since: Instant,
  changedAt: Instant,
  secrets: ListOf(SecretTimes, { description: "Since when each is good and until when." }),
};

export const Member = Type.Object(HOLDER, { title: "Member" });
export type Member = Static<typeof Member>;
export const MachineClient = Type.Object(HOLDER, { title: "MachineClient" });
export type MachineClient = Static<typeof MachineClient>;

export const encodeHolder = (holder: HolderView): Member => {
  const { id, name, roles, state, addedBy, sinceMs, changedMs, secrets } = holder;
  return {
    id,
    name,
    roles,
    state,
    addedBy,
    since: timeText(sinceMs),
    changedAt: timeText(changedMs),
    secrets: secrets.map(({ fromMs, untilMs }) => ({
      from: timeText(fromMs),
      until: untilMs === null ? null : timeText(untilMs),
    })),
  };
};

export const Invitation = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    roles: ListOf(OneOf(PARTY_ROLES)),
    state: OneOf(INVITATION_STATES),
    invitedBy: NullableText("Who invited, as their token named them."),
    expires: Instant,
    memberId: NullableText("Who came of it."),
  },
  { title: "Invitation" },
);
export type Invitation = Static<typeof Invitation>;

export const encodeInvitation = ({ expiresMs, ...invitation }: InvitationView): Invitation => ({
  ...invitation,
  expires: timeText(expiresMs),
});

export const SigningKey = Type.Object(
  {
    party: Type.String(),
    publicKey: PublicKey,
    name: NullableText("What its party calls it; null to others."),
    state: OneOf(KEY_STATES),
    from: Instant,
    until: NullableInstant,
    endSeq: Type.Unsafe<number | null>({
      type: ["integer", "null"],
      description: "The entry from which on it no longer counts; null: it counts.",
    }),
  },
  { title: "SigningKey" },
);
export type SigningKey = Static<typeof SigningKey>;

export const encodeKey = ({ fromMs, untilMs, ...key }: SigningKeyView): SigningKey => ({
  ...key,
  from: timeText(fromMs),
  until: untilMs === null ? null : timeText(untilMs),
});

/** What was done, and to which of the party's things. */
export const PartyReceipt = Type.Object(
  { commandId: Type.String(), seq: Type.Integer(), receivedAt: Instant, id: Type.String() },
  { title: "PartyReceipt" },
);
export type PartyReceipt = Static<typeof PartyReceipt>;

/** With what the record does not have. */
export const SecretReceipt = Type.Object(
  {
    ...PartyReceipt.properties,
    secret: Type.String({ description: "The record has only its SHA-256." }),
  },
  { title: "SecretReceipt" },
);
export type SecretReceipt = Static<typeof SecretReceipt>;

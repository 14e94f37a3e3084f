/**
 * What USSs say. The server says it for them, once it has verified their token: the manager is the
 * token's subject, and the party the one that the server's settings give it.
 */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { ReportRow } from "../tracks/commands.ts";
import type { AvailabilityState, IntentState } from "./model.ts";
import type { NoticeOf, ToldSubscription } from "./notices-model.ts";

type Spoken = { readonly manager: string };

/** Where and when, as the USS gave it: native volumes for exact verdicts, and its own microseconds. */
type Extents = {
  readonly volumes: readonly Volume4D[];
  readonly startUs: number;
  readonly endUs: number;
};

/** For those who have no server: what this one is to publish of it, beyond the reference. */
type Hosted = { readonly details?: string };

export type AskedSubscription =
  | { readonly kind: "none" }
  | { readonly kind: "given"; readonly id: string }
  | { readonly kind: "new"; readonly baseUrl: string; readonly isForConstraints: boolean };

export type PutIntent = Spoken &
  Extents &
  Hosted & {
    readonly kind: "put-intent";
    readonly party: string;
    readonly id: string;
    /** Of the version that it replaces; null: it is new. */
    readonly ovn: string | null;
    readonly state: IntentState;
    readonly baseUrl: string;
    /** OVNs that the USS has read. */
    readonly key: readonly string[];
    readonly subscription: AskedSubscription;
    /** UUID version 7 of about now, to end the new OVN. */
    readonly ovnSuffix?: string;
  };

export type DeleteIntent = Spoken & {
  readonly kind: "delete-intent";
  readonly id: string;
  readonly ovn: string;
};

export type PutConstraint = Spoken &
  Extents &
  Hosted & {
    readonly kind: "put-constraint";
    readonly id: string;
    readonly ovn: string | null;
    readonly baseUrl: string;
  };

export type DeleteConstraint = Spoken & {
  readonly kind: "delete-constraint";
  readonly id: string;
  readonly ovn: string;
};

export type PutSubscription = Spoken & {
  readonly kind: "put-subscription";
  /** The manager's: of the native operations it hears what that party is shown. */
  readonly party: string;
  readonly id: string;
  /** Of what it replaces; null: it is new. */
  readonly version: string | null;
  /** One: where it listens. Without altitudes where the server does not heed them. */
  readonly volumes: readonly Volume4D[];
  /** Null: from now; and a day long. */
  readonly startUs: number | null;
  readonly endUs: number | null;
  readonly baseUrl: string;
  readonly isForIntents: boolean;
  readonly isForConstraints: boolean;
};

export type DeleteSubscription = Spoken & {
  readonly kind: "delete-subscription";
  readonly id: string;
  readonly version: string;
};

/** The manager says where the aircraft of an intent is that this server serves. */
export type ReportTelemetry = Spoken & {
  readonly kind: "report-telemetry";
  readonly id: string;
  readonly measuredMs: number;
  /** The whole of it, as `api/f3548` writes it. */
  readonly text: string;
  /** The position, for the track of its operation; none where it was not measured. */
  readonly reports: readonly ReportRow[];
};

/** By who is trusted to say so, of any USS. */
export type SetAvailability = Spoken & {
  readonly kind: "set-availability";
  readonly uss: string;
  readonly state: AvailabilityState;
  /** As it is now; empty: none was set yet. */
  readonly oldVersion: string;
};

/** The report's text, as it was sent: the record keeps it. */
export type FileUssReport = Spoken & {
  readonly kind: "file-uss-report";
  readonly text: string;
  /** Left out: of the DSS. */
  readonly isOfUss?: true;
};

/** The manager tells those who listen of what it wrote; some of them this server serves. */
export type NoteUssChange = Spoken & {
  readonly kind: "note-uss-change";
  readonly what: NoticeOf;
  readonly id: string;
  /** Null: it was deleted. `text`: the whole of it, as `api/f3548` writes it. */
  readonly entity: {
    readonly manager: string;
    readonly version: number;
    readonly text: string;
  } | null;
  readonly subscriptions: readonly ToldSubscription[];
  /** Subscriptions that listen there are served by this server. */
  readonly baseUrl: string;
  /** This server tells it, of what it serves for another. */
  readonly isOwn: boolean;
};

/**
 * By the server, when its settings differ from what it said last: from now on what these parties are
 * shown of native operations stands as constraints for their USSs, managed by this server. None: it does
 * not for any.
 */
export type SetOwnUss = Spoken & {
  readonly kind: "set-own-uss";
  readonly baseUrl: string;
  /** Each once. One that the theatre does not have is shown nothing until it has it. */
  readonly parties: readonly string[];
};

export type AirspaceCommand =
  | PutIntent
  | DeleteIntent
  | PutConstraint
  | DeleteConstraint
  | PutSubscription
  | DeleteSubscription
  | SetAvailability
  | FileUssReport
  | NoteUssChange
  | ReportTelemetry
  | SetOwnUss;

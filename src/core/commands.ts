/** Everything that can be said to the state machine: one closed union. */

import type { Volume4D } from "../geometry/footprint.ts";
import type { SurveyedVolume } from "../geometry/shape.ts";
import type { AirspaceCommand } from "./airspace/commands.ts";
import type { AreaCommand } from "./areas/commands.ts";
import type { ConflictCommand } from "./conflicts/commands.ts";
import type { ContactCommand } from "./contacts/commands.ts";
import type { DisclosureCommand, NoteRead } from "./disclosure/commands.ts";
import type { ItemCommand } from "./items/commands.ts";
import type { IncidentCommand } from "./incidents/commands.ts";
import type { LineCommand } from "./line/commands.ts";
import type { MovementCommand, MovementNote } from "./movements/commands.ts";
import type { Category, MoverClass } from "./operations/category.ts";
import type { OpeningCommand } from "./openings/commands.ts";
import type { AcceptInvitation, PartyCommand, RevokeHolder } from "./parties/commands.ts";
import type { ReviewCommand } from "./reviews/commands.ts";
import type { NoteSiteRead, SiteCommand } from "./sites/commands.ts";
import type { TargetCommand } from "./targets/commands.ts";
import type { SetTheatre, TheatreCommand } from "./theatre/commands.ts";
import type { TheatreSurvey } from "./theatre/model.ts";
import type { NotePositions, TrackCommand } from "./tracks/commands.ts";

/** A New notice. */
export type FileOperation = {
  readonly kind: "file-operation";
  readonly category: Category;
  /** In place of the category's own class. */
  readonly moverClass?: MoverClass;
  readonly name?: string;
  readonly volumes: readonly Volume4D[];
};

/** A Replace notice: other volumes or another name for the version that is current. */
export type ReplaceOperation = {
  readonly kind: "replace-operation";
  readonly operationId: string;
  readonly version: number;
  readonly name?: string;
  readonly volumes: readonly Volume4D[];
};

/** A Cancel notice. */
export type CancelOperation = { readonly kind: "cancel-operation"; readonly operationId: string };
export type ActivateOperation = {
  readonly kind: "activate-operation";
  readonly operationId: string;
};
export type HoldOperation = { readonly kind: "hold-operation"; readonly operationId: string };
export type EndOperation = { readonly kind: "end-operation"; readonly operationId: string };
/** Not where or when it was notified. */
export type DeviateOperation = {
  readonly kind: "deviate-operation";
  readonly operationId: string;
  /** No return to the notified volumes is intended. */
  readonly isNoReturn?: boolean;
};

export type OperationCommand =
  | FileOperation
  | ReplaceOperation
  | CancelOperation
  | ActivateOperation
  | HoldOperation
  | EndOperation
  | DeviateOperation;

/** Time has passed: what is due fires. Appended by the sequencer. */
export type Tick = { readonly kind: "tick" };

/** What a party may say. */
export type PartysCommand =
  | PartyCommand
  | OperationCommand
  | DisclosureCommand
  | ConflictCommand
  | LineCommand
  | TargetCommand
  | ContactCommand
  | ItemCommand
  | TrackCommand
  | SiteCommand
  | AreaCommand
  | IncidentCommand
  | MovementCommand
  | ReviewCommand;

/** What the host's people say, and what the server passes on for someone who is nobody yet. */
export type HostCommand =
  | TheatreCommand
  | OpeningCommand
  | AcceptInvitation
  | RevokeHolder
  | NoteRead
  | NotePositions
  | AirspaceCommand
  | NoteSiteRead
  | MovementNote;

export type Command = SetTheatre | PartysCommand | HostCommand | Tick;
export type CommandKind = Command["kind"];

/** What the edge worked out from a command's degrees, in the order of its volumes. */
export type Survey =
  | { readonly volumes: readonly SurveyedVolume[] }
  | { readonly theatre: TheatreSurvey }
  /** SHA-256 of a message or of a readout as it is said, hex. */
  | { readonly hash: string }
  /** Of position reports: earth-centred x, y, z of each on the ellipsoid, whole millimetres, flat. */
  | { readonly placesMm: readonly number[] }
  | Record<string, never>;

/** What a reader sees of an operation. */

import type { Volume4D } from "../../geometry/footprint.ts";
import type { Disclosure } from "../theatre/model.ts";
import type { Category, MoverClass } from "./category.ts";
import { currentVersion, volumesOf } from "./model.ts";
import type { Notice, Operation, OperationState, Version } from "./model.ts";

/** Who reads: a party's desk, or the host, who sees that things exist and when, not what they say. */
export type Reader = { readonly kind: "party"; readonly party: string } | { readonly kind: "host" };

export type VersionView = {
  readonly version: number;
  readonly isCurrent: boolean;
  readonly notice: Notice;
  readonly name: string | null;
  readonly volumes: readonly Volume4D[];
};

/** All of it. */
export type FullOperationView = {
  readonly detail: "full";
  readonly id: string;
  readonly party: string;
  readonly state: OperationState;
  readonly isNoReturn: boolean;
  readonly category: Category;
  readonly moverClass: MoverClass;
  readonly current: VersionView;
  readonly cancelNotice: Notice | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly changedMs: number;
};

/** That it exists, whose it is, and when it is due. */
export type ExistsOperationView = {
  readonly detail: "exists";
  readonly id: string;
  readonly party: string;
  readonly state: OperationState;
  readonly startMs: number;
  readonly endMs: number;
  readonly changedMs: number;
};

export type OperationView = FullOperationView | ExistsOperationView;

/** How much of an operation a reader may see, or null: not that it exists. */
export const detailFor = (
  operation: Operation,
  reader: Reader,
  disclosure: Disclosure,
): OperationView["detail"] | null => {
  if (reader.kind === "host") return "exists";
  return operation.party === reader.party || disclosure === "full" ? "full" : null;
};

export const viewOperation = (
  operation: Operation,
  detail: OperationView["detail"],
): OperationView => {
  const { id, party, state, startMs, endMs, changedMs } = operation;
  if (detail === "exists") return { detail, id, party, state, startMs, endMs, changedMs };
  const { isNoReturn, category, moverClass, cancelNotice } = operation;
  const current = viewVersion(operation, currentVersion(operation));
  const more = { isNoReturn, category, moverClass, current, cancelNotice };
  return { detail, id, party, state, ...more, startMs, endMs, changedMs };
};

export const viewVersions = (operation: Operation): VersionView[] =>
  operation.versions.map((version) => viewVersion(operation, version));

const viewVersion = (operation: Operation, version: Version): VersionView => ({
  version: version.version,
  notice: version.notice,
  name: version.name,
  volumes: volumesOf(version),
  isCurrent: version === currentVersion(operation),
});

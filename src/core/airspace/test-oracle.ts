/** A plain model of the airspace: lists and loops, no index and no geometry. */

import type { AvailabilityState, IntentState } from "./model.ts";

/** Places by number, and from the lowest to the highest floor and the first to the last hour. */
export type Region = {
  readonly places: ReadonlySet<number>;
  readonly floors: readonly [number, number];
  readonly hours: readonly [number, number];
};

export const regionOf = (place: number, floor: number, hour: number): Region => ({
  places: new Set([place]),
  floors: [floor, floor],
  hours: [hour, hour],
});

const overlap = (a: readonly [number, number], b: readonly [number, number]): boolean =>
  a[0] <= b[1] && b[0] <= a[1];

const meets = (a: Region, b: Region): boolean =>
  [...a.places].some((place) => b.places.has(place)) &&
  overlap(a.floors, b.floors) &&
  overlap(a.hours, b.hours);

const covers = (outer: Region, inner: Region): boolean =>
  [...inner.places].every((place) => outer.places.has(place)) &&
  outer.hours[0] <= inner.hours[0] &&
  outer.hours[1] >= inner.hours[1];

const join = (a: Region, b: Region): Region => ({
  places: new Set([...a.places, ...b.places]),
  floors: [Math.min(a.floors[0], b.floors[0]), Math.max(a.floors[1], b.floors[1])],
  hours: [Math.min(a.hours[0], b.hours[0]), Math.max(a.hours[1], b.hours[1])],
});

type Thing = { readonly manager: string; region: Region };
type PlainIntent = Thing & { state: IntentState; ovn: string; subscription: string | null };
type PlainSubscription = Thing & {
  isForConstraints: boolean;
  readonly isImplicit: boolean;
  index: number;
};

export type PlainAsks =
  | { readonly kind: "none" }
  | { readonly kind: "new"; readonly isForConstraints: boolean }
  | { readonly kind: "given"; readonly id: string };

/** What is expected of a write: a refusal's reason, or whom it counts up and to what. */
export type Expected =
  | { readonly refused: string; readonly unread?: readonly string[] }
  | { readonly told: ReadonlyMap<string, number> };

const idsWhere = <T>(all: ReadonlyMap<string, T>, is: (one: T) => boolean): readonly string[] =>
  [...all]
    .filter(([, one]) => is(one))
    .map(([id]) => id)
    .toSorted();

const refused = (reason: string): Expected => ({ refused: reason });

export class Oracle {
  readonly intents = new Map<string, PlainIntent>();
  readonly constraints = new Map<string, Thing & { ovn: string }>();
  readonly subscriptions = new Map<string, PlainSubscription>();
  readonly availabilities = new Map<string, AvailabilityState>();

  putIntent(
    id: string,
    put: {
      readonly manager: string;
      readonly isVersionRight: boolean;
      readonly isCreate: boolean;
      readonly state: IntentState;
      readonly asks: PlainAsks;
      readonly key: ReadonlySet<string>;
      readonly region: Region;
    },
  ): Expected {
    const { manager, region, asks, state } = put;
    const known = this.intents.get(id);
    const unfit = this.unfit(known, put);
    if (unfit) return unfit;
    const given = asks.kind === "given" ? this.subscriptions.get(asks.id) : undefined;
    if (asks.kind === "given") {
      if (!given) return refused("bad-field subscription_id");
      if (given.manager !== manager) return refused("not-permitted");
      if (!given.isImplicit && !covers(given.region, region))
        return refused("bad-field subscription_id");
    }
    const heeds = asks.kind === "new" ? asks.isForConstraints : (given?.isForConstraints ?? false);
    const unread = state === "nonconforming" ? [] : this.unread(id, put.key, region, heeds);
    if (unread.length > 0) return { refused: "airspace-unread", unread };
    return { told: this.write(id, { ...put, known, given }) };
  }

  private write(
    id: string,
    put: {
      readonly manager: string;
      readonly state: IntentState;
      readonly asks: PlainAsks;
      readonly region: Region;
      readonly known: PlainIntent | undefined;
      readonly given: PlainSubscription | undefined;
    },
  ): ReadonlyMap<string, number> {
    const { manager, region, asks, known, given, state } = put;
    let subscription: string | null = null;
    if (asks.kind === "given") {
      subscription = asks.id;
      if (!covers(given!.region, region)) given!.region = join(given!.region, region);
    } else if (asks.kind === "new") {
      subscription = `new of ${id}`;
    }
    const before = known?.subscription ?? null;
    this.intents.set(id, { manager, region, state, ovn: "", subscription });
    if (before !== null && before !== subscription) this.letGo(before);
    if (asks.kind === "new") {
      const { isForConstraints } = asks;
      const made = { manager, region, isForConstraints, isImplicit: true, index: 0 };
      this.subscriptions.set(subscription!, made);
    }
    return this.tell(known ? [known.region, region] : [region], false);
  }

  /** The model names a new subscription by its intent until its id is known. */
  rename(from: string, to: string): void {
    const made = this.subscriptions.get(from)!;
    this.subscriptions.delete(from);
    this.subscriptions.set(to, made);
    for (const one of this.intents.values()) if (one.subscription === from) one.subscription = to;
  }

  deleteIntent(id: string, gone: { manager: string; isVersionRight: boolean }): Expected {
    const known = this.intents.get(id);
    const refusal = this.ungone(known, gone);
    if (refusal || !known) return refusal!;
    const told = this.tell([known.region], false);
    this.intents.delete(id);
    if (known.subscription !== null) this.letGo(known.subscription);
    return { told };
  }

  putConstraint(
    id: string,
    put: { manager: string; isVersionRight: boolean; isCreate: boolean; region: Region },
  ): Expected {
    const known = this.constraints.get(id);
    const unfit = this.unfit(known, put);
    if (unfit) return unfit;
    const { manager, region } = put;
    this.constraints.set(id, { manager, region, ovn: "" });
    return { told: this.tell(known ? [known.region, region] : [region], true) };
  }

  deleteConstraint(id: string, gone: { manager: string; isVersionRight: boolean }): Expected {
    const known = this.constraints.get(id);
    const refusal = this.ungone(known, gone);
    if (refusal || !known) return refusal!;
    this.constraints.delete(id);
    return { told: this.tell([known.region], true) };
  }

  putSubscription(
    id: string,
    put: {
      manager: string;
      isVersionRight: boolean;
      isCreate: boolean;
      region: Region;
      isForConstraints: boolean;
    },
  ): Expected {
    const known = this.subscriptions.get(id);
    const unfit = this.unfit(known, put);
    if (unfit) return unfit;
    const { manager, region, isForConstraints } = put;
    if (this.dependents(id).some((one) => !covers(region, one.region)))
      return refused("bad-field extents");
    const index = known?.index ?? 0;
    this.subscriptions.set(id, { manager, region, isForConstraints, isImplicit: false, index });
    return { told: new Map() };
  }

  deleteSubscription(id: string, gone: { manager: string; isVersionRight: boolean }): Expected {
    const refusal = this.ungone(this.subscriptions.get(id), gone);
    if (refusal) return refusal;
    if (this.dependents(id).length > 0) return refused("bad-field subscriptionid");
    this.subscriptions.delete(id);
    return { told: new Map() };
  }

  intentsIn(region: Region): readonly string[] {
    return idsWhere(this.intents, (one) => meets(one.region, region));
  }

  constraintsIn(region: Region): readonly string[] {
    return idsWhere(this.constraints, (one) => meets(one.region, region));
  }

  subscriptionsIn(region: Region, manager: string): readonly string[] {
    return idsWhere(
      this.subscriptions,
      (one) => one.manager === manager && meets(one.region, region),
    );
  }

  private unfit(
    known: Thing | undefined,
    {
      manager,
      isVersionRight,
      isCreate,
    }: {
      manager: string;
      isVersionRight: boolean;
      isCreate: boolean;
    },
  ): Expected | null {
    if (!known) return isCreate ? null : refused("bad-field id");
    if (known.manager !== manager) return refused("not-permitted");
    return isCreate || !isVersionRight ? refused("airspace-version") : null;
  }

  private ungone(
    known: Thing | undefined,
    { manager, isVersionRight }: { manager: string; isVersionRight: boolean },
  ): Expected | null {
    if (!known) return refused("not-found");
    if (known.manager !== manager) return refused("not-permitted");
    return isVersionRight ? null : refused("airspace-version");
  }

  private unread(
    id: string,
    key: ReadonlySet<string>,
    region: Region,
    heedsConstraints: boolean,
  ): readonly string[] {
    const intents = [...this.intents].filter(
      ([other, one]) =>
        other !== id &&
        meets(one.region, region) &&
        !key.has(one.ovn) &&
        !(one.state === "accepted" && this.availabilities.get(one.manager) === "down"),
    );
    const constraints = [...this.constraints].filter(
      ([, one]) => heedsConstraints && meets(one.region, region) && !key.has(one.ovn),
    );
    return [...intents, ...constraints].map(([one]) => one).toSorted();
  }

  private tell(regions: readonly Region[], isConstraint: boolean): ReadonlyMap<string, number> {
    const told = new Map<string, number>();
    for (const [id, one] of this.subscriptions) {
      if (isConstraint && !one.isForConstraints) continue;
      if (regions.some((region) => meets(region, one.region))) told.set(id, ++one.index);
    }
    return told;
  }

  private dependents(id: string): PlainIntent[] {
    return [...this.intents.values()].filter(({ subscription }) => subscription === id);
  }

  private letGo(id: string): void {
    if (this.subscriptions.get(id)?.isImplicit && this.dependents(id).length === 0)
      this.subscriptions.delete(id);
  }
}

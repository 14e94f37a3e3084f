/** What an entry did to a party's targets: nobody else hears of it. */
export type TargetChange = { readonly kind: "target-changed"; readonly targetId: string };

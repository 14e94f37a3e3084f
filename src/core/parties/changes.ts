/** What an entry did to a party's desks, people, machines and keys. */
export type PartyChange =
  | { readonly kind: "desk-opened" | "desk-closed"; readonly deskKey: string }
  | {
      readonly kind: "watch-changed";
      readonly deskKey: string;
      /** An offer of the watch came or went: nothing that others see. */
      readonly isInner: boolean;
    }
  | { readonly kind: "holder-changed"; readonly holderId: string }
  | { readonly kind: "invitation-changed"; readonly invitationId: string }
  | { readonly kind: "key-changed"; readonly keyId: string };

/** The client's calls about contacts, readouts and coordination items. */

import { commonCalls } from "./client-calls.ts";
import type { Act, Calls, Get, List, Tell } from "./client-calls.ts";
import type { CallOptions, WriteOptions } from "./client.ts";
import type {
  Contact,
  ContactAgreeRequest,
  ContactChangeRequest,
  ContactNotes,
  ContactReceipt,
  ContactRequest,
  LastContacts,
  NotesRequest,
} from "./contact.ts";
import type {
  ContributorRequest,
  Item,
  ItemDueRequest,
  ItemMoveRequest,
  ItemNoteRequest,
  ItemReceipt,
  ItemRequest,
  ItemTextRequest,
} from "./item.ts";
import type {
  ConfirmRequest,
  DraftRequest,
  KeyRequest,
  Readout,
  ReadoutReceipt,
  RedraftRequest,
} from "./readout.ts";

export type ContactClient = {
  readonly contacts: List<Contact>;
  readonly contact: Get<Contact>;
  readonly lastContacts: (options?: CallOptions) => Promise<LastContacts>;
  readonly enterContact: (
    request: ContactRequest,
    options?: WriteOptions,
  ) => Promise<ContactReceipt>;
  readonly changeContact: Tell<ContactChangeRequest, ContactReceipt>;
  readonly reportContact: Tell<ContactChangeRequest, ContactReceipt>;
  readonly agreeContact: Tell<ContactAgreeRequest, ContactReceipt>;
  readonly declineContact: Act<ContactReceipt>;
  readonly cancelContact: Act<ContactReceipt>;
  readonly contactNotes: Get<ContactNotes>;
  readonly setContactNotes: Tell<NotesRequest, ContactReceipt>;
  readonly readout: Get<Readout>;
  readonly draftReadout: Tell<DraftRequest, ReadoutReceipt>;
  readonly redraftReadout: Tell<RedraftRequest, ReadoutReceipt>;
  readonly giveReadoutKey: Tell<KeyRequest, ReadoutReceipt>;
  readonly confirmReadoutKey: Tell<ConfirmRequest, ReadoutReceipt>;
  readonly withdrawReadoutKey: Act<ReadoutReceipt>;
  readonly partWordings: Act<ReadoutReceipt>;
  readonly withdrawReadout: Act<ReadoutReceipt>;
  readonly items: List<Item>;
  readonly item: Get<Item>;
  readonly openItem: (request: ItemRequest, options?: WriteOptions) => Promise<ItemReceipt>;
  readonly acceptItem: Act<ItemReceipt>;
  readonly declineItem: Tell<ItemTextRequest, ItemReceipt>;
  readonly noteItem: Tell<ItemNoteRequest, ItemReceipt>;
  readonly moveItem: Tell<ItemMoveRequest, ItemReceipt>;
  readonly setItemDue: Tell<ItemDueRequest, ItemReceipt>;
  readonly askContributor: Tell<ContributorRequest, ItemReceipt>;
};

export const contactCalls = (calls: Calls): ContactClient => {
  const { get, write } = calls;
  const { list, read, act, tell } = commonCalls(calls);
  return {
    contacts: list("contacts"),
    contact: read("contacts"),
    lastContacts: (given) => get("/v1/last-contacts", given),
    enterContact: (request, given) => write("POST", "/v1/contacts", request, given),
    changeContact: tell("contacts", "change"),
    reportContact: tell("contacts", "report"),
    agreeContact: tell("contacts", "agree"),
    declineContact: act("contacts", "decline"),
    cancelContact: act("contacts", "cancel"),
    contactNotes: read("contacts", "notes"),
    setContactNotes: tell("contacts", "notes", "PUT"),
    readout: read("readouts"),
    draftReadout: tell("contacts", "readouts"),
    redraftReadout: tell("readouts", "", "PUT"),
    giveReadoutKey: tell("readouts", "key"),
    confirmReadoutKey: tell("readouts", "confirm-key"),
    withdrawReadoutKey: act("readouts", "withdraw-key"),
    partWordings: act("readouts", "part"),
    withdrawReadout: act("readouts", "withdraw"),
    items: list("items"),
    item: read("items"),
    openItem: (request, given) => write("POST", "/v1/items", request, given),
    acceptItem: act("items", "accept"),
    declineItem: tell("items", "decline"),
    noteItem: tell("items", "notes"),
    moveItem: tell("items", "move"),
    setItemDue: tell("items", "due"),
    askContributor: tell("items", "contributors"),
  };
};

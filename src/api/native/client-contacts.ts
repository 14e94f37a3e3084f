/** The client's calls about contacts, readouts and coordination items. */

import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
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
import type { Page } from "./page.ts";
import type {
  ConfirmRequest,
  DraftRequest,
  KeyRequest,
  Readout,
  ReadoutReceipt,
  RedraftRequest,
} from "./readout.ts";

type Tell<B, R> = (id: string, request: B, options?: WriteOptions) => Promise<R>;
type Act<R> = (id: string, options?: WriteOptions) => Promise<R>;
type Get<R> = (id: string, options?: CallOptions) => Promise<R>;
type List<T> = (query?: PageOptions, options?: CallOptions) => Promise<Page<T>>;

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

type Calls = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  readonly write: <T>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    options?: WriteOptions,
  ) => Promise<T>;
  readonly queryText: (query?: Readonly<Record<string, string | number | undefined>>) => string;
};

const pathOf = (noun: string, id: string, verb: string): string =>
  `/v1/${noun}/${encodeURIComponent(id)}${verb === "" ? "" : `/${verb}`}`;

export const contactCalls = ({ get, write, queryText }: Calls): ContactClient => {
  const list =
    <T>(noun: string): List<T> =>
    (query, given) =>
      get(`/v1/${noun}${queryText(query)}`, given);
  const read =
    <R>(noun: string, verb = ""): Get<R> =>
    (id, given) =>
      get(pathOf(noun, id, verb), given);
  const act =
    <R>(noun: string, verb: string): Act<R> =>
    (id, given) =>
      write("POST", pathOf(noun, id, verb), {}, given);
  const tell =
    <B, R>(noun: string, verb: string, method: "POST" | "PUT" = "POST"): Tell<B, R> =>
    (id, request, given) =>
      write(method, pathOf(noun, id, verb), request, given);
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

/** The client's calls about parties: desks and watches, people, machines, keys, openings. */

import type { Clients, ClientRequest, RevokeRequest } from "./client-routes.ts";
import type { RotateRequest } from "./holder-routes.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./client.ts";
import type { Desks, DeskRequest, HandOverRequest, WatchRequest } from "./desk-routes.ts";
import type { KeyRequest, Keys, RotateKeyRequest } from "./key-routes.ts";
import type {
  AcceptRequest,
  InviteRequest,
  Invitations,
  Members,
  RolesRequest,
} from "./member-routes.ts";
import type { Opening } from "./opening.ts";
import type { OpeningRequest } from "./opening-routes.ts";
import type { Page } from "./page.ts";
import type { PartyReceipt, SecretReceipt } from "./party.ts";

type Write<B, R> = (request: B, options?: WriteOptions) => Promise<R>;
type WriteTo<B, R> = (id: string, request: B, options?: WriteOptions) => Promise<R>;
type Act = (id: string, options?: WriteOptions) => Promise<PartyReceipt>;
type Read<R> = (options?: CallOptions) => Promise<R>;

export type PartyClient = {
  readonly desks: Read<Desks>;
  readonly openDesk: Write<DeskRequest, PartyReceipt>;
  readonly closeDesk: Act;
  readonly takeWatch: WriteTo<WatchRequest, PartyReceipt>;
  readonly handOverWatch: WriteTo<HandOverRequest, PartyReceipt>;
  readonly acceptWatch: WriteTo<WatchRequest, PartyReceipt>;
  readonly leaveWatch: Act;
  readonly relieveWatch: Act;
  readonly members: Read<Members>;
  readonly setRoles: WriteTo<RolesRequest, PartyReceipt>;
  readonly removeMember: Act;
  readonly invitations: Read<Invitations>;
  readonly inviteMember: Write<InviteRequest, SecretReceipt>;
  readonly withdrawInvitation: Act;
  /** Needs no token: the code is all that the invited has. */
  readonly acceptInvitation: Write<AcceptRequest, SecretReceipt>;
  readonly clients: Read<Clients>;
  readonly addClient: Write<ClientRequest, SecretReceipt>;
  readonly removeClient: Act;
  /** As the host: any party's person or machine. */
  readonly revokeHolder: Write<RevokeRequest, PartyReceipt>;
  readonly rotateClientSecret: WriteTo<RotateRequest, SecretReceipt>;
  readonly rotateMemberSecret: WriteTo<RotateRequest, SecretReceipt>;
  readonly keys: Read<Keys>;
  readonly addKey: Write<KeyRequest, PartyReceipt>;
  readonly rotateKey: WriteTo<RotateKeyRequest, PartyReceipt>;
  readonly revokeKey: Act;
  readonly requestOpening: Write<OpeningRequest, Opening>;
  readonly secondOpening: (id: string, options?: WriteOptions) => Promise<Opening>;
  readonly openings: (query?: PageOptions, options?: CallOptions) => Promise<Page<Opening>>;
  readonly readLog: (query?: PageOptions, options?: CallOptions) => Promise<Page<Opening>>;
};

type Calls = {
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  readonly write: <T>(
    method: "POST" | "PUT",
    path: string,
    body: unknown,
    options?: WriteOptions,
  ) => Promise<T>;
  readonly queryText: (query?: PageOptions) => string;
};

const pathOf = (noun: string, id: string, verb: string): string =>
  `/v1/${noun}/${encodeURIComponent(id)}/${verb}`;

export const partyCalls = ({ get, write, queryText }: Calls): PartyClient => {
  const act =
    <R>(noun: string, verb: string) =>
    (id: string, given?: WriteOptions): Promise<R> =>
      write("POST", pathOf(noun, id, verb), {}, given);
  const tell =
    <B, R>(noun: string, verb: string, method: "POST" | "PUT" = "POST"): WriteTo<B, R> =>
    (id, request, given) =>
      write(method, pathOf(noun, id, verb), request, given);
  const add =
    <B, R>(noun: string): Write<B, R> =>
    (request, given) =>
      write("POST", `/v1/${noun}`, request, given);
  return {
    desks: (given) => get("/v1/desks", given),
    openDesk: add("desks"),
    closeDesk: act("desks", "close"),
    takeWatch: tell("desks", "take-watch"),
    handOverWatch: tell("desks", "hand-over-watch"),
    acceptWatch: tell("desks", "accept-watch"),
    leaveWatch: act("desks", "leave-watch"),
    relieveWatch: act("desks", "relieve-watch"),
    members: (given) => get("/v1/members", given),
    setRoles: tell("members", "roles", "PUT"),
    removeMember: act("members", "remove"),
    invitations: (given) => get("/v1/invitations", given),
    inviteMember: add("invitations"),
    withdrawInvitation: act("invitations", "withdraw"),
    acceptInvitation: add("invitations/accept"),
    clients: (given) => get("/v1/clients", given),
    addClient: add("clients"),
    removeClient: act("clients", "remove"),
    revokeHolder: add("revocations"),
    rotateClientSecret: tell("clients", "rotate-secret"),
    rotateMemberSecret: tell("members", "rotate-secret"),
    keys: (given) => get("/v1/keys", given),
    addKey: add("keys"),
    rotateKey: tell("keys", "rotate"),
    revokeKey: act("keys", "revoke"),
    requestOpening: add("openings"),
    secondOpening: act("openings", "second"),
    openings: (query, given) => get(`/v1/openings${queryText(query)}`, given),
    readLog: (query, given) => get(`/v1/read-log${queryText(query)}`, given),
  };
};

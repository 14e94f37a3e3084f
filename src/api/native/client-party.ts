/** The client's calls about parties: desks and watches, people, machines, keys, openings. */

import type { Clients, ClientRequest, RevokeRequest } from "./client-routes.ts";
import type { RotateRequest } from "./holder-routes.ts";
import { commonCalls } from "./client-calls.ts";
import type { Add, Calls, Tell } from "./client-calls.ts";
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

type Act = (id: string, options?: WriteOptions) => Promise<PartyReceipt>;
type Read<R> = (options?: CallOptions) => Promise<R>;

export type PartyClient = {
  readonly desks: Read<Desks>;
  readonly openDesk: Add<DeskRequest, PartyReceipt>;
  readonly closeDesk: Act;
  readonly takeWatch: Tell<WatchRequest, PartyReceipt>;
  readonly handOverWatch: Tell<HandOverRequest, PartyReceipt>;
  readonly acceptWatch: Tell<WatchRequest, PartyReceipt>;
  readonly leaveWatch: Act;
  readonly relieveWatch: Act;
  readonly members: Read<Members>;
  readonly setRoles: Tell<RolesRequest, PartyReceipt>;
  readonly removeMember: Act;
  readonly invitations: Read<Invitations>;
  readonly inviteMember: Add<InviteRequest, SecretReceipt>;
  readonly withdrawInvitation: Act;
  /** Needs no token: the code is all that the invited has. */
  readonly acceptInvitation: Add<AcceptRequest, SecretReceipt>;
  readonly clients: Read<Clients>;
  readonly addClient: Add<ClientRequest, SecretReceipt>;
  readonly removeClient: Act;
  /** As the host: any party's person or machine. */
  readonly revokeHolder: Add<RevokeRequest, PartyReceipt>;
  readonly rotateClientSecret: Tell<RotateRequest, SecretReceipt>;
  readonly rotateMemberSecret: Tell<RotateRequest, SecretReceipt>;
  readonly keys: Read<Keys>;
  readonly addKey: Add<KeyRequest, PartyReceipt>;
  readonly rotateKey: Tell<RotateKeyRequest, PartyReceipt>;
  readonly revokeKey: Act;
  readonly requestOpening: Add<OpeningRequest, Opening>;
  readonly secondOpening: (id: string, options?: WriteOptions) => Promise<Opening>;
  readonly openings: (query?: PageOptions, options?: CallOptions) => Promise<Page<Opening>>;
  readonly readLog: (query?: PageOptions, options?: CallOptions) => Promise<Page<Opening>>;
};

export const partyCalls = (calls: Calls): PartyClient => {
  const { get, queryText } = calls;
  const { act, tell, add } = commonCalls(calls);
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

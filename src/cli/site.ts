/** `wideberth site`: protected sites, one's own and those one was told of, and what is near them. */

import { createHash } from "node:crypto";
import { basename } from "node:path";
import { ProblemError } from "../api/native/client.ts";
import type { Client, WriteOptions } from "../api/native/client.ts";
import { siteRequestOf } from "../api/native/site.ts";
import type { Proximity, Site, SiteAnswer, SiteRef, SiteTellings } from "../api/native/site.ts";
import { readSites } from "../formats/read-sites.ts";
import type { SiteRecord } from "../formats/read-sites.ts";
import { LIMIT_FLAG, readList, verbOf } from "./remote/act.ts";
import type { Act, Acts, Answer, Asked } from "./remote/act.ts";
import { asList, asNumber, withUsual } from "./remote/body.ts";
import type { ActFlag } from "./remote/body.ts";
import { done } from "./remote/done.ts";
import { readFileBytes } from "./remote/files.ts";
import { linesOf, tableOf } from "./remote/speak.ts";
import type { Column, Speak } from "./remote/speak.ts";
import { printable } from "./terminal-text.ts";
import { EXIT } from "./verb.ts";
import type { Verb } from "./verb.ts";

const columnsOf = (speak: Speak): readonly Column<Site>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["party", ({ party }) => speak.id(party)],
  ["name", (one) => nameOf(speak, one)],
  ["version", (one) => (one.detail === "full" ? String(one.versions.at(-1)?.version) : null)],
  ["state", ({ state }) => speak.texts.siteStates[state]],
  ["until", (one) => (one.detail === "told" ? null : speak.when(one.reconfirmBy))],
  ["since", ({ changedAt }) => speak.when(changedAt)],
];

const fieldsOf = (site: Site): Readonly<Record<string, unknown>> => {
  if (site.detail === "exists") return {};
  return site.detail === "told" ? site.fields : (site.versions.at(-1)?.fields ?? {});
};

const nameOf = (speak: Speak, site: Site): string | null => {
  const { nameLatin, nameLocal } = fieldsOf(site);
  const name = nameLatin ?? nameLocal;
  return typeof name === "string" ? speak.theirs(name) : null;
};

const refColumns = (speak: Speak): readonly Column<SiteRef>[] => [
  ["id", ({ id }) => speak.id(id)],
  ["party", ({ party }) => speak.id(party)],
  ["version", ({ version }) => String(version)],
  ["state", ({ state }) => speak.texts.siteStates[state]],
  ["rung", ({ rung }) => speak.word("disclosure", rung)],
  ["read", ({ readAt }) => speak.when(readAt)],
  ["receipts", ({ receiptState }) => receiptState && speak.word("receiptState", receiptState)],
  ["since", ({ changedAt }) => speak.when(changedAt)],
];

const nearColumns = (speak: Speak): readonly Column<Proximity>[] => [
  ["id", ({ siteId }) => speak.id(siteId)],
  ["operation", ({ operationId }) => operationId && speak.id(operationId)],
  ["other", ({ party }) => speak.id(party)],
  ["start", ({ start }) => speak.when(start)],
  ["end", ({ end }) => speak.when(end)],
  ["reason", ({ overBecause }) => overBecause && speak.texts.proximityEnds[overBecause]],
];

const tellingColumns = (speak: Speak): readonly Column<SiteTellings["tellings"][number]>[] => [
  ["party", ({ party }) => speak.id(party)],
  ["toldCount", ({ toldCount }) => String(toldCount)],
  ["withdrawnCount", ({ withdrawnCount }) => String(withdrawnCount)],
];

/** Reading what another has told leaves a receipt. */
const show = async ({ client, speak, names }: Asked): Promise<Answer> => {
  const site = await client.site(names[0] ?? "");
  const fields = Object.entries(fieldsOf(site)).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `  ${printable(name)}: ${speak.theirs(text)}\n`;
  });
  const seen = site.detail === "told" ? linesOf(speak, TOLD(speak), site) : "";
  const told =
    site.detail === "full" ? tableOf(speak, recipientColumns(speak), site.recipients) : "";
  const text = [linesOf(speak, columnsOf(speak), site), seen, ...fields, told].join("");
  return { things: [site], text };
};

type Told = Extract<Site, { detail: "told" }>;
const TOLD = (speak: Speak): readonly Column<Told>[] => [
  ["version", ({ version }) => String(version)],
  ["rung", ({ rung }) => speak.word("disclosure", rung)],
  ["cell", ({ cell }) => cell && speak.id(cell.id)],
];

type To = Extract<Site, { detail: "full" }>["recipients"][number];
const recipientColumns = (speak: Speak): readonly Column<To>[] => [
  ["party", ({ party }) => speak.id(party)],
  ["rung", ({ rung }) => speak.word("disclosure", rung)],
  ["read", ({ reads }) => speak.when(reads.at(-1)?.readAt ?? null)],
  ["receipts", ({ receipts }) => stateOf(speak, receipts.at(-1))],
];

const stateOf = (speak: Speak, receipt: To["receipts"][number] | undefined): string | null =>
  receipt ? speak.word("receiptState", receipt.state) : null;

const answerOf = (asked: Asked, answer: SiteAnswer): Answer =>
  done(asked, answer, [
    ["id", asked.speak.id(answer.siteId)],
    ["version", String(answer.version)],
    ["state", asked.speak.texts.siteStates[answer.state]],
  ]);

const FIELDS = { below: "fields" } as const;
const VERSION: ActFlag = {
  as: "N",
  text: "of which version; show prints it",
  member: "version",
  read: asNumber,
};
const ROLE: ActFlag = { as: "ROLE", text: "who says so (default watch_officer)", member: "role" };
const DEGREES: ActFlag = { as: "DEG", text: "latitude that was read back", read: asNumber };
const READ_BACK: Readonly<Record<string, ActFlag>> = {
  lat: { ...DEGREES, member: "readBack.latDeg" },
  lng: { ...DEGREES, text: "and longitude", member: "readBack.lngDeg" },
};
const TEXT: ActFlag = { as: "TEXT", text: "in one's own words", member: "text" };
const OFFICER = "watch_officer";

type Tell<B> = (
  client: Client,
) => (id: string, body: B, options: WriteOptions) => Promise<SiteAnswer>;
type Telling<B> = {
  readonly text: string;
  readonly flags: Readonly<Record<string, ActFlag>>;
  readonly usual?: (asked: Asked) => Partial<B>;
  readonly tell: Tell<B>;
};

/** Said of one site. */
const telling = <B extends object>({ text, flags, usual, tell }: Telling<B>): Act => ({
  takes: ["SITE"],
  text,
  flags,
  isWrite: true,
  run: async (asked) => {
    const body = withUsual<B>(usual?.(asked) ?? {}, await asked.parseBody<B>());
    const [id = ""] = asked.names;
    return answerOf(asked, await tell(asked.client)(id, body, asked.write));
  },
});

const nowOf = ({ io }: Asked): string => new Date(io.nowMs()).toISOString();

/** One after another: what the server refuses is told, and the rest is entered. */
const importAll = async (asked: Asked): Promise<Answer> => {
  const [things, lines]: [unknown[], string[]] = [[], []];
  let skippedCount = 0;
  const skip = (at: string, reason: string): void => {
    skippedCount++;
    things.push({ at, reason });
    lines.push(`${at}: ${reason}\n`);
  };
  for (const file of asked.names) {
    const { records, skipped } = readSites(basename(file), await readFileBytes(file));
    for (const one of skipped) skip(`${one.file}, ${one.at}`, one.reason);
    for (const record of records) {
      const at = `${record.file}, ${record.at}`;
      const entered = await enter(asked, record);
      if (typeof entered === "string") skip(at, entered);
      else {
        things.push(entered);
        lines.push(`${at}: ${asked.speak.id(entered.siteId)}\n`);
      }
    }
  }
  return { things, text: lines.join(""), exit: skippedCount > 0 ? EXIT.badInput : EXIT.none };
};

/** Imported again, it is not entered twice. What the server refused it for, as a text. */
const enter = async (
  { client, write }: Asked,
  { fields, at }: SiteRecord,
): Promise<SiteAnswer | string> => {
  try {
    const request = siteRequestOf(fields);
    const content = JSON.stringify([write.key ?? null, at, request]);
    const key = createHash("sha256").update(content).digest("hex");
    return await client.submitSite(request, { key });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { field, detail, remedy } = error.problem;
    return [field, detail, remedy].filter((text) => text !== undefined).join(": ");
  }
};

const acts: Acts = {
  list: {
    takes: [],
    text: "one's own sites; to the host, that they exist and when they are due",
    flags: LIMIT_FLAG,
    run: async (asked) => {
      const { items, left } = await readList(asked, (page) => asked.client.sites(page));
      return { things: items, left, text: tableOf(asked.speak, columnsOf(asked.speak), items) };
    },
  },
  told: {
    takes: [],
    text: "sites of others that one was told of, without where",
    flags: LIMIT_FLAG,
    run: async (asked) => {
      const { items, left } = await readList(asked, (page) => asked.client.toldSites(page));
      return { things: items, left, text: tableOf(asked.speak, refColumns(asked.speak), items) };
    },
  },
  near: {
    takes: [],
    text: "sites and operations filed near them, of which both sides were told",
    flags: LIMIT_FLAG,
    run: async (asked) => {
      const { items, left } = await readList(asked, (page) => asked.client.proximities(page));
      return { things: items, left, text: tableOf(asked.speak, nearColumns(asked.speak), items) };
    },
  },
  tellings: {
    takes: [],
    text: "how often each party was told of one's sites by what it filed, and took that back",
    run: async (asked) => {
      const { tellings } = await asked.client.siteTellings();
      return {
        things: tellings,
        text: tableOf(asked.speak, tellingColumns(asked.speak), tellings),
      };
    },
  },
  show: {
    takes: ["SITE"],
    text: "one site, as far as one may see it; of another's its owner sees that it was read",
    run: show,
  },
  submit: {
    takes: [],
    text: "enter a site: its fields, from a file or by --field. Nobody is told of it yet",
    body: "file",
    isWrite: true,
    run: async (asked) =>
      answerOf(asked, await asked.client.submitSite(await asked.parseBody(FIELDS), asked.write)),
  },
  import: {
    takes: ["FILE…"],
    text: "enter the sites of CSV, GeoJSON or KML files, one row one site",
    isWrite: true,
    run: importAll,
  },
  update: {
    takes: ["SITE"],
    text: "enter another version: everything that the site says",
    body: "file",
    flags: { version: { ...VERSION, text: "the latest one" } },
    isWrite: true,
    run: async (asked) => {
      const [id = ""] = asked.names;
      const body = await asked.parseBody<Parameters<Client["updateSite"]>[1]>(FIELDS);
      return answerOf(asked, await asked.client.updateSite(id, body, asked.write));
    },
  },
  verify: telling<Parameters<Client["verifySite"]>[1]>({
    text: "as a second person: read the position back from where it was taken",
    flags: { version: VERSION, ...READ_BACK, role: ROLE },
    usual: () => ({ role: OFFICER }),
    tell: (client) => client.verifySite,
  }),
  notify: telling<Parameters<Client["notifySite"]>[1]>({
    text: "tell the version that was checked to those it names",
    flags: { version: VERSION },
    tell: (client) => client.notifySite,
  }),
  consent: telling<Parameters<Client["setSiteConsent"]>[1]>({
    text: "how much one recipient is told, and when",
    flags: {
      to: { as: "PARTY", text: "whom", member: "to" },
      rung: { as: "RUNG", text: "how much, as area_and_altitude", member: "rung" },
      when: { as: "WHEN", text: "near or always", member: "when" },
    },
    tell: (client) => client.setSiteConsent,
  }),
  confirm: telling<Parameters<Client["reconfirmSite"]>[1]>({
    text: "confirm that it is still so",
    flags: { version: VERSION },
    tell: (client) => client.reconfirmSite,
  }),
  withdraw: telling<Parameters<Client["withdrawSite"]>[1]>({
    text: "take it back: those who know of it are told",
    flags: { reason: { as: "WORD", text: "as moved", member: "siteReason" }, text: TEXT },
    tell: (client) => client.withdrawSite,
  }),
  hit: telling<Parameters<Client["reportSiteHit"]>[1]>({
    text: "report that one's own site was hit",
    flags: {
      at: { as: "ISO", text: "when (default: now)", member: "at" },
      text: TEXT,
      other: { as: "PARTY", text: "open an incident with it", member: "other" },
    },
    usual: (asked) => ({ at: nowOf(asked) }),
    tell: (client) => client.reportSiteHit,
  }),
  delivered: telling<Parameters<Client["noteSiteDelivered"]>[1]>({
    text: "note, as a machine does, that it has been delivered",
    flags: { version: VERSION },
    tell: (client) => client.noteSiteDelivered,
  }),
  acknowledge: telling<Parameters<Client["acknowledgeSite"]>[1]>({
    text: "acknowledge what was told: a named officer has it. A position is read back",
    flags: {
      version: VERSION,
      answer: {
        as: "WORD",
        text: "acknowledged (default), acknowledged_with_concern or objected",
        member: "answer",
      },
      ...READ_BACK,
      role: ROLE,
      concern: {
        as: "WORD",
        text: "with a concern or an objection, as overlap",
        member: "concern",
      },
      text: TEXT,
    },
    usual: () => ({ answer: "acknowledged", role: OFFICER }),
    tell: (client) => client.acknowledgeSite,
  }),
  disseminated: telling<Parameters<Client["noteSiteDisseminated"]>[1]>({
    text: "note which levels have been told, and when",
    flags: {
      version: VERSION,
      levels: {
        as: "LEVEL,…",
        text: "that were told, as unit_or_crew",
        member: "levelsTold",
        read: asList,
      },
      at: { as: "ISO", text: "when they were told (default: now)", member: "toldAt" },
      role: ROLE,
    },
    usual: (asked) => ({ toldAt: nowOf(asked), role: OFFICER }),
    tell: (client) => client.noteSiteDisseminated,
  }),
};

export const site: Verb = verbOf({
  name: "site",
  summary: "protected sites: enter, check, tell, acknowledge",
  about:
    "Protected sites: their owner says what is told, to whom and when. That one was told, or was not, changes\nno one's duties under international humanitarian law.",
  acts,
  examples: [
    "site import clinics.csv",
    "site verify site-0m7h9cx0rq0184 --version 1 --lat 35.336 --lng 40.141",
    "site notify site-0m7h9cx0rq0184 --version 1",
    "site acknowledge site-0m7h9cx0rq0184 --version 1 --lat 35.336 --lng 40.141",
  ],
});

/**
 * The patrol's crew does not hear that it goes out later, and stops the convoy. RELIEF asks that it cease,
 * and both sides tell the incident, each in its own words.
 */

import { acknowledges } from "./acknowledges.ts";
import { STOP } from "./story-convoy.ts";
import type { Stage, Step } from "./story.ts";

const LINE = "NORTH:RELIEF:humanitarian_liaison";
const STOPPED_MIN = 345;

const STOPPED_STEPS: readonly Step[] = [
  {
    atMin: 348,
    who: "reliefLiaison",
    does: "asks NORTH to let the convoy pass",
    act: async ({ client, key, at, kept }) => {
      const fields = {
        area: { kind: "circle", center: STOP, radiusM: 500 },
        affected: ["movement", "humanitarian_staff"],
        since: at(STOPPED_MIN),
        casualties: "no",
        contact: "+000 555 0100",
        text: "A patrol has stopped our convoy. Please let it pass.",
      };
      const request = {
        kind: "cease_request" as const,
        language: "en" as const,
        fields,
        fromRole: "liaison_officer" as const,
      };
      kept.set("cease request", (await client.sendMessage(LINE, request, { key })).messageId);
    },
  },
  {
    atMin: 349,
    who: "northWatch",
    does: "acknowledges the request, and says that the crew is told",
    act: (stage) =>
      acknowledges(stage, "cease request", {
        role: "watch_officer",
        readBack: [{ field: "area", points: [STOP] }],
        levelsTold: ["unit_or_crew"],
        toldAtMin: 349,
      }),
  },
  {
    atMin: 351,
    who: "northWatch",
    does: "answers that it is ceasing",
    act: async ({ client, key, the, kept }) => {
      const request = {
        kind: "cease_reply" as const,
        language: "ru" as const,
        inReplyTo: the("cease request"),
        fields: { ceaseAnswer: "ceasing" },
      };
      kept.set("cease reply", (await client.sendMessage(LINE, request, { key })).messageId);
    },
  },
  {
    atMin: 352,
    who: "reliefLiaison",
    does: "opens the incident",
    act: async ({ client, key, the, at, kept }) => {
      const request = {
        other: "NORTH",
        incidentKind: "convoy_impeded" as const,
        at: at(STOPPED_MIN),
        messageId: the("cease request"),
        fields: {
          incidentKind: "convoy_impeded",
          at: at(STOPPED_MIN),
          place: STOP,
          casualties: "no",
          account:
            "A patrol stopped our convoy on the river road and asked for papers. The convoy was notified two days before. The patrol was to be there only after it had passed.",
        },
      };
      kept.set("incident", (await client.openIncident(request, { key })).incidentId);
    },
  },
];

type Says = (stage: Stage, incident: string) => Promise<unknown>;
const tells = (atMin: number, who: Step["who"], does: string, says: Says): Step => ({
  atMin,
  who,
  does,
  act: (stage) => says(stage, stage.the("incident")),
});

const states = (atMin: number, who: Step["who"], number: number, text: string): Step =>
  tells(atMin, who, `states fact ${number}`, ({ client, key }, id) =>
    client.stateFact(id, { text }, { key }),
  );

const links = (
  atMin: number,
  who: Step["who"],
  to: "operation" | "conflict" | "message" | "track",
  name: string,
): Step =>
  tells(atMin, who, `links the ${name}`, ({ client, key, the }, id) =>
    client.linkIncident(id, { to, id: the(name) }, { key }),
  );

const TOLD_STEPS: readonly Step[] = [
  {
    atMin: 353,
    who: "reliefLiaison",
    does: "acknowledges the answer",
    act: (stage) => acknowledges(stage, "cease reply", { role: "liaison_officer" }),
  },
  tells(353, "northWatch", "says that it has received the incident", ({ client, key }, id) =>
    client.stepIncident(id, { to: "received" }, { key }),
  ),
  tells(354, "reliefLiaison", "asks that it cease", ({ client, key }, id) =>
    client.stepIncident(id, { to: "cease_asked" }, { key }),
  ),
  tells(363, "northWatch", "says that it has ceased", ({ client, key }, id) => {
    const text = "Колонна отпущена, экипажу передано новое время.";
    return client.stepIncident(id, { to: "ceased", text }, { key });
  }),
  links(440, "reliefLiaison", "operation", "convoy's operation"),
  links(441, "reliefLiaison", "conflict", "convoy's conflict"),
  links(442, "reliefLiaison", "message", "move notice"),
  links(443, "reliefLiaison", "track", "track"),
  tells(480, "northWatch", "gives its own account", ({ client, key, at }, id) => {
    const account =
      "Дозор вышел на дорогу по прежнему времени. Перенос был согласован утром, до экипажа он не дошёл. Колонна задержана для проверки документов и отпущена после звонка.";
    const fields = {
      incidentKind: "convoy_impeded",
      at: at(STOPPED_MIN + 1),
      place: STOP,
      casualties: "no",
      account,
    };
    return client.reportIncident(id, { form: "first", fields }, { key });
  }),
  links(482, "northWatch", "operation", "patrol"),
  tells(484, "reliefLiaison", "begins to clarify", ({ client, key }, id) =>
    client.stepIncident(id, { to: "clarifying" }, { key }),
  ),
  states(486, "reliefLiaison", 1, "The convoy stood on the river road for twenty minutes."),
  tells(490, "northWatch", "agrees to the first fact", ({ client, key }, id) =>
    client.answerFact(id, { number: 1, answer: "agreed" }, { key }),
  ),
  states(492, "northWatch", 2, "Экипажу дозора не сообщили о новом времени."),
  tells(496, "reliefLiaison", "agrees to the second fact", ({ client, key }, id) =>
    client.answerFact(id, { number: 2, answer: "agreed" }, { key }),
  ),
  states(499, "reliefLiaison", 3, "The crew had been told of the convoy two days before."),
  tells(506, "northWatch", "disputes the third fact, in its own words", ({ client, key }, id) => {
    const text = "О колонне сообщили другому экипажу; этот заступил сегодня.";
    return client.answerFact(id, { number: 3, answer: "disputed", text }, { key });
  }),
  tells(510, "reliefLiaison", "says that facts are disputed", ({ client, key }, id) =>
    client.stepIncident(id, { to: "disputed_facts" }, { key }),
  ),
  tells(514, "reliefLiaison", "asks how crews hear of a change", ({ client, key }, id) => {
    const text = "By which way does a crew hear that a time has changed?";
    return client.askIncident(id, { isUrgent: true, text }, { key });
  }),
  tells(530, "reliefLiaison", "adds an interim report", ({ client, key }, id) => {
    const fields = {
      account: "The convoy has arrived. Nobody was hurt and nothing was taken.",
      agreedFacts: "The stop, its length, and that the crew did not know the new time.",
      disputedFacts: "Whether that crew knew of the convoy.",
    };
    return client.reportIncident(id, { form: "interim", fields }, { key });
  }),
];

export const INCIDENT_STEPS: readonly Step[] = [...STOPPED_STEPS, ...TOLD_STEPS];

/** What a person sees who opens the server's address in a browser, until the console is built. */

import { createHash } from "node:crypto";
import { Type } from "typebox";
import type { Api, ApiContext } from "./context.ts";

const STYLE =
  "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}" +
  "p.example{color:#b00020;font-weight:bold}code{font-size:.95em}li{margin:.3rem 0}" +
  "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#8ab4f8}p.example{color:#ff8a80}}";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Nothing of a party, and nothing that a request brought: fixed text and the version. */
const pageOf = (version: string, isExample: boolean): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>wideberth</title>
<style>${STYLE}</style>
<h1>wideberth</h1>
${isExample ? '<p class="example">Example theatre. Fictional parties; nothing here is real. — <span lang="ar" dir="rtl">مسرح تجريبي (مثال)</span> — <span lang="ru">Учебный район (пример)</span></p>\n' : ""}<p>Operational deconfliction and risk reduction between parties that do not trust each other.
Receipt of a notice is not permission and not a guarantee, and changes no one's duties under
international humanitarian law.</p>
<ul>
<li><a href="readouts">/readouts</a>: what was released of meetings and calls, in English, Arabic and Russian</li>
<li><a href="/v1/openapi.json">/v1/openapi.json</a>: every endpoint, as OpenAPI 3.1</li>
<li><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>: is it there, does it take work</li>
<li><code>/v1/operations</code>, <code>/v1/conflicts</code>, <code>/v1/events</code>: with a token, as
<code>curl -H "Authorization: Bearer TOKEN"</code>. The example prints tokens when it starts; otherwise
<code>wideberth token --party ID</code></li>
</ul>
<p>Version ${version}</p>
</html>
`;

export const registerLanding = (app: Api, { engine, version }: ApiContext): void => {
  app.get(
    "/",
    {
      schema: {
        tags: ["status"],
        operationId: "getLanding",
        summary: "A page for people: what this is and where to go",
        response: { 200: { content: { "text/html": { schema: Type.String() } } } },
      },
    },
    async (_request, reply) => {
      const isExample = engine.view({ kind: "host" }).theatre()?.isExample ?? false;
      return reply
        .header(
          "Content-Security-Policy",
          `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'`,
        )
        .type("text/html; charset=utf-8")
        .send(pageOf(version, isExample));
    },
  );
};

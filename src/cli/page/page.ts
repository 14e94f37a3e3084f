/**
 * The page of `--html`: one file with everything in it, which asks the network for nothing.
 *
 * The script is plain text constants (script-*.ts), not functions turned into text: what stands in
 * the repository is byte for byte what the browser runs and what the policy hashes, from `src` and
 * from `dist` alike, and the server's rooms need no types of a browser. Everything that can be
 * worked out here is (outlines, regions, words); the script only shows. test/e2e runs it.
 */

import { createHash } from "node:crypto";
import { CATALOGUES, fill } from "../texts/texts.ts";
import type { Lang } from "../texts/texts.ts";
import type { Scene } from "../picture/scene.ts";
import { embedJson, escapeMarkup } from "../../formats/markup-text.ts";
import { LISTS_SCRIPT } from "./script-lists.ts";
import { MAP_SCRIPT } from "./script-map.ts";
import { PROJECTION_SCRIPT } from "./script-projection.ts";
import { START_SCRIPT } from "./script-start.ts";
import { TIME_SCRIPT } from "./script-time.ts";
import { WORDS_SCRIPT } from "./script-words.ts";
import { PAGE_STYLE } from "./style.ts";

/** The whole script, in one closed scope. */
export const PAGE_SCRIPT: string = [
  '"use strict";\n(() => {',
  WORDS_SCRIPT,
  PROJECTION_SCRIPT,
  MAP_SCRIPT,
  TIME_SCRIPT,
  LISTS_SCRIPT,
  START_SCRIPT,
  "})();\n",
].join("\n");

/** The page of a scene, shown first in `lang`; the reader may change that. */
export const writePage = (scene: Scene, lang: Lang): string => {
  const { dir, words } = CATALOGUES[lang];
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(PAGE_STYLE)}'`,
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return fill(PAGE, {
    lang,
    dir,
    policy,
    title: escapeMarkup(words.title),
    style: PAGE_STYLE,
    data: embedJson({ scene, lang, catalogues: CATALOGUES }),
    script: PAGE_SCRIPT,
  });
};

const hashOf = (text: string): string =>
  `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;

const PAGE = `<!doctype html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
  <div>
    <h1 data-word="title"></h1>
    <p id="summary"></p>
  </div>
  <label class="language"><span data-word="language"></span> <select id="language"></select></label>
</header>
<p class="fixed"><span data-word="whatItIs"></span> <strong data-word="notPermission"></strong></p>
<main>
  <section class="picture">
    <div id="frame" dir="ltr">
      <svg id="map" tabindex="0" role="img" xmlns="http://www.w3.org/2000/svg">
        <defs>
          <pattern id="hatch" patternUnits="userSpaceOnUse" width="9" height="9">
            <path d="M-1 10 10 -1M-1 1 1 -1M8 10 10 8" class="hatch"/>
          </pattern>
          <pattern id="hatch-legend" patternUnits="userSpaceOnUse" width="9" height="9">
            <path d="M-1 10 10 -1M-1 1 1 -1M8 10 10 8" class="hatch"/>
          </pattern>
        </defs>
        <g id="world"><g id="graticule"></g><g id="volumes"></g><g id="movers"></g></g>
        <g id="specks"></g>
        <g id="names"></g>
        <g id="furniture"></g>
      </svg>
      <p id="mode" aria-live="polite"></p>
      <output id="cursor"></output>
      <div class="zoom">
        <button id="zoom-in" type="button">+</button>
        <button id="zoom-out" type="button">−</button>
        <button id="zoom-all" type="button">⤢</button>
      </div>
    </div>
    <div class="time" dir="ltr">
      <button id="all-times" type="button" aria-pressed="true" data-word="allTimes"></button>
      <button id="earlier" type="button">◂</button>
      <button id="play" type="button">▶</button>
      <button id="later" type="button">▸</button>
      <input id="time" type="range" min="0" max="1" step="1" value="0">
      <output id="clock"></output>
    </div>
    <p id="there" aria-live="polite"></p>
    <p class="help" data-word="mapHelp"></p>
  </section>
  <aside>
    <h2 id="regions-heading" data-word="regionsHeading"></h2>
    <select id="regions" aria-labelledby="regions-heading"></select>
    <h2 data-word="conflictsHeading"></h2>
    <p id="verdict"></p>
    <ol id="conflicts"></ol>
    <section id="skipped-section"><h2 data-word="skippedHeading"></h2>
      <p class="warning" data-word="skippedUnchecked"></p><ul id="skipped"></ul></section>
    <h2 data-word="legendHeading"></h2>
    <ul id="legend"></ul>
    <p id="unreviewed" class="help" data-word="unreviewed"></p>
  </aside>
</main>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
`;

/** The page's style. Logical properties only: the page turns with its language, the map does not. */
export const PAGE_STYLE: string = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f8; --sheet: #ffffff; --ink: #16202c; --quiet: #4b5a6b; --rule: #c3ccd6;
  --map: #fbfcfd; --grid: #d3dbe3; --alarm: #b3261e; --focus: #0b57d0; --on-focus: #ffffff;
  --s0: #0f766e; --s1: #7a4a00; --s2: #5b3cc4; --s3: #226b2b; --s4: #8a2f6b; --s5: #44546a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0b1220; --sheet: #121b2c; --ink: #e4e9f0; --quiet: #a9b6c6; --rule: #33425a;
    --map: #0e1728; --grid: #25344c; --alarm: #ff8a7d; --focus: #7fb0ff; --on-focus: #0b1220;
    --s0: #4fd1c1; --s1: #f0b35c; --s2: #b9a5ff; --s3: #86d98e; --s4: #f09ccf; --s5: #b3c0d1;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1rem clamp(0.75rem, 2vw, 2rem); background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, "IBM Plex Sans", "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif;
}
:root:lang(ar) body { line-height: 1.7; font-family: "IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, "DejaVu Sans", sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; align-items: start; justify-content: space-between; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.3; }
h2 { margin: 1.25rem 0 0.4rem; font-size: 1.125rem; }
p { margin: 0.25rem 0; }
small, .help { color: var(--quiet); font-size: 0.9375rem; }
.counts { font-size: 1.2rem; font-weight: 600; }
.fixed { margin-block: 0.6rem; padding: 0.5rem 0.8rem; border-inline-start: 0.3rem solid var(--focus); background: var(--sheet); }
.warning { color: var(--alarm); font-weight: 600; }
bdi { unicode-bidi: isolate; }
.counts bdi { white-space: nowrap; }
button, select {
  font: inherit; color: var(--ink); background: var(--sheet); border: 1px solid var(--rule);
  border-radius: 0.4rem; padding: 0.35rem 0.7rem; min-block-size: 2.6rem; cursor: pointer;
}
button:hover:not(:disabled) { border-color: var(--focus); }
button:disabled { opacity: 0.5; cursor: default; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(21rem, 27rem); gap: 1.25rem; }
@media (max-width: 66rem) { main { grid-template-columns: minmax(0, 1fr); } }
.picture { position: sticky; inset-block-start: 0.75rem; align-self: start; min-inline-size: 0; }
#frame { position: relative; block-size: min(68vh, 52rem); min-block-size: 22rem; border: 1px solid var(--rule); border-radius: 0.5rem; overflow: hidden; background: var(--map); }
#frame.all::after { content: ""; position: absolute; inset: 0; border: 6px solid var(--focus); border-radius: 0.45rem; pointer-events: none; }
#map { display: block; inline-size: 100%; block-size: 100%; touch-action: none; cursor: grab; user-select: none; }
#map:active { cursor: grabbing; }
#map:focus-visible { outline-offset: -8px; }
#mode { position: absolute; inset-block-start: 0; inset-inline-start: 0; margin: 0; padding: 0.2rem 0.9rem; font-weight: 700; font-size: 1.15rem; background: var(--sheet); border-end-end-radius: 0.5rem; border: 1px solid var(--rule); pointer-events: none; }
#frame.all #mode { background: var(--focus); color: var(--on-focus); border-color: var(--focus); }
#cursor { position: absolute; inset-block-end: 0.35rem; inset-inline-end: 0.6rem; font-size: 0.9rem; font-variant-numeric: tabular-nums; color: var(--quiet); background: var(--map); padding: 0 0.3rem; pointer-events: none; white-space: pre; }
.zoom { position: absolute; inset-block-start: 5.6rem; inset-inline-end: 0.9rem; display: grid; gap: 0.35rem; }
.zoom button { inline-size: 2.7rem; block-size: 2.7rem; padding: 0; font-size: 1.35rem; line-height: 1; }
.time { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-block-start: 0.7rem; }
.time input { flex: 1 1 12rem; min-inline-size: 8rem; accent-color: var(--focus); block-size: 2.6rem; }
#all-times[aria-pressed="true"] { background: var(--focus); color: var(--on-focus); border-color: var(--focus); font-weight: 700; }
#frame.all + .time #time { opacity: 0.45; }
#play { min-inline-size: 3.2rem; }
#clock { min-inline-size: 9.5rem; font-weight: 700; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
#there { min-block-size: 1.6em; }
aside { min-inline-size: 0; }
aside h2:first-child { margin-block-start: 0; }
#regions { inline-size: 100%; }
ol, ul { list-style: none; margin: 0; padding: 0; }
#skipped-section, #conflicts + section + h2 { margin-block-start: 1.25rem; }
#conflicts { max-block-size: 30rem; overflow: auto; border-block: 1px solid var(--rule); padding: 0.25rem; margin-inline: -0.25rem; }
#conflicts li + li { margin-block-start: 0.5rem; }
#conflicts button { display: block; inline-size: 100%; text-align: start; padding: 0.55rem 0.75rem; border-inline-start: 0.35rem solid var(--alarm); overflow-wrap: anywhere; }
#conflicts button[aria-pressed="true"] { outline: 3px solid var(--focus); outline-offset: 0; }
#conflicts span { display: block; }
#conflicts .facts > span, #conflicts .facts bdi { display: inline; }
.facts { color: var(--quiet); font-size: 0.95rem; }
.id { font-weight: 600; }
.letter { display: inline-block; inline-size: 1.55em; line-height: 1.55em; border-radius: 50%; text-align: center; font-size: 0.85em; }
.letter.side-a, .letter.side-b { background: var(--ink); color: var(--sheet); }
.letter.side-b { background: var(--sheet); color: var(--ink); box-shadow: inset 0 0 0 2px var(--ink); }
#skipped li, #legend li { margin-block: 0.45rem; overflow-wrap: anywhere; }
#skipped li { border-inline-start: 0.25rem dashed var(--alarm); padding-inline-start: 0.6rem; font-size: 0.95rem; }
.swatch { inline-size: 44px; block-size: 26px; vertical-align: middle; }
.meridian { fill: none; stroke: var(--grid); stroke-width: 1; vector-effect: non-scaling-stroke; }
.degree { font-size: 13px; fill: var(--quiet); paint-order: stroke; stroke: var(--map); stroke-width: 4px; font-variant-numeric: tabular-nums; }
.volume .ground { fill: currentColor; fill-opacity: 0.1; stroke: none; }
.volume .shape, .mover { fill: none; stroke: currentColor; stroke-width: 1.75; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.volume.conflict .shape { stroke-width: 3.5; fill: url(#hatch); }
.volume.conflict.swatched .shape { fill: url(#hatch-legend); }
.volume.side-a .shape { stroke: var(--ink); stroke-width: 6; stroke-dasharray: none; }
.volume.side-b .shape { stroke: var(--ink); stroke-width: 6; stroke-dasharray: 14 7; }
.volume.away { display: none; }
.volume.way .ground { fill-opacity: 0.04; }
.volume.way .shape { stroke-width: 1; stroke-dasharray: 3 5; fill: none; }
.mover { fill: currentColor; fill-opacity: 0.35; stroke-width: 4; }
.speck { fill: none; stroke: currentColor; stroke-width: 1.75; pointer-events: none; }
.speck.conflict { stroke-width: 3.5; fill: var(--alarm); fill-opacity: 0.5; }
.hatch { stroke: var(--alarm); stroke-width: 1.6; fill: none; }
.source0 { color: var(--s0); } .source1 { color: var(--s1); } .source2 { color: var(--s2); }
.source3 { color: var(--s3); } .source4 { color: var(--s4); } .source5 { color: var(--s5); }
.source1 .shape { stroke-dasharray: 12 4; } .source2 .shape { stroke-dasharray: 3 3; }
.source3 .shape { stroke-dasharray: 12 4 3 4; } .source4 .shape { stroke-dasharray: 20 5; } .source5 .shape { stroke-dasharray: 7 7; }
.name { font-size: 15px; fill: var(--ink); paint-order: stroke; stroke: var(--map); stroke-width: 4px; stroke-linejoin: round; unicode-bidi: plaintext; pointer-events: none; }
.name.chosen { font-weight: 700; font-size: 17px; }
.badge { fill: var(--ink); stroke: var(--map); stroke-width: 2; }
.badge.side-b { fill: var(--sheet); stroke: var(--ink); }
.badge-text { font-size: 15px; font-weight: 700; fill: var(--sheet); }
.badge.side-b + .badge-text { fill: var(--ink); }
.scale { fill: none; stroke: var(--ink); stroke-width: 2; } .scale-halo { fill: none; stroke: var(--map); stroke-width: 6; }
.scale-text { unicode-bidi: plaintext; font-size: 15px; fill: var(--ink); paint-order: stroke; stroke: var(--map); stroke-width: 4px; }
.north path { fill: var(--ink); stroke: var(--map); stroke-width: 2; } .north text { font-size: 15px; font-weight: 700; fill: var(--ink); }
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --quiet: #333; --rule: #888; --map: #fff; --grid: #bbb; --alarm: #a00000; --focus: #003a8c; --on-focus: #fff; --s0: #0f766e; --s1: #7a4a00; --s2: #5b3cc4; --s3: #226b2b; --s4: #8a2f6b; --s5: #44546a; }
  body { padding: 0; font-size: 10.5pt; }
  main { display: block; } .picture { position: static; }
  #frame { block-size: 13cm; break-inside: avoid; } #conflicts { max-block-size: none; overflow: visible; }
  #conflicts li, #skipped li { break-inside: avoid; }
  .zoom, .time, .help, .language, #cursor { display: none; } #unreviewed { display: block; }
}
`;

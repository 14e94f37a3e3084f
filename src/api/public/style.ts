/** The style of the public pages: quiet, for reading and for paper. Logical properties only. */
export const PUBLIC_STYLE: string = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f8; --sheet: #ffffff; --ink: #16202c; --quiet: #4b5a6b; --rule: #c3ccd6;
  --alarm: #b3261e; --focus: #0b57d0; --mark: #fff0b8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0b1220; --sheet: #121b2c; --ink: #e4e9f0; --quiet: #a9b6c6; --rule: #33425a;
    --alarm: #ff8a7d; --focus: #7fb0ff; --mark: #4a3d00;
  }
}
* { box-sizing: border-box; }
body {
  max-inline-size: 60rem; margin-inline: auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 3rem;
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, "IBM Plex Sans", "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif;
}
:lang(ar) { line-height: 1.75; font-family: "IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, "DejaVu Sans", sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; justify-content: space-between; align-items: baseline; border-block-end: 1px solid var(--rule); padding-block-end: 0.6rem; }
header p { margin: 0; font-weight: 600; }
nav ul { display: flex; gap: 1.1rem; list-style: none; margin: 0; padding: 0; }
a { color: var(--focus); text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[aria-current] { color: inherit; text-decoration: none; font-weight: 700; }
h1 { font-size: 1.7rem; line-height: 1.3; margin: 1.6rem 0 0.4rem; }
h2 { font-size: 1.2rem; line-height: 1.4; margin: 0 0 0.3rem; }
p { margin: 0.45rem 0; }
.quiet, footer { color: var(--quiet); font-size: 0.95rem; }
.example { color: var(--alarm); font-weight: 700; }
.notice { border-inline-start: 0.3rem solid var(--focus); background: var(--sheet); padding: 0.5rem 0.9rem; }
.first { font-weight: 600; }
article, .wording { container-type: inline-size; background: var(--sheet); border: 1px solid var(--rule); border-radius: 0.5rem; padding: 1.1rem 1.3rem; margin-block: 1rem; break-inside: avoid; }
.wordings { margin-block: 1rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; align-items: start; }
.wordings .wording { margin-block: 0; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: 0.3rem 1.4rem; margin: 0.7rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
@container (max-width: 24rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-block-end: 0.5rem; } }
blockquote { margin: 0.9rem 0 0; padding-block-start: 0.8rem; border-block-start: 1px solid var(--rule); white-space: pre-line; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; text-decoration: underline; text-decoration-thickness: 0.12em; text-underline-offset: 0.2em; padding-inline: 0.1em; border-radius: 0.15em; }
footer { margin-block-start: 2.5rem; border-block-start: 1px solid var(--rule); padding-block-start: 0.8rem; }
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --quiet: #333; --rule: #999; --alarm: #a00000; --focus: #000; --mark: #fff; }
  body { padding: 0; max-inline-size: none; font-size: 10.5pt; }
  nav { display: none; } a { text-decoration: none; }
}
`;

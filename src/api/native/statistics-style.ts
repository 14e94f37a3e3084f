/** The style of the page of statistics: for screens of every width, and for paper. */

import { PUBLIC_STYLE } from "../public/style.ts";

export const STATISTICS_STYLE: string = `${PUBLIC_STYLE}
h3 { font-size: 1.02rem; margin: 1.2rem 0 0.2rem; }
table { inline-size: 100%; border-collapse: collapse; }
th { font-weight: 400; text-align: start; inline-size: 45%; padding: 0.12rem 0; }
td { text-align: end; inline-size: 6rem; padding-inline-end: 0.8rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.plot { inline-size: auto; padding: 0; }
.bar, .columns { display: block; inline-size: 100%; fill: var(--focus); }
.bar { block-size: 0.75rem; }
.columns { block-size: 5rem; border-block-end: 1px solid var(--rule); }
[dir="rtl"] :is(.bar, .columns) { transform: scaleX(-1); }
.told { table-layout: fixed; }
.told :is(th, td) { padding-block: 0.3rem; vertical-align: top; border-block-end: 1px solid var(--rule); }
.told th { padding-inline-end: 0.8rem; inline-size: 42%; }
.told td { text-align: start; inline-size: auto; white-space: normal; overflow-wrap: anywhere; }
.told tr > :last-child { inline-size: 20%; }
.told thead th { color: var(--quiet); }
@container (max-width: 34rem) {
  th { inline-size: 60%; }
  td { inline-size: 3.6rem; }
  .told thead { display: none; }
  .told :is(tr, th, td) { display: block; inline-size: 100%; border: 0; padding-block: 0; }
  .told tr > :last-child { inline-size: 100%; }
  .told tr { border-block-end: 1px solid var(--rule); padding-block: 0.5rem; }
  .told th { font-weight: 600; }
  .told td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
}
.axis { display: flex; justify-content: space-between; }
h2, h3, p.quiet { break-after: avoid; }
tr { break-inside: avoid; }
@media print { article { border-color: #999; break-inside: auto; } }
`;

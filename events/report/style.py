"""The style of a report: one sheet for screen and A4, fonts of the system, colours with a contrast of 4.5 and more."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light; --ink: #1B1D20; --ink2: #46494E; --ink3: #63666C; --rule: #D3CEC3; --accent: #1A4F80; }
* { box-sizing: border-box; }
html { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
html[lang=ar], :lang(ar) { font-family: "Noto Sans Arabic", Tahoma, "Segoe UI", "DejaVu Sans", Arial, sans-serif; }
html[lang=ar] :lang(en) { font-family: system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
html[lang=ar] { line-height: 1.7; }
body { margin: 0; background: #FFF; color: var(--ink); font-variant-numeric: tabular-nums; }
header, main, nav, footer { max-width: 60rem; margin-inline: auto; padding-inline: 1.25rem; }
header { padding-block: 1.5rem 0; }
footer { padding-block: 1rem 2rem; color: var(--ink2); }
.skip { position: absolute; inset-inline-start: -999rem; padding: .5rem 1rem; background: #FFF; }
.skip:focus { inset-inline-start: .5rem; inset-block-start: .5rem; }
a { color: var(--accent); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid #0A58CA; outline-offset: 2px; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.2rem 0 .6rem; padding-block-start: .6rem; border-block-start: 2px solid var(--ink); }
h3 { font-size: 1.12rem; margin: 1.8rem 0 .4rem; }
h4 { font-size: 1rem; margin: 1.1rem 0 .3rem; }
h5 { font-size: .93rem; margin: .9rem 0 .2rem; }
p { margin: .4rem 0; max-width: 46rem; }
.kicker, .small, small { color: var(--ink2); font-size: .87rem; }
small { display: block; }
.notice { border: 1px solid var(--ink2); padding: .5rem .8rem; font-weight: 600; max-width: none; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; list-style: none; }
nav a, .back { display: inline-block; min-block-size: 24px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--ink2); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; inline-size: 100%; margin: .3rem 0 .8rem; }
caption { text-align: start; font-weight: 600; padding-block: .3rem; }
.incident caption { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
th small { font-weight: 400; }
th, td { text-align: start; vertical-align: top; padding: .28rem .5rem; border-block-end: 1px solid var(--rule); }
th, td { overflow-wrap: break-word; }
thead th { color: var(--ink2); font-size: .87rem; border-block-end-color: var(--ink2); }
tbody th { font-weight: 600; }
th.group { background: #F1EEE7; border-block-end-color: var(--ink3); }
td.number { text-align: center; white-space: nowrap; }
.notes { font-size: .87rem; }
.claims td, .claims tbody th { font-size: .93rem; }
.chip { white-space: nowrap; padding: .05rem .4rem; border-radius: 3px; font-size: .87rem; }
.chip b { padding-inline-end: .3em; }
.agreed { background: #E1ECF5; color: #1A4F80; } .range { background: #EDF2F6; color: #2D4A63; }
.contested { background: #FBE7D6; color: #8A3400; outline: 1.5px solid #B4470B; }
.single { background: #EEEBE4; color: #46494E; } .none { color: #46494E; }
figure { margin: .6rem 0; }
svg.map { display: block; inline-size: 100%; block-size: auto; border: 1px solid var(--ink3);
  font: 10.5px "Liberation Sans", Arial, "Noto Sans Arabic", Tahoma, sans-serif; }
svg.map text { fill: #1B1D20; } svg.map .count { font-weight: 700; }
svg.map .name0, svg.map .name1 { fill: #3F4247; paint-order: stroke; stroke: #F7F5F0; stroke-width: 2.5px; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.3rem; padding: 0; list-style: none; font-size: .87rem; }
.swatch { vertical-align: -3px; margin-inline-end: .3rem; }
ol.footnotes { font-size: .87rem; columns: 2; column-gap: 2rem; padding-inline-start: 2.6rem; }
ol.footnotes li { break-inside: avoid; overflow-wrap: anywhere; margin-block-end: .2rem; }
ol.sources li { margin-block-end: .8rem; }
:target { background: #FFF4CC; }
.scroll { overflow-x: auto; }
@media (max-width: 40rem) { ol.footnotes { columns: 1; } dl { grid-template-columns: 1fr; } dt { margin-top: .3rem; } }
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-center { content: counter(page) " / " counter(pages);
  font: 9pt sans-serif; color: #46494E; } }
@media print {
  html { font-size: 9pt; line-height: 1.35; }
  header, main, footer { max-width: none; padding-inline: 0; }
  .skip, nav { display: none; }
  .scroll { overflow: visible; }
  h2, h3, h4, h5, caption { break-after: avoid; }
  .page { break-before: page; }
  tr, figure, li, .notice { break-inside: avoid; }
  thead { display: table-header-group; }
  th.group { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .notes a, ol.sources a { color: var(--accent); }
  svg.map { inline-size: auto; max-inline-size: 100%; block-size: 128mm; margin-inline: auto; }
  th, td { padding: .18rem .4rem; }
  .chip, th.group, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

/** Every colour is a pair, light and dark, of the playground's palette; text keeps 4.5 to 1 on its ground. */
export const style = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f5f5f1, #121419);
  --surface: light-dark(#ffffff, #1a1d24);
  --sunken: light-dark(#f0f0ea, #222630);
  --line: light-dark(#dbdbd3, #30353f);
  --ink: light-dark(#1b1c20, #e8e9ed);
  --soft: light-dark(#55575f, #a9aeb9);
  --accent: light-dark(#3144c4, #a6b6ff);
  --good: light-dark(#0f6a38, #74d69e);
  --good-ground: light-dark(#e3f4e9, #142b1e);
  --bad: light-dark(#b01e1e, #ff9d93);
  --bad-ground: light-dark(#fdeae8, #391b1c);
  --warn: light-dark(#7d5200, #f1c56b);
  --warn-ground: light-dark(#fcf1d8, #30260f);
  --wait: light-dark(#1b5a9e, #90c4ff);
  --wait-ground: light-dark(#e5f0fb, #14283e);
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 3rem;
  background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, h4 { margin: 0; line-height: 1.25; text-wrap: balance; }
h1 code, h2 code, h3 code { padding: 0; background: none; font-size: 0.9375em; }
h1 { font-size: 1.625rem; letter-spacing: -0.01em; }
h2 { margin: 2.25rem 0 0.75rem; font-size: 1.125rem; }
h3 { margin: 1.5rem 0 0.5rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 76ch; }
ul { margin: 0.5rem 0; padding-left: 1.25rem; }
ul.names { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr)); column-gap: 2rem; }
li { margin: 0.25rem 0; break-inside: avoid; }
a { color: var(--accent); text-underline-offset: 0.1875rem; }
code, pre { font-family: var(--mono); font-size: 0.8125rem; }
code { padding: 0.0625rem 0.25rem; border-radius: 0.25rem; background: var(--sunken); white-space: pre-wrap; }
pre {
  margin: 0.5rem 0; padding: 0.625rem 0.75rem; overflow-x: auto; line-height: 1.5;
  border: 1px solid var(--line); border-radius: 0.375rem; background: var(--sunken);
}
pre code { padding: 0; background: none; white-space: pre; overflow-wrap: normal; }
.soft { color: var(--soft); }
.banner {
  max-width: none; margin: 1rem 0 0; padding: 0.875rem 1.125rem;
  border: 1px solid var(--line); border-left: 0.375rem solid currentColor; border-radius: 0.5rem;
  background: var(--surface); color: var(--ink); font-size: 1rem;
}
.banner strong { font-size: 1.125rem; }
.banner.good { border-left-color: var(--good); background: var(--good-ground); }
.banner.bad { border-left-color: var(--bad); background: var(--bad-ground); }
.banner.warn { border-left-color: var(--warn); background: var(--warn-ground); }
.banner.wait { border-left-color: var(--wait); background: var(--wait-ground); }
.banner.good strong { color: var(--good); }
.banner.bad strong { color: var(--bad); }
.banner.warn strong { color: var(--warn); }
.banner.wait strong { color: var(--wait); }
.mark { font-weight: 600; white-space: nowrap; }
.mark.good { color: var(--good); }
.mark.bad { color: var(--bad); }
.mark.warn { color: var(--warn); }
.mark.wait { color: var(--wait); }
.mark.quiet { color: var(--soft); font-weight: 400; }
.mark > span { display: inline-block; min-width: 0.875em; text-align: center; }
.gauge {
  display: inline-block; width: 8rem; height: 0.5rem; border-radius: 0.25rem; overflow: hidden;
  background: var(--line); vertical-align: middle; print-color-adjust: exact;
}
.gauge > span { display: block; height: 100%; background: var(--accent); print-color-adjust: exact; }
.wide {
  overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--surface);
}
.wide, table.cards { margin: 0.75rem 0; }
table { width: 100%; border-collapse: collapse; background: var(--surface); }
table.cards {
  border: 1px solid var(--line); border-radius: 0.5rem; border-spacing: 0; border-collapse: separate; overflow: hidden;
}
th, td { padding: 0.4375rem 0.75rem; border-top: 1px solid var(--line); text-align: left; vertical-align: baseline; }
thead th, .wide td { overflow-wrap: normal; }
thead th {
  border-top: 0; background: var(--sunken); color: var(--soft);
  font-size: 0.8125rem; font-weight: 600; vertical-align: bottom;
}
tbody th { font-weight: inherit; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.wide thead .number { white-space: normal; }
.cards .number { width: 1%; }
.wide tbody th { min-width: 11rem; }
details { margin: 0.5rem 0; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--surface); }
summary { padding: 0.5rem 0.75rem; cursor: pointer; border-radius: 0.5rem; }
summary:hover { background: var(--sunken); }
details > div { padding: 0 0.875rem 0.625rem; border-top: 1px solid var(--line); }
details > div > p:first-child { margin-top: 0.625rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section[id] { margin-top: 1.75rem; border-top: 1px solid var(--line); }
section[id] > h2 { margin-top: 1.25rem; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: 0.8125rem; }
@media (min-width: 60rem) {
  .cards .roomy { min-width: 14rem; }
}
@media (max-width: 40rem) {
  body { padding: 1.25rem 0.875rem 2rem; }
  h1 { font-size: 1.375rem; }
  .wide tbody th { min-width: 8rem; }
  .wide th, .wide td { padding: 0.375rem 0.5rem; }
  table.cards, .cards tbody, .cards tr, .cards th, .cards td { display: block; width: auto; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { padding: 0.5rem 0.75rem; border-top: 1px solid var(--line); }
  .cards tbody tr:first-child { border-top: 0; }
  .cards tbody th, .cards tbody td { display: flow-root; padding: 0.125rem 0 0.125rem 6rem; border: 0; text-align: left; }
  .cards tbody th::before, .cards tbody td::before {
    content: attr(data-head); float: left; width: 5.5rem; margin-left: -6rem; color: var(--soft); font-size: 0.8125rem;
  }
  .cards td:empty { display: none; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  details::details-content { content-visibility: visible; block-size: auto; }
  details, tr, pre, .banner { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  .wide { overflow: visible; }
  pre code { white-space: pre-wrap; }
}
`

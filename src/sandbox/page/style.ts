/** The page's one style sheet; colours follow the system's light or dark setting. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5b6776; --line: #dfe4ea; --accent: #0f5fb5;
  --code: #f1f4f8; --crit: #b3123b; --high: #b25000; --med: #7a6400; --low: #276749; --off: #6b7280;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11161d; --card: #1a212b; --ink: #e6ebf1; --soft: #9aa7b6; --line: #2d3743; --accent: #7fb8f7;
    --code: #131a22; --crit: #ff8097; --high: #ffb066; --med: #e7cf62; --low: #7fd3a3; --off: #9aa3af;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header > div, main { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
header > div { display: flex; align-items: center; gap: 8px 28px; min-height: 56px; flex-wrap: wrap; }
header strong { font-size: 16px; }
nav { display: flex; gap: 4px; }
nav a { padding: 6px 12px; border-radius: 6px; color: var(--soft); }
nav a[aria-current] { background: var(--paper); color: var(--ink); font-weight: 600; }
header small { color: var(--soft); margin-left: auto; }
main { padding-top: 24px; padding-bottom: 48px; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 28px 0 10px; }
.sub { color: var(--soft); margin: 0 0 18px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 16px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; }
.card h2 { margin: 0 0 8px; }
.figures { display: flex; flex-wrap: wrap; gap: 6px 26px; margin: 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: 13px; }
.figures dd { margin: 0; font-size: 24px; font-weight: 650; font-variant-numeric: tabular-nums; }
form { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 14px; }
input, select, button {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 7px; padding: 7px 11px;
}
input { flex: 1 1 220px; min-width: 0; }
button { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; cursor: pointer; }
.scroll { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--soft); font-size: 12.5px; font-weight: 600; white-space: nowrap; }
th, td { padding: 9px 14px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.name { overflow-wrap: anywhere; min-width: 16em; }
td.name a { font-weight: 500; }
td.name small { display: block; color: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.tags { display: flex; flex-wrap: wrap; gap: 4px; width: 12.5em; }
.tag { font-size: 12px; line-height: 18px; padding: 0 7px; border: 1px solid var(--line); border-radius: 9px; white-space: nowrap;
  max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.severity { font-weight: 650; font-size: 12.5px; color: var(--soft); }
.severity.crit { color: var(--crit); } .severity.high { color: var(--high); }
.severity.med { color: var(--med); } .severity.low { color: var(--low); }
.state { white-space: nowrap; }
.state::before { content: ""; display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-right: 7px; background: var(--low); }
.state.off { color: var(--off); }
.state.off::before { background: var(--off); }
.empty { padding: 34px 20px; text-align: center; color: var(--soft); }
.pages { display: flex; gap: 16px; margin: 14px 2px; color: var(--soft); }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 0; overflow: auto;
  font: 13px/1.55 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
ul.links { margin: 0; padding-left: 18px; overflow-wrap: anywhere; }
dl.facts { display: grid; grid-template-columns: minmax(9em, max-content) minmax(0, 1fr); gap: 6px 20px; margin: 0; }
dl.facts dt { color: var(--soft); overflow-wrap: anywhere; }
dl.facts dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.facts-line { display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: center; margin: 0 0 18px; color: var(--soft); }
@media (max-width: 720px) {
  header > div, main { padding-left: 14px; padding-right: 14px; }
  header > div { padding-top: 8px; padding-bottom: 8px; }
  header small { display: none; }
  thead { display: none; }
  table, tbody { display: block; }
  tr { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: center; padding: 11px 14px; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td { display: block; padding: 0; border: 0; }
  td:empty, td.void { display: none; }
  td.name { flex: 1 0 100%; min-width: 0; }
  .tags { width: auto; }
  .figures { gap: 6px 20px; }
  .figures dd { font-size: 20px; }
  td.number { text-align: left; color: var(--soft); }
  td.number::before { content: "articles "; }
  dl.facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dl.facts dd { margin-bottom: 9px; }
}
`;

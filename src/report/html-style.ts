/** The style of the report: light and dark by what the reader's system says, and always light on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --paper: #fff; --line: #d0d7de; --soft: #f3f5f7;
  --crit: #b3261e; --high: #c2540a; --med: #8a6a00; --low: #4a6785; --good: #1a7f37; --add: #dcf5e3; --del: #fde3e1; --mark: #f0c000; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9aa7b4; --paper: #0f1419; --line: #313a44; --soft: #182028;
  --crit: #ff8a80; --high: #ffb077; --med: #e3c65b; --low: #9db8d2; --good: #6fd08c; --add: #12351f; --del: #431b1b; --mark: #7a6200; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .4rem 0; } .dim, small { color: var(--dim); } ul { margin: .3rem 0; padding-left: 1.2rem; } a { color: inherit; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--dim); font-weight: 600; overflow-wrap: normal; } td.n, th.n { text-align: right; white-space: nowrap; overflow-wrap: normal; } td.w { white-space: nowrap; overflow-wrap: normal; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; } .tile { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .9rem; min-width: 8rem; } .tile b { display: block; font-size: 1.5rem; }
.CRIT { color: var(--crit); font-weight: 700; } .HIGH { color: var(--high); font-weight: 700; } .MED { color: var(--med); font-weight: 600; } .LOW { color: var(--low); }
.chip { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; margin: .1rem .15rem .1rem 0; font-size: .85rem; white-space: nowrap; }
.chip.proved { border: 2px solid var(--good); } .chip.covered { border-color: var(--good); } .chip.elsewhere { border-style: dashed; } .chip.mentioned { border: 2px solid var(--crit); color: var(--crit); }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: .5rem; margin: .4rem 0; overflow-x: auto; font: 12.5px/1.45 ui-monospace, monospace; }
pre .added { background: var(--add); } pre .removed { background: var(--del); } pre mark { background: var(--mark); color: inherit; }
svg { width: 100%; height: auto; } svg text { fill: var(--dim); font-size: 11px; } .grid { stroke: var(--line); }
.bar.CRIT { fill: var(--crit); } .bar.HIGH { fill: var(--high); } .bar.MED { fill: var(--med); } .bar.LOW { fill: var(--low); }
@media screen and (max-width: 48rem) { body { padding: 1rem; } table { display: block; overflow-x: auto; } td { overflow-wrap: break-word; } td:not(.n):not(.w) { min-width: 6rem; } }
@media print { :root { color-scheme: light; --ink: #000; --dim: #444; --paper: #fff; --line: #bbb; --soft: #f5f5f5;
  --crit: #b3261e; --high: #c2540a; --med: #8a6a00; --low: #4a6785; --good: #1a7f37; --add: #e6f5ea; --del: #fbe6e4; --mark: #ffe08a; }
  body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; } tr, .tile, pre, svg { break-inside: avoid; } thead { display: table-header-group; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; } nav { display: none; } * { print-color-adjust: exact; } }
`;

// What a terminal shows, as a page: text with the colours and weights that our output uses.
const STYLES = {
  1: 'font-weight:700',
  2: 'opacity:.65',
  31: 'color:#ff8a94',
  32: 'color:#8fd19e',
  33: 'color:#e6c97a',
  34: 'color:#86bdf8',
  35: 'color:#d3a6ea',
  36: 'color:#7fd4d4',
  90: 'color:#93a0ae',
};
/** Codes that end what others began. */
const ENDS = { 22: ['1', '2'], 39: ['31', '32', '33', '34', '35', '36', '90'] };

export function terminalPage(text) {
  return `<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#14181d;color:#e7ecf2}
pre{display:inline-block;margin:0;padding:18px 22px;font:14px/1.4 "DejaVu Sans Mono","Liberation Mono",monospace}</style><pre>${inColours(text)}</pre>`;
}

function inColours(text) {
  const on = new Set();
  return text
    .split(/\x1b\[([\d;]*)m/)
    .map((part, at) => {
      if (at % 2 === 1) {
        for (const code of part.split(';')) {
          if (code === '' || code === '0') on.clear();
          else if (ENDS[code]) for (const begun of ENDS[code]) on.delete(begun);
          else on.add(code);
        }
        return '';
      }
      const style = [...on].map((code) => STYLES[code] ?? '').join(';');
      const safe = part.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
      return style === '' ? safe : `<span style="${style}">${safe}</span>`;
    })
    .join('');
}

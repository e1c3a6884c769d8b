import { readFileSync } from 'node:fs';

/**
 * A second reader of SPL that shares no code with the checker: it masks quoted text with one regular expression and then works on
 * what is left with others. Stricter than Splunk where that is simpler. Used to ask of every accepted search: would anyone else
 * find fault with it?
 */
const repo = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const commands = new Set(
  [...repo('config/reference/spl/commands.json').matchAll(/^ {2}"(\w+)": \{(.*)\}/gm)]
    .filter(
      ([, , facts]) =>
        !facts?.includes('"risky"') && !facts?.includes('"refuse"') && !facts?.includes('"app":"Splunk M'),
    )
    .map(([, name]) => name),
);

const macros = new Set(
  [...repo('splunk_app/default/macros.conf').matchAll(/^\[([^\]]+)\]/gm)].map(([, stanza]) => stanza),
);

const cim: { models: Record<string, { datasets: Record<string, unknown> }> } = JSON.parse(
  repo('config/reference/cim/cim.json'),
);

/** What is wrong with a search, in words; empty where nothing is. `extraMacros` are signatures such as `get_asset(1)`. */
export function secondReading(spl: string, extraMacros: readonly string[] = []): string[] {
  const faults: string[] = [];
  if (/[\r\0]/.test(spl)) faults.push('a control character');
  for (const [at, line] of spl.split('\n').entries()) {
    if (/\\\s*$/.test(line)) faults.push('a line ends in a backslash');
    if (/\s$|^$/.test(line)) faults.push('a line is empty or ends in a blank');
    if (at > 0 && /^\s*(?:\[|#|\/\/)/.test(line)) faults.push('a line begins as a stanza or a comment of a file');
  }
  if (spl !== spl.trim() || spl === '') faults.push('white space at an end, or empty');

  // Comments may hold nothing that any reader would take for more.
  for (const [, inner = ''] of spl.matchAll(/```([\s\S]*?)```/g)) {
    if (/["'`|[\]\\$\n]/.test(inner)) faults.push(`a comment with ${inner}`);
  }
  // Strings first: what is left of them is "_", so nothing inside them counts below.
  const masked = spl
    .replace(/```[^`]*```/g, ' ')
    .replace(/"(?:\\.|[^"\\])*"/g, (text) => `"${'_'.repeat(text.length - 2)}"`);
  if ((masked.match(/"/g)?.length ?? 0) % 2 !== 0) faults.push('quotes do not pair up');
  if ((masked.match(/`/g)?.length ?? 0) % 2 !== 0) faults.push('backticks do not pair up');
  if (masked.includes('```')) faults.push('a comment is left');

  let bare = masked.replace(/"_*"/g, '""').replace(/'[^']*'/g, 'FIELD');
  for (const [call] of bare.matchAll(/`[^`]*`/g)) {
    const name = /^`(\w+)/.exec(call)?.[1] ?? '';
    const inside = /\((.*)\)`$/.exec(call)?.[1];
    const signature = inside === undefined ? name : `${name}(${inside.split(',').length})`;
    if (!macros.has(signature) && !extraMacros.includes(signature)) faults.push(`macro ${signature}`);
  }
  bare = bare.replace(/`[^`]*`/g, ' MACRO ');
  if (/(?:^|\s)\/\/(?:\s|$)/.test(bare)) faults.push('a // comment');
  faults.push(...unbalanced(bare), ...unknownCommands(bare));

  for (const [, quoted, plain] of spl.matchAll(/[|[]\s*tstats\b[^|\]]*?\bdatamodel\s*=\s*(?:"([^"]+)"|([\w.]+))/gi)) {
    const [model = '', dataset] = (quoted ?? plain ?? '').split('.');
    const known = cim.models[model];
    if (!known) faults.push(`data model ${model}`);
    else if (dataset && !Object.hasOwn(known.datasets, dataset)) faults.push(`data set ${model}.${dataset}`);
  }
  return faults;
}

/** Removes innermost pairs until nothing changes; parentheses may not hold a pipe. */
function unbalanced(bare: string): string[] {
  let rest = bare.replace(/[^()[\]|]/g, '');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\(\)/g, '').replace(/\[\|*\]/g, '');
  }
  return /[()[\]]/.test(rest) ? [`unbalanced: ${rest.slice(0, 20)}`] : [];
}

/** The word behind every pipe and every opening bracket. */
function unknownCommands(bare: string): string[] {
  const words = [...bare.matchAll(/[|[]\s*(?![|[\s])([^\s|[\](),=<>"!]*)/g)].map(([, word]) => word ?? '');
  const first = /^\s*([^\s|[\](),=<>"!]*)/.exec(bare)?.[1] ?? '';
  const isField = /^\s*[^\s|]+\s*[=!<>]/.test(bare);
  if (!isField && commands.has(first.toLowerCase()) && first.toLowerCase() !== 'search' && !bare.startsWith('|')) {
    words.push(`${first} without a pipe`);
  }
  return words.filter((word) => word !== 'MACRO' && !commands.has(word.toLowerCase())).map((word) => `command ${word}`);
}

import { commandFacts, placeOf, UNMISTAKABLE } from '../commands.ts';
import { isSignificant, type Token } from '../lexer.ts';
import { readMacroCall } from '../macros.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/** `tstats …` at the start becomes `| tstats …`. */
export const leadingPipe: Repair = {
  name: 'leading-pipe',
  judgement: true,
  preserves: 'Every word. Without the pipe Splunk would search for the word "tstats" and the rest as terms.',
  edits: ({ tree, findings }): Edit[] =>
    findings
      .filter(({ code }) => code === 'spl-missing-pipe')
      .filter(() => UNMISTAKABLE.has(tree.main.commands[0]?.head?.text.toLowerCase() ?? ''))
      .map(({ start }) => ({ start, end: start, text: '| ' })),
};

/** `[index=…]` becomes `[search index=…]`. */
export const subsearchCommand: Repair = {
  name: 'subsearch-command',
  judgement: false,
  preserves: 'Every word. A subsearch that starts with terms can only be a search; Splunk wants it said there.',
  edits: ({ findings }): Edit[] =>
    findings
      .filter(({ code }) => code === 'spl-missing-search')
      .map(({ start }) => ({ start, end: start, text: 'search ' })),
};

/** `` `tstats` count … `` becomes `tstats count …`: backticks around a command's name where no macro has that name. */
export const commandBackticks: Repair = {
  name: 'command-backticks',
  judgement: true,
  preserves: 'The command and its arguments. As a macro the name is undefined, so the search could not be parsed.',
  edits({ tree, findings }): Edit[] {
    const unknown = new Set(findings.filter(({ code }) => code === 'spl-unknown-macro').map(({ start }) => start));
    return tree.tokens.flatMap((token) => {
      const call = token.kind === 'macro' && unknown.has(token.start) ? readMacroCall(token) : null;
      if (!call || call.args.length > 0 || !commandFacts().has(call.name)) return [];
      return [{ start: token.start, end: token.start + token.text.length, text: call.name }];
    });
  },
};

/** `(| tstats … | x) | append …` becomes `| tstats … | x | append …`. */
export const unwrappedPipeline: Repair = {
  name: 'unwrapped-pipeline',
  judgement: true,
  preserves:
    'All commands in their order. Parentheses around a pipeline mean nothing in SPL: Splunk cuts at the pipes first.',
  edits({ tree }): Edit[] {
    const tokens = tree.tokens.filter(isSignificant);
    const [first] = tokens;
    if (first?.kind !== 'lparen') return [];
    const partner = partnerOf(tokens);
    const last = partner < 0 ? undefined : tokens[partner];
    const after = tokens[partner + 1];
    const wrapsPipes = tokens.slice(0, partner).some(({ kind }) => kind === 'pipe');
    if (!last || !wrapsPipes || (after && after.kind !== 'pipe')) return [];
    return [first, last].map(({ start }) => ({ start, end: start + 1, text: ' ' }));
  },
};

/** The index of the parenthesis that closes the first token, brackets skipped; -1 where there is none. */
function partnerOf(tokens: readonly Token[]): number {
  let depth = 0;
  let brackets = 0;
  return tokens.findIndex(({ kind }) => {
    if (kind === 'open') brackets += 1;
    if (kind === 'close') brackets -= 1;
    if (brackets === 0 && kind === 'lparen') depth += 1;
    if (brackets === 0 && kind === 'rparen') depth -= 1;
    return depth === 0;
  });
}

/** `` `indextime` | tstats … `` becomes `| tstats …`, where nobody defines the macro. */
export const leadingMacro: Repair = {
  name: 'leading-macro',
  judgement: true,
  preserves:
    'The pipeline from the command on that makes its events: nothing that stands before such a command can feed it.',
  edits({ tree, findings }): Edit[] {
    const [opening, generating] = tree.main.commands;
    if (!opening) return [];
    const macro = opening.head;
    if (macro?.kind !== 'macro' || opening.args.length !== 1 || tree.main.leadingPipe) return [];
    if (!findings.some(({ code, start }) => code === 'spl-unknown-macro' && start === macro.start)) return [];
    if (!generating || placeOf(generating.name, false) !== 'first') return [];
    return [{ start: macro.start, end: macro.start + macro.text.length, text: '' }];
  },
};

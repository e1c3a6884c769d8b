import { readFileSync } from 'node:fs';
import { commandFacts } from './commands.ts';
import type { Token } from './lexer.ts';

/** A search macro that our own app brings. */
export interface ShippedMacro {
  readonly name: string;
  readonly args: readonly string[];
  readonly definition: string;
  /** What its expansion is: a command with arguments, search terms, or an argument of a command. */
  readonly kind: 'command' | 'terms' | 'argument';
}

/** A macro call in a search. */
export interface MacroCall {
  readonly name: string;
  /** As written, white space around them removed. */
  readonly args: readonly string[];
  /** Offset of its backtick. */
  readonly start: number;
}

/** `name` or `name(2)`, as stanzas of macros.conf and `environment.splunk.macros` have it. */
export function signature(name: string, args: number): string {
  return args === 0 ? name : `${name}(${args})`;
}

let shipped: ReadonlyMap<string, ShippedMacro> | undefined;

/** The macros of splunk_app/default/macros.conf by signature: the file that is deployed is the file that is checked against. */
export function shippedMacros(): ReadonlyMap<string, ShippedMacro> {
  if (!shipped) {
    // The same path from src/spl and from dist/spl.
    const url = new URL('../../splunk_app/default/macros.conf', import.meta.url);
    shipped = parseMacrosConf(readFileSync(url, 'utf8'));
  }
  return shipped;
}

/** Reads macros.conf: stanzas of `key = value` lines, `#` comments. Ours needs no continuation lines. */
export function parseMacrosConf(text: string): Map<string, ShippedMacro> {
  const macros = new Map<string, ShippedMacro>();
  let stanza = '';
  let args: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const head = /^\[(.+)\]$/.exec(line);
    const pair = /^(\w+)\s*=\s*(.*)$/.exec(line);
    if (head?.[1]) {
      stanza = head[1];
      args = [];
    } else if (pair?.[1] === 'args') {
      args = (pair[2] ?? '').split(',').map((arg) => arg.trim());
    } else if (pair?.[1] === 'definition') {
      const definition = pair[2] ?? '';
      macros.set(stanza, { name: stanza.replace(/\(\d+\)$/, ''), args, definition, kind: kindOf(definition) });
    }
  }
  return macros;
}

function kindOf(definition: string): ShippedMacro['kind'] {
  if (definition.startsWith('(')) return 'terms';
  return commandFacts().has(/^\w*/.exec(definition)?.[0] ?? '') ? 'command' : 'argument';
}

/** Reads a macro token; null where it is no call. Arguments are split at commas outside double quotes. */
export function readMacroCall(token: Token): MacroCall | null {
  const body = /^`([A-Za-z_][\w.:-]*)(?:\(([\s\S]*)\))?`$/.exec(token.text);
  if (!body?.[1]) return null;
  return { name: body[1], args: body[2] === undefined ? [] : splitArguments(body[2]), start: token.start };
}

function splitArguments(text: string): string[] {
  if (text.trim() === '') return [];
  const args: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ',' && !quoted) {
      args.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  args.push(text.slice(from).trim());
  return args;
}

import { Refusal } from './call.ts';

/** One stage of a search pipeline: the command and everything after it. */
export interface Stage {
  readonly command: string;
  readonly rawargs: string;
}

export interface SplContext {
  readonly isCommand: (name: string) => boolean;
  /** The definition of `name` or `name(2)`, with its argument names; undefined if it cannot be seen from here. */
  readonly macro: (name: string) => { definition: string; args: readonly string[] } | undefined;
}

const MACRO_DEPTH = 100;

/**
 * Splits a search into stages and refuses what cannot parse: unbalanced quotes and brackets, empty stages, macros that
 * are not there and commands nobody knows, in subsearches too. No argument of any command is looked at.
 */
export function parseSpl(text: string, context: SplContext): Stage[] {
  const expanded = expandMacros(stripComments(text), context, 0);
  if (expanded.trim() === '') throw fatal('Empty search.');
  return stages(expanded, context);
}

/** What runs when a saved search is dispatched: `search` is put before it unless it starts with `|` or says so itself, after comments. */
export function qualify(search: string): string {
  return /^(?:\s|```(?:(?!```)[\s\S])*```)*(\||search\s)/.test(search) ? search : `search ${search}`;
}

export function fatal(text: string): Refusal {
  return new Refusal(400, text, { type: 'FATAL' });
}

/** ```comments``` may stand anywhere outside quotes (https://docs.splunk.com/Documentation/Splunk/latest/Search/Comments). */
function stripComments(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|```[\s\S]*?```/g, (part) => (part.startsWith('`') ? ' ' : part));
}

/**
 * Macros are not expanded inside quotes (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Macrosconf). The wording of a
 * missing one is splunkd's.
 */
function expandMacros(text: string, context: SplContext, depth: number): string {
  if (depth > MACRO_DEPTH)
    throw fatal("Error in 'SearchParser': Reached maximum recursion depth while expanding macros.");
  return text.replace(/"(?:\\.|[^"\\])*"|`([^`]+)`/g, (part, call?: string) => {
    if (call === undefined) return part;
    const [, name = '', list] = /^\s*([^(\s]+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(call) ?? [];
    const values = list === undefined || list.trim() === '' ? [] : splitArguments(list);
    const macro = context.macro(values.length > 0 ? `${name}(${values.length})` : name);
    if (!macro) {
      throw fatal(
        `Error in 'SearchParser': The search specifies a macro '${name}' that cannot be found. Reasons include: the macro name is misspelled, you do not have "read" permission for the macro, or the macro has not been shared with this application. Click Settings, Advanced search, Search Macros to view macro information.`,
      );
    }
    const filled = macro.args.reduce(
      (body, argument, i) => body.replaceAll(`$${argument}$`, () => values[i] ?? ''),
      macro.definition,
    );
    return expandMacros(filled, context, depth + 1);
  });
}

function splitArguments(list: string): string[] {
  const parts = list.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? [];
  return parts.map((part) => part.trim().replace(/^"([\s\S]*)"$/, '$1'));
}

function stages(text: string, context: SplContext): Stage[] {
  const { parts, subsearches } = cut(text);
  for (const subsearch of subsearches) if (subsearch.trim() !== '') stages(subsearch, context);
  const trimmed = parts.map((part) => part.trim());
  if (trimmed[0] === '') trimmed.shift();
  return trimmed.map((stage) => {
    if (stage === '') throw fatal("Error in 'SearchParser': Missing a search command before '|'.");
    const command = /^[\w.-]+/.exec(stage)?.[0] ?? stage.slice(0, 1);
    if (!context.isCommand(command.toLowerCase())) throw fatal(`Unknown search command '${command}'.`);
    return { command: command.toLowerCase(), rawargs: stage.slice(command.length).trim() };
  });
}

/** Cuts at pipes outside quotes and brackets. A bracket right after a word (`x[0]`) opens no subsearch. */
function cut(text: string): { parts: string[]; subsearches: string[] } {
  const parts: string[] = [];
  const subsearches: string[] = [];
  const open: { at: number; subsearch: boolean }[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '"') {
      i = closingQuote(text, i);
    } else if (c === '[') {
      open.push({ at: i, subsearch: open.length === 0 && !/[\w'"}\]]/.test(text[i - 1] ?? ' ') });
    } else if (c === ']') {
      const bracket = open.pop();
      if (!bracket) throw fatal("Error in 'SearchParser': Mismatched ']'.");
      if (bracket.subsearch) subsearches.push(text.slice(bracket.at + 1, i));
    } else if (c === '|' && open.length === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (open.length > 0) throw fatal("Error in 'SearchParser': Missing a closing bracket.");
  parts.push(text.slice(start));
  return { parts, subsearches };
}

function closingQuote(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i;
  }
  throw fatal('Unbalanced quotes.');
}

import { isSignificant, lex, type Token } from './lexer.ts';

/** One command of a pipeline. */
export interface SplCommand {
  /** Lower case; `search` where it is implied; empty where the command is a macro or no command at all. */
  readonly name: string;
  /** Its first token; undefined where nothing stands between two pipes. */
  readonly head: Token | undefined;
  /** A search that opens the source without saying so: `index=main error`. */
  readonly implicit: boolean;
  /** Significant tokens after the name (the head included where `search` is implied or the head is a macro), nested pipelines left out. */
  readonly args: readonly Token[];
  /** Pipelines in brackets among the arguments. */
  readonly nested: readonly SplPipeline[];
  /** Offset of the head, or of the place where a command was expected. */
  readonly start: number;
}

/** Commands with pipes between them. */
export interface SplPipeline {
  /** `subsearch` starts from nothing and so needs a generating command; the `body` of appendpipe and foreach gets what came before. */
  readonly kind: 'main' | 'subsearch' | 'body';
  readonly leadingPipe: boolean;
  readonly commands: readonly SplCommand[];
  /** Offset of its first character: 0, or just after the bracket. */
  readonly start: number;
  readonly depth: number;
}

/** A bracket, parenthesis or level of nesting that does not fit. */
export interface ParseFault {
  readonly kind: 'bracket' | 'paren' | 'depth';
  readonly start: number;
}

export interface SplTree {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly main: SplPipeline;
  /** Every pipeline, the main one first, then in order of their brackets. */
  readonly pipelines: readonly SplPipeline[];
  readonly faults: readonly ParseFault[];
}

/** Splunk allows more; no sensible hunt has as many. */
export const MAX_DEPTH = 32;

const BODY_OWNERS: ReadonlySet<string> = new Set(['appendpipe', 'foreach']);

interface OpenCommand {
  name: string;
  head: Token | undefined;
  implicit: boolean;
  args: Token[];
  nested: SplPipeline[];
  start: number;
  parens: Token[];
}

interface OpenPipeline {
  kind: SplPipeline['kind'];
  leadingPipe: boolean;
  commands: SplCommand[];
  start: number;
  depth: number;
  current: OpenCommand;
  /** Something other than white space and comments has been seen. */
  begun: boolean;
}

/** Reads SPL into pipelines, commands and arguments. Never throws: what does not fit is a fault, and reading continues. */
export function parse(source: string): SplTree {
  const tokens = lex(source);
  const faults: ParseFault[] = [];
  const pipelines: SplPipeline[] = [];
  const stack: OpenPipeline[] = [];
  let top = open('main', 0, 0);
  pipelines.push(top);

  for (const token of tokens) {
    if (!isSignificant(token)) continue;
    const end = token.start + token.text.length;
    if (token.kind === 'pipe') {
      if (top.begun) closeCommand(top, faults);
      else top.leadingPipe = true;
      top.begun = true;
      top.current = blank(end);
    } else if (token.kind === 'open') {
      top.begun = true;
      if (!top.current.head) begin(top, token);
      if (top.depth + 1 > MAX_DEPTH) {
        faults.push({ kind: 'depth', start: token.start });
        break;
      }
      const nested = open(BODY_OWNERS.has(top.current.name) ? 'body' : 'subsearch', end, top.depth + 1);
      top.current.nested.push(nested);
      pipelines.push(nested);
      stack.push(top);
      top = nested;
    } else if (token.kind === 'close') {
      const parent = stack.pop();
      if (!parent) faults.push({ kind: 'bracket', start: token.start });
      else {
        closePipeline(top, faults);
        top = parent;
      }
    } else {
      top.begun = true;
      if (top.current.head) top.current.args.push(token);
      else begin(top, token);
      track(top.current, token, faults);
    }
  }
  closePipeline(top, faults);
  for (const parent of stack.reverse()) {
    faults.push({ kind: 'bracket', start: top.start - 1 });
    closePipeline(parent, faults);
    top = parent;
  }
  return { source, tokens, main: pipelines[0] as SplPipeline, pipelines, faults };
}

function open(kind: SplPipeline['kind'], start: number, depth: number): OpenPipeline {
  return { kind, leadingPipe: false, commands: [], start, depth, current: blank(start), begun: false };
}

function blank(start: number): OpenCommand {
  return { name: '', head: undefined, implicit: false, args: [], nested: [], start, parens: [] };
}

/** Takes a command's first token: its name, or the first argument of an implied search. */
function begin(pipeline: OpenPipeline, token: Token): void {
  const command = pipeline.current;
  command.head = token;
  command.start = token.start;
  const first = pipeline.kind === 'main' && !pipeline.leadingPipe && pipeline.commands.length === 0;
  const word = token.kind === 'word' ? token.text.toLowerCase() : '';
  command.implicit = first && word !== 'search';
  command.name = command.implicit ? 'search' : word;
  if ((command.implicit || token.kind === 'macro') && token.kind !== 'open') command.args.push(token);
}

function track(command: OpenCommand, token: Token, faults: ParseFault[]): void {
  if (token.kind === 'lparen') command.parens.push(token);
  if (token.kind === 'rparen' && !command.parens.pop()) faults.push({ kind: 'paren', start: token.start });
}

/** Parentheses do not reach across pipes: Splunk cuts a search at its pipes first. */
function closeCommand(pipeline: OpenPipeline, faults: ParseFault[]): void {
  for (const paren of pipeline.current.parens) faults.push({ kind: 'paren', start: paren.start });
  const { parens: _, ...command } = pipeline.current;
  pipeline.commands.push(command);
}

/** The last command counts even where it is empty: a pipe at the end has nothing to feed. */
function closePipeline(pipeline: OpenPipeline, faults: ParseFault[]): void {
  if (pipeline.begun || pipeline.kind !== 'main') closeCommand(pipeline, faults);
}

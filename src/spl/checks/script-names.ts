import { isName, joinedName } from '../aggregates.ts';
import { cim, resolveField } from '../cim.ts';
import type { Finding } from '../finding.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { readTstats } from '../tstats.ts';

/** Files that an interpreter or another program opens: none of them is ever the name of a process. */
const SCRIPT =
  /\.(?:[cm]?jsx?|tsx?|py[wc]?|ps[md]?1|vb[se]?|jse|ws[fh]|hta|bat|cmd|(?:ba|z|k)?sh|p[lm]|php\d?|rb|lua|jar|class|msi|dll|lnk|scpt|applescript)$/i;

/** The command line that belongs to a process's name, by the field's own name. */
const LINES: Readonly<Record<string, string>> = { process_name: 'process', parent_process_name: 'parent_process' };

/** A comparison of a process's name with texts, in search or in the where clause of tstats. */
export interface ProcessTest {
  /** As written: `Processes.process_name`. */
  readonly field: string;
  /** The field of the command line beside it. */
  readonly line: string;
  readonly values: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
}

export function isScript(value: string): boolean {
  return SCRIPT.test(value.replace(/\*+$/, '')) && !/^\**\.[a-z]+$/i.test(value) && /^[*\w.@+-]+$/.test(value);
}

/** The comparisons of search and tstats with a process's name. */
export function processTests(command: SplCommand): ProcessTest[] {
  const { name, args } = command;
  if (name !== 'search' && name !== 'tstats') return [];
  const found: ProcessTest[] = [];
  const hasLine = commandLines(command);
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    if (!isName(token)) continue;
    const field = joinedName(args, at);
    const dot = field.text.lastIndexOf('.') + 1;
    const line = LINES[field.text.slice(dot)];
    if (line === undefined) at = field.last;
    const test = line === undefined ? null : valuesAt(args, field.last + 1);
    if (!test || line === undefined || !hasLine(field.text.slice(0, dot) + line)) continue;
    found.push({
      field: field.text,
      line: field.text.slice(0, dot) + line,
      values: test.values,
      start: token.start,
      end: test.end,
      negated: test.negated || isNegated(args, at),
    });
    at = test.last;
  }
  return found;
}

/** Whether the data model of a tstats has a field for the command line, in every version of CIM; events may have any. */
function commandLines(command: SplCommand): (field: string) => boolean {
  const [name = '', ...path] = command.name === 'tstats' ? (readTstats(command).source?.text.split('.') ?? []) : [];
  const model = cim().models.get(name);
  if (!model) return () => true;
  const written = path.join('.');
  const dataset = model.datasets.get(written) ?? model.byLineage.get(written) ?? null;
  return (field) => {
    const verdict = resolveField(model, dataset, field);
    return verdict.kind === 'fine' && !verdict.newer;
  };
}

interface Values {
  readonly values: readonly string[];
  readonly last: number;
  readonly end: number;
  readonly negated: boolean;
}

function valuesAt(args: readonly Token[], at: number): Values | null {
  const operator = args[at];
  if (operator?.kind === 'operator' && /^(?:==?|!=)$/.test(operator.text)) {
    const value = args[at + 1];
    if (!isName(value)) return null;
    return {
      values: [unquote(value)],
      last: at + 1,
      end: value.start + value.text.length,
      negated: operator.text === '!=',
    };
  }
  if (operator?.text.toUpperCase() !== 'IN' || args[at + 1]?.kind !== 'lparen') return null;
  const values: string[] = [];
  let next = at + 2;
  for (; args[next] && args[next]?.kind !== 'rparen'; next += 1) {
    const token = args[next] as Token;
    if (token.kind === 'comma') continue;
    if (!isName(token)) return null;
    values.push(unquote(token));
  }
  const close = args[next];
  return close ? { values, last: next, end: close.start + 1, negated: false } : null;
}

/** Behind NOT, in parentheses or not: what is excluded does no harm. */
function isNegated(args: readonly Token[], at: number): boolean {
  let depth = 0;
  for (let before = at - 1; before >= 0; before -= 1) {
    const token = args[before] as Token;
    if (token.kind === 'rparen') depth += 1;
    else if (token.kind === 'lparen') {
      depth -= 1;
      if (depth < 0 && /^not$/i.test(args[before - 1]?.text ?? '')) return true;
      if (depth < 0) depth = 0;
    } else if (depth === 0 && before === at - 1 && /^not$/i.test(token.text)) return true;
  }
  return false;
}

/** Scripts among the names of processes. */
export function checkScriptNames(command: SplCommand): Finding[] {
  return processTests(command).flatMap(({ values, field, start, negated }) => {
    const script = negated ? undefined : values.find(isScript);
    if (script === undefined) return [];
    return [{ code: 'spl-script-name' as const, message: `${script} is a script: ${field} is never that`, start }];
  });
}

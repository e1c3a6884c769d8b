import { type Aggregate, aggregatesOf, wordOf } from '../aggregates.ts';
import { callsIn, type Expressions, expressionsOf, type Placed } from '../expressions.ts';
import type { Finding, SplCode } from '../finding.ts';
import type { SplCommand } from '../parse.ts';
import { type Expression, visit } from '../run/expression/ast.ts';
import { kindOf } from '../run/expression/kind.ts';
import { CONVERT_FUNCTIONS, isStatsFunction, percentileOf, STATS_FUNCTIONS } from '../run/facts/stats-functions.ts';
import { readCidr } from '../run/search/cidr.ts';

const AGGREGATING: ReadonlySet<string> = new Set([
  'stats',
  'eventstats',
  'streamstats',
  'chart',
  'timechart',
  'sistats',
  'sichart',
  'sitimechart',
  'geostats',
  'mstats',
]);

/** Of these, the ones whose functions all stand in front of the by clause. */
const STRICT: ReadonlySet<string> = new Set(['stats', 'eventstats', 'streamstats', 'chart', 'timechart']);

/** Expressions can be read, and their functions are ones that Splunk has, with as many arguments as it takes. */
export function checkExpressions(command: SplCommand, source: string): Finding[] {
  if (AGGREGATING.has(command.name)) return checkAggregates(command);
  if (command.name === 'convert') return checkConvert(command);
  return [
    ...strangeSigns(command),
    ...faultOf(expressionsOf(command)),
    ...expressionsOf(command).placed.flatMap((one) => checkOne(one, command, source)),
  ];
}

/** Where a parenthesis has no partner, that is said already, and what else is wrong follows from it. */
function faultOf({ fault }: Expressions): Finding[] {
  if (!fault) return [];
  return [{ code: codeOf(fault.message), message: fault.message, start: fault.start }];
}

function codeOf(message: string): SplCode {
  if (/function is unsupported/.test(message)) return 'spl-unknown-function';
  return /^The arguments to/.test(message) ? 'spl-function-arguments' : 'spl-expression';
}

/** `x='a b'`: single quotes name a field. Told where no field is likely to be called so. */
function quotedTexts(expression: Expression, source: string): Finding[] {
  const found: Finding[] = [];
  visit(expression, (node) => {
    if (node.kind !== 'binary' || !isEquality(node.operator)) return;
    const { right } = node;
    if (right.kind !== 'field' || source[right.start] !== "'" || /^[\w.:{}-]+$/.test(right.name)) return;
    const message = `'${right.name}' in single quotes is a field; a text stands in double quotes`;
    found.push({ code: 'spl-quoted-value', message, start: right.start });
  });
  return found;
}

/** Signs that eval has no use for outside of quotes. */
function strangeSigns({ args, name }: SplCommand): Finding[] {
  if (name !== 'where' && name !== 'eval') return [];
  return args.flatMap((token): Finding[] => {
    const sign = token.kind === 'word' ? /[&~^;?]/.exec(token.text) : null;
    if (!sign) return [];
    return [{ code: 'spl-expression', message: `${sign[0]} is no operator of eval`, start: token.start + sign.index }];
  });
}

function checkOne({ target, expression, start }: Placed, command: SplCommand, source: string): Finding[] {
  const found: Finding[] = [...constants(expression), ...comparisons(expression), ...quotedTexts(expression, source)];
  if (target !== null && command.name === 'eval' && kindOf(expression) === 'boolean') {
    const message = `${target} cannot hold true or false: write if(…, 1, 0)`;
    found.push({ code: 'spl-expression', message, start });
  }
  if (target === null && (expression.kind === 'string' || expression.kind === 'number'))
    found.push({ code: 'spl-expression', message: 'where needs a condition', start });
  return found;
}

/** Literals that a function cannot work with. */
function constants(expression: Expression): Finding[] {
  return callsIn(expression).flatMap(({ name, args }): Finding[] => {
    const [first] = args;
    if (name !== 'cidrmatch' || first?.kind !== 'string' || isRange(first.value)) return [];
    return [{ code: 'spl-cidr', message: `${first.value} is no range of addresses`, start: first.start }];
  });
}

function isRange(text: string): boolean {
  return readCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`) !== null;
}

/** `="*evil*"` compares with asterisks, and `a=a` says nothing. */
function comparisons(expression: Expression): Finding[] {
  const found: Finding[] = [];
  visit(expression, (node) => {
    if (node.kind === 'binary' && isEquality(node.operator)) {
      const { left, right, start } = node;
      for (const side of [left, right]) if (isWildcard(side)) found.push(wildcard(side));
      if (left.kind === 'field' && right.kind === 'field' && left.name === right.name)
        found.push({ code: 'spl-self-comparison', message: `${left.name} is compared with itself`, start });
    }
    const pattern =
      node.kind === 'call' && node.name === 'like'
        ? node.args[1]
        : node.kind === 'binary' && node.operator === 'LIKE'
          ? node.right
          : undefined;
    // The wildcards of like are % and _.
    if (pattern?.kind === 'string' && !/[%_]/.test(pattern.value) && isWildcard(pattern)) found.push(wildcard(pattern));
    if (node.kind === 'call' && node.name === 'in') found.push(...node.args.slice(1).filter(isWildcard).map(wildcard));
  });
  return found;
}

function isEquality(operator: string): boolean {
  return operator === '=' || operator === '!=';
}

/** An asterisk at an end, with text beside it. A policy's action (`iam:*`) is written so in the event itself. */
function isWildcard(node: Expression): boolean {
  return node.kind === 'string' && /^\*+[^*]|[^*]\*+$/.test(node.value) && !/^[\w-]+:\*$/.test(node.value);
}

function wildcard(node: Expression): Finding {
  const value = node.kind === 'string' ? node.value : '';
  const message = `${JSON.stringify(value)}: where and eval know no wildcards; use like(), match() or | search`;
  return { code: 'spl-where-wildcard', message, start: node.start };
}

function checkAggregates(command: SplCommand): Finding[] {
  const { functions, strays, partial } = aggregatesOf(command);
  const findings = functions.flatMap((one) => checkAggregate(one));
  const last = command.args.at(-1);
  if (last && /^(?:by|groupby|over)$/.test(wordOf(last)))
    findings.push({ code: 'spl-arguments', message: `${last.text} names no field`, start: last.start });
  if (STRICT.has(command.name)) {
    findings.push(
      ...strays.map(({ text, start }) => ({
        code: 'spl-unknown-function' as const,
        message: `${text} is no function of ${command.name}`,
        start,
      })),
    );
    if (functions.length === 0 && strays.length === 0 && !partial)
      findings.push({ code: 'spl-arguments', message: `${command.name} has no function`, start: command.start });
  }
  return findings;
}

/** What is wrong with one function of stats and its kin. */
export function checkAggregate({ name, argument, expression, field, start }: Aggregate): Finding[] {
  if (name === 'sparkline' || name === 'eval') return [];
  if (!isStatsFunction(name))
    return [{ code: 'spl-unknown-function', message: `stats has no function ${name}`, start }];
  const needs = percentileOf(name) !== null || STATS_FUNCTIONS.get(name)?.field === 'required';
  if (needs && !argument) return [{ code: 'spl-function-arguments', message: `${name} needs a field`, start }];
  if (expression) {
    return [
      ...faultOf(expression),
      ...expression.placed.flatMap((one) => [...constants(one.expression), ...comparisons(one.expression)]),
    ];
  }
  if (argument && field === null)
    return [{ code: 'spl-function-arguments', message: `${name} takes one field, or eval(…)`, start }];
  return [];
}

function checkConvert({ args }: SplCommand): Finding[] {
  return args.flatMap((token, at): Finding[] => {
    if (token.kind !== 'word' || args[at + 1]?.kind !== 'lparen' || CONVERT_FUNCTIONS.has(wordOf(token))) return [];
    return [{ code: 'spl-unknown-function', message: `convert has no function ${token.text}`, start: token.start }];
  });
}

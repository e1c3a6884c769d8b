import type { Node } from '../kusto.ts';
import { codeTokens, scan, type Token } from '../scan.ts';
import { type Analysis, childAt, textOf } from '../service.ts';
import { timespan } from '../time.ts';
import type { Fault } from './faults.ts';
import { callOf, constantText } from './strings.ts';

/** Dates, time spans, GUIDs and JSON in literals: the parser takes any text between their parentheses. */
export function literalFaults(analysis: Analysis): Fault[] {
  return [
    ...analysis.nodes('DateTimeLiteralExpression').filter((node) => !isDate(inside(analysis, node))),
    ...analysis.nodes('TimespanLiteralExpression').filter((node) => !isTimespan(analysis, node)),
    ...analysis.nodes('GuidLiteralExpression').filter((node) => !isGuid(inside(analysis, node))),
    ...analysis.nodes(...PLAIN).filter((node) => !isPlain(textOf(analysis, node))),
  ]
    .map((node): Fault => {
      const text = textOf(analysis, node);
      const kind = /^\w+/.exec(text)?.[0] ?? 'literal';
      const message = `${inside(analysis, node) || 'Nothing'} is no ${NAMES[kind] ?? kind}.`;
      return {
        code: 'kql-literal',
        message,
        start: node.TextStart + text.length - text.replace(/^\w+\(\s*/, '').length,
      };
    })
    .concat(analysis.nodes('DynamicExpression').flatMap((node) => jsonFaults(analysis, node)))
    .concat(analysis.nodes('FunctionCallExpression').flatMap(conversionFaults));
}

/** `todatetime("yesterday")`: null, so that no comparison with it holds. */
function conversionFaults(call: Node): Fault[] {
  const { name, args } = callOf(call);
  if (name !== 'todatetime' || args.length !== 1) return [];
  const text = constantText(args[0]);
  // `{{StartTimeISO}}` is what the hunting blade puts its time range into.
  if (text === null || /^\{\{\w+\}\}$/.test(text) || isDate(text.trim())) return [];
  return [{ code: 'kql-literal', message: `${text || 'Nothing'} is no date.`, start: args[0]?.TextStart ?? 0 }];
}

const PLAIN = [
  'BooleanLiteralExpression',
  'LongLiteralExpression',
  'IntLiteralExpression',
  'RealLiteralExpression',
  'DecimalLiteralExpression',
];

/** `long(5)`, `bool(true)`, `real(nan)`; a literal without parentheses is what the parser has read it as. */
function isPlain(text: string): boolean {
  const [, type = '', value = ''] = /^(\w+)\(([\s\S]*)\)$/.exec(text) ?? [];
  const written = value.trim();
  if (type === '' || /^null$/i.test(written)) return true;
  if (/^bool/.test(type)) return /^(?:true|false|0|1)$/i.test(written);
  if (/^(?:int|long)$/.test(type)) return /^[+-]?(?:\d+|0x[0-9a-f]+)$/i.test(written);
  return /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|nan|[+-]?inf)$/i.test(written);
}

const NAMES: Readonly<Record<string, string>> = {
  datetime: 'date',
  date: 'date',
  time: 'time span',
  timespan: 'time span',
  guid: 'GUID',
  bool: 'truth value',
  boolean: 'truth value',
  int: 'whole number',
  long: 'whole number',
  real: 'number',
  double: 'number',
  decimal: 'number',
};

/** What stands between the parentheses; all of it where there are none (`7d`). */
function inside(analysis: Analysis, node: Node): string {
  return textOf(analysis, node)
    .replace(/^\w+\(|\)$/g, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
}

const ISO =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/i;

/** https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/datetime: ISO 8601, and the older forms that name the month. */
function isDate(text: string): boolean {
  if (/^(?:null|now|min|max)?$/i.test(text)) return text !== '';
  const iso = ISO.exec(text);
  if (iso) {
    const [year, month, day, hour, minute, second] = iso.slice(1).map((part) => Number(part ?? 0));
    const days = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
    const isDay =
      (month ?? 0) >= 1 && (month ?? 0) <= 12 && (iso[3] === undefined || ((day ?? 0) >= 1 && (day ?? 0) <= days));
    return isDay && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60;
  }
  if (/^\d{4}$/.test(text)) return true;
  return /\d/.test(text) && !/^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text));
}

function isTimespan(analysis: Analysis, node: Node): boolean {
  const text = inside(analysis, node);
  if (/^null$/i.test(text)) return true;
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text);
  if (clock) {
    const [hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0));
    if ((hours ?? 0) > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) return false;
  }
  return timespan(/^\w+\(/.test(textOf(analysis, node)) ? `time(${text})` : text) !== null;
}

function isGuid(text: string): boolean {
  return /^(?:null|\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?)$/i.test(text);
}

/** `dynamic(…)`: JSON, in either kind of quotes, with datetime() and timespan() as values. */
function jsonFaults(analysis: Analysis, node: Node): Fault[] {
  const from = childAt(node, 1)?.End;
  const to = childAt(node, 3)?.TextStart;
  if (from === undefined || to === undefined) return [];
  const tokens = codeTokens(scan(analysis.text.slice(from, to)));
  const reader = { tokens, at: 0 };
  const wrong =
    tokens.length === 0 ? 'nothing' : (readValue(reader) ?? (reader.at < tokens.length ? shown(reader) : null));
  if (wrong === null) return [];
  const token = tokens[Math.min(reader.at, tokens.length - 1)];
  const start = from + (token?.start ?? 0);
  return [{ code: 'kql-literal', message: `dynamic() holds no JSON: ${wrong} is not expected here.`, start }];
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function shown({ tokens, at }: Reader): string {
  return tokens[at]?.text ?? 'the end';
}

/** Reads one value; what is wrong where there is none. Depth is bounded by the parser, which has read the text before. */
function readValue(reader: Reader): string | null {
  const token = reader.tokens[reader.at];
  if (token?.text === '[') return readList(reader, ']', readValue);
  if (token?.text === '{') return readList(reader, '}', readPair);
  if (token?.kind === 'string') {
    reader.at += 1;
    return null;
  }
  return readScalar(reader);
}

function readScalar(reader: Reader): string | null {
  const { tokens } = reader;
  if (/^[+-]$/.test(tokens[reader.at]?.text ?? '')) reader.at += 1;
  const token = tokens[reader.at];
  if (token?.kind !== 'word') return shown(reader);
  reader.at += 1;
  if (tokens[reader.at]?.text === '(') {
    // A literal of another type: its own check looks into it.
    let depth = 0;
    for (; reader.at < tokens.length; reader.at += 1) {
      depth += tokens[reader.at]?.text === '(' ? 1 : tokens[reader.at]?.text === ')' ? -1 : 0;
      if (depth === 0) break;
    }
    reader.at += 1;
    return null;
  }
  if (/^\d/.test(token.text)) {
    // `1.5e-3` is several tokens that stand without a gap.
    for (
      let end = token.end;
      tokens[reader.at]?.start === end && /^(?:[.+-]|\w+)$/.test(shown(reader));
      reader.at += 1
    ) {
      end = tokens[reader.at]?.end ?? end;
    }
    return null;
  }
  if (/^(?:true|false|null)$/i.test(token.text)) return null;
  reader.at -= 1;
  return shown(reader);
}

function readList(reader: Reader, close: string, read: (reader: Reader) => string | null): string | null {
  reader.at += 1;
  for (;;) {
    if (shown(reader) === close) {
      reader.at += 1;
      return null;
    }
    const wrong = read(reader);
    if (wrong !== null) return wrong;
    if (shown(reader) === ',') reader.at += 1;
    else if (shown(reader) !== close) return shown(reader);
  }
}

function readPair(reader: Reader): string | null {
  const key = reader.tokens[reader.at];
  if (key?.kind !== 'string' && key?.kind !== 'word') return shown(reader);
  reader.at += 1;
  if (shown(reader) !== ':') return shown(reader);
  reader.at += 1;
  return readValue(reader);
}

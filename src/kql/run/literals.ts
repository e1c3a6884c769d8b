import { type Cell, Tagged } from './cells.ts';
import { toGuid, toLong, toReal } from './convert.ts';
import { QueryFailure } from './errors.ts';
import { dynamicReal, parseJson } from './json.ts';
import type { Whole } from './numbers.ts';
import { parseDatetime, parseTimespan } from './parse-time.ts';
import type { Compiler, Scalar } from './plan.ts';
import { literal, nothing } from './scalars.ts';
import { elements, items, kindName, part, type Syntax, tokenText } from './syntax.ts';
import { scalarType } from './types.ts';

/** `long(5)` and `5`, `datetime(2024-01-01)`: what stands in the brackets. */
function inside(text: string): string {
  const match = /^\s*[a-z_0-9]+\s*\(([\s\S]*)\)\s*$/i.exec(text);
  return (match ? (match[1] as string) : text).trim().replace(/^(["'])(.*)\1$/s, '$2');
}

function number(text: string): number | null {
  if (/^nan$/i.test(text)) return Number.NaN;
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinity) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return toReal(text, 'string');
}

/** A literal's value, null where the node is no literal. https://learn.microsoft.com/kusto/query/scalar-data-types/ */
export function compileLiteral(node: Syntax, compiler: Compiler): Scalar | null {
  const text = tokenText(node);
  const value = inside(text);
  const isNull = /^null$/i.test(value);
  switch (kindName(node)) {
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return literal('string', String(node.LiteralValue ?? ''));
    case 'LongLiteralExpression':
      return isNull ? nothing('long') : literal('long', toLong(value, 'string'));
    case 'IntLiteralExpression':
      return isNull ? nothing('int') : literal('int', toLong(value, 'string'));
    case 'RealLiteralExpression':
      return isNull ? nothing('real') : literal('real', number(value));
    case 'BooleanLiteralExpression':
      return isNull ? nothing('bool') : literal('bool', /^(?:true|1)$/i.test(value));
    case 'DateTimeLiteralExpression':
      return isNull ? nothing('datetime') : literal('datetime', datetime(value));
    case 'TimespanLiteralExpression':
      return isNull ? nothing('timespan') : literal('timespan', timespan(value));
    case 'GuidLiteralExpression':
      return isNull ? nothing('guid') : literal('guid', toGuid(value, 'string'));
    case 'DecimalLiteralExpression':
      compiler.unknown('type decimal');
      return nothing('real');
    case 'DynamicExpression':
      return literal('dynamic', dynamicValue(part(node, 'Expression')));
    case 'NullLiteralExpression':
      return nothing('dynamic');
    // What takes a type as an argument, as extract() does, reads it from this null.
    case 'TypeOfLiteralExpression':
      return nothing(scalarType(items(node, 'Types').map(tokenText)[0] ?? ''));
    default:
      return null;
  }
}

function datetime(text: string): Whole {
  const ticks = parseDatetime(text);
  if (ticks === null) throw new QueryFailure(`datetime(${text}) is no datetime`);
  return ticks;
}

function timespan(text: string): Whole {
  const ticks = parseTimespan(text);
  if (ticks === null) throw new QueryFailure(`${text} is no timespan`);
  return ticks;
}

/** What stands in `dynamic(…)`: JSON, with Kusto's literals for what JSON lacks. https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic */
function dynamicValue(node: Syntax): Cell {
  const text = tokenText(node);
  switch (kindName(node)) {
    case 'JsonArrayExpression':
      return items(node, 'Values').map(dynamicValue);
    case 'JsonObjectExpression':
      return new Map(
        items(node, 'Pairs').map((pair) => [stringToken(part(pair, 'Name')), dynamicValue(part(pair, 'Value'))]),
      );
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return String(node.LiteralValue ?? '');
    case 'LongLiteralExpression':
    case 'IntLiteralExpression':
      return toLong(inside(text), 'string');
    case 'RealLiteralExpression':
      return dynamicReal(number(inside(text)) ?? 0);
    case 'BooleanLiteralExpression':
      return /true/i.test(text);
    case 'DateTimeLiteralExpression':
      return new Tagged('datetime', datetime(inside(text)));
    case 'TimespanLiteralExpression':
      return new Tagged('timespan', timespan(inside(text)));
    case 'UnaryMinusExpression': {
      const value = dynamicValue(part(node, 'Expression'));
      if (value instanceof Tagged) return new Tagged(value.type, -value.value);
      return typeof value === 'number' || typeof value === 'bigint' ? -value : null;
    }
    case 'DynamicExpression':
      return dynamicValue(part(node, 'Expression'));
    default:
      return /^null$/i.test(text.trim()) ? null : elements(node).length > 0 ? text : null;
  }
}

function stringToken(token: Syntax): string {
  const text = tokenText(token);
  const json = parseJson(text);
  return typeof json === 'string' ? json : text.replace(/^(['"])([\s\S]*)\1$/, '$2');
}

import type { NativePolicy } from '../../sync/query.ts';
import type { Schema } from '../schema.ts';
import { type Analysis, analyse } from '../service.ts';
import { type Assignment, entityColumns } from './entities.ts';
import { resultColumns } from './origin.ts';
import { withBladeRange } from './range.ts';
import { type ExtendOperator, fits } from './recheck.ts';
import { timeColumn } from './time.ts';

/** What can be added to a query so that it serves the hunting page, by the name that is recorded on the hunt. */
export const ADDITIONS = {
  'blade-time-range':
    'The time range that the hunting page shows takes the place of the query’s own; a baseline keeps its distance from it.',
  'time-generated': 'The result returns TimeGenerated, from the column that is the time of its events.',
  'entity-columns': 'The result ends with the columns that the hunting page reads its entities from.',
} as const;

export type Addition = keyof typeof ADDITIONS;

/** What could not be added, and why. */
export interface Omission {
  readonly code: 'kql-no-time-column' | 'kql-own-time-range';
  readonly message: string;
  /** Offset in the text before any addition. */
  readonly start: number;
}

export interface Extended {
  readonly text: string;
  readonly additions: readonly Addition[];
  readonly omissions: readonly Omission[];
  /** How long the range is that the query was written for, where the page's has taken its place. */
  readonly rangeSeconds?: number;
}

/** Operators behind which nothing may stand, or that give no one table. */
const LAST = ['RenderOperator', 'ForkOperator', 'FacetOperator', 'ConsumeOperator', 'GetSchemaOperator'];

/**
 * A query that has passed the checks, with what the policy has added for the hunting page. The parser finds no error in what is added,
 * or nothing is. The rows that it finds are the same.
 */
export function extended(analysis: Analysis, schema: Schema, policy: NativePolicy): Extended {
  const { analysis: inRange, ...ranged } =
    policy.timeRange === 'blade' ? inBladeRange(analysis, schema) : unchanged(analysis);
  if (policy.entities === 'none') return { ...ranged, text: inRange.text };
  const { text, additions, omissions } = withColumns(inRange);
  return {
    ...ranged,
    text,
    additions: [...ranged.additions, ...additions],
    omissions: [...ranged.omissions, ...omissions],
  };
}

interface Ranged extends Omit<Extended, 'text'> {
  readonly analysis: Analysis;
}

function unchanged(analysis: Analysis): Ranged {
  return { analysis, additions: [], omissions: [] };
}

function inBladeRange(analysis: Analysis, schema: Schema): Ranged {
  const range = withBladeRange(analysis);
  if (range.status === 'open') return unchanged(analysis);
  if (range.status === 'set') {
    const next = analyse(range.text, schema);
    const done = { additions: ['blade-time-range'], omissions: [], rangeSeconds: range.seconds } as const;
    if (next.errors.length === 0) return { analysis: next, ...done };
  }
  const omission: Omission = {
    code: 'kql-own-time-range',
    message:
      'policy.timeRange is blade, but the query keeps its own time: what of it is the hunt and what its baseline is not plain.',
    start: range.status === 'kept' ? range.at : 0,
  };
  return { analysis, additions: [], omissions: [omission] };
}

function withColumns(analysis: Analysis): Extended {
  const none = { text: analysis.text, additions: [], omissions: [] };
  const columns = analysis.nodes(...LAST).length > 0 ? [] : resultColumns(analysis);
  const time = timeColumn(columns);
  const entities = entityColumns(columns);
  const lines = [...(time.status === 'added' ? [[time.assignment]] : []), ...entities].map(lineOf);
  const omissions: Omission[] = time.status === 'none' ? [noTime(columns.length > 0)] : [];
  if (lines.length === 0) return { ...none, omissions };
  if (!lines.every((line) => fits(columns, line))) {
    return { ...none, omissions: time.status === 'there' ? [] : [noTime(true)] };
  }
  const additions: Addition[] = [
    ...(time.status === 'added' ? (['time-generated'] as const) : []),
    ...(entities.length > 0 ? (['entity-columns'] as const) : []),
  ];
  return { text: append(analysis, lines), additions, omissions };
}

function lineOf(assignments: readonly Assignment[]): ExtendOperator {
  const text = assignments.map(({ name, expression }) => `${name} = ${expression}`).join(', ');
  return { names: assignments.map(({ name }) => name), text: `| extend ${text}` };
}

/** Behind the text, on lines of their own; in front of a semicolon that ends it. */
function append({ text, nodes }: Analysis, lines: readonly ExtendOperator[]): string {
  const operators = lines.map((line) => `\n${line.text}`).join('');
  const end = nodes('ExpressionStatement').at(-1)?.End ?? text.length;
  return /^\s*;/.test(text.slice(end)) ? text.slice(0, end) + operators + text.slice(end) : text.trimEnd() + operators;
}

function noTime(isTable: boolean): Omission {
  return {
    code: 'kql-no-time-column',
    message: isTable
      ? 'No column of the result is the time of an event, so it returns no TimeGenerated.'
      : 'The result is no table with columns that are known, so nothing is added to it.',
    start: 0,
  };
}

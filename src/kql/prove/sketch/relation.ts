import { ALWAYS, allOf, type Formula } from '../../../prove/solve/formula.ts';
import type { SketchReading } from '../../../prove/solve/sketch.ts';
import { slotTerm, type Term, unknownTerm } from '../../../prove/solve/term.ts';
import type { Plan } from '../../run/compiler.ts';
import type { Run } from '../../run/plan.ts';
import type { Syntax } from '../../run/syntax.ts';
import type { Schema } from '../../schema.ts';

/** One way in which a tabular expression gives a row. */
export interface Rel {
  /** What a column holds; undefined where there is none of the name. */
  get(name: string): Term | undefined;
  /** Its first column, where that is known. */
  readonly first?: (() => Term | undefined) | undefined;
  readonly readings: readonly number[];
  readonly formula: Formula;
  /** There is no other way in which the expression gives rows. */
  readonly alone: boolean;
}

/** What the parts of a sketch share. */
export interface Sketcher {
  readonly plan: Plan;
  readonly schema: Schema;
  readonly run: Run;
  readonly readings: SketchReading[];
  /** Right sides of let statements. */
  readonly lets: ReadonlyMap<string, Syntax>;
  /** The text of a node in one short line. */
  excerpt(node: Syntax): string;
  relations(node: Syntax): Rel[];
  /** Notes that the query may give rows in ways that are not told. */
  opens(): void;
  /** How deep names of let have led. */
  depth: number;
}

/** Ways that are followed side by side. */
export const MAX_WORLDS = 16;

export function opaque(readings: readonly number[], formula: Formula, what: string): Rel {
  return { get: () => unknownTerm(what), readings, formula, alone: false };
}

export function withColumns(rel: Rel, own: ReadonlyMap<string, Term>, closed: boolean): Rel {
  return { ...rel, get: (name) => own.get(name) ?? (closed ? undefined : rel.get(name)) };
}

export function filtered(rel: Rel, formula: Formula): Rel {
  return { ...rel, formula: allOf(rel.formula, formula) };
}

const COLUMN_TYPE = /(?:\['((?:[^'\\]|\\.)*)'\]|(\w+)):(\w+)/g;
const types = new Map<string, ReadonlyMap<string, string>>();

/** The types of a table's columns. */
export function typesOf(list: string): ReadonlyMap<string, string> {
  let found = types.get(list);
  if (!found) {
    found = new Map(
      [...list.matchAll(COLUMN_TYPE)].map(([, quoted, plain, type = '']) => [plain ?? quoted ?? '', type]),
    );
    types.set(list, found);
  }
  return found;
}

/** A new reading of a table. */
export function readingOf(
  table: string,
  sketcher: Sketcher,
  usual: (field: string, type: string) => SketchReading['usual'],
): Rel {
  const columns = typesOf(sketcher.schema.tables[table] ?? '');
  const number = sketcher.readings.length;
  const time = ['TimeGenerated', 'Timestamp'].find((name) => columns.get(name) === 'datetime') ?? 'TimeGenerated';
  sketcher.readings.push({
    source: table,
    time,
    usual: (field) => usual(field, columns.get(field) ?? 'string')(field),
    structured: (field, value) => (columns.get(field) === 'string' ? JSON.stringify(value) : value),
    needed: [],
  });
  const touched = new Map<string, Term>();
  return {
    get(name) {
      if (!columns.has(name)) return undefined;
      const known = touched.get(name) ?? slotTerm(number, name);
      touched.set(name, known);
      return known;
    },
    readings: [number],
    formula: ALWAYS,
    alone: true,
  };
}

import { cleaned, mendStrings, repaired } from '../../../src/kql/attempt.ts';
import { checkKql } from '../../../src/kql/check.ts';
import { completeRow } from '../../../src/kql/prove/complete.ts';
import { sketchKql } from '../../../src/kql/prove/sketch/index.ts';
import { translationRules } from '../../../src/kql/reference.ts';
import { compileAnalysed, compileKql } from '../../../src/kql/run/evaluator.ts';
import { scan } from '../../../src/kql/scan.ts';
import { createDefenderSchema, createSchema } from '../../../src/kql/schema.ts';
import { analyse } from '../../../src/kql/service.ts';
import { splitStatements } from '../../../src/kql/statements.ts';
import { SAMPLE_HOUR } from '../../../src/prove/clock.ts';
import type { SampleData } from '../../../src/prove/language.ts';
import { proveQuery } from '../../../src/prove/query.ts';
import { differenceOf } from './compare.ts';
import { mixedRows } from './noise.ts';
import { defenderAndWorkspace, inWorkspace } from './rows.ts';

const workspace = createSchema();
const defender = createDefenderSchema(defenderAndWorkspace());
const NOW = new Date(SAMPLE_HOUR.getTime() + 7 * 60_000);

/** What became of one query when it and its translation were run on the same rows. */
export type Outcome =
  /** `hits`: sets of rows that gave a row. */
  | { readonly kind: 'equal'; readonly text: string; readonly sets: number; readonly hits: number }
  | { readonly kind: 'unequal'; readonly text: string; readonly translation: string; readonly difference: string }
  | { readonly kind: 'not run'; readonly text: string; readonly reason: string }
  /** It is no query of Defender's tables, and runs in the workspace as it is written. */
  | { readonly kind: 'native'; readonly text: string };

/** Each query of a block of KQL, against its translation by the check. */
export function differential(source: string): Outcome[] {
  const checked = checkKql(source, { schema: workspace });
  const { draft } = cleaned(source.replace(/\r\n?/g, '\n'));
  const { parts } = splitStatements(draft, scan(draft.text), workspace.tables);
  const originals = parts.length === checked.length ? parts : [draft];
  return checked.map((query, index) => {
    const original = originals[index] ?? draft;
    const mended = repaired(
      {
        draft: mendStrings(original).draft,
        analysis: analyse(mendStrings(original).draft.text, defender),
        repairs: [],
      },
      defender,
    );
    const { text } = mended.draft;
    if (query.verdict === 'rejected') return { kind: 'not run', text, reason: `rejected: ${query.problems[0]?.code}` };
    const [error] = mended.analysis.errors;
    if (error) {
      const isNative = !query.repairs.some((name) => name.startsWith('timestamp'));
      return isNative
        ? { kind: 'native', text }
        : { kind: 'not run', text, reason: `not Defender's: ${error.message}` };
    }
    return text === query.text && !readsStreamed(text) ? { kind: 'native', text } : compare(text, query.text);
  });
}

function readsStreamed(text: string): boolean {
  const words = new Set(text.match(/\w+/g));
  return translationRules().streamedTables.some((table) => words.has(table));
}

/** Runs an original and a translation on the same rows: those that are made for the original, and mixed ones. */
export function compare(text: string, translation: string): Outcome {
  const analysis = analyse(text, defender);
  const original = compileAnalysed(analysis, defender);
  const translated = compileKql(translation, workspace);
  const made: SampleData[] = [];
  const prepared = {
    sketch: sketchKql(analysis, defender, NOW),
    run(data: SampleData) {
      made.push(data);
      return original(data, { now: NOW });
    },
  };
  const complete = (
    table: string,
    fields: SampleData['tables'][string][number],
    context: { at: Date; number: number },
  ) => completeRow(table, fields, context, defender.tables);
  proveQuery(prepared, { complete }, NOW);

  const sets = [...made, ...['', ' ', '  '].map((seed) => mixedRows(`${text}${seed}`, made, defender.tables, NOW))];
  let hits = 0;
  for (const data of sets) {
    const [before, after] = [original(data, { now: NOW }), translated(inWorkspace(data), { now: NOW })];
    for (const one of [before, after]) {
      if (one.status === 'not-evaluated') return { kind: 'not run', text, reason: one.reasons.join('; ') };
    }
    if (before.status !== 'evaluated' || after.status !== 'evaluated') {
      if (before.status === after.status) continue;
      return { kind: 'unequal', text, translation, difference: `${before.status} became ${after.status}` };
    }
    const difference = differenceOf(text, before, after);
    if (difference !== null) return { kind: 'unequal', text, translation, difference };
    if (before.rows.length > 0) hits += 1;
  }
  return { kind: 'equal', text, sets: sets.length, hits };
}

import { stripUnsafe } from '../core/text.ts';
import { bindsElsewhere } from './binding.ts';
import { inDefenderTime } from './defender-time.ts';
import { applyEdits, type Draft, draftOf, type Edit, sourceOffset } from './draft.ts';
import { LATE_REPAIRS, REPAIRS, type Repair } from './repairs/index.ts';
import { codeTokens, scan, type Token } from './scan.ts';
import type { Schema } from './schema.ts';
import { type Analysis, analyse } from './service.ts';
import { aliasTimestamp, boundRename, isPlain, plainRename } from './timestamp.ts';

/** A query in work: its current text, the parser's diagnostics, and the repairs so far. */
export interface QueryAttempt {
  readonly draft: Draft;
  readonly analysis: Analysis;
  readonly repairs: readonly string[];
}

const MAX_ROUNDS = 8;

/** Removes invisible characters outside of strings. */
export function cleaned(text: string): { draft: Draft; repairs: string[] } {
  const draft = draftOf(text);
  if (stripUnsafe(text) === text) return { draft, repairs: [] };
  const strings = scan(text).filter(({ kind }) => kind === 'string');
  const edits: Edit[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (stripUnsafe(char) !== '' || strings.some(({ start, end }) => at >= start && at < end)) continue;
    edits.push({ start: at, end: at + 1, text: '' });
  }
  return edits.length === 0
    ? { draft, repairs: [] }
    : { draft: applyEdits(draft, edits), repairs: ['hidden-characters'] };
}

export function mendStrings(draft: Draft): { draft: Draft; tokens: Token[]; repairs: string[] } {
  const tokens = scan(draft.text);
  const edits = tokens.flatMap(({ start, end, mended }) =>
    mended === undefined ? [] : [{ start, end, text: mended }],
  );
  if (edits.length === 0) return { draft, tokens, repairs: [] };
  const next = applyEdits(draft, edits);
  return { draft: next, tokens: scan(next.text), repairs: ['verbatim-strings'] };
}

/** `exact` resolves each Timestamp with the parser, even if a plain pipeline seems to be clear. */
export type Mode = 'usual' | 'exact';

/** The first analysis, of the text with Defender's time column renamed. */
export function translated(
  draft: Draft,
  tokens: readonly Token[],
  schema: Schema,
  names: readonly string[],
  mode: Mode,
): QueryAttempt {
  if (schema.product === 'defender') return inDefenderTime(draft, tokens, schema, names);
  const plain = mode === 'exact' ? null : plainRename(tokens, schema);
  if (plain) {
    const next = applyEdits(draft, plain);
    const analysis = analyse(next.text, schema);
    const done = plain.length > 0 ? ['timestamp-to-timegenerated'] : [];
    if (plain.length === 0 || isPlain(analysis)) {
      const attempt = { draft: next, analysis, repairs: [...names, ...done] };
      return sided(draft, plain, attempt, schema, names);
    }
  } else if (mode !== 'exact' && isNative(tokens)) {
    const analysis = analyse(draft.text, schema);
    if (analysis.errors.length === 0) return { draft, analysis, repairs: names };
  }
  const hunting = analyse(draft.text, schema, 'hunting');
  const bound = boundRename(hunting, schema);
  if (bound) {
    const next = applyEdits(draft, bound);
    const analysis = analyse(next.text, schema);
    if (analysis.errors.length <= hunting.errors.length) {
      const repairs = bound.length > 0 ? [...names, 'timestamp-to-timegenerated'] : names;
      return sided(draft, bound, { draft: next, analysis, repairs }, schema, names);
    }
  }
  const next = applyEdits(draft, aliasTimestamp(hunting, schema));
  return { draft: next, analysis: analyse(next.text, schema), repairs: [...names, 'timestamp-alias'] };
}

/** `let Timestamp = …` beside TimeGenerated: written for a workspace, where no column has the name. */
function isNative(tokens: readonly Token[]): boolean {
  const code = codeTokens(tokens);
  const isLet = code.some(({ text }, at) => text === 'let' && code[at + 1]?.text === 'Timestamp');
  return isLet && code.some(({ text }) => text === 'TimeGenerated');
}

/**
 * Where a rename has put a Timestamp on the side of a table that has none in Defender, the tables that have one get it as a second
 * name instead, so that it is theirs through every join and union. Only where that makes no error: a query that asks for the
 * Timestamp of such a table means its TimeGenerated.
 */
function sided(
  draft: Draft,
  edits: readonly Edit[],
  attempt: QueryAttempt,
  schema: Schema,
  names: readonly string[],
): QueryAttempt {
  const renamed = new Set(edits.map(({ start }) => sourceOffset(draft, start)));
  if (!bindsElsewhere(attempt.analysis, attempt.draft, renamed, schema)) return attempt;
  const hunting = analyse(draft.text, schema, 'hunting');
  const next = applyEdits(
    draft,
    aliasTimestamp(hunting, schema, (table) => schema.isTimed(table)),
  );
  const analysis = analyse(next.text, schema);
  if (analysis.errors.length > attempt.analysis.errors.length) return attempt;
  return { draft: next, analysis, repairs: [...names, 'timestamp-alias'] };
}

/** Applies repairs while they lower the number of errors. */
export function repaired(first: QueryAttempt, schema: Schema): QueryAttempt {
  let best = first;
  const spent = new Set<Repair>();
  for (let round = 0; round < MAX_ROUNDS && best.analysis.errors.length > 0; round++) {
    const context = { analysis: best.analysis, tokens: codeTokens(scan(best.draft.text)), schema };
    let next: QueryAttempt | undefined;
    for (const repair of REPAIRS) {
      if (spent.has(repair)) continue;
      const edits = repair.plan(context);
      if (edits.length === 0) continue;
      const draft = applyEdits(best.draft, edits);
      const analysis = analyse(draft.text, schema);
      if (analysis.errors.length < best.analysis.errors.length) {
        next = { draft, analysis, repairs: [...best.repairs, repair.name] };
        break;
      }
      spent.add(repair);
    }
    if (!next) break;
    spent.clear();
    best = next;
  }
  return best.analysis.errors.length === 0 ? finished(best, schema) : best;
}

function finished(clean: QueryAttempt, schema: Schema): QueryAttempt {
  let best = clean;
  for (const repair of LATE_REPAIRS) {
    const edits = repair.plan({ analysis: best.analysis, tokens: [], schema });
    if (edits.length === 0) continue;
    const draft = applyEdits(best.draft, edits);
    const analysis = analyse(draft.text, schema);
    if (analysis.errors.length === 0) best = { draft, analysis, repairs: [...best.repairs, repair.name] };
  }
  return best;
}

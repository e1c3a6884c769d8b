import type { QueryAttempt } from './attempt.ts';
import { applyEdits, type Draft, type Edit } from './draft.ts';
import { hasTimestamp } from './reference.ts';
import { codeTokens, type Token } from './scan.ts';
import type { Schema } from './schema.ts';
import { analyse } from './service.ts';
import { isProperty, pipeInto, tablesIn } from './timestamp.ts';

/*
 * The other direction of timestamp.ts: a query that was written for a workspace asks Defender's tables for TimeGenerated, which they
 * call Timestamp. A query that Defender can read as it is keeps every name.
 */

/** Names that Kusto derives from a TimeGenerated column by itself: `max_TimeGenerated`, and `TimeGenerated1` in a join. */
const DERIVED = /^(?:[a-z_]+_)?TimeGenerated\d*$/;

/** The first analysis for Defender: as it is, or with TimeGenerated read as Timestamp where that makes fewer errors. */
export function inDefenderTime(
  draft: Draft,
  tokens: readonly Token[],
  schema: Schema,
  names: readonly string[],
): QueryAttempt {
  const asWritten: QueryAttempt = { draft, analysis: analyse(draft.text, schema), repairs: names };
  const code = codeTokens(tokens);
  const asked = code.filter(({ kind, text }, at) => kind === 'word' && DERIVED.test(text) && !isProperty(code, at));
  if (asWritten.analysis.errors.length === 0 || asked.length === 0) return asWritten;
  const ways: readonly (readonly [name: string, edits: readonly Edit[]])[] = [
    ['timegenerated-to-timestamp', renamed(asked)],
    ['timegenerated-alias', aliased(asWritten, schema)],
  ];
  for (const [name, edits] of ways) {
    if (edits.length === 0) continue;
    const next = applyEdits(draft, edits);
    const analysis = analyse(next.text, schema);
    if (analysis.errors.length < asWritten.analysis.errors.length) {
      return { draft: next, analysis, repairs: [...names, name] };
    }
  }
  return asWritten;
}

function renamed(asked: readonly Token[]): Edit[] {
  return asked.map(({ start, end, text }) => ({ start, end, text: text.replace('TimeGenerated', 'Timestamp') }));
}

/** Beside tables of a workspace, which keep their TimeGenerated, each table of Defender gets the name as a second one. */
function aliased({ analysis }: QueryAttempt, schema: Schema): Edit[] {
  return tablesIn(analysis)
    .filter(({ SimpleName: name = '' }) => hasTimestamp(schema.tables[name] ?? ''))
    .map((node) => pipeInto(node, node.SimpleName ?? '', 'extend TimeGenerated = Timestamp'));
}

import type { QueryProblem } from '../sync/query.ts';
import type { QueryAttempt } from './attempt.ts';
import { type Draft, positionAt, sourceOffset } from './draft.ts';
import { translationRules, workspaceTables } from './reference.ts';
import type { Schema } from './schema.ts';
import type { Diagnostic } from './service.ts';

/* What is told of a query that was analysed, at its place in the source. */

/** What the parser says, at its place in the source. */
export function problemOf({ code, message, severity, start }: Diagnostic, draft: Draft, source: string): QueryProblem {
  return { code, message, ...positionAt(source, sourceOffset(draft, start)), severity };
}

/** Warns of a query that looks back further than most places keep. */
export function longLookback(seconds: number, draft: Draft, source: string, { product }: Schema): QueryProblem {
  const days = Math.round(seconds / 86_400);
  const keeper = product === 'defender' ? 'advanced hunting, which holds 30 days,' : 'a workspace that keeps less';
  return {
    code: 'kql-long-lookback',
    message: `Looks back ${days} days; ${keeper} finds less without saying so.`,
    ...positionAt(source, sourceOffset(draft, Math.max(0, draft.text.search(/\bago\s*\(/)))),
    severity: 'warning',
  };
}

/** Says what a table is called now, where its old name is unknown. */
export function renamedTables({ analysis, draft }: QueryAttempt, source: string): QueryProblem[] {
  const { retiredTables, defenderOnlyTables } = translationRules();
  return analysis.errors.flatMap(({ start, length }) => {
    const name = analysis.text.slice(start, start + length);
    const now = Object.hasOwn(retiredTables, name) ? retiredTables[name]?.replacedBy : undefined;
    if (now === undefined) return [];
    const there = defenderOnlyTables[now]?.loganalytics.join(', ') ?? '';
    const message = `${name} is an old name: the table is called ${now} now${there ? `, and in the workspace ${there}` : ''}.`;
    const place = positionAt(source, sourceOffset(draft, start));
    return [{ code: 'kql-renamed-table', message, ...place, severity: 'error' as const }];
  });
}

/** Says why a table is unknown where the reason is that only a workspace has it. */
export function workspaceOnly({ analysis, draft }: QueryAttempt, schema: Schema, source: string): QueryProblem[] {
  return analysis.errors.flatMap(({ start, length }) => {
    const name = analysis.text.slice(start, start + length);
    if (Object.hasOwn(schema.tables, name) || !Object.hasOwn(workspaceTables(), name)) return [];
    const place = positionAt(source, sourceOffset(draft, start));
    const message = `The table ${name} is one of a Microsoft Sentinel workspace; Microsoft Defender XDR has it only where one is connected.`;
    return [{ code: 'kql-workspace-only-table', message, ...place, severity: 'error' as const }];
  });
}

/** Says why a name is unknown where the reason is that only Defender has it. */
export function defenderOnly({ analysis, draft }: QueryAttempt, source: string): QueryProblem[] {
  const { defenderOnlyTables, defenderOnlyFunctions } = translationRules();
  return analysis.errors.flatMap(({ start, length }) => {
    const name = analysis.text.slice(start, start + length);
    const what = Object.hasOwn(defenderOnlyTables, name)
      ? 'table'
      : defenderOnlyFunctions.includes(name)
        ? 'function'
        : null;
    if (!what) return [];
    const message = `The ${what} ${name} exists in Microsoft Defender XDR only; the workspace has nothing in its place.`;
    return [
      {
        code: `kql-defender-only-${what}`,
        message,
        ...positionAt(source, sourceOffset(draft, start)),
        severity: 'error' as const,
      },
    ];
  });
}

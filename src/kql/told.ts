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
export function renamedTables(attempt: QueryAttempt, source: string): QueryProblem[] {
  const { retiredTables, defenderOnlyTables } = translationRules();
  return ofUnknownNames(attempt, source, (name) => {
    const now = Object.hasOwn(retiredTables, name) ? retiredTables[name]?.replacedBy : undefined;
    if (now === undefined) return null;
    const there = defenderOnlyTables[now]?.loganalytics.join(', ') ?? '';
    const message = `${name} is an old name: the table is called ${now} now${there ? `, and in the workspace ${there}` : ''}.`;
    return { code: 'kql-renamed-table', message };
  });
}

/** Says why a table is unknown where the reason is that only a workspace has it. */
export function workspaceOnly(attempt: QueryAttempt, schema: Schema, source: string): QueryProblem[] {
  return ofUnknownNames(attempt, source, (name) => {
    if (Object.hasOwn(schema.tables, name) || !Object.hasOwn(workspaceTables(), name)) return null;
    const message = `The table ${name} is one of a Microsoft Sentinel workspace; Microsoft Defender XDR has it only where one is connected.`;
    return { code: 'kql-workspace-only-table', message };
  });
}

/** Says why a name is unknown where the reason is that only Defender has it. */
export function defenderOnly(attempt: QueryAttempt, source: string): QueryProblem[] {
  const { defenderOnlyTables, defenderOnlyFunctions } = translationRules();
  return ofUnknownNames(attempt, source, (name) => {
    const isTable = Object.hasOwn(defenderOnlyTables, name);
    if (!isTable && !defenderOnlyFunctions.includes(name)) return null;
    const what = isTable ? 'table' : 'function';
    const message = `The ${what} ${name} exists in Microsoft Defender XDR only; the workspace has nothing in its place.`;
    return { code: `kql-defender-only-${what}`, message };
  });
}

/** What there is to say of names that the parser does not know, each at its place; `tell` gives null where there is nothing. */
function ofUnknownNames(
  { analysis, draft }: QueryAttempt,
  source: string,
  tell: (name: string) => Pick<QueryProblem, 'code' | 'message'> | null,
): QueryProblem[] {
  return analysis.errors.flatMap(({ start, length }) => {
    const told = tell(analysis.text.slice(start, start + length));
    return told ? [{ ...told, ...positionAt(source, sourceOffset(draft, start)), severity: 'error' as const }] : [];
  });
}

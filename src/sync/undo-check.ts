import { oneLine } from '../core/text.ts';
import type { DoneChange, NotUndone } from './operate.ts';
import type { CheckedQuery } from './query.ts';
import type { PlanTarget } from './target.ts';
import type { Change } from './types.ts';

/** The usual check: each text's queries. */
export type QueryCheck = (texts: readonly string[]) => Promise<ReadonlyMap<string, readonly CheckedQuery[]>>;

interface Checked<C> {
  readonly changes: readonly C[];
  readonly left: readonly NotUndone[];
}

/**
 * What a report tells of a run, without the fields that hold queries which the usual check does not read, and without those that switch an
 * action on: anybody may have written the report, and nothing on the platform says what stood in a field before. Pure.
 */
export function withoutUnreadQueries(
  { derivedQueryFields = [], switchFields = {} }: Pick<PlanTarget, 'derivedQueryFields' | 'switchFields'>,
  done: readonly DoneChange[],
): Checked<DoneChange> {
  const unread = new Set([...derivedQueryFields, ...Object.values(switchFields).flat()]);
  const isUnread = ({ field }: { readonly field: string }) => unread.has(field);
  const told = done.flatMap(({ op, key, name, fields }): NotUndone[] => {
    const left = op === 'update' ? fields.filter(isUnread).map(({ field }) => field) : [];
    if (left.length === 0) return [];
    const reason = `from a report, these fields are not put back: ${left.join(', ')}`;
    return [{ key, ...(name === undefined ? {} : { name }), reason }];
  });
  return {
    changes: done.map((one) => ({ ...one, fields: one.fields.filter((field) => !isUnread(field)) })),
    left: told,
  };
}

/**
 * The changes whose queries a sync could have written, and those that are left because theirs is refused: by the usual check, or by what
 * the platform takes. A query that the object has now is not looked at.
 */
export async function withCheckedQueries(
  platform: PlanTarget,
  changes: readonly Change[],
  check: QueryCheck,
): Promise<Checked<Change>> {
  const queryOf = ({ before, after }: Change) => {
    const query = after?.fields[platform.queryField] ?? '';
    return after === null || query === before?.fields[platform.queryField] ? null : query;
  };
  const texts = [...new Set(changes.flatMap((change) => queryOf(change) ?? []))];
  const verdicts = texts.length === 0 ? new Map<string, readonly CheckedQuery[]>() : await check(texts);
  const kept: Change[] = [];
  const left: NotUndone[] = [];
  for (const change of changes) {
    const { key, name, id, after } = change;
    const query = queryOf(change);
    const refused = query === null ? undefined : refusalOf(verdicts.get(query) ?? []);
    const [fault] = after && change.op === 'update' ? platform.audit({ key, id, name, fields: after.fields }) : [];
    const why = refused ?? (fault && `${fault.message} (${fault.code})`);
    if (why === undefined) kept.push(change);
    else left.push({ key, name, reason: `a report may not put this back: ${oneLine(why)}` });
  }
  return { changes: kept, left };
}

/** Why a query is refused; undefined where it is not. A text without any query is none. */
function refusalOf(queries: readonly CheckedQuery[]): string | undefined {
  if (queries.length === 0) return 'it holds no query';
  const rejected = queries.find(({ verdict }) => verdict === 'rejected');
  if (!rejected) return undefined;
  const problem = rejected.problems.find(({ severity }) => severity === 'error') ?? rejected.problems[0];
  return problem ? `${problem.message} (${problem.code})` : 'its query is rejected';
}

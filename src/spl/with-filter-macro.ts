import type { CheckedQuery } from '../sync/query.ts';
import { checkSpl, type SplOptions } from './check.ts';
import { FILTER_MACRO, filterMacroName } from './filter-macros.ts';

/** The search with its filter as the last command; as it is where the checks would not pass it then. */
export function withFilterMacro(
  query: CheckedQuery,
  useCase: string,
  environment: SplOptions['environment'],
): CheckedQuery {
  const { text, verdict } = checkSpl(`${query.text}\n| \`${filterMacroName(useCase)}\``, { environment });
  if (verdict === 'rejected') return query;
  return { ...query, text, additions: [...(query.additions ?? []), FILTER_MACRO] };
}

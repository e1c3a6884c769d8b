import { codeArea, repairEntry } from '../../../src/core/codes.ts';
import type { QueryLanguage } from '../../../src/quoting/languages.ts';
import type { CheckedQuery, QueryProblem } from '../../../src/sync/query.ts';

/** A query language made up for tests: a query is `find SOMETHING`. */
export const MEMORY_LANGUAGE: QueryLanguage = {
  id: 'mql',
  title: 'MQL',
  fences: ['mql'],
  headings: ['Memory MQL'],
  label: 'Memory MQL',
  description: 'Query of the memory SIEM.',
  dataNeeds: 'shelves (Papers)',
  siems: [{ kind: 'memory', title: 'Memory' }],
  code: (text) => text,
  canQuote: (text) => !text.includes('"'),
  render: ({ title, parts }) => `find "${title.replaceAll('"', '')}" in ${parts.map(({ event }) => event).join(', ')}`,
};

/** Its codes, and its one repair. */
export const MEMORY_CODES = codeArea('mql', 'Checks of MQL', {
  'mql-no-find': {
    means: 'Every query begins with "find": without it there is nothing to look for.',
    cause: 'The word was forgotten.',
    remedy: 'Write it.',
  },
  'lower-case-find': repairEntry(
    { preserves: 'What the query looks for; "find" is written small.', judgement: false },
    '"find" is written in capitals.',
  ),
});

/** Checks one text: it must begin with `find`, which may be repaired from capitals. */
export function checkMql(text: string): CheckedQuery {
  const common = { text, repairs: [], problems: [], lookbackSeconds: null };
  if (text.startsWith('find ')) return { ...common, verdict: 'ready' };
  if (/^find /i.test(text)) {
    return { ...common, text: `find ${text.slice(5)}`, verdict: 'repaired', repairs: ['lower-case-find'] };
  }
  const message = 'A query begins with "find".';
  const problem: QueryProblem = { code: 'mql-no-find', message, line: 1, column: 1, severity: 'error' };
  return { ...common, verdict: 'rejected', problems: [problem] };
}

import type { Hunt } from '../hunts/hunt.ts';
import { evidenceOf } from './evidence.ts';
import { statementKey } from './statement.ts';
import type { Wanted } from './target.ts';

/** What every kind of SIEM says of an object that a hunt wants, beside how it is rendered. `index`: of the statement. */
export function wantOf(hunt: Hunt, index: number): Omit<Wanted, 'render'> {
  const { aliases, observables, queries, validUntil } = hunt;
  return {
    key: statementKey(hunt.key, index),
    evidence: evidenceOf(hunt),
    // The whole text of a source is that of its first statement, if of any.
    ...(index === 0 ? { queries: Object.values(queries) } : {}),
    ...(aliases === undefined ? {} : { aliases: aliases.map((key) => statementKey(key, index)) }),
    ...(observables === undefined ? {} : { observables }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

import { type Queries, queriesOf, queryColumns } from '../../src/quoting/languages.ts';

/** Queries as tests write them: a key for each language, null or nothing where there is none. */
export interface QueryTexts {
  readonly spl?: string | null;
  readonly kql?: string | null;
}

/** The same as a hunt keeps them. */
export function withQueries<T extends QueryTexts>({
  spl,
  kql,
  ...rest
}: T): Omit<T, 'spl' | 'kql'> & { queries: Queries } {
  return { ...rest, queries: queriesOf({ spl, kql }) };
}

/** A hunt with a key for each language, null where it has no query: shorter to compare. */
export function flat<T extends { readonly queries: Queries }>({ queries, ...rest }: T) {
  const { spl = null, kql = null } = queryColumns(queries);
  return { ...rest, spl, kql };
}

import { kqlCode, splCode } from './code.ts';
import { kqlString } from './kql.ts';
import { kqlSearch } from './kql-search.ts';
import type { Search } from './search.ts';
import { splWildcard } from './spl.ts';
import { splSearch } from './spl-search.ts';

/** A hunt's query texts by the id of their language; a language that the hunt has no query in is absent. */
export type Queries = Readonly<Record<string, string>>;

/** A kind of SIEM that a language is run in. */
export interface SiemKind {
  /** `kind` of a platform in the configuration, and a key of a use case's `dataNeeds`. */
  readonly kind: string;
  readonly title: string;
}

/** What the rest of the code has to know of a query language. */
export interface QueryLanguage {
  /** Key of its queries wherever queries are kept by language, in a catalogue file and in JSON too. */
  readonly id: string;
  /** As people write it. */
  readonly title: string;
  /** First words of info strings that open a fence with such a query, in lower case; the first is the one that we write. */
  readonly fences: readonly [string, ...string[]];
  /** What a curated briefing calls it at the head of a section, and any briefing in a label above a fence: `**Splunk SPL (CIM):**`. */
  readonly headings: readonly string[];
  /** The label that we write above a fence, without its colon. */
  readonly label: string;
  /** What a query of the catalogue is, for the schema of its files. */
  readonly description: string;
  /** What a use case lists as the data that it needs, in the plural with an example. */
  readonly dataNeeds: string;
  /** The kinds of SIEM that the catalogue tells the data needs of. */
  readonly siems: readonly SiemKind[];
  /** Can a query look for exactly this text anywhere in a field? */
  canQuote(text: string): boolean;
  /** A query for this search; null where the language has no data for any part of it, or no way to write the values. */
  render(search: Search): string | null;
  /** A query without its comments. */
  code(text: string): string;
}

export const SPL: QueryLanguage = {
  id: 'spl',
  title: 'SPL',
  fences: ['spl', 'splunk'],
  headings: ['Splunk SPL'],
  label: 'Splunk SPL (CIM)',
  description: 'Splunk search over CIM data models.',
  dataNeeds: 'CIM datasets (Endpoint.Processes)',
  siems: [{ kind: 'splunk', title: 'Splunk' }],
  canQuote: (text) => splWildcard(text) !== null,
  render: splSearch,
  code: splCode,
};

export const KQL: QueryLanguage = {
  id: 'kql',
  title: 'KQL',
  fences: ['kql', 'kusto'],
  headings: ['Defender KQL'],
  label: 'Defender KQL',
  description: 'Query for a Log Analytics workspace: TimeGenerated, not Timestamp.',
  dataNeeds: 'workspace tables (DeviceProcessEvents)',
  siems: [{ kind: 'sentinel', title: 'Sentinel' }],
  canQuote: (text) => kqlString(text) !== null,
  render: kqlSearch,
  code: kqlCode,
};

/** The query languages, in the order in which every output names them. */
export const LANGUAGES: readonly QueryLanguage[] = [SPL, KQL];

/** For functions that depend on the languages: another list in place of `LANGUAGES`. */
export interface LanguageOptions {
  readonly languages?: readonly QueryLanguage[];
}

/** The text of each language in the list's order, null where there is none: the form that JSON outputs have. */
export function queryColumns(
  queries: Queries,
  languages: readonly QueryLanguage[] = LANGUAGES,
): Record<string, string | null> {
  return Object.fromEntries(languages.map(({ id }) => [id, queries[id] ?? null]));
}

/** The reverse: what is null or absent is left out. */
export function queriesOf(
  columns: Readonly<Record<string, unknown>>,
  languages: readonly QueryLanguage[] = LANGUAGES,
): Queries {
  return Object.fromEntries(
    languages.flatMap(({ id }) => (typeof columns[id] === 'string' ? [[id, columns[id]]] : [])),
  );
}

/** Has it a query in any language? */
export function hasQuery({ queries }: { readonly queries: Queries }): boolean {
  return Object.keys(queries).length > 0;
}

import type { Phase } from '../../briefing/article.ts';
import type { Hunt } from '../../hunts/hunt.ts';
import { adviceLines } from '../../sync/advice.ts';
import { type CheckedHunt, queriesFor } from '../../sync/query.ts';
import {
  CREATED,
  FIXED_TIMES,
  type StixMarks,
  type StixObject,
  stixId,
  versionOf,
} from '../../sync/records/stix-common.ts';
import type { Siem } from '../../sync/siem.ts';
import { statementKey, statementSuffix } from '../../sync/statement.ts';
import { firstAndLast, instantOf } from './common.ts';

/** A SIEM whose queries are exported, and their language, whose id `pattern_type` has. */
export type QueryKind = Pick<Siem, 'kind' | 'title' | 'language'>;

/**
 * Phases of `lockheed-martin-cyber-kill-chain`, which STIX 2.1 names
 * (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 2.11).
 */
const KILL_CHAIN: Readonly<Record<Phase, string>> = {
  recon: 'reconnaissance',
  weapon: 'weaponization',
  delivery: 'delivery',
  exploit: 'exploitation',
  install: 'installation',
  c2: 'command-and-control',
  actions: 'actions-on-objectives',
};

/**
 * A hunt's queries that may be pushed, as indicators. STIX has no object for a hunting query; an indicator is a pattern in a
 * language that `pattern_type` names, which is an open vocabulary
 * (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, sections 4.7 and 10.17): query languages are what it is open
 * for, and a consumer that knows none of them still shows title, technique and article. An object type of our own would be
 * dropped. Two SIEMs of one language have other tables, and so other queries: each has an object of its own.
 */
export function huntIndicators(checked: CheckedHunt, kinds: readonly QueryKind[], marks: StixMarks): StixObject[] {
  return kinds.flatMap((kind) =>
    queriesFor(checked, kind.kind).flatMap(({ verdict, text }, index) =>
      verdict === 'rejected' ? [] : [{ ...huntIndicator(checked.hunt, kind, index, text), ...marks }],
    ),
  );
}

function huntIndicator(hunt: Hunt, { kind, title, language }: QueryKind, index: number, query: string): StixObject {
  const key = statementKey(hunt.key, index);
  const { first, last } = firstAndLast(hunt.articles.map(({ published }) => published));
  const valid_from = instantOf(first) ?? CREATED;
  const until = instantOf(hunt.validUntil);
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: stixId('indicator', kind, key),
    ...versionOf(last, hunt.articles.length),
    name: hunt.title + statementSuffix(index),
    description: [
      `Hunting query in ${language.title} for ${title}. Severity ${hunt.severity}${hunt.confidence ? `, confidence ${hunt.confidence}` : ''}.`,
      ...adviceLines(hunt, kind),
    ].join('\n'),
    indicator_types: ['anomalous-activity'],
    pattern: query,
    pattern_type: language.id,
    valid_from,
    ...(until !== null && until > valid_from ? { valid_until: until } : {}),
    ...(hunt.phase
      ? {
          kill_chain_phases: [
            { kill_chain_name: 'lockheed-martin-cyber-kill-chain', phase_name: KILL_CHAIN[hunt.phase] },
          ],
        }
      : {}),
    labels: ['huntsync', 'hunt', `severity:${hunt.severity.toLowerCase()}`],
    external_references: [
      { source_name: 'huntsync', external_id: key },
      ...(hunt.advice?.references ?? []).map((url) => ({ source_name: new URL(url).hostname, url })),
    ],
  };
}

/** A relationship between two objects of the bundle. It follows from its ends, and never changes. */
export function relationship(
  source: string,
  type: 'indicates' | 'related-to',
  target: string,
  marks: StixMarks,
): StixObject {
  return {
    type: 'relationship',
    spec_version: '2.1',
    id: stixId('relationship', source, type, target),
    ...FIXED_TIMES,
    relationship_type: type,
    source_ref: source,
    target_ref: target,
    ...marks,
  };
}

import { linkable, truncate } from '../../core/text.ts';
import type { ArticleRef } from '../../hunts/hunt.ts';
import type { MergedArticle } from '../../hunts/merge.ts';
import { uncoveredLines } from '../advice.ts';
import type { CheckedHunt } from '../query.ts';
import type { SyncedType } from './schema.ts';
import { type Ageing, sharedValues } from './shared.ts';
import type { HuntRecord, Own } from './types.ts';
import type { Values } from './values.ts';
import { recordsMadeBy, type WantedRecords } from './wanted.ts';

/** The state of one hunt on the platform that the records are for. */
export type HuntState = Pick<
  HuntRecord,
  'status' | 'retired_on' | 'objects' | 'query' | 'repairs' | 'additions' | 'proof' | 'problems' | 'drifted'
>;

/** Of a hunt that no platform was asked about. */
export const NO_QUERY: HuntState = {
  status: 'no-query',
  retired_on: null,
  objects: [],
  query: '',
  repairs: [],
  additions: [],
  proof: '',
  problems: [],
  drifted: [],
};

type StateOf = (hunt: CheckedHunt) => HuntState & Partial<Pick<HuntRecord, 'platforms'>>;

/**
 * The records of a run: one an article, one a hunt, one an indicator, linked by their keys. Pure, and the same for any order of
 * the articles.
 *
 * @param stateOf the state of a hunt on the platform, and how it stands on others where that is to be told.
 * @param ageing how long indicators hold. Those that huntsync itself took from feeds end; what a briefing lists stays, with its last day.
 * @param kind of the platform: what must be collected is told for it.
 */
export function buildRecords(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  stateOf: StateOf,
  ageing: Ageing = {},
  kind = '',
): Readonly<Record<SyncedType, ReadonlyMap<string, Values>>> {
  const shared = sharedValues(articles, hunts, ageing);
  return {
    articles: new Map(shared.articles),
    indicators: new Map(shared.indicators),
    hunts: new Map(buildHuntRecords(hunts, stateOf, kind)),
  };
}

/**
 * Those of hunts, which tell how they stand on one platform: see `buildRecords`. Each is made anew whenever it is asked for, as there may be
 * many thousands, and each has whole texts.
 */
export function buildHuntRecords(hunts: readonly CheckedHunt[], stateOf: StateOf, kind: string): WantedRecords {
  const byKey = new Map(hunts.map((checked) => [checked.hunt.key, checked]));
  return recordsMadeBy([...byKey.keys()], (key) => {
    const checked = byKey.get(key);
    return checked && huntValues(checked, stateOf(checked), kind);
  });
}

function huntValues({ hunt }: CheckedHunt, state: ReturnType<StateOf>, kind: string): Own<HuntRecord> {
  const [newest] = hunt.articles;
  const { advice } = hunt;
  return {
    hunt_key: hunt.key,
    hunt_title: hunt.title,
    severity: hunt.severity,
    confidence: hunt.confidence ?? '',
    phase: hunt.phase ?? '',
    techniques: hunt.techniques,
    techniques_from: hunt.techniquesFrom ?? '',
    mentions: hunt.mentions,
    tactics: hunt.tactics,
    article_ids: hunt.articles.map(({ id }) => id),
    article_count: hunt.articles.length,
    article_title: newest?.title ?? '',
    article_url: linkable(newest?.url ?? ''),
    published: newest?.published ?? null,
    first_published: hunt.articles.flatMap(({ published }) => published ?? []).sort()[0] ?? null,
    campaign: hunt.campaign?.name ?? '',
    campaign_id: hunt.campaign?.id ?? '',
    sources: hunt.sources,
    why: hunt.why ?? '',
    callers: hunt.articles.map(callerLine),
    false_positives: advice?.falsePositives ?? [],
    does_not_cover: uncoveredLines(advice?.doesNotCover ?? [], kind),
    triage: advice?.triage ?? [],
    references: advice?.references ?? [],
    data_needs: advice?.dataNeeds[kind] ?? [],
    notes: hunt.notes ?? [],
    platforms: [],
    ...state,
  };
}

const MAX_CALLER = 250;
const MAX_CALLER_URL = 160;
const MAX_PUBLISHERS = 40;

/** An article in one line: day, title, publishers, address. The title is cut where it is too long for all of it. */
function callerLine({ published, title, publishers = [], url }: ArticleRef): string {
  const by = publishers.length > 0 ? `(${truncate(publishers.join(', '), MAX_PUBLISHERS)})` : '';
  const day = published ?? 'undated';
  const rest = [by, linkable(url, MAX_CALLER_URL)].filter((part) => part !== '');
  const room = MAX_CALLER - [day, '', ...rest].join(' ').length;
  return [day, truncate(title, room), ...rest].join(' ');
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKqlEvaluator } from '../../../src/kql/run/evaluator.ts';
import type { Row } from '../../../src/prove/language.ts';
import { queueOf } from '../../../src/sync/queue.ts';
import { anyQueueItems } from '../../support/queue-items.ts';
import { read } from './deploy.ts';
import { schema } from './kql.ts';
import { workbookSchema } from './workbook-shape.ts';

/** Every query of the workbook run on records, by the evaluator that proves hunts. */

const NOW = new Date('2026-05-10T09:00:00Z');
const evaluate = createKqlEvaluator(schema);
/** But for those that are a hunt's own, which is a parameter and nothing else. */
const queries = workbookSchema
  .parse(JSON.parse(read('workbook.json')))
  .items.flatMap((group) =>
    group.type === 12
      ? group.content.items.flatMap((item) =>
          item.type === 3 && !/^\{\w+\}$/.test(item.content.query)
            ? [{ name: item.name, query: item.content.query, content: item.content }]
            : [],
        )
      : [],
  );

const HUNTS: readonly Row[] = [
  {
    HuntKey: 'uc:UC_A',
    HuntTitle: 'LSASS read',
    Severity: 'CRIT',
    Phase: 'actions',
    Status: 'active',
    Proof: 'proved',
    Techniques: ['T1003.001', 'T1059.001'],
    Tactics: ['execution', 'credential-access'],
    ArticleIds: ['a1', 'a2'],
    ArticleTitle: 'CISA KEV: an old flaw',
    Published: '2026-05-08T00:00:00Z',
    Objects: ['A'],
    Query: 'T\n| where X == 1',
    Drifted: ['query'],
    Platforms: ['ws: in use; edited: query', 'xdr: in use; edited: status = autoDisabled'],
    FirstSeen: '2026-05-09T06:00:00Z',
    FirstPublished: '2026-04-08T00:00:00Z',
    Campaign: 'MOSSLATCH',
    CampaignId: 'a1',
    Why: 'They dumped LSASS | for {money}.',
    FalsePositives: ['A support engineer.'],
    DoesNotCover: ['a dump by a driver: no process opens it', 'a crash dump: it looks the same'],
    Triage: ['Look at the parent.', 'Ask the owner.'],
    References: ['https://attack.mitre.org/techniques/T1003/001/'],
    DataNeeds: ['DeviceProcessEvents', 'SecurityEvent'],
    Notes: [],
  },
  {
    HuntKey: 'uc:UC_B',
    HuntTitle: 'Quiet one',
    Severity: 'LOW',
    Status: 'active',
    Techniques: ['T1486'],
    ArticleIds: ['a2'],
    Published: '2025-05-08T00:00:00Z',
    Query: 'U',
  },
  {
    HuntKey: 'uc:UC_C',
    HuntTitle: 'Refused',
    Severity: 'HIGH',
    Status: 'rejected',
    Problems: ['kql-table: none'],
    Platforms: ['xdr: run only: T has no time of an event'],
  },
  { HuntKey: 'uc:UC_D', HuntTitle: 'Gone', Severity: 'MED', Status: 'retired', RetiredOn: '2026-04-01T00:00:00Z' },
];
const RUNS: readonly Row[] = [
  {
    HuntKey: 'uc:UC_A',
    Outcome: 'hit',
    Hits: 3,
    NewHits: true,
    RanAt: '2026-05-10T06:00:00Z',
    Hosts: ['ws-1', 'ws-2'],
    History: ['2026-05-10T06:00:00Z hit 3', '2026-05-09T06:00:00Z quiet 0'],
  },
  {
    HuntKey: 'uc:UC_B',
    Outcome: 'blind',
    Hits: 0,
    NewHits: false,
    RanAt: '2026-05-10T06:00:00Z',
    Missing: ['DnsEvents'],
  },
];
const ARTICLES: readonly Row[] = [
  {
    ArticleId: 'a1',
    ArticleTitle: 'Newest',
    Severity: 'CRIT',
    Published: '2026-05-08T00:00:00Z',
    Techniques: ['T1003.001', 'T1486'],
    Covers: ['T1003.001'],
    HuntKeys: ['uc:UC_A'],
    IndicatorIds: ['i1'],
    CampaignId: 'a1',
    SeverityReasons: 'exploited (+4)\nmalware (+1)',
    Why: 'It is **new**.',
    Evidence: 'T1003.001: They dumped: LSASS.\nUC_A: They dumped LSASS.',
  },
  {
    ArticleId: 'a2',
    ArticleTitle: 'Older',
    Severity: 'LOW',
    Published: '2026-04-08T00:00:00Z',
    Techniques: ['T1059.001'],
    Covers: [],
    HuntKeys: ['uc:UC_A', 'uc:UC_B'],
    IndicatorIds: ['i1'],
    CampaignId: 'a1',
  },
  {
    ArticleId: 'a3',
    ArticleTitle: 'An offer',
    Severity: 'LOW',
    Threat: 'none: an offer',
    Published: '2026-05-09T00:00:00Z',
  },
];
const INDICATORS: readonly Row[] = [
  {
    IndicatorId: 'i1',
    IndicatorType: 'domain',
    IndicatorValue: 'update.attacker.example',
    Severity: 'CRIT',
    ArticleIds: ['a1'],
    ArticleCount: 1,
    HuntKeys: ['uc:UC_A'],
    Published: '2026-05-08T00:00:00Z',
    ValidUntil: '2026-11-04T00:00:00Z',
  },
];
const CHOSEN: Readonly<Record<string, string>> = { Indicator: 'i1', Article: 'a1' };

function resultsOf(
  name: string,
  records: { hunts?: readonly Row[]; runs?: readonly Row[]; hunt?: string; platform?: string } = {},
) {
  const query = queries.find((one) => one.name === name)?.query ?? '';
  const chosen: Readonly<Record<string, string>> = { ...CHOSEN, Platform: records.platform ?? '*' };
  const filled = query.replace(/\{(\w+):base64\}/g, (_, parameter: string) => {
    const value = ['Hunt', 'Queued'].includes(parameter) ? (records.hunt ?? '*') : (chosen[parameter] ?? '*');
    return Buffer.from(value, 'utf8').toString('base64');
  });
  const tables = {
    Hunts: records.hunts ?? HUNTS,
    HuntRuns: records.runs ?? RUNS,
    HuntArticles: ARTICLES,
    HuntIndicators: INDICATORS,
  };
  const found = evaluate(filled, { tables }, { now: NOW });
  expect(found).toMatchObject({ status: 'evaluated' });
  return found.status === 'evaluated' ? found.rows : [];
}

test.each(queries)('$name finds something in records', ({ name }) => {
  expect(resultsOf(name)).not.toEqual([]);
});

test.each(queries.filter(({ content }) => content.visualization === 'table'))(
  '$name has headings for people, and no key in sight',
  ({ name, content }) => {
    const { formatters = [], labelSettings = [] } = content.gridSettings ?? {};
    const hidden = formatters.flatMap(({ columnMatch, formatter }) => (formatter === 5 ? [columnMatch] : []));
    const labels = new Map(labelSettings.map(({ columnId, label }) => [columnId, label]));
    const columns = [...new Set(resultsOf(name).flatMap((row) => Object.keys(row)))];
    const shown = columns.filter((column) => !hidden.includes(column));
    expect([...labels.keys()].filter((column) => !shown.includes(column))).toEqual([]);
    expect(
      shown.map((column) => labels.get(column) ?? column).filter((head) => /[a-z][A-Z]|Key$|Id$/.test(head)),
    ).toEqual([]);
  },
);

test('a hunt is told line by line, why it is there first, whatever stands in a text', () => {
  const told = Object.fromEntries(resultsOf('queue-facts').map(({ What, Answer }) => [String(What), Answer]));
  expect(told).toMatchObject({
    Hunt: 'LSASS read',
    'Called for because': 'They dumped LSASS | for {money}.',
    Campaign: 'MOSSLATCH',
    Published: '2026-04-08 to 2026-05-08',
    'Last outcome': 'hit, 3',
    Proof: 'proved: it finds rows made of its own values (as written; the query was edited since)',
    'Edited here': 'query',
    Platforms: 'ws: in use; edited: query | xdr: in use; edited: status = autoDisabled',
  });
  expect(told).not.toHaveProperty('Problems');
  expect(resultsOf('hunt-advice').map(({ What, Answer }) => [What, Answer])).toEqual([
    ['First', 'Look at the parent.'],
    ['Then', 'Ask the owner.'],
    ['False positive', 'A support engineer.'],
    ['Does not find', 'a dump by a driver: no process opens it'],
    ['Does not find', 'a crash dump: it looks the same'],
    ['Needs', 'DeviceProcessEvents, SecurityEvent'],
    ['Reference', 'https://attack.mitre.org/techniques/T1003/001/'],
  ]);
});

test('each platform has its hunts by how they stand there, and what is run only its reason', () => {
  expect(resultsOf('by-platform')).toEqual([
    { Platform: 'ws', State: 'in use; edited', Count: 1 },
    { Platform: 'xdr', State: 'in use; edited', Count: 1 },
    { Platform: 'xdr', State: 'run only', Count: 1 },
  ]);
  expect(resultsOf('on-platforms').map(({ Platform, HuntTitle, State }) => [Platform, HuntTitle, State])).toEqual([
    ['ws', 'LSASS read', 'in use; edited: query'],
    ['xdr', 'LSASS read', 'in use; edited: status = autoDisabled'],
    ['xdr', 'Refused', 'run only: T has no time of an event'],
  ]);
  expect(resultsOf('hunt-list')).toHaveLength(HUNTS.length);
  expect(resultsOf('hunt-list', { platform: 'xdr: run only' }).map(({ HuntTitle }) => HuntTitle)).toEqual(['Refused']);
});

test('an article tells why it has its severity, what in it says so, and what no hunt looks for', () => {
  const told = Object.fromEntries(resultsOf('article-facts').map(({ What, Answer }) => [String(What), Answer]));
  expect(told).toMatchObject({
    Because: 'exploited (+4); malware (+1)',
    'Why it matters': 'It is new.',
    Campaign: 'MOSSLATCH',
  });
  expect(resultsOf('article-evidence')).toEqual([
    { About: 'T1003.001', Sentence: 'They dumped: LSASS.' },
    { About: 'UC_A', Sentence: 'They dumped LSASS.' },
  ]);
  expect(resultsOf('article-techniques')).toEqual([
    { Technique: 'T1486', Hunted: 'gap' },
    { Technique: 'T1003.001', Hunted: 'looked for' },
  ]);
});

test('a campaign has its first and last day, its hunts once, and the techniques that none of them looks for', () => {
  expect(resultsOf('campaign-list')).toMatchObject([
    {
      Campaign: 'MOSSLATCH',
      Severity: 'CRIT',
      FirstSeen: '2026-04-08T00:00:00.0000000Z',
      LastSeen: '2026-05-08T00:00:00.0000000Z',
      Articles: 2,
      Hunts: 2,
    },
  ]);
  expect(resultsOf('campaign-hunts').map(({ HuntTitle, Last }) => [HuntTitle, Last])).toEqual([
    ['LSASS read', 'hit'],
    ['Quiet one', 'blind'],
  ]);
  expect(resultsOf('campaign-techniques').map(({ Technique, Hunted }) => [Technique, Hunted])).toEqual([
    ['T1059.001', 'gap'],
    ['T1486', 'gap'],
    ['T1003.001', 'looked for'],
  ]);
  expect(resultsOf('campaign-indicators')).toMatchObject([{ IndicatorValue: 'update.attacker.example', ToldBy: 2 }]);
});

test('the first of the queue is shown until another is chosen, its query whole', () => {
  expect(resultsOf('queue-query')).toEqual([{ Whole: 'T\n| where X == 1', Query: 'T\n| where X == 1' }]);
  expect(resultsOf('hunt-query', { hunt: 'uc:UC_B' })).toMatchObject([{ Query: 'U' }]);
});

test('an article has what is proved of what it tells, the gap, and proved hunts by tactic; newest first', () => {
  expect(resultsOf('matrix')).toMatchObject([
    { ArticleTitle: 'Newest', Proved: '1/2', Gap: 'T1486', CredentialAccess: 1, Execution: 1, Impact: 0 },
    { ArticleTitle: 'Older', Proved: '1/1', Gap: '' },
  ]);
});

test('outcomes count what never ran too', () => {
  expect(resultsOf('by-outcome', { runs: RUNS.slice(0, 1) })).toEqual(
    expect.arrayContaining([
      { Outcome: 'hit', Count: 1 },
      { Outcome: 'never run', Count: 1 },
    ]),
  );
});

describe('the queue', () => {
  test('tells why', () => {
    expect(resultsOf('queue').map(({ Score, Why }) => [Score, Why])).toEqual([
      [1202.5, '3 new, article 2 d old, exploited (CISA KEV), proved as written, edited since'],
      [10.8, 'never run, run only, no proof'],
      [0.1, 'blind: no data in DnsEvents, article 367 d old, no proof'],
    ]);
  });

  test('has the scores of `huntsync queue`, where nothing else on the platform is known', () => {
    fc.assert(
      fc.property(anyQueueItems([['DnsEvents']]), (items) => {
        const rows = resultsOf('queue', {
          hunts: items.map(({ key, title, severity, published, articleTitle, proof, runOnly, edited }) => ({
            HuntKey: key,
            HuntTitle: title,
            Status: runOnly ? 'rejected' : 'active',
            Platforms: runOnly ? ['ws: rejected: KS204', 'xdr: in part; run only: T has no time of an event'] : [],
            Drifted: edited ? ['query', 'tactics'] : [],
            Severity: severity,
            Published: published === null ? null : `${published}T00:00:00Z`,
            ArticleTitle: articleTitle,
            Proof: proof,
          })),
          runs: items.flatMap(({ key, run }) =>
            run === null
              ? []
              : [
                  {
                    HuntKey: key,
                    Outcome: run.outcome,
                    Hits: run.hits,
                    NewHits: run.newHits,
                    RanAt: run.ranAt,
                    Missing: run.missing,
                  },
                ],
          ),
        });
        const expected = new Map(queueOf(items, null, '2026-05-10').map(({ key, score }) => [key, score]));
        expect(new Set(rows.map(({ HuntKey }) => HuntKey))).toEqual(new Set(expected.keys()));
        // Both round to a tenth, of products whose last bit differs.
        const apart = rows.filter(
          ({ HuntKey, Score }) => Math.abs(Number(Score) - (expected.get(String(HuntKey)) ?? -1)) > 0.11,
        );
        expect(apart).toEqual([]);
        const scores = rows.map(({ Score }) => Number(Score));
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
      { numRuns: 50 },
    );
  });
});

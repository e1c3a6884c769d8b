import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../../src/prove/language.ts';
import { createSplEvaluator } from '../../../src/spl/run/index.ts';
import { queueOf } from '../../../src/sync/queue.ts';
import { csvRows } from '../../support/csv.ts';
import { anyQueueItems } from '../../support/queue-items.ts';
import { readStudio } from '../../support/studio.ts';

/** Every search of the dashboards run on records, by the evaluator that proves hunts. */

const VIEWS = new URL('../../../splunk_app/default/data/ui/views/', import.meta.url);
const NOW = new Date('2026-05-10T09:00:00Z');
const evaluate = createSplEvaluator({ macros: [], commands: [], lookups: [], dataModels: {} });

const [head = [], ...lines] = csvRows(
  readFileSync(new URL('../../../splunk_app/lookups/huntsync_techniques.csv', import.meta.url), 'utf8'),
);
const techniques = lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ''])));

const searches = readdirSync(VIEWS)
  .sort()
  .flatMap((file) =>
    Object.entries(readStudio(readFileSync(new URL(file, VIEWS), 'utf8')).dataSources).flatMap(([id, { options }]) =>
      options.query === undefined
        ? []
        : [{ id: `${file.replace(/^huntsync_|\.xml$/g, '')} ${id}`, query: options.query }],
    ),
  );

const TOKENS: Readonly<Record<string, string>> = {
  hunt_key: 'uc:UC_A',
  saved_search: 'A (2)',
  article_id: 'a1',
  campaign_id: 'a1',
  indicator_id: 'i1',
  status: '*',
  severity: '*',
  phase: '*',
  technique: '*',
  type: '*',
  title: '*',
  platform: '*',
  indicator: '*',
};

const HUNTS: readonly Row[] = [
  {
    hunt_key: 'uc:UC_A',
    hunt_title: 'LSASS | read',
    severity: 'CRIT',
    phase: 'actions',
    status: 'active',
    proof: 'proved',
    techniques: ['T1003.001', 'T1059.001'],
    mentions: ['T1486'],
    article_ids: ['a1', 'a2'],
    article_title: 'CISA KEV: an old flaw',
    published: '2026-05-08',
    objects: ['A (1)', 'A (2)'],
    query: 'index=main\n| stats count',
    drifted: ['search'],
    platforms: ['soc: in use; edited: search', 'xdr: in use; edited: status = autoDisabled'],
    first_seen: '2026-05-09T06:00:00Z',
    updated: '2026-05-10T06:00:00Z',
    first_published: '2026-04-08',
    campaign: 'MOSSLATCH',
    campaign_id: 'a1',
    why: 'They dumped LSASS | for $2.5 million, not $900,000.',
    false_positives: ['A support engineer.', 'A test.'],
    does_not_cover: ['A dump by Task Manager: It leaves no command line.'],
    triage: ['Look at the parent.', 'Ask the owner.', 'Take an image.'],
    references: ['https://attack.mitre.org/techniques/T1003/001/'],
    data_needs: ['Endpoint.Processes', 'Sysmon'],
    notes: ['Written by a language model, says its article.'],
  },
  {
    hunt_key: 'uc:UC_B',
    hunt_title: 'Quiet one',
    severity: 'LOW',
    status: 'active',
    techniques: ['T1486'],
    published: '2025-05-08',
    article_ids: ['a2'],
    objects: ['B'],
    first_seen: '2026-01-01T06:00:00Z',
  },
  {
    hunt_key: 'uc:UC_C',
    hunt_title: 'Refused',
    severity: 'HIGH',
    status: 'rejected',
    problems: ['spl-macro: no such macro'],
    platforms: ['soc: rejected: spl-macro', 'xdr: run only: T has no time of an event'],
    first_seen: '2026-01-01T06:00:00Z',
  },
  { hunt_key: 'uc:UC_D', hunt_title: 'Gone', severity: 'MED', status: 'retired', retired_on: '2026-04-01' },
  { hunt_key: 'uc:UC_E', hunt_title: 'Many rows', severity: 'HIGH', status: 'active', published: '2026-05-01' },
];
const RUNS: readonly Row[] = [
  {
    hunt_key: 'uc:UC_A',
    outcome: 'hit',
    hits: 3,
    new_hits: true,
    ran_at: '2026-05-10T06:00:00Z',
    hosts: ['ws-1', 'ws-2'],
    history: ['2026-05-10T06:00:00Z hit 3', '2026-05-09T06:00:00Z quiet 0'],
    evidence: ['{"dest":"ws-1"}'],
    duration_ms: 840,
  },
  { hunt_key: 'uc:UC_B', outcome: 'blind', hits: 0, new_hits: false, ran_at: '2026-05-10T06:00:00Z', missing: ['Web'] },
  { hunt_key: 'uc:UC_E', outcome: 'noisy', hits: 900, new_hits: false, ran_at: '2026-05-10T06:00:00Z' },
];
const ARTICLES: readonly Row[] = [
  {
    article_id: 'a1',
    article_title: 'Newest',
    severity: 'CRIT',
    threat: '',
    published: '2026-05-08',
    url: 'https://intel.example/a',
    publishers: ['Labs'],
    techniques: ['T1003.001', 'T1003.002', 'T1486'],
    covers: ['T1003.001'],
    phases: ['actions'],
    hunt_keys: ['uc:UC_A'],
    hunt_count: 1,
    indicator_ids: ['i1'],
    indicator_count: 1,
    campaign_id: 'a1',
    why: 'It is **new**.',
    severity_reasons: 'exploited (+4)\nmalware (+1)',
    evidence: 'UC_A: They dumped: LSASS.\nT1003.001: They dumped LSASS.\nUC_0_0: agent.exe: They used it.',
  },
  {
    article_id: 'a2',
    article_title: 'Older',
    severity: 'LOW',
    published: '2026-04-08',
    techniques: ['T1059.001'],
    hunt_keys: ['uc:UC_A', 'uc:UC_B'],
    indicator_ids: ['i1'],
    campaign_id: 'a1',
  },
  { article_id: 'a3', article_title: 'An offer', severity: 'LOW', threat: 'none: an offer', techniques: ['T1486'] },
];
const INDICATORS: readonly Row[] = [
  {
    indicator_id: 'i1',
    indicator_type: 'domain',
    indicator_value: 'update.attacker.example',
    severity: 'CRIT',
    article_ids: ['a1', 'a2'],
    article_count: 2,
    published: '2026-05-08',
    valid_until: '2026-11-04',
    hunt_keys: ['uc:UC_A'],
    first_seen: '2026-05-09T06:00:00Z',
  },
];

interface Records {
  readonly hunts: readonly Row[];
  readonly runs: readonly Row[];
  readonly articles?: readonly Row[];
  readonly indicators?: readonly Row[];
}

function resultsOf(
  id: string,
  records: Records = { hunts: HUNTS, runs: RUNS },
  tokens: Readonly<Record<string, string>> = TOKENS,
): readonly Row[] {
  const query = searches.find((search) => search.id === id)?.query ?? '';
  const found = evaluate(
    query
      .replace(/\$(\w+)\|s\$/g, (_, name: string) => JSON.stringify(tokens[name]))
      // The evaluator leaves internal fields out of what it tells.
      .replace(/\b_(?=hunt_key|article_id|saved_search|choice)/g, 'internal_'),
    {
      tables: {},
      lookups: {
        huntsync_hunts: records.hunts,
        huntsync_runs: records.runs,
        huntsync_articles: records.articles ?? ARTICLES,
        huntsync_indicators: records.indicators ?? INDICATORS,
        huntsync_techniques: techniques,
      },
    },
    { now: NOW },
  );
  expect(found).toMatchObject({ status: 'evaluated' });
  return found.status === 'evaluated' ? found.rows : [];
}

test.each(searches)('$id finds something in records', ({ id }) => {
  expect(resultsOf(id)).not.toEqual([]);
});

test('a cell of the matrix counts the techniques that a proved hunt looks for, of those told of; newest article first', () => {
  const rows = resultsOf('overview ds_matrix');
  expect(rows.map(({ Article }) => Article)).toEqual(['Newest', 'Older']);
  expect(rows[0]).toMatchObject({ Cred: '1/2', Imp: '0/1', internal_article_id: 'a1' });
  expect(rows[1]).toMatchObject({ Exec: '1/1' });
});

test('outcomes count every hunt in use once, those that never ran too', () => {
  const counted = resultsOf('overview ds_outcomes', { hunts: HUNTS, runs: RUNS.slice(0, 2) });
  expect(counted.map(({ last }) => last)).toEqual(['hit', 'blind', 'never run']);
});

describe('platforms', () => {
  test('each has its hunts by how they stand there, one without records of its own too', () => {
    const rows = resultsOf('overview ds_by_platform').map(({ Platform, State, Hunts }) => [Platform, State, Hunts]);
    expect(rows).toEqual([
      ['soc', 'in use; edited', 1],
      ['soc', 'rejected', 1],
      ['xdr', 'in use; edited', 1],
      ['xdr', 'run only', 1],
    ]);
  });

  test('what is run only has its reason, what the platform switched off its state', () => {
    const rows = resultsOf('overview ds_on_platforms');
    expect(rows.map((row) => [row['Platform'], row['Hunt'], row['How it stands there']])).toEqual([
      ['soc', 'LSASS | read', 'in use; edited: search'],
      ['xdr', 'LSASS | read', 'in use; edited: status = autoDisabled'],
      ['xdr', 'Refused', 'run only: T has no time of an event'],
    ]);
  });

  test('hunts are found by a platform, and by how they stand there', () => {
    const all = resultsOf('overview ds_hunts');
    expect(all).toHaveLength(HUNTS.length);
    expect(all.find(({ Hunt }) => Hunt === 'Refused')?.['Platforms']).toBe('0 of 2 in use');
    expect(all.find(({ Hunt }) => Hunt === 'LSASS | read')?.['Platforms']).toBe('2 in use');
    const found = resultsOf('overview ds_hunts', undefined, { ...TOKENS, platform: 'XDR: run only' });
    expect(found.map(({ Hunt }) => Hunt)).toEqual(['Refused']);
  });
});

describe('the page of one hunt', () => {
  test('opens on the first of the queue, and ends with what is neither in use nor run', () => {
    expect(resultsOf('hunt ds_choices').map(({ hunt_key }) => hunt_key)).toEqual([
      'uc:UC_A',
      'uc:UC_E',
      'uc:UC_C',
      'uc:UC_B',
      'uc:UC_D',
    ]);
  });

  test('runs the saved search that was clicked, else the first of the hunt', () => {
    expect(resultsOf('hunt ds_searches')).toEqual([
      { 'What runs': 'A (2)', internal_saved_search: 'A (2)', internal_choice: 'A (2)' },
      { 'What runs': 'A (1)', internal_saved_search: 'A (1)', internal_choice: 'A (1)' },
    ]);
  });

  test.each([
    ['uc:UC_C', 'This hunt was rejected: spl-macro: no such macro; it does not run'],
    ['uc:UC_D', 'This hunt was retired on 2026-04-01; it does not run'],
    ['uc:UC_E', 'This hunt is not written yet; it does not run'],
  ])('says why %s does not run, and names no search', (hunt_key, told) => {
    const rows = resultsOf('hunt ds_searches', undefined, { ...TOKENS, hunt_key });
    expect(rows.map((row) => row['What runs'])).toEqual([told]);
    expect(rows[0]?.['internal_saved_search']).toBeNull();
  });

  test('tells what is known, line by line, whatever stands in a title', () => {
    const told = Object.fromEntries(resultsOf('hunt ds_hunt').map(({ What, Answer }) => [String(What), Answer]));
    expect(told).toMatchObject({
      Hunt: 'LSASS | read',
      Score: '1202.5: 3 new hits, article 2 d old, exploited (CISA KEV), proved as written, edited since',
      'Called for because': 'They dumped LSASS | for $2.5 million, not $900,000.',
      Campaign: 'MOSSLATCH',
      Published: '2026-04-08 to 2026-05-08',
      'Last outcome': '3 hits',
      Platforms: 'soc: in use; edited: search | xdr: in use; edited: status = autoDisabled',
      Proof: 'proved: it finds rows made of its own values (as written; the query was edited since)',
    });
    expect(told).not.toHaveProperty('Problems');
  });

  test('tells how to read a hit: triage in order, what looks like it, what it needs, and where to read on', () => {
    expect(resultsOf('hunt ds_advice').map(({ What, Answer }) => [What, Answer])).toEqual([
      ['First', 'Look at the parent.'],
      ['Then', 'Ask the owner.'],
      ['Then', 'Take an image.'],
      ['False positive', 'A support engineer.'],
      ['False positive', 'A test.'],
      ['Does not find', 'A dump by Task Manager: It leaves no command line.'],
      ['Needs', 'Endpoint.Processes, Sysmon'],
      ['Note', 'Written by a language model, says its article.'],
      ['Reference', 'https://attack.mitre.org/techniques/T1003/001/'],
    ]);
  });

  test('tells until when an indicator of its query holds', () => {
    expect(resultsOf('hunt ds_named')).toMatchObject([{ 'Valid until': '2026-11-04' }]);
  });
});

test.each(['articles', 'campaigns', 'hunt', 'indicators'])(
  '%s has something to choose where there are no records',
  (page) => {
    const [row, ...more] = resultsOf(`${page} ds_choices`, { hunts: [], runs: [], articles: [], indicators: [] });
    expect(more).toEqual([]);
    expect(Object.values(row ?? {})).toEqual([expect.stringMatching(/^No \w+ yet$/), 'none']);
  },
);

describe('the page of articles', () => {
  test('counts the techniques that an article tells of and none of its hunts looks for', () => {
    expect(resultsOf('articles ds_articles').map(({ Techniques, Gap }) => [Number(Techniques), Number(Gap)])).toEqual([
      [3, 2],
      [1, 1],
      [1, 1],
    ]);
  });

  test('tells why an article has its severity, and what is in its text', () => {
    const told = Object.fromEntries(resultsOf('articles ds_article').map(({ What, Answer }) => [String(What), Answer]));
    expect(told).toMatchObject({
      Because: 'exploited (+4)\nmalware (+1)',
      'Why it matters': 'It is new.',
      Campaign: 'MOSSLATCH',
    });
    expect(resultsOf('articles ds_evidence').map(({ About, Name, Sentence }) => [About, Name, Sentence])).toEqual([
      ['T1003.001', 'LSASS Memory', 'They dumped LSASS.'],
      ['UC_0_0', 'a hunt of its own', 'agent.exe: They used it.'],
      ['UC_A', 'LSASS | read', 'They dumped: LSASS.'],
    ]);
  });

  test('puts the gap before what is looked for', () => {
    expect(resultsOf('articles ds_techniques').map(({ Technique, Hunted }) => [Technique, Hunted])).toEqual([
      ['T1003.002', 'gap'],
      ['T1486', 'gap'],
      ['T1003.001', 'looked for'],
    ]);
  });
});

describe('the page of campaigns', () => {
  test('knows since when, how severe, and what hunts it', () => {
    expect(resultsOf('campaigns ds_campaigns')).toMatchObject([
      {
        Campaign: 'MOSSLATCH',
        'First seen': '2026-04-08',
        'Last seen': '2026-05-08',
        Severity: 'CRIT',
        Articles: 2,
        Hunts: 2,
        Indicators: 1,
      },
    ]);
  });

  test('shows its hunts once, what found something first, and the techniques that none of them looks for', () => {
    expect(resultsOf('campaigns ds_hunts').map(({ Outcome, Hunt }) => [Outcome, Hunt])).toEqual([
      ['hit', 'LSASS | read'],
      ['blind', 'Quiet one'],
    ]);
    expect(resultsOf('campaigns ds_techniques').map(({ Technique, Hunted }) => [Technique, Hunted])).toEqual([
      ['T1003.002', 'gap'],
      ['T1059.001', 'gap'],
      ['T1486', 'gap'],
      ['T1003.001', 'looked for'],
    ]);
  });
});

describe('the queue', () => {
  test('tells what is only run, and what was edited since it was proved', () => {
    const why = new Map(resultsOf('overview ds_queue').map(({ internal_hunt_key: key, Why }) => [key, String(Why)]));
    expect(why.get('uc:UC_A')).toMatch(/proved as written, edited since$/);
    expect(why.get('uc:UC_C')).toMatch(/\brun only\b/);
    expect(why.has('uc:UC_D')).toBe(false);
    expect([...why].filter(([, text]) => text.includes('run only')).map(([key]) => key)).toEqual(['uc:UC_C']);
  });

  test('has the scores and the order of `huntsync queue`, where nothing else on the platform is known', () => {
    fc.assert(
      fc.property(anyQueueItems([['Web'], ['DNS', 'Web']]), (items) => {
        const rows = resultsOf('overview ds_queue', {
          hunts: items.map((one) => ({
            hunt_key: one.key,
            hunt_title: one.title,
            status: one.runOnly ? 'no-query' : 'active',
            ...(one.runOnly ? { platforms: ['edr: run only: T has no time of an event'] } : {}),
            ...(one.edited ? { drifted: ['cron_schedule', 'search'] } : {}),
            severity: one.severity,
            published: one.published,
            article_title: one.articleTitle,
            proof: one.proof,
          })),
          runs: items.flatMap(({ key, run }) =>
            run === null
              ? []
              : [
                  {
                    hunt_key: key,
                    outcome: run.outcome,
                    hits: run.hits,
                    new_hits: run.newHits,
                    ran_at: run.ranAt,
                    missing: run.missing,
                  },
                ],
          ),
        });
        const expected = new Map(queueOf(items, null, '2026-05-10').map(({ key, score }) => [key, score]));
        const scores = rows.map((row) => [Number(row['Score']), expected.get(String(row['internal_hunt_key'])) ?? -1]);
        expect(new Set(rows.map((row) => row['internal_hunt_key']))).toEqual(new Set(expected.keys()));
        // Both round to a tenth, of products whose last bit differs.
        expect(scores.filter(([own = 0, theirs = 0]) => Math.abs(own - theirs) > 0.11)).toEqual([]);
        expect(scores.map(([own]) => own)).toEqual(scores.map(([own]) => own).sort((x = 0, y = 0) => y - x));
      }),
      { numRuns: 100 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { CatalogueHunt } from '../../src/hunts/catalogue.ts';
import { normalizeHunts as normalize } from '../../src/hunts/normalize.ts';
import { flat } from '../support/queries.ts';
import { article, hunt } from './articles.ts';

function normalizeHunts(...args: Parameters<typeof normalize>) {
  const { hunts, problems } = normalize(...args);
  return { hunts: hunts.map(flat), problems };
}

const old = { title: 'Old', published: '2026-01-01' };
const recent = { title: 'New', published: '2026-03-01' };

test('a named use case is one hunt with the newest text and every article', () => {
  const first = article({ ...old, severity: 'CRIT', hunts: [hunt({ useCase: 'UC_LSASS', title: 'Dump', spl: 'v1' })] });
  const second = article({ ...recent, hunts: [hunt({ useCase: 'UC_LSASS', title: '[LLM] Dump again', spl: 'v2' })] });
  const { hunts, problems } = normalizeHunts([second, first]);
  expect(problems).toEqual([]);
  expect(hunts.map(({ advice: _, ...hunt }) => hunt)).toEqual([
    {
      key: 'uc:UC_LSASS',
      title: 'Dump again',
      severity: 'CRIT',
      confidence: 'High',
      phase: 'exploit',
      techniques: ['T1003', 'T1003.001'],
      techniquesFrom: 'useCase',
      mentions: [],
      tactics: ['credential-access'],
      articles: [
        { id: second.id, title: 'New', url: second.url, published: '2026-03-01', publishers: second.sources },
        { id: first.id, title: 'Old', url: first.url, published: '2026-01-01', publishers: first.sources },
      ],
      notes: ['Written by a language model, says its article.'],
      sources: ['briefings'],
      spl: 'v2',
      kql: null,
    },
  ]);
});

test('an undated article is the oldest', () => {
  const undated = article({
    title: 'Undated',
    published: null,
    hunts: [hunt({ useCase: 'UC_LSASS', spl: 'undated' })],
  });
  const dated = article({ ...old, hunts: [hunt({ useCase: 'UC_LSASS', spl: 'dated' })] });
  expect(normalizeHunts([dated, undated]).hunts[0]).toMatchObject({ spl: 'dated', articles: [{ title: 'Old' }, {}] });
});

test('a use case keeps the language that its newest article leaves out', () => {
  const first = article({ ...old, hunts: [hunt({ useCase: 'UC_LSASS', spl: 'spl v1', kql: 'kql v1' })] });
  const second = article({ ...recent, hunts: [hunt({ useCase: 'UC_LSASS', spl: 'spl v2' })] });
  expect(normalizeHunts([first, second]).hunts[0]).toMatchObject({ spl: 'spl v2', kql: 'kql v1' });
});

test('two queries for one use case in one article: the first, and a problem', () => {
  const hunts = [hunt({ useCase: 'UC_LSASS', spl: 'one' }), hunt({ useCase: 'UC_LSASS', spl: 'two', kql: 'k' })];
  const result = normalizeHunts([article({ path: 'p.md', hunts })]);
  expect(result.hunts).toMatchObject([{ spl: 'one', kql: 'k' }]);
  expect(result.problems).toMatchObject([{ code: 'use-case-conflict', path: 'p.md' }]);
});

test('what older articles list in a use case of indicators is told, since the newest text wins', () => {
  const listing = (title: string, published: string, ip: string | null, useCase = 'UC_NETWORK_IOC') =>
    article({
      title,
      path: `${title}.md`,
      published,
      hunts: [hunt({ useCase, spl: ip && `search dest=${ip}`, kql: 'k' })],
    });
  const all = [
    listing('a', '2026-01-01', '192.0.2.1'),
    listing('b', '2026-01-02', '192.0.2.2'),
    listing('c', '2026-01-03', '192.0.2.3'),
    listing('silent', '2026-01-02', null),
  ];
  expect(normalizeHunts(all).problems).toMatchObject([
    {
      code: 'indicators-superseded',
      path: 'c.md',
      message: expect.stringContaining('2 older articles give other ones'),
    },
  ]);
  expect(normalizeHunts(all.slice(2)).problems).toEqual([]);
  const technique = [listing('a', '2026-01-01', '192.0.2.1', 'UC_LSASS'), listing('b', '2026-01-02', 'x', 'UC_LSASS')];
  expect(normalizeHunts(technique).problems).toEqual([]);
});

test('an article-specific hunt is keyed by article and title, whatever its number', () => {
  const hunts = [
    hunt({ title: 'Beacon', useCase: 'UC_1_0', spl: 'a' }),
    hunt({ title: 'Beacon', useCase: 'UC_1_1', spl: 'b' }),
    hunt({ title: 'Nothing to run', useCase: 'UC_1_2', spl: ' \n' }),
  ];
  const one = article({
    hunts,
    techniques: [
      { id: 'T1656', name: 'x' },
      { id: 'T1003', name: 'y' },
    ],
  });
  const found = normalizeHunts([one]).hunts;
  expect(found.map(({ key, spl }) => [key, spl])).toEqual([
    [`${one.id}:beacon`, 'a'],
    [`${one.id}:beacon-2`, 'b'],
  ]);
});

describe('what a hunt looks for and what its articles tell of', () => {
  const told = (...ids: string[]) => ids.map((id) => ({ id, name: 'x' }));
  const task = 'DeviceProcessEvents | where FileName =~ "schtasks.exe"';
  const silent = 'DeviceLogonEvents | summarize count() by AccountName';

  test('an own hunt looks for what its query shows, and not for what else its article tells', () => {
    const source = article({ techniques: told('T1486', 'T1053.005', 'T1566'), hunts: [hunt({ kql: task })] });
    expect(normalizeHunts([source]).hunts[0]).toMatchObject({
      techniques: ['T1053.005'],
      techniquesFrom: 'query',
      mentions: ['T1486', 'T1566'],
      tactics: ['execution', 'persistence', 'privilege-escalation'],
    });
  });

  test('a short list of the article may stand for a query that tells nothing, and is marked', () => {
    const source = article({ techniques: told('T1656', 'T1003'), hunts: [hunt({ kql: silent })] });
    // A revoked id counts as its successor.
    expect(normalizeHunts([source]).hunts[0]).toMatchObject({
      techniques: ['T1003', 'T1684.001'],
      techniquesFrom: 'article',
      mentions: [],
    });
  });

  test('a longer one never', () => {
    const source = article({ techniques: told('T1110', 'T1003', 'T1566', 'T1486'), hunts: [hunt({ kql: silent })] });
    expect(normalizeHunts([source]).hunts[0]).toMatchObject({
      techniques: [],
      techniquesFrom: null,
      mentions: ['T1003', 'T1110', 'T1486', 'T1566'],
      tactics: [],
    });
  });

  test('a use case that no fact and no catalogue knows looks for what its query shows', () => {
    const source = article({ techniques: told('T1486'), hunts: [hunt({ useCase: 'UC_MADE_UP', kql: task })] });
    expect(normalizeHunts([source]).hunts[0]).toMatchObject({ techniques: ['T1053.005'], techniquesFrom: 'query' });
  });
});

test('an identical query is one hunt, keyed by the oldest article, told by the newest', () => {
  const first = article({ ...old, origin: 'left', hunts: [hunt({ title: 'First', spl: 'q', kql: 'k' })] });
  const second = article({
    ...recent,
    origin: 'right',
    severity: 'HIGH',
    hunts: [
      hunt({ title: 'Second', spl: 'q', kql: 'k', confidence: 'Low' }),
      hunt({ title: 'Third', spl: 'q', kql: 'k' }),
    ],
  });
  const { hunts } = normalizeHunts([second, first]);
  expect(hunts).toMatchObject([
    { key: `${first.id}:first`, title: 'Second', severity: 'HIGH', confidence: 'Low', sources: ['left', 'right'] },
  ]);
  expect(hunts[0]?.articles.map((ref) => ref.title)).toEqual(['New', 'Old']);
});

test('a counter does not move when the article that shares a query goes', () => {
  const shared = article({ ...old, hunts: [hunt({ title: 'Elsewhere', spl: 'a' })] });
  const two = article({ ...recent, hunts: [hunt({ title: 'T', spl: 'a' }), hunt({ title: 'T', spl: 'b' })] });
  const keyOf = (articles: Parameters<typeof normalizeHunts>[0]) =>
    normalizeHunts(articles).hunts.find(({ spl }) => spl === 'b')?.key;
  expect(keyOf([shared, two])).toBe(`${two.id}:t-2`);
  expect(keyOf([two])).toBe(`${two.id}:t-2`);
});

test('the text of a named use case without its id joins it, and named ones never merge', () => {
  const first = article({ ...old, hunts: [hunt({ title: 'Copy', useCase: 'UC_3_1', spl: 'q' })] });
  const second = article({
    ...recent,
    hunts: [
      hunt({ useCase: 'UC_LSASS', title: 'Dump', spl: 'q' }),
      hunt({ useCase: 'UC_MINE', title: 'Mine', spl: 'q' }),
    ],
  });
  const { hunts } = normalizeHunts([first, second]);
  expect(hunts.map(({ key, articles }) => [key, articles.length])).toEqual([
    ['uc:UC_LSASS', 2],
    ['uc:UC_MINE', 1],
  ]);
});

test('sections in one language each are one hunt where the title leaves no doubt', () => {
  const spl = hunt({ title: 'Same', spl: 's', phase: null, confidence: null });
  const kql = hunt({ title: 'Same', kql: 'k', phase: null, confidence: null });
  const paired = article({ ...old, dialect: 'curated', hunts: [spl, hunt({ title: 'Other', kql: 'o' }), kql] });
  expect(normalizeHunts([paired]).hunts.map(({ spl, kql }) => [spl, kql])).toEqual([
    [null, 'o'],
    ['s', 'k'],
  ]);
  const doubtful = article({ ...recent, hunts: [spl, kql, hunt({ title: 'Same', spl: 's2' })] });
  expect(normalizeHunts([doubtful]).hunts).toHaveLength(3);
  const numbered = article({
    ...recent,
    hunts: [
      { ...spl, useCase: 'UC_1_1' },
      { ...kql, useCase: 'UC_1_2' },
    ],
  });
  expect(normalizeHunts([numbered]).hunts).toHaveLength(2);
});

test('an article read twice is one article and loses nothing', () => {
  const base = { title: 'Twice', url: 'https://example.org/t' };
  const early = article({
    ...base,
    path: 'a/one.md',
    published: '2026-01-01',
    severity: 'CRIT',
    hunts: [hunt({ title: 'T', spl: 'v1' }), hunt({ title: 'Gone', spl: 'g' })],
  });
  const late = article({ ...base, title: 'TWICE', path: 'b/two.md', origin: 'other', published: '2026-01-05' });
  const late2 = { ...late, hunts: [hunt({ title: 'T', spl: 'v2' })] };
  for (const order of [
    [early, late2],
    [late2, early],
  ]) {
    const { hunts, problems } = normalizeHunts(order);
    expect(hunts.map(({ key, spl, severity }) => [key, spl, severity])).toEqual([
      [`${early.id}:gone`, 'g', 'MED'],
      [`${early.id}:t`, 'v2', 'MED'],
      [`${early.id}:t-2`, 'v1', 'MED'],
    ]);
    for (const { articles, sources } of hunts) {
      expect(articles).toMatchObject([{ id: early.id, title: 'TWICE', url: base.url, published: '2026-01-05' }]);
      expect(sources).toEqual(['briefings', 'other']);
    }
    expect(problems).toMatchObject([{ code: 'duplicate-article', path: 'a/one.md' }]);
    expect(problems[0]?.message).toContain('b/two.md');
  }
});

test('of two versions of one day the one that says more gives the header', () => {
  const base = { title: 'Twice', published: '2026-01-01' };
  const poor = article({ ...base, path: 'a.md', severity: 'LOW', hunts: [hunt({ spl: 'q' })] });
  const rich = article({ ...base, path: 'b.md', severity: 'HIGH', hunts: [hunt({ spl: 'q' }), hunt({ spl: 'r' })] });
  expect(normalizeHunts([poor, rich]).hunts.map(({ severity }) => severity)).toEqual(['HIGH', 'HIGH']);
});

const ours: CatalogueHunt = {
  id: 'UC_BEACONING',
  title: 'Our beacon hunt',
  phase: 'c2',
  confidence: 'Medium',
  techniques: ['T1071.001'],
  queries: { spl: 'our spl', kql: 'our kql' },
};

test('a use case that only our catalogue fires is a hunt of the articles that called for it', () => {
  const caller = article({ ...recent, severity: 'HIGH' });
  const { hunts } = normalizeHunts(
    [caller, article(old)],
    [
      { hunt: ours, articles: [caller.id, 'no such article'] },
      { hunt: { ...ours, id: 'UC_UNCALLED' }, articles: ['no such article'] },
    ],
  );
  expect(hunts).toMatchObject([
    { key: 'uc:UC_BEACONING', title: 'Our beacon hunt', severity: 'HIGH', spl: 'our spl', kql: 'our kql', phase: 'c2' },
  ]);
  expect(hunts[0]?.articles.map(({ id }) => id)).toEqual([caller.id]);
});

test("a briefing's text outranks our catalogue's, newer articles or not; a missing language is filled in", () => {
  const briefing = article({ ...old, hunts: [hunt({ useCase: 'UC_BEACONING', title: 'Theirs', spl: 'their spl' })] });
  const caller = article({ ...recent, severity: 'CRIT' });
  const fired = [
    { hunt: ours, articles: [caller.id] },
    { hunt: ours, articles: [briefing.id] },
  ];
  for (const order of [
    [briefing, caller],
    [caller, briefing],
  ]) {
    const { hunts } = normalizeHunts(order, fired);
    expect(hunts).toMatchObject([{ title: 'Theirs', spl: 'their spl', kql: 'our kql', severity: 'CRIT' }]);
    expect(hunts[0]?.articles.map(({ title }) => title)).toEqual(['New', 'Old']);
  }
});

test("an unnamed copy of our catalogue's query joins the use case", () => {
  const copy = article({ ...old, hunts: [hunt({ title: 'Copy', queries: ours.queries })] });
  const { hunts } = normalizeHunts([copy], [{ hunt: ours, articles: [copy.id] }]);
  expect(hunts.map(({ key }) => key)).toEqual(['uc:UC_BEACONING']);
});

test('a title cannot smuggle control characters or lines', () => {
  const one = article({ title: 'A\u202eb', hunts: [hunt({ title: 'Bad\n| delete\u001b[2J', spl: 'q' })] });
  const [found] = normalizeHunts([one]).hunts;
  expect(found?.title).toBe('Bad | delete[2J');
  expect(found?.articles[0]?.title).toBe('Ab');
});

describe('the severity of a hunt that several articles call for', () => {
  const call = (severity: 'CRIT' | 'HIGH' | 'MED' | 'LOW', published: string | null) =>
    article({
      title: `${severity} ${published}`,
      severity,
      published,
      hunts: [hunt({ useCase: 'UC_LSASS', spl: 'q' })],
    });
  const severityOf = (articles: ReturnType<typeof call>[], options = {}) =>
    normalizeHunts(articles, [], { today: '2026-05-01', ...options }).hunts[0]?.severity;

  test('is the worst of the last days, so that it can fall', () => {
    const calls = [call('CRIT', '2026-01-30'), call('HIGH', '2026-01-31'), call('LOW', '2026-04-30')];
    expect(severityOf(calls)).toBe('HIGH');
    expect(severityOf(calls, { severityWindowDays: 30 })).toBe('LOW');
    expect(severityOf(calls, { severityWindowDays: 'off' })).toBe('CRIT');
    expect(severityOf(calls, { today: undefined })).toBe('CRIT');
  });

  test("is the newest caller's where none is that new", () => {
    expect(severityOf([call('CRIT', '2019-01-01'), call('MED', '2020-01-01'), call('HIGH', null)])).toBe('MED');
    expect(severityOf([call('HIGH', null)])).toBe('HIGH');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditSearch } from '../../src/splunk/audit.ts';
import { nameSuffix } from '../../src/splunk/name.ts';
import { FIELD_NAMES, SCHEDULE_FIELDS } from '../../src/splunk/native.ts';
import { wantedSearches } from '../../src/splunk/wanted.ts';
import { decodeNewest } from '../../src/sync/evidence.ts';
import { makeArticle, makeChecked } from '../support/hunts.ts';

const OFF = { enabled: false } as const;
const QUIET = { output: 'none', summaryIndex: 'summary' } as const;
const rendered = (hunt: Parameters<typeof makeChecked>[0], schedule: Parameters<typeof wantedSearches>[1] = OFF) =>
  wantedSearches([makeChecked(hunt)], schedule).map((want) => want.render(want.evidence));

describe('what a hunt wants in Splunk', () => {
  test('one saved search with all the managed fields but those that shape a schedule, which it does not have', () => {
    const [object] = rendered({});
    const names = FIELD_NAMES.filter((name) => !SCHEDULE_FIELDS.includes(name));
    expect(Object.keys(object?.fields ?? {}).sort()).toEqual([...names].sort());
    expect(object?.fields).toMatchObject({
      search: '| tstats count from datamodel=Endpoint.Processes by Processes.dest',
      'dispatch.earliest_time': '-7d@d',
      'dispatch.latest_time': 'now',
      is_scheduled: '0',
      disabled: '0',
      'action.huntsync.severity': 'HIGH',
      'action.huntsync.phase': 'exploit',
      'action.huntsync.confidence': 'Medium',
      'action.huntsync.techniques': 'T1059.001,T1204.002',
      'action.huntsync.tactics': 'execution',
      'action.huntsync.article_title': 'A reader that starts shells',
      'action.huntsync.article_url': 'https://intel.example/A%20reader%20that%20starts%20shells',
    });
    expect(object?.fields['description']).toBe(
      'Shell started by a document reader. Severity HIGH; phase exploit; confidence Medium; techniques T1059.001, ' +
        "T1204.002. Called for by 'A reader that starts shells' (2026-05-01) <https://intel.example/A%20reader%20that%20starts%20shells>. " +
        'Managed by huntsync: it notices edits made here and reports them.',
    );
  });

  test('statements are numbered by their place, rejected ones leave a gap', () => {
    const base = makeChecked({ key: 'uc:X' });
    const [query] = base.queries['splunk'] ?? [];
    if (!query) throw new Error('no query');
    const splunk = [query, { ...query, text: 'second', verdict: 'rejected' as const }, { ...query, text: 'third' }];
    const wanted = wantedSearches([{ ...base, queries: { splunk } }], OFF);
    expect(wanted.map(({ key }) => key)).toEqual(['uc:X', 'uc:X#3']);
    const third = wanted[1]?.render(wanted[1].evidence);
    expect(third?.fields['search']).toBe('third');
    expect(third?.id).toBe(`Shell started by a document reader - part 3${nameSuffix('uc:X#3')}`);
  });

  test('evidence names every article, the newest with its date, and the sources', () => {
    const articles = [makeArticle('new', '2026-05-02'), makeArticle('old', null)];
    const [want] = wantedSearches([makeChecked({ articles, sources: ['a', 'b'] })], OFF);
    expect(want?.evidence).toEqual({
      articles: articles.map(({ id }) => id),
      newest: decodeNewest(`2026-05-02 ${articles[0]?.id}`),
      sources: ['a', 'b'],
    });
    const [undated] = wantedSearches([makeChecked({ articles: articles.slice(1) })], OFF);
    expect(undated?.evidence.newest).toEqual(decodeNewest(`0000-00-00 ${articles[1]?.id}`));
  });

  test('the description counts the merged evidence', () => {
    const [want] = wantedSearches([makeChecked()], OFF);
    const more = (n: number) =>
      want?.render({ ...want.evidence, articles: Array.from({ length: n }, String) }).fields['description'];
    expect(more(1)).not.toContain('more');
    expect(more(2)).toContain('and 1 more article.');
    expect(more(5)).toContain('and 4 more articles.');
  });

  test('the schedule is on for what the policy picks, which alone have a cron of their own', () => {
    const hunts = ['a', 'b', 'c'].map((key) => makeChecked({ key, severity: key === 'b' ? 'LOW' : 'CRIT' }));
    const fields = wantedSearches(hunts, {
      enabled: true,
      severities: ['CRIT'],
      every: 'hourly',
      cap: 1,
      ...QUIET,
    }).map((want) => want.render(want.evidence).fields);
    expect(fields.map((f) => f['is_scheduled'])).toEqual(['1', '0', '0']);
    expect(fields[0]).toMatchObject({
      cron_schedule: expect.stringMatching(/^\d+ \* \* \* \*$/),
      schedule_window: 'auto',
    });
    for (const f of fields.slice(1)) expect(SCHEDULE_FIELDS.filter((name) => Object.hasOwn(f, name))).toEqual([]);
  });

  test('whatever an article says, the object passes the audit and its text is one line', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    const nasty = fc.oneof(
      text,
      fc.constantFrom(
        'a\nsearch = | delete',
        'ends in \\',
        '\u202egnp.exe',
        '\ud800',
        'javascript:alert(1)',
        '[x]\r\n',
      ),
    );
    fc.assert(
      fc.property(nasty, nasty, nasty, (title, articleTitle, url) => {
        const article = { ...makeArticle('x'), title: articleTitle, url };
        const [object] = rendered({ title, articles: [article] });
        if (!object) throw new Error('nothing wanted');
        expect(auditSearch(object)).toEqual([]);
        for (const field of ['description', 'action.huntsync.article_title', 'action.huntsync.article_url']) {
          expect(object.fields[field]).not.toMatch(/[\n\r\u0000\u202e]|\\$/);
        }
      }),
    );
  });
});

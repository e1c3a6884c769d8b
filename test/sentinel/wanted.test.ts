import { describe, expect, test } from 'vitest';
import { displayName, idOf } from '../../src/sentinel/names.ts';
import { MAX_TAG_LENGTH } from '../../src/sentinel/tags.ts';
import { wantedQueries } from '../../src/sentinel/wanted.ts';
import type { Fields } from '../../src/sync/types.ts';
import { makeArticle, makeChecked } from '../support/hunts.ts';

describe('what a hunt wants', () => {
  test('one query a statement; a rejected one leaves its number free', () => {
    const checked = makeChecked();
    const query = checked.queries['sentinel']?.[0];
    if (!query) throw new Error('no query');
    const wanted = wantedQueries([
      {
        ...checked,
        queries: { sentinel: [query, { ...query, verdict: 'rejected' }, { ...query, text: 'third' }] },
      },
    ]);
    expect(wanted.map(({ key }) => key)).toEqual(['uc:UC_TEST', 'uc:UC_TEST#3']);
    const third = wanted[1]?.render(wanted[1].evidence);
    expect(third).toMatchObject({ id: idOf('uc:UC_TEST#3'), fields: { query: 'third' } });
    expect(third?.name).toBe('Shell started by a document reader - part 3');
  });

  test('tactics by Sentinel’s names, parents and sub-techniques apart', () => {
    const [want] = wantedQueries([
      makeChecked({
        tactics: ['initial-access', 'stealth', 'defense-impairment', 'no-such'],
        techniques: ['T1059', 'T1059.001', 'T1059.003', 'T1566.002'],
      }),
    ]);
    expect(want?.render(want.evidence).fields).toMatchObject({
      tactics: 'InitialAccess,DefenseEvasion',
      techniques: 'T1059,T1059.001,T1059.003,T1566.002',
      severity: 'HIGH / exploit / Medium',
    });
  });

  test('what is not known of a hunt leaves no gap in its severity', () => {
    const severity = (fields: Parameters<typeof makeChecked>[0]) => {
      const [want] = wantedQueries([makeChecked(fields)]);
      return want?.render(want.evidence).fields['severity'];
    };
    expect(severity({ phase: null })).toBe('HIGH / Medium');
    expect(severity({ phase: null, confidence: null })).toBe('HIGH');
  });

  test('the description tells how urgent it is and whose hunt', () => {
    const described = (fields: Parameters<typeof makeChecked>[0]) => {
      const [want] = wantedQueries([makeChecked(fields)]);
      return want?.render(want.evidence).fields['description'];
    };
    expect(described({})).toBe(
      "Severity HIGH; phase exploit; confidence Medium. Called for by 'A reader that starts shells' (2026-05-01). Managed by huntsync.",
    );
    expect(described({ phase: null, confidence: null, articles: [makeArticle('x', null)] })).toBe(
      "Severity HIGH. Called for by 'x'. Managed by huntsync.",
    );
    expect(described({ phase: null, confidence: null, articles: [] })).toBe('Severity HIGH. Managed by huntsync.');
  });

  test('an own hunt, whose name has the article, says what it looks for', () => {
    const [want] = wantedQueries([
      makeChecked({
        title: 'Article-specific file hashes — Acmex loader campaign',
        articles: [{ ...makeArticle('Acmex loader campaign'), publishers: ['Example Labs'] }],
        observables: ['acmexload.exe', 'AcmexTask'],
        why: 'The loader starts a task.',
      }),
    ]);
    expect(want?.render(want.evidence).fields['description']).toBe(
      'Severity HIGH; phase exploit; confidence Medium. Called for by this article (Example Labs, 2026-05-01). ' +
        'Looks for acmexload.exe, AcmexTask. Managed by huntsync.',
    );
  });

  test('a sentence is cut between words', () => {
    const [want] = wantedQueries([makeChecked({ why: 'The loader starts a task and then waits '.repeat(9) })]);
    const description = want?.render(want.evidence).fields['description'] ?? '';
    expect(description.length).toBeLessThanOrEqual(MAX_TAG_LENGTH);
    expect(description).toMatch(/ (?:The|loader|starts|a|task|and|then|waits)… Managed by huntsync\.$/);
  });

  test('a long list of techniques is cut between two ids', () => {
    const techniques = Array.from({ length: 90 }, (_, i) => `T${1000 + i}.001`);
    const [want] = wantedQueries([makeChecked({ techniques })]);
    const cut = want?.render(want.evidence).fields['techniques'] ?? '';
    expect(cut.length).toBeLessThanOrEqual(MAX_TAG_LENGTH);
    expect(techniques.join(',').startsWith(`${cut},`)).toBe(true);
  });

  test('a stranger’s words come as one safe line, and only a web address as a link', () => {
    const title = `a\u202eb\u0007\n${'😀'.repeat(150)}`;
    const article = { ...makeArticle('x'), title, url: 'javascript:alert(1)' };
    const [want] = wantedQueries([makeChecked({ title, articles: [article] })]);
    const { fields } = want?.render(want.evidence) ?? { fields: {} as Fields };
    expect(fields['displayName']?.startsWith('ab 😀')).toBe(true);
    expect(fields['displayName']?.endsWith('😀…')).toBe(true);
    expect(fields['url']).toBe('');
    expect(fields['description']).toContain('Managed by huntsync.');
    expect(displayName('😀'.repeat(150), 1)).toMatch(/😀… - part 2$/u);
  });

  test('a web address that is too long for a tag is left out', () => {
    const article = { ...makeArticle('x'), url: `https://intel.example/${'a'.repeat(300)}` };
    const [want] = wantedQueries([makeChecked({ articles: [article] })]);
    expect(want?.render(want.evidence).fields['url']).toBe('');
  });

  test('no article at all is no evidence', () => {
    const [want] = wantedQueries([makeChecked({ articles: [], sources: [] })]);
    expect(want?.evidence).toEqual({ articles: [], newest: null, sources: [] });
  });
});

import { describe, expect, test } from 'vitest';
import { describe as describeHunt, label, safeUrl } from '../../src/splunk/describe.ts';
import { makeArticle, makeHunt } from '../support/hunts.ts';

describe('text from articles', () => {
  test.each([
    ['https://a.example/x?y=1', 'https://a.example/x?y=1'],
    ['javascript:alert(1)', ''],
    ['data:text/html,x', ''],
    ['//a.example', ''],
    ['https://a.example/"onload=x', ''],
    ['https://a.example/a b', ''],
    [`https://a.example/${'x'.repeat(3000)}`, ''],
    ['', ''],
  ])('the address %j becomes %j', (url, safe) => {
    expect(safeUrl(url)).toBe(safe);
  });

  test('a label is cut, and never ends in a backslash', () => {
    expect(label('x'.repeat(300))).toHaveLength(200);
    expect(label('C:\\dir\\ \\')).toBe('C:\\dir');
    expect(label('half \ud83d of it')).toBe('half of it');
  });

  test('a hunt is described by its traits and who called for it', () => {
    const articles = [makeArticle('New'), makeArticle('Old')];
    const told = (count: number, hunt = makeHunt({ articles })) =>
      describeHunt(hunt, { articles: Array.from({ length: count }, (_, n) => `${n}`), newest: null, sources: [] });
    expect(told(1)).toBe(
      'Shell started by a document reader. Severity HIGH; phase exploit; confidence Medium; techniques T1059.001, T1204.002. ' +
        "Called for by 'New' (2026-05-01) <https://intel.example/New>. Managed by huntsync: it notices edits made here and reports them.",
    );
    expect(told(2)).toContain("'New' (2026-05-01) <https://intel.example/New> and 1 more article.");
    expect(told(3)).toContain("'New' (2026-05-01) <https://intel.example/New> and 2 more articles.");
    const unlinked = makeHunt({ articles: [{ ...makeArticle('New'), url: 'javascript:x' }] });
    expect(told(1, unlinked)).toContain("Called for by 'New' (2026-05-01). Managed");
  });

  test('what an analyst reads beside it follows, as whole sentences, as far as there is room', () => {
    const advice = {
      falsePositives: ['Add-ons of readers.\u202e'],
      doesNotCover: [],
      triage: ['Read the command line', 'Open the document', 'Ask the user'],
      references: ['https://intel.example/ref'],
      dataNeeds: { splunk: ['Endpoint.Processes'], sentinel: ['DeviceProcessEvents'] },
    };
    const articles = [{ ...makeArticle('New'), publishers: ['Example Labs'] }];
    const hunt = makeHunt({ articles, why: 'The reader starts a shell', notes: ['Tune it'], advice });
    const told = describeHunt(hunt, { articles: ['a'], newest: null, sources: [] });
    expect(told).toContain(
      "Called for by 'New' (Example Labs, 2026-05-01) <https://intel.example/New>. Why: 'The reader",
    );
    expect(told).toContain(
      "shell'. False positives: Add-ons of readers. Triage: 1. Read the command line. 2. Open the document. 3. Ask the user. " +
        'Needs: Endpoint.Processes. Notes: Tune it. References: <https://intel.example/ref>. Managed by huntsync:',
    );
    const own = describeHunt(makeHunt({ articles, observables: ['acmexload.exe', 'AcmexTask'] }), {
      articles: ['a'],
      newest: null,
      sources: [],
    });
    expect(own).toContain('<https://intel.example/New>. Looks for acmexload.exe, AcmexTask. Managed');
    const long = { ...advice, falsePositives: Array.from({ length: 20 }, (_, n) => `${n} ${'x'.repeat(250)}`) };
    const cut = describeHunt(makeHunt({ articles, advice: long }), { articles: ['a'], newest: null, sources: [] });
    expect(cut.length).toBeLessThanOrEqual(2000);
    expect(cut).not.toContain('False positives');
    expect(cut).toContain('Triage: 1. Read the command line.');
    expect(cut).toMatch(/Managed by huntsync: it notices edits made here and reports them\.$/);
  });

  test('a hunt without articles or traits still has a description', () => {
    const hunt = makeHunt({ articles: [], phase: null, confidence: null, techniques: [] });
    expect(describeHunt(hunt, { articles: [], newest: null, sources: [] })).toBe(
      'Shell started by a document reader. Severity HIGH. Managed by huntsync: it notices edits made here and reports them.',
    );
  });
});

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
        "Called for by 'New' <https://intel.example/New>. Managed by huntsync: it notices edits made here and reports them.",
    );
    expect(told(2)).toContain("'New' <https://intel.example/New> and 1 more article.");
    expect(told(3)).toContain("'New' <https://intel.example/New> and 2 more articles.");
    const unlinked = makeHunt({ articles: [{ ...makeArticle('New'), url: 'javascript:x' }] });
    expect(told(1, unlinked)).toContain("Called for by 'New'. Managed");
  });

  test('a hunt without articles or traits still has a description', () => {
    const hunt = makeHunt({ articles: [], phase: null, confidence: null, techniques: [] });
    expect(describeHunt(hunt, { articles: [], newest: null, sources: [] })).toBe(
      'Shell started by a document reader. Severity HIGH. Managed by huntsync: it notices edits made here and reports them.',
    );
  });
});

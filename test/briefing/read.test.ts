import { describe, expect, it } from 'vitest';
import { HuntsyncError } from '../../src/core/errors.ts';
import type { SourceReading } from '../../src/sources/source.ts';
import { readArticles } from '../support/read-articles.ts';
import { briefing } from './writer.ts';

function reading(texts: Record<string, string>, extra: Partial<SourceReading> = {}): SourceReading {
  const documents = Object.entries(texts).map(([path, text]) => ({ kind: 'briefing' as const, path, text }));
  return { source: 'feed', authoritative: false, documents, problems: [], complete: true, ...extra };
}

describe('readArticles', () => {
  it('reads every document of every source, in order, with its origin', () => {
    const { articles, problems } = readArticles([
      reading({ 'b.md': briefing(), 'a.md': briefing({ title: '# [LOW] Another' }) }, { source: 'first' }),
      reading({ 'c.md': briefing() }, { source: 'second' }),
    ]);
    expect(articles.map(({ path, origin }) => [path, origin])).toEqual([
      ['b.md', 'first'],
      ['a.md', 'first'],
      ['c.md', 'second'],
    ]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['a README', '# Notes\n\nThese folders hold briefings.\n\n## Layout\n\n- one\n\n```spl\nindex=example\n```\n'],
    ['nothing', ''],
    ['a list', 'alpha\nbeta\n'],
  ])('skips %s, and says so', (_, text) => {
    const { articles, problems } = readArticles([reading({ 'notes.md': text, 'a.md': briefing() })]);
    expect(articles.map(({ path }) => path)).toEqual(['a.md']);
    expect(problems).toMatchObject([{ code: 'not-a-briefing', path: 'notes.md' }]);
  });

  it.each([
    ['only its title', '# [HIGH] A briefing'],
    ['a title with a tag of no known severity', '# [WORST] A briefing'],
    ['only two header keys', '**Source:** Lab\n**Article:** https://lab.example/a'],
    ['only its hunts', briefing().slice(briefing().indexOf('## Recommended hunts'))],
    ['only an indicator', '## Indicators of Compromise\n\n- CVE-2099-0001\n'],
  ])('keeps a briefing of which is left %s', (_, text) => {
    const { articles } = readArticles([reading({ 'a.md': text })]);
    expect(articles).toHaveLength(1);
    expect(articles[0]?.problems).not.toEqual([]);
  });

  it('loses one article of a feed that cannot be classified, and no other; what concerns all of them is thrown', () => {
    const item = { kind: 'item', publisher: 'Lab', url: '', published: null, text: 'T', title: 'A title' } as const;
    const documents = ['bad', 'good'].map((path) => ({ ...item, path }));
    const classify = (error: Error) => (one: { readonly path: string }) => {
      if (one.path === 'bad') throw error;
      return readArticles([reading({ 'a.md': briefing() })]).articles;
    };
    const { articles, problems } = readArticles(
      [reading({}, { documents })],
      classify(new TypeError('x is undefined')),
    );
    expect(articles).toHaveLength(1);
    expect(problems).toEqual([
      { code: 'unclassified', message: 'This article cannot be classified: x is undefined', path: 'bad' },
    ]);
    const broken = new HuntsyncError('The catalogue has 1 problem.');
    expect(() => readArticles([reading({}, { documents })], classify(broken))).toThrow(broken);
  });

  it('passes on what the source could not read', () => {
    const problem = { code: 'unreadable', message: 'This file cannot be read.', path: 'x.md' };
    expect(readArticles([reading({}, { problems: [problem], complete: false })]).problems).toEqual([problem]);
  });
});

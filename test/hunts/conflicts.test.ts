import { describe, expect, test } from 'vitest';
import { conflicts, supersededIndicators } from '../../src/hunts/conflicts.ts';
import type { Group } from '../../src/hunts/group.ts';
import { LANGUAGES } from '../../src/quoting/languages.ts';
import { article, hunt } from './articles.ts';

describe('two queries for one use case in one article', () => {
  const found = (...hunts: Parameters<typeof hunt>[0][]) =>
    conflicts(article({ path: 'p.md', hunts: hunts.map(hunt) }), LANGUAGES);

  test('are told, by language, each one that is not used', () => {
    const problems = found(
      { useCase: 'UC_X', spl: 'one', kql: 'k' },
      { useCase: 'UC_X', spl: 'two', kql: 'k' },
      { useCase: 'UC_X', spl: 'three' },
    );
    expect(problems).toEqual(
      [1, 2].map(() => ({
        code: 'use-case-conflict',
        message: 'UC_X has two different SPL queries in this article; the first is used.',
        path: 'p.md',
      })),
    );
  });

  test('are no conflict where they are equal, of different languages, blank, of other use cases or of none', () => {
    expect(found({ useCase: 'UC_X', spl: 'one' }, { useCase: 'UC_X', spl: 'one' })).toEqual([]);
    expect(found({ useCase: 'UC_X', spl: 'one' }, { useCase: 'UC_X', kql: 'two' })).toEqual([]);
    expect(
      found({ useCase: 'UC_X', spl: ' ' }, { useCase: 'UC_X', spl: 'two' }, { useCase: 'UC_X', spl: '\n' }),
    ).toEqual([]);
    expect(found({ useCase: 'UC_X', spl: 'one' }, { useCase: 'UC_Y', spl: 'two' })).toEqual([]);
    expect(found({ useCase: 'UC_1_1', spl: 'one' }, { useCase: 'UC_1_1', spl: 'two' })).toEqual([]);
    expect(found({ spl: 'one' }, { spl: 'two' })).toEqual([]);
  });

  test('are compared with the first that says anything', () => {
    expect(
      found({ useCase: 'UC_X', spl: 'a' }, { useCase: 'UC_X', spl: 'b' }, { useCase: 'UC_X', spl: 'a' }),
    ).toHaveLength(1);
  });
});

describe('a use case of indicators', () => {
  const member = (title: string, published: string, spl: string, kql?: string): Group['members'][number] => {
    const own = hunt({ spl, ...(kql ? { kql } : {}) });
    return { source: { article: article({ title, published, path: `${title}.md` }), origins: ['x'] }, hunt: own };
  };
  const group = (useCase: string | null, ...members: Group['members']): Group => ({ key: 'k', useCase, members });
  const old = member('old', '2026-01-01', 'a');
  const older = member('older', '2025-01-01', 'b');
  const recent = member('new', '2026-02-01', 'c');

  test.each(['UC_NETWORK_IOC', 'UC_HASH_IOC'])('%s: tells how many older articles list what no query has', (id) => {
    const problem = (count: string) => ({
      code: 'indicators-superseded',
      message: `${id} looks for the indicators of this article only: ${count} other ones, which no query has.`,
      path: 'new.md',
    });
    expect(supersededIndicators(group(id, old, recent))).toEqual([problem('1 older article gives')]);
    expect(supersededIndicators(group(id, old, recent, older))).toEqual([problem('2 older articles give')]);
    expect(supersededIndicators(group(id, old, old, recent))).toEqual([problem('1 older article gives')]);
  });

  test('says nothing where the newest article has the same text, or all the articles are one', () => {
    expect(supersededIndicators(group('UC_HASH_IOC', recent, member('old', '2026-01-01', 'c')))).toEqual([]);
    expect(supersededIndicators(group('UC_HASH_IOC', recent, member('new', '2026-02-01', 'd')))).toEqual([]);
    expect(supersededIndicators(group('UC_HASH_IOC'))).toEqual([]);
  });

  test('a language that the older article has not is not missed', () => {
    expect(
      supersededIndicators(
        group('UC_HASH_IOC', member('new', '2026-02-01', 'c', 'k'), member('old', '2026-01-01', 'c')),
      ),
    ).toEqual([]);
    expect(supersededIndicators(group('UC_HASH_IOC', recent, member('old', '2026-01-01', 'c', 'k')))).toHaveLength(1);
  });

  test('is not one that looks for a technique', () => {
    expect(supersededIndicators(group('UC_LSASS', old, recent))).toEqual([]);
    expect(supersededIndicators(group(null, old, recent))).toEqual([]);
  });
});

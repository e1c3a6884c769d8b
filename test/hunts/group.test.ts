import { describe, expect, test } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { groupHunts, queriesDigest } from '../../src/hunts/group.ts';
import { article, hunt } from './articles.ts';

const group = (articles: readonly Article[], known?: ReadonlyMap<string, string>) =>
  groupHunts(
    articles.map((one) => ({ article: one, origins: [one.origin] })),
    known,
  ).map(({ key, useCase, members }) => [
    key,
    useCase,
    members.map(({ source, hunt: own }) => `${source.article.title}: ${own.title}`),
  ]);

const first = article({ title: 'First', hunts: [hunt({ title: 'Beacon', spl: 'a' })] });

test('equal text in every language has an equal digest, and only that', () => {
  const digest = queriesDigest(hunt({ spl: 'a', kql: 'b' }));
  expect(queriesDigest(hunt({ title: 'Other', useCase: 'UC_X', spl: 'a', kql: 'b' }))).toBe(digest);
  expect(queriesDigest(hunt({ spl: 'a' }))).not.toBe(digest);
  expect(queriesDigest(hunt({ spl: 'b', kql: 'a' }))).not.toBe(digest);
});

describe('hunts of articles, oldest first', () => {
  test('group by text, under the key of the oldest; members come newest article first, in its own order', () => {
    const second = article({
      title: 'Second',
      hunts: [hunt({ title: 'X', spl: 'a' }), hunt({ title: 'Other', spl: 'b' }), hunt({ title: 'Y', spl: 'a' })],
    });
    expect(group([first, second])).toEqual([
      [`${first.id}:beacon`, null, ['Second: X', 'Second: Y', 'First: Beacon']],
      [`${second.id}:other`, null, ['Second: Other']],
    ]);
  });

  test('without a query there is no hunt', () => {
    expect(group([article({ hunts: [hunt(), hunt({ queries: {} })] })])).toEqual([]);
  });

  test('named use cases group by id, whatever the text', () => {
    const named = (title: string, spl: string) =>
      article({ title, hunts: [hunt({ title, useCase: 'UC_LSASS', spl })] });
    expect(group([named('One', 'a'), named('Two', 'b')])).toEqual([
      ['uc:UC_LSASS', 'UC_LSASS', ['Two: Two', 'One: One']],
    ]);
  });

  test('a text without an id joins the use case that has it, in an older article too, and the first by id of several', () => {
    const later = article({
      title: 'Later',
      hunts: [hunt({ title: 'M', useCase: 'UC_MINE', spl: 'a' }), hunt({ title: 'L', useCase: 'UC_LSASS', spl: 'a' })],
    });
    expect(group([first, later])).toEqual([
      ['uc:UC_LSASS', 'UC_LSASS', ['Later: L', 'First: Beacon']],
      ['uc:UC_MINE', 'UC_MINE', ['Later: M']],
    ]);
  });

  test('and the use case that is known to have it beside the articles', () => {
    const known = new Map([[queriesDigest(hunt({ spl: 'a' })), 'UC_OURS']]);
    expect(group([first], known)).toEqual([['uc:UC_OURS', 'UC_OURS', ['First: Beacon']]]);
    const named = article({ title: 'Named', hunts: [hunt({ title: 'N', useCase: 'UC_BEFORE', spl: 'a' })] });
    expect(group([first, named], known).map(([key]) => key)).toEqual(['uc:UC_BEFORE']);
    const after = article({ title: 'Named', hunts: [hunt({ title: 'N', useCase: 'UC_PAST', spl: 'a' })] });
    expect(group([first, after], known).map(([key]) => key)).toEqual(['uc:UC_OURS', 'uc:UC_PAST']);
  });

  test("texts that are shared or named keep an article's counters where they are", () => {
    const twice = (useCase: string | null) =>
      article({ title: 'Twice', hunts: [hunt({ title: 'T', useCase, spl: 'x' }), hunt({ title: 'T', spl: 'y' })] });
    const shared = article({ title: 'Shared', hunts: [hunt({ title: 'Z', spl: 'x' })] });
    const { id } = twice(null);
    expect(group([twice(null)]).map(([key]) => key)).toEqual([`${id}:t`, `${id}:t-2`]);
    expect(group([shared, twice(null)]).map(([key]) => key)).toEqual([`${shared.id}:z`, `${id}:t-2`]);
    expect(group([twice('UC_LSASS')]).map(([key]) => key)).toEqual(['uc:UC_LSASS', `${id}:t`]);
  });

  test('one text twice in an article has one slug, by its first title', () => {
    const one = article({
      hunts: [hunt({ title: 'A', spl: 'x' }), hunt({ title: 'B', spl: 'x' }), hunt({ title: 'B', spl: 'y' })],
    });
    expect(group([one]).map(([key]) => key)).toEqual([`${one.id}:a`, `${one.id}:b`]);
  });
});

import { expect, test } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { undateFuture } from '../../src/briefing/future.ts';

const article = (published: string | null) => ({ path: 'a.md', published }) as Article;

test('a date that has not come yet is no date; tomorrow is, for those who are ahead of us', () => {
  const now = new Date('2026-06-01T12:00:00Z');
  const given = [
    article('2026-06-01'),
    article('2026-06-02'),
    article('2026-06-03'),
    article('9999-12-31'),
    article(null),
  ];
  const { articles, problems } = undateFuture(given, now);
  expect(articles.map(({ published }) => published)).toEqual(['2026-06-01', '2026-06-02', null, null, null]);
  expect(problems.map(({ code }) => code)).toEqual(['future-date', 'future-date']);
});

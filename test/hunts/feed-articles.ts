import type { Article, ArticleHunt, Indicator } from '../../src/briefing/article.ts';
import { itemIdOf } from '../../src/briefing/identity.ts';
import { LANGUAGES } from '../../src/quoting/languages.ts';
import type { Search } from '../../src/quoting/search.ts';
import { networkSearch } from '../support/searches.ts';
import { article } from './articles.ts';

/** What a made-up item of a feed says. */
export interface Told extends Partial<Article> {
  readonly domains?: readonly string[];
  readonly addresses?: readonly string[];
  readonly files?: readonly string[];
}

/** An own hunt that keeps its search, as the classifier writes it. */
export function searchHunt(title: string, search: Search): ArticleHunt {
  const queries = LANGUAGES.flatMap(({ id, render }) => {
    const text = render(search);
    return text === null ? [] : [[id, text]];
  });
  return { title, useCase: 'UC_0_0', phase: 'c2', confidence: 'High', queries: Object.fromEntries(queries), search };
}

function fileSearch(title: string, names: readonly string[]): Search {
  const by = ['device', 'name', 'path'] as const;
  return {
    title,
    days: 30,
    parts: [{ event: 'file', where: { field: 'name', operator: 'is', values: names }, by, show: [] }],
  };
}

/** An item of a feed that lists these things, with a hunt for each kind of them. */
export function item({ domains = [], addresses = [], files = [], ...fields }: Told = {}): Article {
  const { title = 'A story', url = `https://${encodeURIComponent(title).toLowerCase()}.example/a` } = fields;
  const id = itemIdOf({ id: url, url, title, publisher: 'x' });
  const indicators: Indicator[] = [
    ...addresses.map((value): Indicator => ({ type: 'ipv4', value })),
    ...domains.map((value): Indicator => ({ type: 'domain', value })),
  ];
  const hunts = [
    ...(indicators.length > 0
      ? [searchHunt(`Article-specific network indicators — ${title}`, networkSearch(title, indicators))]
      : []),
    ...(files.length > 0 ? [searchHunt(`Article-specific behavioural hunt — ${title}`, fileSearch(title, files))] : []),
  ];
  return article({ title, url, id, itemId: id, indicators, hunts, ...fields });
}

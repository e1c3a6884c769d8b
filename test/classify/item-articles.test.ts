import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { classifyItem } from '../../src/classify/item.ts';
import { ROOT } from '../support/world.ts';

const FOLDER = join(ROOT, 'test/fixtures/articles');

/** What a hunter expects of an article. */
interface Expected {
  /** Use cases that it calls for, and such as it does not. */
  readonly fires?: readonly string[];
  readonly quiet?: readonly string[];
  /** No hunt at all: it tells of no threat. */
  readonly none?: true;
  readonly severity?: readonly string[];
  /** `type value` of indicators. */
  readonly own?: readonly string[];
}

/** Articles of the kinds that feeds bring, written for this test: names are made up. */
const ARTICLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .map((name) => {
    const [, head = '', text = ''] =
      /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(FOLDER, name), 'utf8')) ?? [];
    const {
      title,
      publisher,
      expect: expected,
    } = parse(head) as { title: string; publisher: string; expect: Expected };
    return { name: name.replace(/\.md$/, ''), title, publisher, expected, text: text.trim() };
  });

function read({ name, title, publisher, text }: (typeof ARTICLES)[number]) {
  const url = `https://blog.example.net/${name}`;
  const item = { kind: 'item' as const, path: name, publisher, id: name, title, url, published: '2026-11-20', text };
  return classifyItem(item, 'feeds', { today: '2026-11-24' }).article;
}

describe('an article as a hunter would read it', () => {
  test.each(ARTICLES.map((article) => [article.name, article] as const))('%s', (_, article) => {
    const { fires = [], quiet = [], none, severity, own = [] } = article.expected;
    const { hunts, indicators, severity: judged, noThreat } = read(article);
    const useCases = hunts.map(({ useCase }) => useCase);
    expect(useCases).toEqual(expect.arrayContaining([...fires]));
    expect(quiet.filter((id) => useCases.includes(id))).toEqual([]);
    if (none)
      expect({ hunts: useCases, severity: judged, isThreat: noThreat === undefined }).toEqual({
        hunts: [],
        severity: 'LOW',
        isThreat: false,
      });
    if (severity) expect(severity).toContain(judged);
    expect(indicators.map(({ type, value }) => `${type} ${value}`)).toEqual(expect.arrayContaining([...own]));
    // A use case says which sentence called for it, and that one stands in the article.
    const line = `${article.title} ${article.text}`.replace(/\s+/g, ' ');
    for (const { why, useCase } of hunts.filter(
      ({ useCase }) => useCase?.startsWith('UC_') && !/^UC_0_/.test(useCase),
    )) {
      expect(why, useCase ?? '').toBeDefined();
      expect(line).toContain((why ?? '').replace(/^…|…$/g, '').trim());
    }
  });

  test('there are many kinds', () => {
    expect(ARTICLES.length).toBeGreaterThanOrEqual(19);
  });
});

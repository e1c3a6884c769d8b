import { describe, expect, test } from 'vitest';
import { itemIdOf } from '../../src/briefing/identity.ts';
import { classifyItem } from '../../src/classify/item.ts';
import { storiesOf } from '../../src/classify/round-up.ts';
import { mergeArticles } from '../../src/hunts/merge.ts';
import type { ItemDocument } from '../../src/sources/source.ts';

const STORIES: readonly (readonly [string, string])[] = [
  [
    'Mosslatch backdoor hits port operators in three countries',
    'Attackers used the backdoor against ports. It calls moss-cdn[.]top for commands and hides as mosssvc.exe in a folder of its own on each of the servers.',
  ],
  [
    'Mail server flaw exploited since May, vendor confirms',
    'The vendor confirmed that CVE-2026-40404 has been exploited in the wild. Attackers upload a web shell and read the mailboxes of the whole company.',
  ],
  [
    'Fake installers of a file manager steal wallets',
    'Advertisements lead to fern-setup[.]top, where a fake installer waits. It steals the wallets and the passwords that the browsers of the victim keep.',
  ],
];

function roundUp(title = 'Weekly round-up: what happened in threats'): ItemDocument {
  const parts = STORIES.map(([heading, body]) => `${heading}\n\n${body}`);
  const text = [
    'Welcome to this week’s edition. Here is what we read.',
    ...parts,
    'About the author\n\nShe writes every week about what others have found, and has done so for years, in print and on the web, for anybody.',
  ].join('\n\n');
  return {
    kind: 'item',
    path: 'feed#1',
    publisher: 'Lab',
    id: 'w-12',
    title,
    url: 'https://lab.example/w12',
    published: '2026-03-01',
    text,
  };
}

describe('a round-up', () => {
  const stories = storiesOf(roundUp());

  test('is cut into its stories, with the link and the date of the whole', () => {
    expect(stories.map(({ title }) => title)).toEqual(STORIES.map(([heading]) => heading));
    for (const { url, published } of stories)
      expect([url, published]).toEqual(['https://lab.example/w12', '2026-03-01']);
    expect(stories.map(({ text }) => text)).toEqual(STORIES.map(([, body]) => body));
  });

  test('of which each is an article of its own by an id of its own, in any order and whatever the whole is called', () => {
    const ids = stories.map(itemIdOf);
    expect(new Set(ids).size).toBe(STORIES.length);
    expect(storiesOf(roundUp('Weekly recap of threats')).map(itemIdOf)).toEqual(ids);
  });

  test('gives each story its own indicators, and takes the place of the whole that was read before', () => {
    const articles = stories.map((story) => classifyItem(story, 'Lab').article);
    expect(articles.map(({ indicators }) => indicators.map(({ value }) => value))).toEqual([
      ['moss-cdn.top'],
      ['CVE-2026-40404'],
      ['fern-setup.top'],
    ]);
    const { partOf: _, ...whole } = roundUp();
    const before = classifyItem(whole, 'Lab').article;
    expect(articles[0]?.partOf).toContain(before.id);
    expect(mergeArticles([before, ...articles]).articles).toHaveLength(STORIES.length);
  });

  test.each<[string, ItemDocument]>([
    ['whose title says nothing of it', roundUp('How Mosslatch works')],
    ['without headlines', { ...roundUp(), text: STORIES.map(([, body]) => body).join('\n\n') }],
    [
      'of two stories',
      {
        ...roundUp(),
        text: STORIES.slice(1)
          .map((story) => story.join('\n\n'))
          .join('\n\n'),
      },
    ],
    [
      'that says the same headline twice',
      { ...roundUp(), text: [...STORIES, ...STORIES].map((story) => story.join('\n\n')).join('\n\n') },
    ],
  ])('an article %s stays whole', (_, article) => {
    expect(storiesOf(article)).toEqual([article]);
  });

  test('keeps the parts of a story together', () => {
    const [first = ['', '']] = STORIES;
    const text = [
      first.join('\n\n'),
      'Indicators of compromise',
      'latch-api[.]top',
      ...STORIES.slice(1).map((story) => story.join('\n\n')),
    ].join('\n\n');
    const [story] = storiesOf({ ...roundUp(), text });
    expect(story?.text).toContain('latch-api[.]top');
  });
});

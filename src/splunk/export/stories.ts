import type { ArticleRef } from '../../hunts/hunt.ts';
import { label, safeUrl } from '../describe.ts';
import type { Story } from '../enterprise-security/stories.ts';
import { confStanza } from './conf.ts';

/** A saved search of a package, as its story tells of it. */
export interface StorySearch {
  readonly name: string;
  readonly stories: readonly Story[];
  readonly annotations: string;
  readonly explanation: string;
  readonly confidence: string;
  readonly falsePositives: readonly string[];
  readonly dataNeeds: readonly string[];
}

const MAX_TEXT = 500;

const HEADER = `# Analytic stories of Enterprise Security: one for each article, with the saved searches that it calls for.
`;

/**
 * analyticstories.conf for these searches
 * (https://help.splunk.com/en/splunk-enterprise-security-8/api-reference/8.5/stanza_type-parameters). Enterprise Security's use
 * case library reads it from every app that shares it.
 *
 * @param spell how display text is spelt where the package may not hold it as it is.
 */
export function storiesConf(searches: readonly StorySearch[], spell: (text: string) => string): string {
  const stories = new Map<string, { readonly articles: ArticleRef[]; readonly searches: string[] }>();
  for (const { name, stories: own } of searches) {
    for (const story of own) {
      const known = stories.get(story.name) ?? { articles: [], searches: [] };
      stories.set(story.name, known);
      if (story.article && !known.articles.some(({ id }) => id === story.article?.id))
        known.articles.push(story.article);
      if (!known.searches.includes(name)) known.searches.push(name);
    }
  }
  const storyStanzas = [...stories].sort(byName).map(([name, { articles, searches: names }]) => {
    const [newest] = articles;
    const urls = articles.map(({ url }) => safeUrl(url)).filter((url) => url !== '');
    return confStanza(`analytic_story://${spell(name)}`, {
      category: 'Adversary Tactics',
      description: spell(`Hunts that an article calls for: ${name.slice(name.indexOf(' ') + 1)}`),
      last_updated: newest?.published ?? '',
      maintainers: '[]',
      references: spell(JSON.stringify(urls)),
      searches: JSON.stringify([...names].sort()),
      spec_version: '3',
      version: '1',
    });
  });
  const searchStanzas = [...searches]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, annotations, explanation, confidence, falsePositives, dataNeeds }) =>
      confStanza(`savedsearch://${name}`, {
        type: 'detection',
        confidence,
        explanation: spell(explanation),
        how_to_implement: [
          'huntsync has checked that the search runs on the data models and logs that it names.',
          ...(dataNeeds.length === 0 ? [] : [`It needs ${dataNeeds.join(', ')}.`]),
        ].join(' '),
        known_false_positives: spell(
          [
            'Read the results: it is a hunt, not an alert.',
            ...falsePositives.map((text) => label(text, MAX_TEXT)),
          ].join(' '),
        ),
        annotations,
      }),
    );
  return [HEADER, ...storyStanzas, ...searchStanzas].join('\n');
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

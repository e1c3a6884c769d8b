import fc from 'fast-check';
import { type Article, type ArticleHunt, PHASES, type Phase, SEVERITIES } from '../../src/briefing/article.ts';
import { articleId } from '../../src/briefing/identity.ts';
import { type QueryTexts, withQueries } from '../support/queries.ts';

/** A hunt as a briefing gives it. */
export function hunt({ spl, kql, ...fields }: Partial<ArticleHunt> & QueryTexts = {}): ArticleHunt {
  const { queries } = withQueries({ spl, kql });
  return { title: 'Odd child', useCase: null, phase: 'exploit', confidence: 'High', queries, ...fields };
}

/** An article; its id follows from url and title. */
export function article(fields: Partial<Article> = {}): Article {
  const { title = 'An article', url = 'https://example.org/a' } = fields;
  return {
    id: articleId(url, title),
    path: `${title}.md`,
    origin: 'briefings',
    dialect: 'auto',
    severity: 'MED',
    title,
    sources: ['Example'],
    published: '2026-01-01',
    url,
    techniques: [],
    phases: [],
    indicators: [],
    hunts: [],
    problems: [],
    ...fields,
  };
}

// Few values each, so that titles, texts and ids meet all the time.
const queries = fc.constantFrom(null, '', 'search a', 'search b', 'search c\n| stats count');
const useCases = fc.constantFrom(null, '_uc', 'UC_0_1', 'UC_0_2', 'UC_10_7', 'UC_LSASS', 'UC_BEACONING', 'UC_OURS');
const titles = fc.constantFrom('Beacon', '[LLM] Beacon', 'Beacon 2', 'beacon!', '検知', '*/', 'A `b` [c]: d | e');

export const arbitraryHunt: fc.Arbitrary<ArticleHunt> = fc
  .record({
    title: titles,
    useCase: useCases,
    phase: fc.constantFrom<Phase | null>(null, ...PHASES),
    confidence: fc.constantFrom('High', 'Medium', 'Low', null),
    spl: queries,
    kql: queries,
  })
  .map(withQueries);

/** Articles of which some are versions of each other, some undated, and most share queries. */
export const arbitraryArticle: fc.Arbitrary<Article> = fc
  .record({
    title: fc.constantFrom('One', 'Two', 'three', 'Four', 'Five', '六'),
    published: fc.constantFrom(null, '2026-01-01', '2026-01-02', '2026-02-01'),
    severity: fc.constantFrom(...SEVERITIES),
    path: fc.constantFrom('x.md', 'y.md', 'z.md'),
    origin: fc.constantFrom('left', 'right'),
    techniques: fc.subarray([
      { id: 'T1059.001', name: 'PowerShell' },
      { id: 'T1003', name: 'OS Credential Dumping' },
      { id: 'T1656', name: 'Impersonation' },
    ]),
    hunts: fc.array(arbitraryHunt, { maxLength: 5 }),
  })
  .map(article);

export const arbitraryArticles = fc.array(arbitraryArticle, { maxLength: 8 });

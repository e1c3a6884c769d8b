import { describe, expect, test } from 'vitest';
import { analyticStoriesOf } from '../../../src/splunk/enterprise-security/stories.ts';
import { storiesConf } from '../../../src/splunk/export/stories.ts';
import { parseConf } from '../../support/conf.ts';
import { makeArticle, makeHunt } from '../../support/hunts.ts';

const A = makeArticle('A reader [that] starts shells\\', '2026-05-02');
const B = makeArticle('B', '2026-05-01');
const searchOf = (name: string, articles: readonly ReturnType<typeof makeArticle>[]) => ({
  name,
  stories: analyticStoriesOf(makeHunt({ articles })),
  annotations: '{"mitre_attack":["T1059"]}',
  explanation: 'What it looks for.',
  confidence: 'high',
  falsePositives: ['Readers with add-ons.'],
  dataNeeds: ['Endpoint.Processes'],
});
const stanzasOf = (text: string) =>
  parseConf(text).stanzas.map(({ name, settings }) => [
    name,
    Object.fromEntries(settings.map((setting) => [setting.name, setting.value])),
  ]);

describe('analytic stories', () => {
  test('each article is one, with all searches that it calls for; each search is told of', () => {
    const text = storiesConf([searchOf('Second', [A]), searchOf('First', [A, B])], (one) => one);
    expect(parseConf(text).errors).toEqual([]);
    expect(stanzasOf(text)).toEqual([
      [
        'analytic_story://huntsync: A reader (that) starts shells',
        {
          category: 'Adversary Tactics',
          description: 'Hunts that an article calls for: A reader (that) starts shells',
          last_updated: '2026-05-02',
          maintainers: '[]',
          references: JSON.stringify([A.url]),
          searches: '["First","Second"]',
          spec_version: '3',
          version: '1',
        },
      ],
      ['analytic_story://huntsync: B', expect.objectContaining({ searches: '["First"]' })],
      [
        'savedsearch://First',
        expect.objectContaining({ type: 'detection', confidence: 'high', annotations: '{"mitre_attack":["T1059"]}' }),
      ],
      ['savedsearch://Second', expect.objectContaining({ explanation: 'What it looks for.' })],
    ]);
  });

  test('the newest articles of a hunt are its stories; a hunt of none has one of its own', () => {
    const many = Array.from({ length: 40 }, (_, i) => makeArticle(`Article ${i}`));
    expect(analyticStoriesOf(makeHunt({ articles: many }))).toHaveLength(25);
    expect(analyticStoriesOf(makeHunt({ articles: [] }))).toEqual([
      { name: 'huntsync: Shell started by a document reader', article: null },
    ]);
  });
});

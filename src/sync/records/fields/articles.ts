import { lines, MANAGED, severityField, sources, techniques } from './shared.ts';
import { MAX_IDS, type RecordSpec } from './spec.ts';

export const articleSpec: RecordSpec = {
  type: 'articles',
  key: 'article_id',
  description: 'One classified publication.',
  fields: [
    {
      name: 'article_id',
      type: 'string',
      description: "UUID of the article: of the feed's own id for an item of a feed, else of address and title.",
      example: '0f8fad5b-d9cb-469f-a165-70867728950e',
    },
    {
      name: 'article_title',
      type: 'string',
      description: 'Title, as one safe line.',
      example: 'Build tool package steals tokens',
      max: 500,
    },
    severityField(''),
    {
      name: 'threat',
      type: 'string',
      description: 'none, and why, where it tells of no threat; else empty.',
      example: '',
      max: 500,
    },
    { name: 'published', type: 'date', description: 'Day of publication.', example: '2026-05-01' },
    {
      name: 'url',
      type: 'string',
      description: 'Address, if it is one that may be linked to; else empty.',
      example: 'https://intel.example/a',
      max: 2000,
    },
    {
      name: 'publishers',
      type: 'strings',
      description: 'Publishers, as the article names them.',
      example: ['Example Labs'],
    },
    sources,
    techniques('that it tells of'),
    {
      name: 'covers',
      type: 'strings',
      description: 'ATT&CK techniques that its hunts look for, by id; what it tells of and this lacks is a gap.',
      example: ['T1195.002'],
    },
    {
      name: 'phases',
      type: 'strings',
      description: 'Kill-chain phases: recon, weapon, delivery, exploit, install, c2, actions.',
      example: ['delivery', 'c2'],
    },
    {
      name: 'names',
      type: 'strings',
      description: 'Actors, malware and campaigns that it names; only of articles that huntsync classified.',
      example: ['Lazarus Group'],
    },
    {
      name: 'campaign_id',
      type: 'string',
      description: 'Campaign that it tells of, by the id of its first article; empty where it is of none.',
      example: '',
    },
    {
      name: 'hunt_keys',
      type: 'strings',
      description: 'Hunts that it calls for.',
      example: ['uc:UC_SUPPLY_CHAIN'],
    },
    {
      name: 'indicator_ids',
      type: 'strings',
      description: 'Indicators that it lists.',
      example: ['6fa459ea-ee8a-5ca4-894e-db77e160355e'],
      maxItems: MAX_IDS,
    },
    { name: 'hunt_count', type: 'int', description: 'How many hunts it calls for.', example: 2 },
    { name: 'indicator_count', type: 'int', description: 'How many distinct indicators it lists.', example: 14 },
    lines(
      'profile',
      'Its own text, as far as its briefing has it.',
      'A package of a build tool was replaced by one that reads tokens.',
    ),
    lines('why', 'Why it matters, as its briefing says.', 'Build machines hold tokens of everybody.'),
    lines('severity_reasons', 'What its severity rests on.', 'exploited in the wild (+4)'),
    lines(
      'evidence',
      'What of its text supports the facts, each with its subject.',
      'T1195.002: A package of a build tool was replaced.',
    ),
    lines(
      'actions',
      'What to do, the most urgent first, as its briefing says.',
      '1. Rotate the tokens of build machines.',
    ),
    lines(
      'notes',
      'What else its briefing says: remarks on indicators and techniques, who reviewed it.',
      'Curated: Analyst-reviewed 2026-05-02',
    ),
    ...MANAGED,
  ],
};

import { articleIds, MANAGED, severityField, sources, techniques, told } from './shared.ts';
import type { RecordSpec } from './spec.ts';

export const huntSpec: RecordSpec = {
  type: 'hunts',
  key: 'hunt_key',
  description: 'One hunt, as it stands on the platform that holds the record.',
  fields: [
    { name: 'hunt_key', type: 'string', description: "The hunt's stable key.", example: 'uc:UC_SUPPLY_CHAIN' },
    {
      name: 'hunt_title',
      type: 'string',
      description: 'Title, as one safe line.',
      example: 'Package manager starts a shell',
      max: 500,
    },
    severityField(': the highest of the articles that called for it lately'),
    { name: 'confidence', type: 'string', description: 'High, Medium or Low; empty where not known.', example: 'High' },
    { name: 'phase', type: 'string', description: 'Kill-chain phase; empty where not known.', example: 'delivery' },
    techniques('that it looks for'),
    {
      name: 'techniques_from',
      type: 'string',
      description:
        'useCase: known of the use case; query: told by what the query reads; article: the short list of its article; empty: none.',
      example: 'useCase',
    },
    {
      name: 'mentions',
      type: 'strings',
      description: 'ATT&CK techniques that its articles tell of and it does not look for, by id.',
      example: ['T1027'],
    },
    {
      name: 'tactics',
      type: 'strings',
      description: 'ATT&CK tactics, in the order of the matrix.',
      example: ['initial-access'],
    },
    articleIds('call for it'),
    { name: 'article_count', type: 'int', description: 'How many articles call for it.', example: 3 },
    {
      name: 'article_title',
      type: 'string',
      description: 'Title of the newest of them.',
      example: 'Build tool package steals tokens',
      max: 500,
    },
    {
      name: 'article_url',
      type: 'string',
      description: 'Address of the newest of them; empty where it may not be linked to.',
      example: 'https://intel.example/a',
      max: 2000,
    },
    {
      name: 'published',
      type: 'date',
      description: 'Day of publication of the newest of them.',
      example: '2026-05-01',
    },
    sources,
    {
      name: 'status',
      type: 'string',
      description:
        'active: in use; retired: out of use; rejected: its query may not be pushed; failed: not written yet; no-query: it has none for this platform.',
      example: 'active',
    },
    {
      name: 'retired_on',
      type: 'date',
      description: 'Day on which it was taken out of use.',
      example: null,
    },
    {
      name: 'objects',
      type: 'strings',
      description: 'Names or ids of its objects on the platform.',
      example: ['Package manager starts a shell (5d64a6b5f6d7)'],
    },
    {
      name: 'query',
      type: 'string',
      description:
        "The platform's query; after an edit on the platform, the edited text. Several statements are parted by an empty line.",
      example: '| tstats count from datamodel=Endpoint.Processes',
      max: 20_000,
    },
    {
      name: 'repairs',
      type: 'strings',
      description: 'Repairs that made the query run.',
      example: ['timestamp'],
    },
    {
      name: 'additions',
      type: 'strings',
      description: "What was added to the query for the platform's own pages, such as entity columns.",
      example: ['entity-columns'],
    },
    {
      name: 'proof',
      type: 'string',
      description:
        'What running it on rows made of its own literals showed: proved, unproved, not-evaluated or dead; empty where it was not run.',
      example: 'proved',
    },
    {
      name: 'problems',
      type: 'strings',
      description: 'Why it was rejected.',
      example: [],
      max: 500,
      maxItems: 20,
    },
    {
      name: 'drifted',
      type: 'strings',
      description: 'Fields that somebody edited on the platform.',
      example: ['cron_schedule'],
    },
    {
      name: 'why',
      type: 'string',
      description: 'The sentence of the newest article that gives one, which called for it.',
      example: 'The package starts a shell while it is installed.',
      max: 500,
    },
    told('callers', 'The articles of article_ids in their order, each with day, title, publishers and address.', [
      '2026-05-01 Build tool package steals tokens (Example Labs) https://intel.example/a',
    ]),
    told('false_positives', 'What else looks like it.', ['Packages with native parts compile them.']),
    told('triage', 'What to look at first when it hits, in order.', [
      'Read the command line of the shell.',
      'Find the package and its version.',
      'Rotate what the machine could read.',
    ]),
    told('references', 'Pages about it.', ['https://attack.mitre.org/techniques/T1195/002/']),
    told('data_needs', 'What the platform must collect for it to find anything.', ['Endpoint.Processes']),
    told('notes', 'What its briefings say beside its queries.', ['AI-generated for this article']),
    ...MANAGED,
  ],
};

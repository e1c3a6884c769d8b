/**
 * The one definition of the records: the Splunk KV store collections and lookups, the Log Analytics tables, the stream
 * declarations and the documentation all follow from it, and a test holds each of them to it.
 */

export const RECORD_TYPES = ['articles', 'hunts', 'indicators'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/**
 * `date`: `YYYY-MM-DD`; `datetime`: ISO 8601 in UTC with seconds; `strings`: an array. Null stands for "not known" in a
 * date, and an empty text for it in a string.
 */
export type FieldType = 'string' | 'int' | 'boolean' | 'date' | 'datetime' | 'strings';

/** A field's value: null only in dates. */
export type FieldValue = string | number | boolean | null | readonly string[];

export interface FieldSpec {
  /** snake_case, as in Splunk; a Log Analytics column has it in PascalCase (`columnName`). */
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  readonly example: FieldValue;
  /** Longest text (each text of an array) in UTF-16 units; 256 where not given. */
  readonly max?: number;
  /** Most items of an array; the rest is left out. 80 where not given. */
  readonly maxItems?: number;
  /** Set when the record is written; no part of `content_hash`. */
  readonly managed?: true;
}

export interface RecordSpec {
  readonly type: RecordType;
  /** The field that tells one record from another. */
  readonly key: string;
  readonly description: string;
  /** KV store collection and lookup. */
  readonly collection: string;
  /** Sourcetype of an event through the HTTP Event Collector. */
  readonly sourcetype: string;
  /** Log Analytics table; its input stream is `Custom-` and this. */
  readonly table: string;
  /** Saved function of the workspace that returns the newest version of each record. */
  readonly function: string;
  readonly fields: readonly FieldSpec[];
}

export const MAX_TEXT = 256;
/** 80 texts of three bytes a character stay below the 64 KB of a Log Analytics column. */
export const MAX_ITEMS = 80;
/** Ids are 36 characters: 1,000 of them stay below the 64 KB of a Log Analytics column. */
export const MAX_IDS = 1000;

const MANAGED: readonly FieldSpec[] = [
  {
    name: 'content_hash',
    type: 'string',
    description: 'Hash of all other fields but the ones that are set when the record is written.',
    example: '9f86d081884c7d65',
    managed: true,
  },
  {
    name: 'first_seen',
    type: 'datetime',
    description: 'When huntsync first wrote the record.',
    example: '2026-05-01T08:30:00Z',
    managed: true,
  },
  {
    name: 'updated',
    type: 'datetime',
    description: 'When huntsync wrote this version of the record.',
    example: '2026-05-02T08:30:00Z',
    managed: true,
  },
  {
    name: 'removed',
    type: 'boolean',
    description:
      "The record is gone. True only in Log Analytics, which can only append, as a record's last version: the KV store deletes instead.",
    example: false,
    managed: true,
  },
];

const sources: FieldSpec = {
  name: 'sources',
  type: 'strings',
  description: 'Names of the configured sources that delivered it.',
  example: ['briefings'],
};
const articleIds = (what: string): FieldSpec => ({
  name: 'article_ids',
  type: 'strings',
  description: `Articles that ${what}, newest first.`,
  example: ['0f8fad5b-d9cb-469f-a165-70867728950e'],
  maxItems: MAX_IDS,
});
const severity = (of: string): FieldSpec => ({
  name: 'severity',
  type: 'string',
  description: `CRIT, HIGH, MED or LOW${of}.`,
  example: 'HIGH',
});
const techniques: FieldSpec = {
  name: 'techniques',
  type: 'strings',
  description: 'ATT&CK technique ids.',
  example: ['T1195.002'],
};

const articles: RecordSpec = {
  type: 'articles',
  key: 'article_id',
  description: 'One classified publication.',
  collection: 'huntsync_articles',
  sourcetype: 'huntsync:article',
  table: 'HuntArticles_CL',
  function: 'HuntArticles',
  fields: [
    {
      name: 'article_id',
      type: 'string',
      description: "UUIDv5 of the article's address and title.",
      example: '0f8fad5b-d9cb-469f-a165-70867728950e',
    },
    {
      name: 'article_title',
      type: 'string',
      description: 'Title, as one safe line.',
      example: 'Build tool package steals tokens',
      max: 500,
    },
    severity(''),
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
    techniques,
    {
      name: 'phases',
      type: 'strings',
      description: 'Kill-chain phases: recon, weapon, delivery, exploit, install, c2, actions.',
      example: ['delivery', 'c2'],
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
    ...MANAGED,
  ],
};

const hunts: RecordSpec = {
  type: 'hunts',
  key: 'hunt_key',
  description: 'One hunt, as it stands on the platform that holds the record.',
  collection: 'huntsync_hunts',
  sourcetype: 'huntsync:hunt',
  table: 'Hunts_CL',
  function: 'Hunts',
  fields: [
    { name: 'hunt_key', type: 'string', description: "The hunt's stable key.", example: 'uc:UC_SUPPLY_CHAIN' },
    {
      name: 'hunt_title',
      type: 'string',
      description: 'Title, as one safe line.',
      example: 'Package manager starts a shell',
      max: 500,
    },
    severity(': the highest of its articles'),
    { name: 'confidence', type: 'string', description: 'High, Medium or Low; empty where not told.', example: 'High' },
    { name: 'phase', type: 'string', description: 'Kill-chain phase; empty where not told.', example: 'delivery' },
    techniques,
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
      description: 'Names of its saved searches (Splunk) or ids of its hunting queries (Sentinel).',
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
    ...MANAGED,
  ],
};

const indicators: RecordSpec = {
  type: 'indicators',
  key: 'indicator_id',
  description: 'One indicator of compromise, however many articles list it.',
  collection: 'huntsync_indicators',
  sourcetype: 'huntsync:indicator',
  table: 'HuntIndicators_CL',
  function: 'HuntIndicators',
  fields: [
    {
      name: 'indicator_id',
      type: 'string',
      description: 'UUIDv5 of its type and value.',
      example: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
    },
    {
      name: 'indicator_type',
      type: 'string',
      description: 'cve, ipv4, ipv6, domain, url, sha256, sha1, md5 or email.',
      example: 'domain',
    },
    {
      name: 'indicator_value',
      type: 'string',
      description: 'Refanged; in lower case but for a CVE and the path of a URL.',
      example: 'update.attacker.example',
      max: 2000,
    },
    severity(': the highest of its articles'),
    articleIds('list it'),
    { name: 'article_count', type: 'int', description: 'How many articles list it.', example: 1 },
    {
      name: 'published',
      type: 'date',
      description: 'Day of publication of the newest of them.',
      example: '2026-05-01',
    },
    {
      name: 'hunt_keys',
      type: 'strings',
      description: 'Hunts of these articles whose query names it.',
      example: ['0f8fad5b-d9cb-469f-a165-70867728950e:domains-of-the-campaign'],
    },
    sources,
    ...MANAGED,
  ],
};

export const RECORDS: Readonly<Record<RecordType, RecordSpec>> = { articles, hunts, indicators };

/** What is set when a record is written. */
export interface Managed {
  readonly content_hash: string;
  readonly first_seen: string;
  readonly updated: string;
  readonly removed: boolean;
}

/** A record as its platform's part sees it: a value for each field of the definition, by its snake_case name. */
export type RecordRow = Readonly<Record<string, FieldValue>> & Managed;

/** `article_id` as a Log Analytics column: `ArticleId`. */
export function columnName(field: string): string {
  return field.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

import { type FieldSpec, MAX_IDS } from './spec.ts';

/** Fields that several types of records have. */

export const MANAGED: readonly FieldSpec[] = [
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
    description: "The record is gone: true only as a record's last version, on a platform that can only append.",
    example: false,
    managed: true,
  },
];

export const sources: FieldSpec = {
  name: 'sources',
  type: 'strings',
  description: 'Names of the configured sources that delivered it.',
  example: ['briefings'],
};
export const articleIds = (what: string): FieldSpec => ({
  name: 'article_ids',
  type: 'strings',
  description: `Articles that ${what}, newest first.`,
  example: ['0f8fad5b-d9cb-469f-a165-70867728950e'],
  maxItems: MAX_IDS,
});
export const severityField = (of: string): FieldSpec => ({
  name: 'severity',
  type: 'string',
  description: `CRIT, HIGH, MED or LOW${of}.`,
  example: 'HIGH',
});
export const techniques = (which: string): FieldSpec => ({
  name: 'techniques',
  type: 'strings',
  description: `ATT&CK techniques ${which}, by id.`,
  example: ['T1195.002'],
});
/** Lines of an article: a text of its own, since each may be long. As much as a column holds on any platform. */
export const lines = (name: string, description: string, example: string): FieldSpec => ({
  name,
  type: 'string',
  description: `${description} A line each.`,
  example,
  max: 20_000,
});

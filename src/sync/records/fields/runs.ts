import { MANAGED } from './shared.ts';
import type { RecordSpec } from './spec.ts';

/** Runs that `history` keeps. */
export const MAX_HISTORY = 60;

export const runSpec: RecordSpec = {
  type: 'runs',
  key: 'hunt_key',
  description: 'The last run of one hunt on the platform that holds the record.',
  fields: [
    { name: 'hunt_key', type: 'string', description: "The hunt's stable key.", example: 'uc:UC_SUPPLY_CHAIN' },
    {
      name: 'outcome',
      type: 'string',
      description:
        'hit: it found something; noisy: more than policy.noisyAbove rows; quiet: nothing in data that is there; blind: what it reads holds no data; slow: the limit of time ended it; failing: the platform refused it.',
      example: 'hit',
    },
    { name: 'ran_at', type: 'datetime', description: 'When it ran.', example: '2026-05-02T06:00:00Z' },
    { name: 'hits', type: 'int', description: 'Rows that came back.', example: 3 },
    { name: 'truncated', type: 'boolean', description: 'There are more rows than were asked for.', example: false },
    {
      name: 'new_hits',
      type: 'boolean',
      description: 'It found something that the run before did not: the first hits, or later ones.',
      example: false,
    },
    { name: 'hosts', type: 'strings', description: 'Machines in the rows, sorted.', example: ['ws-14'], maxItems: 20 },
    { name: 'host_count', type: 'int', description: 'How many machines.', example: 1 },
    { name: 'users', type: 'strings', description: 'Accounts in the rows, sorted.', example: ['jdoe'], maxItems: 20 },
    { name: 'user_count', type: 'int', description: 'How many accounts.', example: 1 },
    {
      name: 'first_hit',
      type: 'string',
      description:
        'Earliest time in the rows, by the minute, in the time zone of the platform; empty where none tells.',
      example: '2026-05-01T08:12',
    },
    {
      name: 'last_hit',
      type: 'string',
      description: 'Latest time in the rows, as first_hit.',
      example: '2026-05-01T08:15',
    },
    { name: 'duration_ms', type: 'int', description: 'How long it took.', example: 840 },
    {
      name: 'earliest',
      type: 'string',
      description: 'Begin of the window that it ran over; empty where the query itself tells.',
      example: '-7d@h',
    },
    { name: 'latest', type: 'string', description: 'End of the window; empty where it is open.', example: 'now' },
    {
      name: 'missing',
      type: 'strings',
      description: 'Tables, data models or datasets that it reads and that held no data in the window.',
      example: [],
    },
    {
      name: 'error',
      type: 'string',
      description: "The platform's words, where it did not run to its end.",
      example: '',
      max: 500,
    },
    {
      name: 'evidence',
      type: 'strings',
      description: 'The first rows as JSON, where `huntsync run --evidence` asked for them.',
      example: [],
      max: 2000,
      maxItems: 10,
    },
    {
      name: 'history',
      type: 'strings',
      description: 'The last runs, newest first: time, outcome and hits.',
      example: ['2026-05-02T06:00:00Z hit 3', '2026-05-01T06:00:00Z quiet 0'],
      maxItems: MAX_HISTORY,
    },
    ...MANAGED,
  ],
};

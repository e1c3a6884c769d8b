import type { StandInRequest } from '../../src/sandbox/server.ts';

/** Every kind of request that a run with records sends, in the order of the table in docs/reliability.md. */
export const REQUEST_KINDS = [
  'splunk log-in',
  'splunk list',
  'splunk read',
  'splunk create',
  'splunk update',
  'kv read',
  'kv save',
  'kv delete',
  'hec send',
  'hec ack',
  'azure token',
  'azure list',
  'azure read',
  'azure put',
  'azure workspace',
  'azure query',
  'azure ingestion',
  'azure intelligence',
  'graph token',
  'graph list',
  'graph read',
  'graph create',
  'graph change',
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

const KINDS: readonly (readonly [RequestKind, RegExp])[] = [
  ['splunk log-in', /^POST \/services\/auth\/login$/],
  ['splunk list', /^GET .*\/saved\/searches\/?$/],
  ['splunk read', /^GET .*\/saved\/searches\/[^/]+$/],
  ['splunk create', /^POST .*\/saved\/searches\/?$/],
  ['splunk update', /^POST .*\/saved\/searches\/[^/]+$/],
  ['kv read', /^GET .*\/storage\/collections\/data\//],
  ['kv save', /^POST .*\/batch_save$/],
  ['kv delete', /^DELETE .*\/storage\/collections\/data\//],
  ['hec send', /^POST \/services\/collector\/event$/],
  ['hec ack', /^POST \/services\/collector\/ack$/],
  ['azure token', /^POST \/[^/]+\/oauth2\/v2\.0\/token$/],
  ['azure list', /^GET .*\/savedSearches$/],
  ['azure read', /^GET .*\/savedSearches\/[^/]+$/],
  ['azure put', /^PUT .*\/savedSearches\/[^/]+$/],
  ['azure workspace', /^GET .*\/workspaces\/[^/]+$/],
  ['azure query', /^POST \/v1\//],
  ['azure ingestion', /^POST \/dataCollectionRules\//],
  ['azure intelligence', /^POST \/workspaces\/.*:upload$/],
  ['graph list', /^GET \/v1\.0\/security\/rules\/detectionRules$/],
  ['graph read', /^GET \/v1\.0\/security\/rules\/detectionRules\/[^/]+$/],
  ['graph create', /^POST \/v1\.0\/security\/rules\/detectionRules$/],
  ['graph change', /^PATCH \/v1\.0\/security\/rules\/detectionRules\/[^/]+$/],
];

/** Undefined for what the run never sends. */
export function kindOf({
  method,
  path,
  body,
}: Pick<StandInRequest, 'method' | 'path' | 'body'>): RequestKind | undefined {
  const kind = KINDS.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
  // One path for all services: the scope tells which.
  return kind === 'azure token' && body.includes('graph.microsoft.com') ? 'graph token' : kind;
}

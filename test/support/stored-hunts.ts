import { type AzureState, emptyAzureState } from '../../src/sandbox/azure/index.ts';
import type { SplunkdState } from '../../src/sandbox/splunkd/index.ts';

export interface StoredSplunk {
  readonly name: string;
  readonly settings: Record<string, string>;
}

/** A splunkd state that holds these saved searches in one app. */
export function splunkState(...searches: readonly StoredSplunk[]): SplunkdState {
  const entries = searches.map(({ name, settings }) => [
    `nobody/huntsync/${name}`,
    {
      name,
      app: 'huntsync',
      owner: 'nobody',
      sharing: 'app' as const,
      perms: null,
      settings,
      updated: '2026-01-05T09:00:00Z',
    },
  ]);
  const savedsearches = Object.fromEntries(entries) as Record<string, SplunkdState['confs'][string][string]>;
  return { confs: { savedsearches }, apps: {}, users: {}, jobs: {}, kv: {}, events: [], counter: 0 };
}

export interface StoredSentinel {
  readonly name: string;
  readonly query?: string;
  readonly category?: string;
  readonly tags?: Record<string, string>;
}

/** An Azure state that holds these saved searches in one workspace. */
export function azureState(...searches: readonly StoredSentinel[]): AzureState {
  const state = emptyAzureState();
  for (const [index, { name, query = 'T', category = 'Hunting Queries', tags = {} }] of searches.entries()) {
    state.savedSearches[`/subscriptions/s/savedsearches/${index}`] = {
      id: String(index),
      etag: `W/"${index}"`,
      properties: {
        category,
        displayName: name,
        query,
        version: 2,
        tags: Object.entries(tags).map(([tag, value]) => ({ name: tag, value })),
      },
    };
  }
  return state;
}

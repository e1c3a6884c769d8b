import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startSentinel } from '../sentinel/fixtures.ts';
import { SAVED_SEARCHES } from '../support/azure-stand-in.ts';
import { createOavRecorder, SPECS } from '../support/oav.ts';
import { platformContract } from './suite.ts';

const oav = await createOavRecorder();
const savedSearch = /\/savedSearches\/[^/]+$/i;

platformContract('sentinel', {
  setup: async () => {
    const azure = await startSentinel({}, oav ? { onExchange: oav.onExchange } : {});
    const { server, state } = azure;
    const find = (id: string) => {
      const found = azure.stored(id);
      if (!found) throw new Error(`no saved search ${id}`);
      return found;
    };
    return {
      connect: ({ badCredentials = false } = {}) =>
        azure.connect(badCredentials ? { auth: { token: 'not-a-token' } } : {}),
      async editQuery(id, query) {
        state.revision += 1;
        const found = find(id);
        found.properties.query = query;
        found.etag = `edited-${state.revision}`;
      },
      async addUnmanaged(id, query) {
        state.savedSearches[`${SAVED_SEARCHES}/${id}`.toLowerCase()] = {
          id,
          etag: 'foreign',
          properties: { category: 'Hunting Queries', displayName: 'Theirs', query, version: 2 },
        };
      },
      stored: async () =>
        Object.values(state.savedSearches).map(({ id, properties }) => ({ id, query: properties.query })),
      writes: () => server.log.filter(({ method }) => method === 'PUT' || method === 'DELETE').length,
      failWrites(how, times = 1) {
        const respond = {
          busy: { status: 429, headers: { 'retry-after': '0' } },
          unavailable: { status: 503 },
          refused: { status: 400, body: '{"error":{"code":"BadRequest","message":"refused for the test"}}' },
        }[how];
        server.fault({ method: 'PUT', path: savedSearch, times, respond });
      },
      failLists: () => server.fault({ method: 'GET', path: /savedSearches$/i, times: 100, respond: { status: 501 } }),
      close: () => server.close(),
    };
  },
});

describe.skipIf(!existsSync(SPECS))("Azure's own specification (needs ../shared/specs)", () => {
  test('finds nothing wrong in the traffic of the whole contract', async () => {
    expect(oav?.count()).toBeGreaterThan(100);
    // Answers that the test itself made up are not Azure's.
    const errors = (await oav?.errors())?.filter((error) => !/-> (429|503|501|400)/.test(error));
    expect(errors).toEqual([]);
  });
});

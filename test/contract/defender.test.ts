import { readyForAlerts, startDefender } from '../defender/fixtures.ts';
import { detectionRule, RULES } from '../support/graph-stand-in.ts';
import { platformContract } from './suite.ts';

const rule = new RegExp(`^${RULES.replaceAll('.', '\\.')}(?:/[^/]+)?$`, 'i');
const WRITES = ['POST', 'PATCH', 'DELETE'];

platformContract('defender', {
  setup: async () => {
    const graph = await startDefender();
    const { server, state } = graph;
    const find = (id: string) => {
      const found = state.rules[`/${id}`];
      if (!found) throw new Error(`no rule ${id}`);
      return found;
    };
    return {
      connect({ badCredentials = false } = {}) {
        const platform = graph.connect(badCredentials ? { auth: { token: 'not-a-token' } } : {});
        return { ...platform, wanted: (hunts) => platform.wanted(readyForAlerts(hunts)) };
      },
      async editQuery(id, query) {
        const found = find(id);
        found.queryCondition = { queryText: query };
        found.lastModifiedDateTime = '2030-01-01T00:00:00.0000000Z';
      },
      async addUnmanaged(id, queryText) {
        const theirs = detectionRule({ id, displayName: 'Theirs', queryCondition: { queryText } }, { title: 'Theirs' });
        state.rules[`/${id}`] = {
          ...(theirs as unknown as (typeof state.rules)[string]),
          createdBy: 'somebody',
          createdDateTime: '2026-01-01T00:00:00.0000000Z',
          lastModifiedBy: 'somebody',
          lastModifiedDateTime: '2026-01-01T00:00:00.0000000Z',
        };
      },
      stored: async () => graph.stored(),
      writes: () => server.log.filter(({ method, path }) => WRITES.includes(method) && rule.test(path)).length,
      failWrites(how, times = 1) {
        const respond = {
          busy: { status: 429, headers: { 'retry-after': '0' } },
          unavailable: { status: 503 },
          refused: { status: 400, body: '{"error":{"code":"BadRequest","message":"refused for the test"}}' },
        }[how];
        for (const method of ['POST', 'PATCH']) server.fault({ method, path: rule, times, respond });
      },
      failLists: () => server.fault({ method: 'GET', path: rule, times: 100, respond: { status: 501 } }),
      close: () => server.close(),
    };
  },
});

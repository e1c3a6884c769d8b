import type { StandInResponse } from '../../src/sandbox/server.ts';
import { APP, setup } from '../splunk/support.ts';
import { platformContract } from './suite.ts';

const refusal = (status: number): StandInResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: JSON.stringify({ messages: [{ type: 'ERROR', text: `made up for the test: ${status}` }] }),
});

for (const enterpriseSecurity of [false, true]) {
  platformContract(`splunk${enterpriseSecurity ? ' with Enterprise Security' : ''}, against the splunkd stand-in`, {
    setup: async () => {
      const splunk = await setup();
      const searches = splunk.server.state.confs['savedsearches'] ?? {};
      const settingsOf = (id: string) => {
        const settings = searches[`nobody/${APP}/${id}`]?.settings;
        if (!settings) throw new Error(`no saved search ${id}`);
        return settings;
      };
      return {
        connect: ({ badCredentials } = {}) =>
          splunk.platform({ enterpriseSecurity, ...(badCredentials ? { token: 'not-the-token' } : {}) }),
        async editQuery(id, query) {
          settingsOf(id)['search'] = query;
        },
        async addUnmanaged(id, query) {
          searches[`nobody/${APP}/${id}`] = {
            name: id,
            app: APP,
            owner: 'nobody',
            sharing: 'app',
            perms: null,
            settings: { search: query, description: 'theirs' },
            updated: '2026-01-01T00:00:00Z',
          };
        },
        stored: async () => splunk.stored().map(([id, { search = '' }]) => ({ id, query: search })),
        writes: () => splunk.server.log.filter(({ method }) => method !== 'GET').length,
        failWrites(how, times = 1) {
          const status = { busy: 429, unavailable: 503, refused: 400 }[how];
          splunk.server.fault({ method: 'POST', times, respond: refusal(status) });
        },
        failLists: () => splunk.server.fault({ method: 'GET', times: 99, respond: refusal(503) }),
        close: () => splunk.close(),
      };
    },
    skip: {
      'an object that was changed since planning is not overwritten': 'splunkd has no conditional write',
    },
  });
}

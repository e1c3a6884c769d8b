import { PlatformError } from '../../src/core/errors.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';
import { platformContract } from './suite.ts';

platformContract('the in-memory reference platform', {
  setup: async () => {
    const server = createMemoryServer();
    const object = (id: string) => {
      const found = server.objects.get(id);
      if (!found) throw new Error(`no object ${id}`);
      return found;
    };
    return {
      connect: ({ badCredentials } = {}) => {
        if (badCredentials) server.faults.push({ on: 'list', outcome: new PlatformError('401', { status: 401 }) });
        return createMemoryPlatform(server);
      },
      async editQuery(id, query) {
        object(id).text = query;
        object(id).version += 1;
      },
      async addUnmanaged(id, query) {
        server.objects.set(id, {
          name: id,
          text: query,
          about: '',
          techniques: '',
          active: true,
          note: null,
          version: 1,
        });
      },
      stored: async () => [...server.objects].map(([id, { text }]) => ({ id, query: text })),
      writes: () => server.writes,
      failWrites(how, times = 1) {
        if (how !== 'refused') return;
        for (let i = 0; i < times; i += 1) {
          server.faults.push({ on: 'write', outcome: { status: 'failed', message: 'bad value' } });
        }
      },
      failLists: () => server.faults.push({ on: 'list', outcome: new PlatformError('503', { status: 503 }) }),
      close: async () => undefined,
    };
  },
  skip: { 'a busy or unavailable platform is asked again': 'a map is never busy' },
});

import { z } from 'zod';
import { name } from '../../../src/config/fields.ts';
import { planEmpty } from '../../../src/sync/planned.ts';
import type { Siem } from '../../../src/sync/siem.ts';
import { checkMql, MEMORY_CODES, MEMORY_LANGUAGE } from './language.ts';
import { createMemoryPlatform, createMemoryServer, type MemoryServer } from './platform.ts';
import { createMemorySink, emptyRecords, type MemoryRecords } from './records.ts';

const platform = z.strictObject({ name, kind: z.literal('memory'), shelf: z.string().min(1) });
type MemoryConfig = z.output<typeof platform>;

/** A whole SIEM in memory: its language, native form, records and export. One entry in the list of SIEMs is all that it takes. */
export interface MemorySiem extends Siem<MemoryConfig, { shelves: string[] }> {
  readonly server: MemoryServer;
  readonly stored: MemoryRecords;
}

export function createMemorySiem(): MemorySiem {
  const server = createMemoryServer();
  const stored = emptyRecords();
  return {
    server,
    stored,
    kind: 'memory',
    title: 'Memory',
    language: MEMORY_LANGUAGE,
    nativeForm: 'note',
    exportAdvice: 'Learn it by heart.',
    settings: async () => ({
      kind: 'memory',
      platform,
      unconnected: platform.extend({ shelf: z.unknown().transform(() => 'none') }),
      environment: z.strictObject({ shelves: z.array(z.string()).default([]) }),
      paths: [],
    }),
    check: async (texts) => new Map(texts.map((text) => [text, [checkMql(text)]])),
    sourcesOf: async () => ['Papers'],
    describe: ({ title }, { text }, index) => ({ note: `${title} ${index + 1}`, query: text }),
    describes: async () => ({ note: z.string(), query: z.string() }),
    connect: async (config) => createMemoryPlatform(server, config.name),
    records: async (config) => createMemorySink(stored, config.name),
    async exportHunts({ platform: own, hunts, context }) {
      const { objects, hunts: keys, leftOut } = planEmpty(own, hunts, context);
      const notes = objects.map(({ name: title, after }) => ({ title, text: after.fields['text'] }));
      return {
        files: [{ path: 'notes.json', content: JSON.stringify(notes) }],
        ours: /^notes\.json$/,
        hunts: keys,
        counts: { notes: notes.length },
        leftOut,
      };
    },
    codes: async () => [MEMORY_CODES],
  };
}

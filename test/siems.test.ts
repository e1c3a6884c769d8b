import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { articles } from '../src/commands/articles.ts';
import { check } from '../src/commands/check.ts';
import type { Context } from '../src/commands/context.ts';
import { exportHunts } from '../src/commands/export.ts';
import { hunts } from '../src/commands/hunts.ts';
import { plan } from '../src/commands/plan.ts';
import { status } from '../src/commands/status.ts';
import { sync } from '../src/commands/sync.ts';
import { createLog } from '../src/core/log.ts';
import { SIEMS } from '../src/siems.ts';
import type { Siem } from '../src/sync/siem.ts';
import { createMemorySiem, type MemorySiem } from './support/memory-siem/siem.ts';

const BRIEFING = `# [HIGH] A thief of papers

**Source:** Made up
**Published:** 2026-05-01
**Article:** https://intel.example/papers

## Threat Profile

Papers go missing.

## MITRE ATT&CK Techniques

- **T1005** — Data from Local System

## Recommended hunts

### Papers taken at night

\`UC_1_0\` · phase: **actions** · confidence: **High**

**Splunk SPL (CIM):**
\`\`\`spl
| tstats count from datamodel=Endpoint.Processes where Processes.process_name="cat.exe" by Processes.dest
\`\`\`

**Memory MQL:**
\`\`\`mql
FIND papers taken at night
\`\`\`

### Cannot run

\`UC_1_1\` · phase: **actions** · confidence: **Low**

**Memory MQL:**
\`\`\`mql
papers
\`\`\`
`;

let folder: string;
let printed: string[];
let context: Context;
let memory: MemorySiem;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-siems-'));
  mkdirSync(join(folder, 'briefings'));
  writeFileSync(join(folder, 'briefings/a.md'), BRIEFING);
  writeFileSync(
    join(folder, 'huntsync.yaml'),
    'sources:\n  - { kind: briefings, path: ./briefings }\nplatforms:\n  - { name: head, kind: memory, shelf: top }\n' +
      'environment: { memory: { shelves: [top] } }\n',
  );
  printed = [];
  memory = createMemorySiem();
  context = {
    env: {},
    log: createLog({ write: () => undefined }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date('2026-06-01T00:00:00Z'),
    cacheDir: undefined,
    siems: [...SIEMS, memory],
    signal: new AbortController().signal,
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = () => join(folder, 'huntsync.yaml');
const paths = () => [join(folder, 'briefings')];
const json = () => JSON.parse(printed.splice(0).join(''));

describe('a third SIEM, with one entry in the list', () => {
  test('its language is read out of briefings, and printed beside the others', async () => {
    await articles({ paths: paths(), json: true }, context);
    const [article] = json();
    expect(article.hunts.map(({ mql, kql }: Record<string, unknown>) => [mql, kql])).toEqual([
      ['FIND papers taken at night', null],
      ['papers', null],
    ]);
  });

  test('its queries are checked, repaired and explained', async () => {
    await hunts({ paths: paths(), json: true }, context);
    const found = json() as Record<string, { verdict: string }[]>[];
    expect(found.flatMap((hunt) => hunt['memory'] ?? [])).toEqual([
      expect.objectContaining({ query: 'papers', verdict: 'rejected' }),
      expect.objectContaining({
        note: 'Papers taken at night 1',
        query: 'find papers taken at night',
        verdict: 'repaired',
        repairs: ['lower-case-find'],
      }),
    ]);
    expect(found.flatMap((hunt) => hunt['splunk'] ?? [])).toHaveLength(1);
    expect(await check({ paths: paths(), strict: true }, context)).toBe(1);
    expect(printed.splice(0).join('\n')).toContain('MQL: 2 queries, 0 ready, 1 repaired, 1 rejected');
    expect(await check({ paths: [], explain: 'mql-no-find' }, context)).toBe(0);
    expect(printed.splice(0).join('')).toContain('begins with "find"');
  });

  test('another one of the same language is checked where it is configured, and nothing is told or counted twice', async () => {
    const twin: Siem = { ...createMemorySiem(), kind: 'twin', title: 'Twin' };
    const platform = z.strictObject({ name: z.string(), kind: z.literal('twin') });
    const settings = async () => ({ ...(await memory.settings()), kind: 'twin', platform, unconnected: platform });
    writeFileSync(
      config(),
      readFileSync(config(), 'utf8').replace('environment', '  - { name: feet, kind: twin }\nenvironment'),
    );
    const both = { ...context, siems: [...context.siems, { ...twin, settings }] };
    await hunts({ paths: paths(), json: true }, both);
    for (const hunt of json()) expect(hunt).not.toHaveProperty('twin');
    await hunts({ paths: paths(), config: config(), json: true }, both);
    for (const hunt of json()) expect(hunt.twin).toEqual(hunt.memory);
    await check({ paths: paths(), config: config() }, both);
    const text = printed.splice(0).join('\n');
    expect(text).toContain('MQL: 2 queries, 0 ready, 1 repaired, 1 rejected');
    expect(text.match(/rejected {2}MQL/g)).toHaveLength(1);
    expect(text).toMatch(/1 {2}mql-no-find/);

    const rejecting: Siem['check'] = async (texts) => {
      const problem = { code: 'mql-no-find', message: 'No.', line: 1, column: 1, severity: 'error' } as const;
      return new Map(
        texts.map((one) => [
          one,
          [{ text: one, verdict: 'rejected', repairs: [], problems: [problem], lookbackSeconds: null }],
        ]),
      );
    };
    await check(
      { paths: paths(), config: config() },
      { ...both, siems: [...context.siems, { ...twin, settings, check: rejecting }] },
    );
    expect(printed.splice(0).join('\n')).toContain('MQL: 4 queries, 0 ready, 1 repaired, 3 rejected');
  });

  test('is planned, synced once and no more, and shown by status', async () => {
    expect(await plan({ config: config(), json: true }, context)).toBe(2);
    expect(json().platforms).toEqual([
      expect.objectContaining({ name: 'head', kind: 'memory', create: 1, rejected: 1 }),
    ]);
    expect(memory.server.objects.size).toBe(0);

    expect(await sync({ config: config(), json: true }, context)).toBe(0);
    const first = json();
    expect(first.platforms[0]).toMatchObject({ create: 1, rejected: 1, failed: 0 });
    expect(first.records.head).toMatchObject({ hunts: { sent: 2 }, articles: { sent: 1 } });
    expect([...memory.server.objects.values()]).toMatchObject([
      { name: 'Papers taken at night', text: 'find papers taken at night', active: true },
    ]);
    expect([...memory.stored.hunts.values()].map((row) => row['status']).sort()).toEqual(['active', 'rejected']);

    expect(await sync({ config: config(), json: true }, context)).toBe(0);
    const second = json();
    expect(second.platforms[0]).toMatchObject({ create: 0, unchanged: 1, changes: [] });
    expect(second.records.head).toMatchObject({ hunts: { sent: 0 }, articles: { sent: 0 } });

    expect(await status({ config: config(), json: true }, context)).toBe(0);
    expect(json().platforms).toEqual([expect.objectContaining({ kind: 'memory', managed: 1, drifted: 0 })]);
  });

  test('is exported, by itself and in the exports for no SIEM', async () => {
    const out = (kind: string) => join(folder, kind);
    const run = (kind: string) => exportHunts({ kind, folder: out(kind), config: config(), json: true }, context);
    expect(await run('memory')).toBe(0);
    expect(json()).toMatchObject({ export: 'memory', hunts: 1, counts: { notes: 1 } });
    expect(JSON.parse(readFileSync(join(out('memory'), 'notes.json'), 'utf8'))).toEqual([
      { title: 'Papers taken at night', text: 'find papers taken at night' },
    ]);
    expect(await run('stix')).toBe(0);
    expect(readFileSync(join(out('stix'), 'stix-bundle.json'), 'utf8')).toContain('"pattern_type": "mql"');
    expect(await run('navigator')).toBe(0);
    expect(readFileSync(join(out('navigator'), 'navigator-mentioned.json'), 'utf8')).toContain('T1005');
  });

  test('its part of the configuration is as strict as any', async () => {
    writeFileSync(config(), readFileSync(config(), 'utf8').replace('shelf: top', 'self: top'));
    await expect(plan({ config: config() }, context)).rejects.toThrow(/has \d problems?/);
    writeFileSync(config(), 'sources: [{ kind: briefings, path: . }]\nplatforms: [{ name: a, kind: nonsense }]\n');
    await expect(plan({ config: config() }, context)).rejects.toThrow(/has 1 problem/);
  });
});

test.each(SIEMS)('$kind: what is minor is told as its codes tell it', async ({ codes, minorCodes = [] }) => {
  const entries = (await codes()).flatMap((area) => Object.entries(area.codes));
  const minor = entries.filter(([, { minor: is }]) => is).map(([code]) => code);
  expect([...minorCodes].sort()).toEqual(minor.sort());
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check } from '../../src/commands/check.ts';
import type { Context } from '../../src/commands/context.ts';
import { UsageError } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';

const BRIEFING = `# [HIGH] Three hunts of which one cannot run

**Source:** Made up
**Published:** 2026-05-01
**Article:** https://intel.example/checks

## Threat Profile

Text.

## Recommended hunts

### Runs as it is

\`UC_1_0\` · phase: **exploit** · confidence: **High**

**Splunk SPL (CIM):**
\`\`\`spl
| tstats count from datamodel=Endpoint.Processes where Processes.process_name="a.exe" by Processes.dest
\`\`\`

**Defender KQL:**
\`\`\`kql
DeviceProcessEvents
| where Timestamp > ago(14d)
| where FileName == "a.exe"
\`\`\`

### Cannot run

\`UC_1_1\` · phase: **exploit** · confidence: **High**

**Splunk SPL (CIM):**
\`\`\`spl
| tstats count from datamodel=Endpoint.Malware
    by Malware.dest
\`\`\`

### Needs a macro

\`UC_1_2\` · phase: **exploit** · confidence: **High**

**Splunk SPL (CIM):**
\`\`\`spl
\`our_own_index\` EventCode=1 | stats count by host
\`\`\`
`;

let folder: string;
let printed: string[];
let context: Context;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-check-'));
  writeFileSync(join(folder, 'a.md'), BRIEFING);
  printed = [];
  context = {
    env: {},
    log: createLog({ write: () => undefined }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date(),
    cacheDir: undefined,
    siems: SIEMS,
    signal: new AbortController().signal,
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (options: object = {}) => check({ paths: [folder], ...options }, context);

describe('check', () => {
  test('shows the line with a caret under the fault, and counts', async () => {
    expect(await run()).toBe(0);
    const text = printed.join('\n');
    expect(text).toMatch(/rejected {2}SPL {2}Cannot run/);
    const [, line = '', caret = ''] = /(\| \| tstats count from datamodel=Endpoint\.Malware)\n(.*\^)/.exec(text) ?? [];
    expect(line).not.toBe('');
    expect(caret.trimStart().startsWith('|')).toBe(true);
    expect(text).toContain('SPL: 3 queries, 1 ready, 0 repaired, 2 rejected (33.3 % can run)');
    expect(text).toContain('KQL: 1 query, 0 ready, 1 repaired, 0 rejected (100.0 % can run)');
    expect(text).toMatch(/1 {2}spl-unknown-dataset/);
  });

  test('--strict is 1 where anything is rejected', async () => {
    expect(await run({ strict: true })).toBe(1);
    writeFileSync(join(folder, 'a.md'), BRIEFING.slice(0, BRIEFING.indexOf('### Cannot run')));
    expect(await run({ strict: true })).toBe(0);
  });

  test('the environment of a configuration counts, and needs no secrets', async () => {
    const config = join(folder, 'huntsync.yaml');
    writeFileSync(
      config,
      `sources: [{ kind: briefings, path: . }]
platforms: [{ name: s, kind: splunk, url: "\${URL_OF_SPLUNK}", token: "\${NOT_SET}" }]
environment: { splunk: { macros: [our_own_index] } }
`,
    );
    await run({ config });
    expect(printed.join('\n')).toContain('SPL: 3 queries, 2 ready, 0 repaired, 1 rejected');
  });

  test('--json gives the hunts with their verdicts, and the window of the SPL out of its KQL twin', async () => {
    await run({ json: true });
    const { hunts, codes } = JSON.parse(printed[0] ?? '');
    const runs = hunts.find(({ title }: { title: string }) => title === 'Runs as it is');
    expect(runs.splunk[0]).toMatchObject({ verdict: 'ready', earliest: '-14d@h', latest: 'now', problems: [] });
    expect(runs.sentinel[0]).toMatchObject({ verdict: 'repaired', query: expect.stringContaining('TimeGenerated') });
    expect(Object.keys(runs.sentinel[0]).sort()).toEqual(
      ['additions', 'displayName', 'id', 'problems', 'query', 'repairs', 'verdict'].sort(),
    );
    expect(codes['spl-unknown-dataset']).toBe(1);
  });

  test('--sarif places each result in the briefing', async () => {
    await run({ sarif: true });
    const { version, runs } = JSON.parse(printed[0] ?? '');
    expect(version).toBe('2.1.0');
    const result = runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === 'spl-unknown-dataset');
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    expect(decodeURIComponent(artifactLocation.uri)).toBe(join(folder, 'a.md'));
    expect(BRIEFING.split('\n')[region.startLine - 1]).toContain('Endpoint.Malware');
    expect(runs[0].tool.driver.rules).toContainEqual({
      id: 'spl-unknown-dataset',
      shortDescription: { text: expect.stringContaining('no such dataset') },
      fullDescription: { text: expect.any(String) },
      help: { text: expect.any(String) },
    });
  });

  test('--explain is the same as `explain`', async () => {
    expect(await run({ explain: 'spl-unknown-dataset' })).toBe(0);
    expect(printed[0]).toMatch(/^spl-unknown-dataset \(.+\)\n\n.{20,}Remedy: /s);
    await expect(run({ explain: 'nonsense' })).rejects.toThrow(UsageError);
    await expect(run({ paths: [] })).rejects.toThrow(UsageError);
  });
});

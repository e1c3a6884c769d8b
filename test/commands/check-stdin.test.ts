import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CheckCommandOptions, check } from '../../src/commands/check.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';

let folder: string;
let printed: string;
let logged: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-stdin-'));
  printed = '';
  logged = '';
});
afterEach(() => rmSync(folder, { recursive: true }));

const keepLog = (line: string) => {
  logged += line;
};
const keepPrint = (text: string) => {
  printed += `${text}\n`;
};

function run(stdin: string | undefined, options: Partial<CheckCommandOptions> = {}) {
  return check(
    { paths: ['-'], ...options },
    {
      env: {},
      log: createLog({ write: keepLog }),
      print: keepPrint,
      stderr: process.stderr,
      ...(stdin === undefined ? {} : { stdin: Readable.from([Buffer.from(stdin)]) }),
      now: () => new Date('2026-05-02T00:00:00Z'),
      cacheDir: undefined,
      siems: SIEMS,
      signal: new AbortController().signal,
    },
  );
}

const SPL = '| tstats count from datamodel=Endpoint.Processes where Processes.process_name="a.exe" by Processes.dest';
const BAD = '| tstats count from datamodel=Endpoint.Malware\n    by Malware.dest';
const KQL = 'DeviceProcessEvents\n| where FileName == "a.exe" // in `x`';
const fence = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
const queries = () => {
  const { hunts } = JSON.parse(printed) as {
    hunts: Record<string, { search?: string; query?: string; verdict: string }[]>[];
  };
  return hunts;
};

describe('check -', () => {
  test('a fenced query: its verdict, and the line of the fault in the query', async () => {
    expect(await run(`\n${fence('spl', BAD)}`, { strict: true })).toBe(1);
    expect(printed).toMatch(/rejected {2}SPL {2}The query/);
    expect(printed).toMatch(/^ +1 \| \| tstats count from datamodel=Endpoint\.Malware$/m);
    expect(printed).toContain('SPL: 1 query, 0 ready, 0 repaired, 1 rejected');
    expect(logged).not.toContain('! stdin');
  });

  test('several fences are several queries, with what is between them left out', async () => {
    expect(await run(`${fence('spl', SPL)}\nand\n\n${fence('kql', KQL)}${fence('splunk', BAD)}`, { json: true })).toBe(
      0,
    );
    expect(queries().flatMap(({ splunk = [], sentinel = [] }) => [...splunk, ...sentinel])).toHaveLength(3);
    expect(JSON.parse(printed).problems).toEqual([]);
  });

  test('a bare query in the language that is named', async () => {
    expect(await run(KQL, { language: 'kql', json: true })).toBe(0);
    expect(queries()).toHaveLength(1);
    expect(queries()[0]?.['sentinel']?.[0]).toMatchObject({ query: expect.stringContaining('// in `x`') });
    printed = '';
    expect(await run(`${SPL}\r\n`, { language: 'spl', strict: true })).toBe(0);
    expect(printed).toContain('SPL: 1 query, 1 ready');
  });

  test('a query with fences in its comments is one query', async () => {
    expect(await run('DeviceProcessEvents\n// ```\n// ````\n| take 1', { language: 'kql', json: true })).toBe(0);
    expect(queries()[0]?.['sentinel']?.[0]?.query).toContain('// ````');
  });

  test('a briefing', async () => {
    const briefing = `# [HIGH] A thief\n\n**Source:** Made up\n**Published:** 2026-05-01\n**Article:** https://intel.example/a\n
## Recommended hunts\n\n### One\n\n\`UC_1_0\` · phase: **exploit** · confidence: **High**\n\n**Splunk SPL (CIM):**\n${fence('spl', BAD)}`;
    expect(await run(briefing, { sarif: true })).toBe(0);
    const [result] = JSON.parse(printed).runs[0].results;
    const { region } = result.locations[0].physicalLocation;
    expect(briefing.split('\n')[region.startLine - 1]).toContain('Endpoint.Malware');
  });

  test('a text that is neither, an empty one and none at all are no check', async () => {
    expect(await run(SPL)).toBe(1);
    expect(logged).toContain('nothing was checked');
    expect(logged).toContain('--language');
    logged = '';
    expect(await run(' \n')).toBe(1);
    expect(logged).toContain('There is nothing on stdin');
    await expect(run(undefined)).rejects.toMatchObject({ exitCode: 4 });
    await expect(run('x'.repeat(10), { paths: [folder], language: 'spl' })).rejects.toMatchObject({ exitCode: 4 });
    await expect(run(fence('spl', SPL), { sarif: true })).rejects.toMatchObject({ exitCode: 4 });
  });
});

test('a folder without any briefing is no check', async () => {
  expect(await run(undefined, { paths: [folder] })).toBe(1);
  writeFileSync(join(folder, 'README.md'), '# Read me\n\nHello.\n');
  logged = '';
  expect(await run(undefined, { paths: [folder] })).toBe(1);
  expect(logged).toContain(`There is no briefing in ${folder}: nothing was checked.`);
  expect(printed).toBe('');
});

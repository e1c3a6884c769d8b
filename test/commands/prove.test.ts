import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { type ProveOptions, prove } from '../../src/commands/prove.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';

async function run(options: ProveOptions): Promise<{ exit: number; text: string }> {
  const printed: string[] = [];
  const context: Context = {
    env: {},
    log: createLog({ write: () => true, level: 'error' }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date('2026-05-01T00:00:00Z'),
    cacheDir: undefined,
    // Those that the samples are told of here, whatever others there are.
    siems: SIEMS.filter(({ kind }) => kind === 'splunk' || kind === 'sentinel'),
    signal: new AbortController().signal,
  };
  const exit = await prove(options, context);
  return { exit, text: printed.join('\n') };
}

const USE_CASE = `useCases:
  - id: UC_A
    title: A tool is started
    phase: exploit
    confidence: High
    techniques: [T1059.001]
    dataNeeds: { splunk: [Endpoint.Processes], sentinel: [DeviceProcessEvents] }
    falsePositives: [Nothing]
    references: ["https://intel.example/"]
    triggers: { subjects: [tool] }
    spl: '| tstats count from datamodel=Endpoint.Processes where Processes.process_name="tool.exe" by Processes.dest'
    kql: 'DeviceProcessEvents | where TimeGenerated > ago(1d) | where FileName =~ "tool.exe"'
    tests: { fires: [a tool, the tool], quiet: [nothing] }
`;

function catalogueWith(samples: string, more = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-prove-'));
  mkdirSync(join(folder, 'samples'));
  writeFileSync(join(folder, 'a.yaml'), USE_CASE + more);
  writeFileSync(join(folder, 'samples', 'a.yaml'), samples);
  return folder;
}

const FIRES = '{ name: started, events: [{ event: process, device: ws1, user: bob, name: tool.exe }] }';
const OTHER = '{ name: renamed, events: [{ event: process, device: ws1, user: bob, name: other.exe }] }';

describe('huntsync prove', () => {
  it('ends with 0 where use cases find what they must', async () => {
    const folder = catalogueWith(`useCases: { UC_A: { fires: [${FIRES}], quiet: [${OTHER}] } }`);
    const { exit, text } = await run({ folder, catalogue: true });
    expect(exit).toBe(0);
    expect(text).toMatch(/proved\s+SPL\s+UC_A {2}samples 1\/1/);
    expect(text).toMatch(/proved\s+KQL\s+UC_A {2}samples 1\/1/);
  });

  it('ends with 1 where one misses something, and says what in which language', async () => {
    const folder = catalogueWith(
      `useCases: { UC_A: { fires: [${FIRES}, ${OTHER}] } }`,
      '    doesNotCover: [{ name: renamed, reason: no name, languages: [spl] }]\n',
    );
    const { exit, text } = await run({ folder, paths: ['uc_a'] });
    expect(exit).toBe(1);
    expect(text).toMatch(/proved\s+SPL/);
    expect(text).toMatch(/failed\s+KQL.*\n\s+"renamed" is not found/);
    const { useCases } = JSON.parse((await run({ folder, json: true })).text);
    expect(useCases[0].languages).toMatchObject([
      { kind: 'splunk', verdict: 'proved', samples: { found: 1, total: 2 }, uncovered: 1 },
      { kind: 'sentinel', verdict: 'failed', samples: { found: 1, total: 2 }, uncovered: 0 },
    ]);
  });

  it('tells how many tests of Atomic Red Team are found, each once however many samples stand for it', async () => {
    const standing = (sample: string, test: string) => sample.replace('{ ', `{ atomic: ${test}, `);
    const again = FIRES.replace('started', 'started again');
    const folder = catalogueWith(
      `useCases: { UC_A: { fires: [${standing(FIRES, 'T1059.001 A test')}, ${standing(again, 'T1059.001 A test')}, ${standing(OTHER, 'T1105 Another test')}] } }`,
    );
    const { text } = await run({ folder, catalogue: true });
    expect(text).toMatch(/failed\s+SPL\s+UC_A {2}samples 2\/3.*, atomic 1\/2$/m);
    expect(text).toMatch(/^SPL: 1 use case.*Atomic tests found 1 of 2 \(50 %\)$/m);
    const { useCases } = JSON.parse((await run({ folder, json: true })).text);
    const [{ atomic, outcomes }] = useCases[0].languages;
    expect(atomic).toEqual({ found: 1, total: 2 });
    const plain = outcomes.filter((outcome: { variant: string | null }) => outcome.variant === null);
    expect(plain.map((outcome: { atomic?: string }) => outcome.atomic)).toEqual([
      'T1059.001 A test',
      'T1059.001 A test',
      'T1105 Another test',
    ]);
    const named = outcomes.filter((outcome: { atomic?: string }) => outcome.atomic !== undefined);
    expect(named).toEqual(plain);
    const numbered = catalogueWith(`useCases: { UC_A: { fires: [${standing(FIRES, 'T1059.001-3')}] } }`);
    await expect(run({ folder: numbered, catalogue: true })).rejects.toThrow(/1 problem/);
  });

  it('runs hunts of briefings on rows made of their own literals; one that is not proved is no failure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huntsync-prove-'));
    const query = (text: string) => `**Defender KQL:**\n\`\`\`kql\n${text}\n\`\`\`\n`;
    const hunt = (title: string, id: number, text: string) =>
      `### ${title}\n\n\`UC_1_${id}\` · phase: **exploit** · confidence: **High**\n\n${query(text)}`;
    writeFileSync(
      join(folder, 'a.md'),
      `# [HIGH] A made article

**Source:** Made up
**Published:** 2026-04-30
**Article:** https://intel.example/made

## Recommended hunts

${hunt('Starts', 0, 'DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where FileName == "x"')}
${hunt('Never', 1, 'DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where FileName == "x"\n| where FileName == "y"')}
${hunt('Perhaps', 2, 'DeviceProcessEvents\n| where Timestamp > ago(1d)\n| where strlen(FileName) == 300')}
`,
    );
    const { exit, text } = await run({ paths: [folder] });
    expect(exit).toBe(0);
    expect(text).toMatch(/proved\s+KQL\s+Starts/);
    expect(text).toMatch(/dead\s+KQL\s+Never\n\s+FileName == "y": no FileName passes it that passes FileName == "x"/);
    expect(text).toMatch(/unproved\s+KQL\s+Perhaps/);
    expect(text).toContain('KQL: 3 queries, 1 proved, 1 unproved, 0 not evaluated, 1 dead');
    const { hunts, proof } = JSON.parse((await run({ paths: [folder], json: true })).text);
    expect(proof.sentinel).toEqual({ proved: 1, unproved: 1, notEvaluated: 0, dead: 1 });
    expect(hunts).toHaveLength(3);
  });

  it.each([
    [{ paths: ['UC_NOT_THERE'] }, 'There is no use case UC_NOT_THERE.'],
    [{ paths: ['UC_LSASS', '.'] }, 'proved apart'],
  ])('refuses %j', async (options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });

  it('names the use case that is near', async () => {
    await expect(run({ paths: ['UC_LSAS'] })).rejects.toMatchObject({ remedy: 'Did you mean UC_LSASS?' });
  });
});

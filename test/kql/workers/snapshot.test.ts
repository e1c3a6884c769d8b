import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { compiled } from '../../support/compiled.ts';
import { HANG_MS } from '../../support/hang.ts';

const TEXTS = [
  'DeviceEvents | where Timestamp > ago(1d)',
  'DeviceEvents | where Foo == 1',
  'print d = parse_xml("<a b=\\"1\\">c</a>")',
  'union Device* | where TimeGenerated > ago(1h) | summarize count() by Type',
  '_Im_Dns(starttime=ago(1d)) | where DnsQuery has "example" and DnsQuery matches regex "^a+$"',
];

/** What a program prints as JSON that has the modules of a compiled program. */
function run(script: string, program = compiled()): unknown {
  const from = (name: string) => JSON.stringify(pathToFileURL(join(program, name)).href);
  const code = `
    import { readdirSync, readFileSync } from 'node:fs';
    import { checkKqlBatch } from ${from('kql/pool.js')};
    import { giveUpSnapshot, snapshotFile, usableSnapshot } from ${from('kql/workers/snapshot-file.js')};
    import { startWorker } from ${from('kql/workers/worker.js')};
    const environment = { tables: {}, functions: [] };
    const texts = ${JSON.stringify(TEXTS)};
    const tell = (found) => console.log(JSON.stringify(found));
    ${script}`;
  const options = { encoding: 'utf8', timeout: HANG_MS, env: { ...process.env, HUNTSYNC_SECRET: 'secret' } } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', code], options));
}

/** The verdicts of these texts for both products, and what kind of worker they were given by. */
const CHECK = `
  const kind = usableSnapshot() === null ? 'thread' : 'process';
  const verdicts = [];
  for (const product of ['sentinel', 'defender']) {
    const native = { entities: 'columns', timeRange: 'blade' };
    verdicts.push([...(await checkKqlBatch(texts, { environment: { ...environment, product }, native })).values()]);
  }
  tell([kind, usableSnapshot() === null ? 'thread' : 'process', verdicts]);`;

describe('processes from the snapshot', () => {
  const [, , verdicts] = run(`giveUpSnapshot(); ${CHECK}`) as [string, string, unknown[]];

  test('give what threads give', () => {
    expect(run(CHECK)).toEqual(['process', 'process', verdicts]);
    expect(JSON.stringify(verdicts)).not.toContain('kql-un');
  });

  test('are not needed: what cannot be started is followed by threads', () => {
    const elsewhere = join(mkdtempSync(join(tmpdir(), 'huntsync-snapshot-')), 'program');
    const dist = join(elsewhere, 'dist');
    const isKept = (path: string) => !path.endsWith('.snapshot');
    cpSync(compiled(), dist, { recursive: true, preserveTimestamps: true, filter: isKept });
    for (const name of ['config', 'node_modules', 'package.json'])
      symlinkSync(join(compiled(), '..', name), join(elsewhere, name));
    expect(run(CHECK, dist)).toEqual(['thread', 'thread', verdicts]);

    const name = basename(run('tell(snapshotFile());') as string);
    writeFileSync(join(dist, 'bundle', name), 'no snapshot');
    expect(run(CHECK, dist)).toEqual(['process', 'thread', verdicts]);
  });

  describe.skipIf(process.platform !== 'linux')('as Linux shows them', () => {
    const CHILD = `
      const worker = startWorker(environment);
      const heard = [];
      await new Promise((resolve) => worker.hear(resolve));
      const pid = Number(readFileSync(\`/proc/\${process.pid}/task/\${process.pid}/children\`, 'utf8'));`;

    test('know nothing of the environment that the program has', () => {
      const told = run(`${CHILD} tell(readFileSync(\`/proc/\${pid}/environ\`, 'utf8')); await worker.end();`) as string;
      const names = told.split('\0').map((one) => one.split('=', 1)[0]);
      expect(names).toEqual(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', '']);
    });

    test('go on when a terminal interrupts everybody, and end with the program that started them', async () => {
      const found = run(`${CHILD}
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal);
        worker.tell({ number: 7, text: texts[0], native: undefined });
        await new Promise((resolve) => worker.hear((said) => said && resolve(heard.push(said))));
        tell([pid, heard.map(([number]) => number)]);
        process.exit();`) as [number, number[]];
      expect(found[1]).toEqual([7]);
      await vi.waitFor(() => expect(() => process.kill(found[0], 0)).toThrow('ESRCH'), HANG_MS);
    });
  });
});

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StandInServer } from '../../src/sandbox/server.ts';
import { startSplunkd } from '../../src/sandbox/splunkd/index.ts';

/**
 * The vendor's own client tests, run by the vendor's own test runner against the stand-in: an outside oracle that knows
 * nothing of this project. The suites left out need what the stand-in does not claim: indexes, pivot, typeahead, alerts.
 */
const SUITES = [
  'Saved Search Tests',
  'App tests',
  'Namespace tests',
  'Parsing Tests',
  'Server Info Test',
  'Entity tests',
  'Collection tests',
  'Endpoint tests',
];
const PASSES = 56;

const require = createRequire(import.meta.url);

interface MochaReport {
  stats: { tests: number; passes: number; failures: number; pending: number };
  failures: { fullTitle: string; err: { message?: string } }[];
}

describe('splunk-sdk 2.0.2, its own tests', () => {
  const home = mkdtempSync(join(tmpdir(), 'splunk-sdk-'));
  let server: StandInServer;

  beforeAll(async () => {
    server = await startSplunkd({ users: { admin: 'changed!' }, apps: ['sdkappcollection'] });
    const settings = {
      scheme: 'http',
      host: '127.0.0.1',
      port: server.port,
      username: 'admin',
      password: 'changed!',
      version: '9.4',
    };
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    writeFileSync(join(home, '.splunkrc'), `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  });

  it(`passes all ${PASSES} of the suites it claims`, async () => {
    const report = await runMocha(home);
    expect(report.failures.map((f) => `${f.fullTitle}: ${f.err.message}`)).toEqual([]);
    expect(report.stats).toMatchObject({ passes: PASSES, failures: 0, pending: 0 });
    // The suite reached the server: it did not pass by talking to nobody.
    expect(
      server.log.some((line) => line.method === 'POST' && line.path.endsWith('/dispatch') && line.status === 201),
    ).toBe(true);
  });
});

function runMocha(home: string): Promise<MochaReport> {
  const args = [
    require.resolve('mocha/bin/_mocha'),
    join(require.resolve('splunk-sdk/package.json'), '..', 'tests', 'tests.js'),
    ...['-t', '8000', '--allow-uncaught', '--exit', '--quiet', '--reporter', 'json', '-g', SUITES.join('|')],
  ];
  // SPLUNK_HOME must be set, to anything: without it the suite runs nothing and succeeds.
  const child = spawn(process.execPath, args, {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, SPLUNK_HOME: 'unused' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      const start = out.indexOf('{\n  "stats"');
      if (start < 0) reject(new Error(`mocha reported nothing:\n${out}\n${err}`));
      else resolve(JSON.parse(out.slice(start)) as MochaReport);
    });
  });
}

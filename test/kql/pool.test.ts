import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheVersion, hasCache, readCache, writeCache } from '../../src/kql/cache.ts';
import { checkKqlBatch } from '../../src/kql/pool.ts';
import { EMPTY_ENVIRONMENT } from '../../src/kql/schema.ts';
import { compiled } from '../support/compiled.ts';
import { HANG_MS } from '../support/hang.ts';

const environment = EMPTY_ENVIRONMENT;
const GOOD = 'DeviceEvents | where Timestamp > ago(1d)';
const BAD = 'DeviceEvents | where Foo == 1';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'huntsync-kql-'));
}

describe('a batch', () => {
  it('checks each distinct text once and answers by text', async () => {
    const checked = await checkKqlBatch([GOOD, BAD, GOOD], { environment });
    expect([...checked.keys()]).toEqual([GOOD, BAD]);
    expect(checked.get(GOOD)).toMatchObject([{ verdict: 'repaired', lookbackSeconds: 86_400 }]);
    expect(checked.get(BAD)).toMatchObject([{ verdict: 'rejected' }]);
  });

  it('remembers verdicts, also in a folder that is not there yet', async () => {
    const cacheDir = join(folder(), 'deep', 'er');
    const first = await checkKqlBatch([GOOD, BAD], { environment, cacheDir });
    const [file = ''] = readdirSync(cacheDir);
    const before = readFileSync(join(cacheDir, file), 'utf8');
    const second = await checkKqlBatch([BAD, GOOD], { environment, cacheDir });
    expect(second.get(GOOD)).toEqual(first.get(GOOD));
    expect(second.get(BAD)).toEqual(first.get(BAD));
    expect(readFileSync(join(cacheDir, file), 'utf8')).toBe(before);
    expect(readdirSync(cacheDir)).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['junk', 'not json\n{}'],
    ['half of it', null],
    ['an edited verdict', 'edited'],
    ['other JSON', '[]\n[]'],
  ])('ignores a cache file that holds %s', async (_name, damage) => {
    const cacheDir = folder();
    await checkKqlBatch([BAD], { environment, cacheDir });
    const file = join(cacheDir, readdirSync(cacheDir)[0] ?? '');
    const text = readFileSync(file, 'utf8');
    const damaged =
      damage === 'edited' ? text.replace('"rejected"', '"ready"') : (damage ?? text.slice(0, text.length / 2));
    writeFileSync(file, damaged);
    expect((await checkKqlBatch([BAD], { environment, cacheDir })).get(BAD)).toMatchObject([{ verdict: 'rejected' }]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('does without a cache that cannot be written', async () => {
    const cacheDir = join(folder(), 'file');
    writeFileSync(cacheDir, 'in the way');
    expect((await checkKqlBatch([GOOD], { environment, cacheDir })).size).toBe(1);
  });

  it('does not take verdicts of another environment', async () => {
    const cacheDir = folder();
    const query = 'MyApp_CL | take 1';
    const own = { tables: { MyApp_CL: { TimeGenerated: 'datetime' } }, functions: [] };
    expect((await checkKqlBatch([query], { environment, cacheDir })).get(query)).toMatchObject([
      { verdict: 'rejected' },
    ]);
    expect((await checkKqlBatch([query], { environment: own, cacheDir })).get(query)).toMatchObject([
      { verdict: 'ready' },
    ]);
    expect(cacheVersion(own)).not.toBe(cacheVersion(environment));
  });

  it('reads what is asked for, of its own version', () => {
    const cacheDir = folder();
    const asked = new Set(['k7']);
    writeCache(cacheDir, 'v', new Map(Array.from({ length: 20 }, (_, index) => [`k${index}`, []])));
    expect([...readCache(cacheDir, 'v', asked).keys()]).toEqual(['k7']);
    expect(readCache(cacheDir, 'w', asked).size).toBe(0);
  });

  it('says what is wrong with an environment', async () => {
    const wrong = { tables: { T: { A: 'text' } }, functions: [] };
    await expect(checkKqlBatch([GOOD], { environment: wrong })).rejects.toThrow(
      'environment.sentinel.tables.T.A: "text"',
    );
  });
});

describe('compiled', () => {
  const pool = join(compiled(), 'kql/pool.js');

  function run(script: string): unknown {
    const code = `import { checkKqlBatch } from ${JSON.stringify(pool)};\nconst environment = { tables: {}, functions: [] };\n${script}`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
      timeout: HANG_MS,
    });
    return JSON.parse(out);
  }

  it('works in threads, and gives what one thread gives', async () => {
    const sources = Array.from(
      { length: 90 },
      (_, index) => `DeviceEvents | where Timestamp > ago(${index}d) | where Foo${index % 7 === 0 ? '' : 'X'} == 1`,
    );
    const expected = await checkKqlBatch(sources, { environment });
    const found = run(`const found = await checkKqlBatch(${JSON.stringify(sources)}, { environment, concurrency: 2 });
      console.log(JSON.stringify([...found]));`);
    expect(new Map(found as [string, never][])).toEqual(expected);
  });

  it('takes a thread that was started before', async () => {
    const sources = [GOOD, BAD, 'DeviceEvents | take 1'];
    const expected = await checkKqlBatch(sources, { environment });
    const found = run(`const { prepareKqlBatch } = await import(${JSON.stringify(join(compiled(), 'kql/prepare.js'))});
      prepareKqlBatch(environment, undefined, undefined);
      prepareKqlBatch(environment, undefined, undefined);
      const first = await checkKqlBatch(${JSON.stringify(sources)}, { environment });
      const again = await checkKqlBatch(${JSON.stringify(sources)}, { environment });
      console.log(JSON.stringify([[...first], [...again]]));`);
    expect((found as [string, never][][]).map((each) => new Map(each))).toEqual([expected, expected]);
  });

  it('takes none of another environment, and waits for none at its end', () => {
    const found = run(`const { prepareKqlBatch } = await import(${JSON.stringify(join(compiled(), 'kql/prepare.js'))});
      prepareKqlBatch({ tables: { MyApp_CL: { TimeGenerated: 'datetime' } }, functions: [] }, undefined, undefined);
      const found = await checkKqlBatch(['MyApp_CL | take 1'], { environment });
      console.log(JSON.stringify([...found.values()]));`);
    expect(found).toMatchObject([[{ verdict: 'rejected' }]]);
  });

  it('starts none where verdicts are remembered', async () => {
    const cacheDir = folder();
    expect(hasCache(cacheDir, environment)).toBe(false);
    await checkKqlBatch([GOOD], { environment, cacheDir });
    expect(hasCache(cacheDir, environment)).toBe(true);
    expect(hasCache(cacheDir, { tables: {}, functions: ['mine'] })).toBe(false);
    writeFileSync(join(cacheDir, readdirSync(cacheDir)[0] ?? ''), '[]');
    expect(hasCache(cacheDir, environment)).toBe(false);
  });

  it('rejects a text that takes too long, and goes on', () => {
    const found = run(`const slow = 'DeviceEvents' + ' | where DeviceName == "a"'.repeat(1800);
      const found = await checkKqlBatch([slow, 'DeviceEvents | take 1'], { environment, concurrency: 1, timeoutMs: 1 });
      console.log(JSON.stringify([...found.values()]));`);
    expect(found).toMatchObject([
      [{ verdict: 'rejected', problems: [{ code: 'kql-unanswered' }] }],
      [{ verdict: 'rejected', problems: [{ code: 'kql-unanswered' }] }],
    ]);
  });
});

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSplBatch } from '../../src/spl/batch.ts';
import { NO_EXTRAS } from './support.ts';

const GOOD = '| tstats count from datamodel=Endpoint.Processes where Processes.process_name="x" by Processes.user';
const DEAD = `${GOOD}\n| rename "Processes.*" as *\n| where user="a" AND user="b"`;
const BROKEN = '| nosuchcommand';

function check(texts: readonly string[], cacheDir?: string) {
  return checkSplBatch(texts, { environment: NO_EXTRAS, cacheDir });
}

describe('checks of searches', () => {
  it('run those that pass, and reject those that can never hit at the stage that kills them', async () => {
    const found = await check([GOOD, DEAD, BROKEN]);
    expect(found.get(GOOD)).toMatchObject([{ verdict: 'ready', proof: { verdict: 'proved' } }]);
    expect(found.get(DEAD)).toMatchObject([
      {
        text: DEAD,
        verdict: 'rejected',
        problems: [{ code: 'dead', line: 3, column: 3, severity: 'error' }],
        proof: { verdict: 'dead', stage: 'where user="a" AND user="b"' },
      },
    ]);
    expect(found.get(BROKEN)?.[0]).not.toHaveProperty('proof');
  });

  it('are remembered, and not believed once the cache is damaged or of another environment', async () => {
    const cacheDir = mkdtempSync(join(tmpdir(), 'huntsync-spl-'));
    const first = await check([GOOD, DEAD], cacheDir);
    const [name = ''] = readdirSync(cacheDir);
    const file = join(cacheDir, name);
    const kept = readFileSync(file, 'utf8');
    expect(await check([GOOD, DEAD], cacheDir)).toEqual(first);
    expect(readFileSync(file, 'utf8')).toBe(kept);

    writeFileSync(file, kept.replaceAll('proved', 'proven'));
    expect((await check([GOOD], cacheDir)).get(GOOD)).toEqual(first.get(GOOD));
    await checkSplBatch([GOOD], { environment: { ...NO_EXTRAS, macros: ['x'] }, cacheDir });
    expect(readFileSync(file, 'utf8')).not.toBe(kept);
  });
});

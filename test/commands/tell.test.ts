import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tell } from '../../src/commands/tell.ts';
import { silentLog } from '../../src/core/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-tell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what stands where a draft might be, in a folder that others may write into, is left alone', async () => {
  const theirs = join(folder, 'theirs');
  writeFileSync(theirs, 'theirs');
  const [heartbeat, metricsFile] = [join(folder, 'heartbeat'), join(folder, 'huntsync.prom')];
  for (const path of [heartbeat, metricsFile]) symlinkSync(theirs, `${path}.tmp`);
  // A link in the place of the file itself is replaced, not followed.
  symlinkSync(theirs, heartbeat);
  await tell(0, undefined, { heartbeat, metricsFile }, { now: () => new Date(0), env: {}, log: silentLog });
  expect(readFileSync(theirs, 'utf8')).toBe('theirs');
  expect(JSON.parse(readFileSync(heartbeat, 'utf8'))).toMatchObject({ exitCode: 0, ok: true });
  expect(readFileSync(metricsFile, 'utf8')).toContain('huntsync_');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

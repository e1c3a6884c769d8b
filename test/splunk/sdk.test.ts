import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { loadSdk } from '../../src/splunk/sdk.ts';

const require = createRequire(import.meta.url);
const loaded = (name: string) => Object.keys(require.cache).some((file) => file.includes(`/node_modules/${name}/`));

test('loading the SDK reads no .env, sets no variable, prints nothing and loads no HTTP client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-env-'));
  writeFileSync(join(folder, '.env'), 'HUNTSYNC_STRAY=from-dotenv\n');
  const back = process.cwd();
  const before = { ...process.env };
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    process.chdir(folder);
    const sdk = loadSdk();
    expect(process.env).toEqual(before);
    expect([loaded('dotenv'), loaded('needle')]).toEqual([false, false]);
    new (
      sdk.Http.extend({ parseJson: JSON.parse }) as unknown as new () => {
        _buildResponse(error: null, response: object, text: string): void;
      }
    )()._buildResponse(
      null,
      { headers: { 'content-type': 'application/json' } },
      '{"messages":[{"type":"ERROR","text":"x"}]}',
    );
    expect(printed).not.toHaveBeenCalled();

    // That the package as a whole does read it shows that the check above can fail.
    require('splunk-sdk');
    expect(process.env['HUNTSYNC_STRAY']).toBe('from-dotenv');
  } finally {
    delete process.env['HUNTSYNC_STRAY'];
    process.chdir(back);
    printed.mockRestore();
    rmSync(folder, { recursive: true });
  }
});

test('a LOG_LEVEL of ours stays as it was', () => {
  vi.stubEnv('LOG_LEVEL', 'debug');
  loadSdk();
  expect(process.env['LOG_LEVEL']).toBe('debug');
  vi.unstubAllEnvs();
});

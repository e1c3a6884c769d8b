import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAuthorities } from '../../src/azure/authorities.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ConfigError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import { readOwnFile } from '../../src/core/own-file.ts';
import { FileTooLarge, loadRegularFile, readRegularFile } from '../../src/core/regular-file.ts';
import { createBriefingsSource } from '../../src/sources/briefings.ts';
import { createScoreSource } from '../../src/sources/epss.ts';
import { splunkPlatform } from '../../src/splunk/config.ts';
import { createSplunkPlatform } from '../../src/splunk/index.ts';
import { readVerdicts, versionOf } from '../../src/sync/verdict-cache.ts';
import { SETTINGS } from '../support/siems.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

describe('a regular file', () => {
  test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 200_000])(
    'of %i bytes is read whole, and no byte beyond the limit',
    async (size) => {
      const path = write('file', Buffer.alloc(size, 'x'));
      expect(readRegularFile(path, size)).toEqual(readFileSync(path));
      expect(await loadRegularFile(path, size)).toEqual(readFileSync(path));
      if (size === 0) return;
      expect(() => readRegularFile(path, size - 1)).toThrow(FileTooLarge);
      await expect(loadRegularFile(path, size - 1)).rejects.toThrow(FileTooLarge);
    },
  );

  test('may be at the end of a link, as an orchestrator mounts secrets', () => {
    symlinkSync(write('file', 'text'), join(folder, 'link'));
    expect(readRegularFile(join(folder, 'link')).toString()).toBe('text');
  });

  test('that nobody else can have written is our own', () => {
    const path = write('own', 'text');
    expect(readOwnFile(path)).toBe('text');
    if (process.getuid === undefined) return;
    chmodSync(path, 0o666);
    expect(readOwnFile(path)).toBeNull();
  });

  test('is no folder, and none that is not there', () => {
    mkdirSync(join(folder, 'folder'));
    expect(() => readRegularFile(join(folder, 'folder'))).toThrow(/no regular file|EISDIR|EPERM/);
    expect(() => readRegularFile(join(folder, 'none'))).toThrow(/ENOENT/);
  });
});

/** Each of these would wait for somebody to write into the pipe. */
describe.skipIf(process.platform === 'win32')('a pipe or a device', () => {
  let pipe: string;
  beforeEach(() => {
    pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '600', pipe]);
  });

  test('is refused at once', async () => {
    expect(() => readRegularFile(pipe)).toThrow(/is no regular file/);
    expect(() => readOwnFile(pipe)).toThrow(/is no regular file/);
    await expect(loadRegularFile(pipe, 10)).rejects.toThrow(/is no regular file/);
    await expect(loadRegularFile('/dev/zero', 10)).rejects.toThrow(/is no regular file/);
    expect(() => readRegularFile('/dev/zero')).toThrow(/is no regular file/);
  });

  test('in the place of a certificate authority, of a kept verdict', async () => {
    await expect(readAuthorities(pipe)).rejects.toThrow(/cannot be read: .*is no regular file/);
    expect(versionOf(folder, 'pipe')).toBeNull();
    expect(readVerdicts(folder, 'pipe', '1', new Set(['key'])).size).toBe(0);
  });

  test('in the place of a secret, of a list of feeds, of platforms', () => {
    const problemsOf = (text: string, env = {}) => {
      const config = write('huntsync.yaml', text);
      try {
        loadConfig(config, { env, siems: SETTINGS });
      } catch (error) {
        return (error as ConfigError).problems.map(({ code, message }) => `${code}: ${message}`).join('\n');
      }
      return '';
    };
    const platform = (token: string) =>
      `platforms: [{ name: s, kind: splunk, url: "https://splunk.example:8089", token: "${token}" }]`;
    expect(problemsOf(`sources: []\n${platform(`\${file:${pipe}}`)}`)).toMatch(
      /missing-secret: token: the file .*pipe/,
    );
    const feeds = `sources: [{ kind: feeds, path: pipe }]\n${platform(`\${TOKEN}`)}`;
    expect(problemsOf(feeds, { TOKEN: 'tok-123456' })).toMatch(/unreadable: This list of feeds .*no regular file/);
    expect(problemsOf('sources: [{ kind: briefings, path: . }]\nplatformsFrom: pipe\n')).toContain(
      'there is no file pipe',
    );
  });

  test('in the place of a briefing, of scores', async () => {
    const briefings = await createBriefingsSource({ name: 'b', path: pipe, authoritative: false }).read();
    expect(briefings).toMatchObject({
      complete: false,
      problems: [{ code: 'unreadable', message: expect.stringContaining('is no regular file') }],
    });
    const deps = { fetch: () => Promise.reject(new Error('nothing is fetched')), now: () => new Date() };
    const scores = await createScoreSource(
      { kind: 'epss', path: pipe, allowPrivateAddresses: false },
      deps as unknown as Parameters<typeof createScoreSource>[1],
    ).read();
    expect(scores.problems).toMatchObject([
      { code: 'scores-unread', message: expect.stringContaining('is no regular file') },
    ]);
  });

  test("in the place of a splunkd's authority", () => {
    const config = {
      ...{ name: 's', kind: 'splunk', url: 'https://splunk.example:8089', token: 'tok-123456' },
      ca: pipe,
    };
    const connect = () => createSplunkPlatform(splunkPlatform.parse(config), { log: silentLog, now: () => new Date() });
    expect(connect).toThrow(/the CA file .* cannot be read: .*is no regular file/);
  });
});

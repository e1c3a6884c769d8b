import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/sandbox/store.ts';
import { HANG_MS } from '../support/hang.ts';

describe('openStore', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps state in memory without a file', () => {
    const store = openStore(undefined, { n: 1 });
    store.state.n = 2;
    store.changed();
    store.flush();
    expect(store.state).toEqual({ n: 2 });
  });

  it('writes soon after a change, many at once, and reads it back', async () => {
    const file = join(folder, 'deep', 'er', 'state.json');
    const store = openStore(file, { n: 0 });
    for (let n = 1; n <= 100; n += 1) {
      store.state.n = n;
      store.changed();
    }
    expect(existsSync(file)).toBe(false);
    await vi.waitFor(() => expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ n: 100 }), HANG_MS);
    expect(openStore(file, { n: 0 }).state).toEqual({ n: 100 });
    expect(readdirSync(join(folder, 'deep', 'er'))).toEqual(['state.json']);
  });

  it('flushes on request, and writes nothing where nothing changed', () => {
    const file = join(folder, 'flushed.json');
    const store = openStore(file, { n: 1 });
    store.flush();
    expect(existsSync(file)).toBe(false);
    store.changed();
    store.flush();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ n: 1 });
  });

  it('says which file is broken and what to do', () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{"n":');
    expect(() => openStore(file, { n: 1 })).toThrow(
      `The sandbox state in ${file} cannot be read; delete the folder to start again.`,
    );
  });
});

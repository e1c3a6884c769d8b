import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator, hasShared, sharedJson, UNLESS_SHARED } from './generator.ts';

interface Generator {
  generatePlatforms(facts: object): string;
}

const { generatePlatforms } = await generator<Generator>('platforms/generate.mjs');

describe('platforms/generate.mjs', () => {
  it('sorts names, and takes groups as well as lists', () => {
    const facts = {
      source: 'made up',
      version: '1',
      domains: { shops: ['shop.example', 'bird.example'], more: ['bird.example'] },
      services: { pastes: ['paste.example', 'a.example'] },
      sharedHosting: ['rent.example'],
      reservedDomains: ['test', 'invalid'],
      reservedRanges: { ipv4: { '192.0.2.0/24': 'documentation' }, ipv6: { '2001:db8::/32': 'documentation' } },
      publicResolvers: { Someone: ['192.0.2.53'] },
    };
    expect(generatePlatforms(facts)).toBe(`{
 "source": "made up",
 "version": "1",
 "domains": [
  "bird.example",
  "proton.me",
  "protonmail.com",
  "shop.example"
 ],
 "services": {
  "pastes": ["a.example","paste.example"]
 },
 "sharedHosting": [
  "rent.example"
 ],
 "reservedDomains": [
  "invalid",
  "test"
 ],
 "reservedRanges": {
  "192.0.2.0/24": "documentation",
  "2001:db8::/32": "documentation"
 },
 "publicResolvers": {
  "Someone": ["192.0.2.53"]
 }
}
`);
  });

  it('makes the committed file of its own facts', () => {
    expect(generatePlatforms(committedJson('platforms/platforms.json'))).toBe(committed('platforms/platforms.json'));
  });

  it.skipIf(!hasShared)(`makes the committed file of the extract ${UNLESS_SHARED}`, () => {
    expect(generatePlatforms(sharedJson('platforms.json'))).toBe(committed('platforms/platforms.json'));
  });

  it('writes beside itself when it is run, and says how to run it when it is not told what to read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'huntsync-reference-'));
    cpSync(fileURLToPath(new URL('../../config/reference/lines.mjs', import.meta.url)), join(folder, 'lines.mjs'));
    cpSync(fileURLToPath(new URL('../../config/reference/platforms', import.meta.url)), join(folder, 'platforms'), {
      recursive: true,
    });
    const script = join(folder, 'platforms', 'generate.mjs');
    const written = join(folder, 'platforms', 'platforms.json');
    const copy = join(folder, 'facts.json');
    cpSync(written, copy);
    rmSync(written);
    execFileSync(process.execPath, [script, copy]);
    expect(readFileSync(written, 'utf8')).toBe(committed('platforms/platforms.json'));
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([4, 'usage: node config/reference/platforms/generate.mjs FACTS.json\n']);
    rmSync(folder, { recursive: true });
  });
});

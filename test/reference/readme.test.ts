import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../config/reference/', import.meta.url));
const files = globSync('**/*', { cwd: FOLDER }).sort();
const read = (path: string) => readFileSync(`${FOLDER}${path}`, 'utf8');
const readme = read('README.md');
const data = files.filter((path) => path.endsWith('.json') || path === 'records.md');
const generators = files.filter((path) => path.endsWith('generate.mjs'));

describe('config/reference/README.md', () => {
  it.each(data)('has a row for %s', (path) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${path.replace('.', '\\.')}\` \\|`, 'm'));
  });

  it.each(generators)('tells how to run %s', (path) => {
    expect(readme).toContain(`node config/reference/${path}`);
  });
});

describe('generators', () => {
  it.each(generators)('%s tells its public source and its command', (path) => {
    const header = read(path).split('\nimport ')[0] ?? '';
    expect(header).toMatch(/https:\/\//);
    expect(header).toContain(`node config/reference/${path}`);
    expect(header).toMatch(/^\/\/ Writes /);
  });

  it('stand beside what they write, and none names a folder that only we have', () => {
    const folders = new Set(generators.map((path) => dirname(path)));
    expect(data.filter((path) => !folders.has(dirname(path)))).toEqual([]);
    for (const path of [...files.filter((file) => file.endsWith('.mjs')), 'README.md']) {
      expect(read(path), path).not.toMatch(/\bshared\/|\/work\//);
    }
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDERS = ['sentinel', 'defender', 'azure'].map((name) => new URL(`../../src/${name}/`, import.meta.url));

test("Azure's libraries load where they are first used, not with the program", () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => new URL(name, folder)),
  );
  expect(files.map(({ pathname }) => pathname).join()).toContain('azure/connect.ts');
  const eager = files.filter((file) => /^import (?!type\b)[^;]*from '@azure\//m.test(readFileSync(file, 'utf8')));
  expect(eager).toEqual([]);
});

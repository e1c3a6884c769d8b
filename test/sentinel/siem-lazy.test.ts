import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../src/sentinel/', import.meta.url);

test("Azure's libraries load where they are first used, not with the program", () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files).toContain('connect.ts');
  const eager = files.filter((file) =>
    /^import (?!type\b)[^;]*from '@azure\//m.test(readFileSync(new URL(file, folder), 'utf8')),
  );
  expect(eager).toEqual([]);
});

import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFile } from '../../src/core/package-file.ts';
import { ROOT } from '../support/world.ts';

test('a file of the package is named so that it is found from where one stands', () => {
  const example = 'config/huntsync.example.yaml';
  expect(packageFile(example, ROOT)).toBe(join(example));
  const elsewhere = packageFile(example, mkdtempSync(join(tmpdir(), 'huntsync-elsewhere-')));
  expect([isAbsolute(elsewhere), existsSync(elsewhere)]).toEqual([true, true]);
  expect(packageFile(example, join(ROOT, 'src'))).toBe(elsewhere);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withSchemaTable } from '../support/pages/json.ts';
import { ROOT } from '../support/world.ts';

const PAGE = join(ROOT, 'docs/json.md');

/** After a change of an output: `npm run docs`. */
test('docs/json.md names the schema of every output', async () => {
  const page = await withSchemaTable(readFileSync(PAGE, 'utf8'));
  expect(page).toMatch(/^\| `huntsync plan --json` \|/m);
  await expect(page).toMatchFileSnapshot(PAGE);
});

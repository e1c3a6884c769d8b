import { join } from 'node:path';
import { expect, test } from 'vitest';
import { areasToMarkdown } from '../../src/report/codes.ts';
import { AREAS } from '../support/codes.ts';
import { ROOT } from '../support/world.ts';

/** After a change of a code: `npm run docs`. */
test('docs/codes.md says what the code declares', async () => {
  await expect(areasToMarkdown(AREAS)).toMatchFileSnapshot(join(ROOT, 'docs/codes.md'));
});

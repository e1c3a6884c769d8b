import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { recordDocs } from '../support/record-docs.ts';

const PAGE = fileURLToPath(new URL('../../config/reference/records.md', import.meta.url));

/** After a change of the definition: `npx vitest run --config test/vitest.config.ts test/reference/records.test.ts -u`. */
test('the page about the records says what the definition says', async () => {
  await expect(recordDocs()).toMatchFileSnapshot(PAGE);
});

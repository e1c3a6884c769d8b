import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { withFilterMacros } from '../../src/spl/filter-macros.ts';
import { ROOT } from '../support/world.ts';

const CONF = join(ROOT, 'splunk_app/default/macros.conf');

/** After a use case came or went: `npm run docs`. */
test('splunk_app/default/macros.conf has a filter for each use case with a search', async () => {
  const searched = loadCatalogue().flatMap(({ id, queries }) => (queries['spl'] === undefined ? [] : [id]));
  await expect(withFilterMacros(readFileSync(CONF, 'utf8'), searched)).toMatchFileSnapshot(CONF);
});

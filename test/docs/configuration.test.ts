import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configKeys, configurationPage, PARTS } from '../support/pages/configuration.ts';
import { EXPLAINED } from '../support/pages/explained.ts';
import { ROOT } from '../support/world.ts';

const keys = await configKeys();

/** After a change of the configuration: `npm run docs`. */
test('docs/configuration.md has every key of the schema', async () => {
  await expect(await configurationPage()).toMatchFileSnapshot(join(ROOT, 'docs/configuration.md'));
});

test('every key is in a part of the page, and explained', () => {
  expect(keys.length).toBeGreaterThan(80);
  const lists = /^(?:sources|platforms|notify|FILE\.feeds)$/;
  const isShown = (path: string) =>
    lists.test(path) || PARTS.some(({ prefix }) => path === prefix || path.startsWith(`${prefix}.`));
  expect(keys.filter(({ path }) => !isShown(path))).toEqual([]);
  const isPart = (path: string) => lists.test(path) || PARTS.some(({ prefix }) => path === prefix);
  expect(keys.filter(({ path, meaning }) => !isPart(path) && meaning === '').map(({ path }) => path)).toEqual([]);
});

test('nothing is explained that is no key', () => {
  const paths = new Set(keys.flatMap(({ path }) => [path, `*.${path.split('.').at(-1)}`]));
  expect(Object.keys(EXPLAINED).filter((path) => !paths.has(path))).toEqual([]);
});

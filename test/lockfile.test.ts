import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, Partial<Record<'dependencies' | 'optionalDependencies', object>>>>;
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock;

/** Node looks for a package beside the one that needs it, then one folder up at a time. */
function isLocked(from: string, name: string): boolean {
  if (Object.hasOwn(packages, `${from}/node_modules/${name}`)) return true;
  const up = from.lastIndexOf('/node_modules/');
  return up < 0 ? Object.hasOwn(packages, `node_modules/${name}`) : isLocked(from.slice(0, up), name);
}

test('the lock file holds every package for every platform: a missing one stops `npm ci` everywhere', () => {
  const missing = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) =>
      isLocked(from, name) ? [] : [`${from} needs ${name}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(JSON.stringify(packages)).not.toContain('"resolved"');
});

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';

/** Cross-cutting suites that prove a room too, after its own tests. */
const ALSO = ['test/contract/*.test.ts', 'test/siems.test.ts', 'test/e2e/sync.test.ts', 'test/e2e/records.test.ts'];

/** Which tests to run against a fault, in stages: the file's own, the room's nearest first, then those of whole runs. */
export function createNearest(root: string): (file: string) => string[][] {
  const imports = new Map<string, readonly string[]>();
  const importsOf = (file: string): readonly string[] => {
    const known = imports.get(file);
    if (known) return known;
    const found = readImports(root, file);
    imports.set(file, found);
    return found;
  };
  const distances = new Map<string, ReadonlyMap<string, number>>();
  const distanceFrom = (test: string): ReadonlyMap<string, number> => {
    const known = distances.get(test);
    if (known) return known;
    const found = reach(test, importsOf);
    distances.set(test, found);
    return found;
  };
  const tests = (patterns: readonly string[]) => globSync([...patterns], { cwd: root }).sort();
  return (file) => {
    const room = file.split('/')[1];
    const own = file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
    const near = tests([`test/${room}/**/*.test.ts`])
      .map((test) => ({ test, distance: distanceFrom(test).get(file) }))
      .filter(({ test, distance }) => distance !== undefined && test !== own)
      .sort((a, b) => (a.distance ?? 0) - (b.distance ?? 0))
      .map(({ test }) => test);
    const far = tests(ALSO).filter((test) => distanceFrom(test).has(file));
    return [existsSync(join(root, own)) ? [own] : [], near.slice(0, 3), near.slice(3), far].filter(
      (stage) => stage.length > 0,
    );
  };
}

function readImports(root: string, file: string): string[] {
  if (!existsSync(join(root, file)) || !file.endsWith('.ts')) return [];
  const text = readFileSync(join(root, file), 'utf8').replace(/^(?:import|export) type [^;]*;$/gms, '');
  return [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    relative(root, resolve(root, dirname(file), target)),
  );
}

/** How many imports away each file is. */
function reach(start: string, importsOf: (file: string) => readonly string[]): ReadonlyMap<string, number> {
  const found = new Map([[start, 0]]);
  for (const [file, distance] of found) {
    for (const next of importsOf(file)) if (!found.has(next)) found.set(next, distance + 1);
  }
  return found;
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { createPlatforms } from '../../src/commands/parts.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import type { CountedHunt } from '../../src/exporters/coverage.ts';
import { type HeldObjects, huntsInUse } from '../../src/exporters/deployed.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

let world: World;
const held = new Map<string, HeldObjects>();

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, defender: true });
  await runOnce('sync', { config: world.config }, world.context);
  const platforms = await createPlatforms(await readConfig(world.config, world.context), [], world.context);
  for (const platform of platforms) {
    const objects = await platform.list(world.context.signal);
    held.set(platform.kind, { objects, retiredFields: platform.retiredFields });
    await platform.close();
  }
}, 120_000);
afterAll(() => world.close());

function huntsOn(kind: string): ReadonlyMap<string, CountedHunt> {
  const own = held.get(kind);
  return new Map((own ? huntsInUse([own]) : []).map((hunt) => [hunt.key, hunt]));
}

interface NamedTactic {
  readonly techniques: readonly { readonly technique: string; readonly subTechniques?: readonly string[] }[];
}

/** What each rule of the stand-in names, by its name: a technique only where it names none of its sub-techniques. */
function namedByRules(): Map<string, string[]> {
  return new Map(
    Object.values(world.sandbox.states.graph.rules).map(({ displayName, detectionAction }) => {
      const template = detectionAction.alertTemplate as unknown as { readonly tactics?: readonly NamedTactic[] };
      const named = (template.tactics ?? []).flatMap(({ techniques }) => techniques);
      const ids = named.flatMap(({ technique, subTechniques = [] }) =>
        subTechniques.length > 0 ? subTechniques : [technique],
      );
      return [displayName, ids.sort()];
    }),
  );
}

test('a Defender rule tells the techniques that it keeps behind its tactics', () => {
  const { objects = [], retiredFields = {} } = held.get('defender') ?? {};
  const rules = namedByRules();
  expect(objects.length).toBeGreaterThan(20);
  expect(objects.map(({ name }) => name).sort()).toEqual([...rules.keys()].sort());
  for (const object of objects) {
    const [hunt] = huntsInUse([{ objects: [object], retiredFields }]);
    expect([object.name, [...(hunt?.techniques ?? [])].sort()]).toEqual([object.name, rules.get(object.name)]);
    expect(hunt?.title).not.toMatch(/\([0-9a-f]{6}\)$/);
  }
});

test('they are among those that a platform with a field for them has, with the same severity', () => {
  const [sentinel, defender] = [huntsOn('sentinel'), huntsOn('defender')];
  const shared = [...defender].filter(([key]) => sentinel.has(key));
  expect(shared.length).toBeGreaterThan(20);
  for (const [key, { techniques, severity }] of shared) {
    const other = sentinel.get(key);
    expect(
      techniques.filter((id) => !other?.techniques.includes(id)),
      key,
    ).toEqual([]);
    expect([key, techniques.length > 0, severity]).toEqual([key, (other?.techniques.length ?? 0) > 0, other?.severity]);
  }
});

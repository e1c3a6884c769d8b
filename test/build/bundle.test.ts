import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTENTS, type Contents } from '../../src/build/bundle.ts';
import { compiled } from '../support/compiled.ts';

const dist = compiled();
const bundle = join(dist, 'bundle');
const contents: Contents = JSON.parse(readFileSync(join(bundle, CONTENTS), 'utf8'));
const scripts = readdirSync(bundle).filter((name) => name.endsWith('.js'));

describe('the bundle', () => {
  test('is what the command and its threads start', () => {
    expect(readFileSync(join(dist, 'cli.js'), 'utf8')).toBe("#!/usr/bin/env node\nimport './bundle/cli.js';\n");
    expect(readFileSync(join(dist, 'kql/workers/thread.js'), 'utf8')).toBe("import '../../bundle/thread.js';\n");
  });

  test('tells what each of its files holds', () => {
    expect(Object.keys(contents).sort()).toEqual(scripts.sort());
    expect(Object.values(contents).flat()).toEqual(expect.arrayContaining(['commands/program.js', 'kql/check.js']));
  });

  test('holds every package that it imports but that of OpenTelemetry', () => {
    const imported = scripts.flatMap((name) => {
      const text = readFileSync(join(bundle, name), 'utf8');
      const found = text.matchAll(/^(?:import|export)\b[^;'"]*["']([^"'\n]+)["'];|\bimport\("([^"\n]+)"\)/gm);
      return [...found].map(([, from, deferred]) => from ?? deferred ?? '');
    });
    const others = imported.filter((name) => !name.startsWith('./') && !name.startsWith('node:'));
    expect(imported.length).toBeGreaterThan(500);
    expect([...new Set(others)].filter((name) => !builtinModules.includes(name))).toEqual(['@opentelemetry/api']);
  });

  test('comes with the license of each package that it holds', () => {
    const licenses = readFileSync(join(bundle, 'licenses.txt'), 'utf8');
    const held = Object.values(contents).flatMap((modules) =>
      modules.flatMap((module) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? []),
    );
    expect(new Set(held).size).toBeGreaterThan(50);
    expect([...new Set(held)].filter((name) => !new RegExp(`^${name} \\d`, 'm').test(licenses))).toEqual([]);
  });

  test('names no place of the machine that it was made on', () => {
    expect(scripts.filter((name) => readFileSync(join(bundle, name), 'utf8').includes(`"${dist}`))).toEqual([]);
    expect(scripts.filter((name) => readFileSync(join(bundle, name), 'utf8').includes('file:///'))).toEqual([]);
  });
});

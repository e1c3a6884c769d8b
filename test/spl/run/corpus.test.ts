import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { checkSpl } from '../../../src/spl/check.ts';
import { compileSpl } from '../../../src/spl/run/index.ts';
import { CORPORA } from '../../support/corpora.ts';
import { NO_EXTRAS } from '../support.ts';
import { NOW } from './support.ts';

const catalogue = fileURLToPath(new URL('../../../config/catalogue', import.meta.url));

/** What the evaluator says of the accepted searches among these, without any rows. */
function outcomes(sources: readonly string[]): string[] {
  return sources.flatMap((source) => {
    const { text, verdict } = checkSpl(source, { environment: NO_EXTRAS });
    if (verdict === 'rejected') return [];
    const outcome = compileSpl(text, NO_EXTRAS)({ tables: {} }, { now: NOW });
    if (outcome.status === 'evaluated') return ['evaluated'];
    return [
      outcome.status === 'failed' ? `failed: ${outcome.message}` : `not evaluated: ${outcome.reasons.join(', ')}`,
    ];
  });
}

test('every search of the catalogue is evaluated', () => {
  const files = readdirSync(catalogue).filter((file) => file.endsWith('.yaml'));
  const sources = files.flatMap((file) => {
    const { useCases } = parseYaml(readFileSync(`${catalogue}/${file}`, 'utf8')) as { useCases: { spl?: string }[] };
    return useCases.flatMap(({ spl }) => spl ?? []);
  });
  expect(sources.length).toBeGreaterThan(50);
  expect(outcomes(sources).filter((outcome) => outcome !== 'evaluated')).toEqual([]);
});

describe.each(CORPORA)('$name', ({ folder: corpus, present, small }) => {
  test.skipIf(!present)('every accepted search is evaluated', () => {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:md|txt)$/.test(name),
    );
    const sources = new Set(
      files.flatMap((name) => {
        const text = readFileSync(`${corpus}/${name}`, 'utf8').replace(/\r\n/g, '\n');
        return [...text.matchAll(/^```spl *\n([\s\S]*?)\n```$/gm)].map(([, spl]) => spl ?? '');
      }),
    );
    const found = outcomes([...sources]);
    expect(found.length).toBeGreaterThan(small ? 10 : 100);
    expect(found.filter((outcome) => outcome !== 'evaluated')).toEqual([]);
  });
});

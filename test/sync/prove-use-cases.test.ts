import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { loadSamples } from '../../src/knowledge/catalogue-samples.ts';
import { SIEMS } from '../../src/siems.ts';
import { proveUseCases } from '../../src/sync/prove-use-cases.ts';
import { DEFAULT_ENVIRONMENT } from '../support/siems.ts';

const HOUR = new Date('2026-05-02T06:00:00Z');
/** Those that the catalogue has queries for, whatever others there are. */
const OURS = SIEMS.filter(({ kind }) => kind === 'splunk' || kind === 'sentinel');

test('a use case is run on its own samples in each of its languages', async () => {
  const useCases = loadCatalogue().filter(({ id }) => id === 'UC_LSASS');
  const proofs = await proveUseCases(useCases, {
    siems: OURS,
    environment: DEFAULT_ENVIRONMENT,
    cacheDir: undefined,
    samples: loadSamples(new Set(loadCatalogue().map(({ id }) => id))),
    hour: HOUR,
  });
  expect(proofs.map(({ id, languages }) => [id, languages.map(({ verdict }) => verdict)])).toEqual([
    ['UC_LSASS', ['proved', 'proved']],
  ]);
});

test('without samples nothing is proved', async () => {
  const useCases = loadCatalogue().filter(({ id }) => id === 'UC_LSASS');
  const [proof] = await proveUseCases(useCases, {
    siems: OURS,
    environment: DEFAULT_ENVIRONMENT,
    cacheDir: undefined,
    samples: new Map(),
    hour: HOUR,
  });
  expect(proof?.languages.map(({ verdict }) => verdict)).not.toContain('proved');
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileOwnCatalogue, loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { compileCatalogue, readCompiled } from '../../src/knowledge/compiled.ts';
import type { UseCase } from '../../src/knowledge/use-case.ts';

const file = join(mkdtempSync(join(tmpdir(), 'huntsync-compiled-')), 'catalogue.json');

describe('the catalogue as the build keeps it', () => {
  test('is the one that its files hold, in JSON as in YAML', () => {
    const { useCases } = compileOwnCatalogue();
    expect(JSON.parse(JSON.stringify(useCases))).toEqual(useCases);
    expect(useCases.map(({ id }) => id)).toEqual(loadCatalogue().map(({ id }) => id));
  });

  test('is taken for the files that it was made of, and for no others', () => {
    const useCases = [{ id: 'UC_X' } as UseCase];
    writeFileSync(file, JSON.stringify(compileCatalogue(['a', 'b'], useCases)));
    expect(readCompiled(['a', 'b'], file)).toEqual(useCases);
    for (const others of [['a'], ['a', 'c'], ['ab'], []]) expect(readCompiled(others, file)).toBeNull();
  });

  test('is not missed where there is none, or a damaged one', () => {
    expect(readCompiled(['a'], join(file, 'none'))).toBeNull();
    writeFileSync(file, '{"hash":');
    expect(readCompiled(['a'], file)).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { fireUseCases } from '../../src/knowledge/triggers.ts';
import { benchClassify, type LabelledText } from '../bench/classify.ts';
import { CORPORA } from '../support/corpora.ts';

describe.each(CORPORA)('labels of $name', ({ folder, present }) => {
  test.skipIf(!present)('are agreed with as far as they are right', () => {
    const texts = readFileSync(join(folder, 'classify_oracle.sample.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LabelledText);
    const bench = benchClassify(texts, { catalogue: loadCatalogue(), fire: fireUseCases });
    expect(bench.indicatorsJudged.precision).toBeGreaterThanOrEqual(0.97);
    expect(bench.indicatorsJudged.recall).toBeGreaterThanOrEqual(0.97);
    // Theirs are single words anywhere in the text; ours must be told of an attacker, and include what no such word tells.
    expect(bench.techniques.f1).toBeGreaterThanOrEqual(0.6);
    // Their severities and use cases are no measure: they count words, and fire on substrings.
  });
});

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Article, Indicator } from '../../../src/articles/article.ts';
import { parseBriefing } from '../../../src/articles/briefing/parse.ts';
import { sha256 } from '../../../src/core/hash.ts';

/** The public sample of real briefings, beside the checkout. */
const CORPUS = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));
const there = existsSync(join(CORPUS, 'expected.jsonl'));

interface Label {
  path: string;
  dialect: string;
  severity: string;
  title: string;
  source: string;
  published: string;
  url: string;
  techniques: string[];
  techniqueLines: [string, string][];
  huntPhases: string[];
  iocs: Record<string, string[]>;
  hunts: Record<string, unknown>[];
  queries: { lang: string; sha256: string }[];
}

function read(path: string): Article {
  return parseBriefing({ kind: 'briefing', path, text: readFileSync(join(CORPUS, path), 'utf8') }, 'corpus');
}

/** Our reading in the labels' own form. */
function asLabel(article: Article): Omit<Label, 'techniqueLines'> {
  const queries = article.hunts.flatMap(({ spl, kql }) => [
    ...(spl === null ? [] : [{ lang: 'spl', sha256: sha256(spl) }]),
    ...(kql === null ? [] : [{ lang: 'kql', sha256: sha256(kql) }]),
  ]);
  return {
    path: article.path,
    dialect: article.dialect,
    severity: article.severity,
    title: article.title,
    source: article.sources.join(', '),
    published: article.published ?? 'undated',
    url: article.url,
    techniques: article.techniques.map(({ id }) => id),
    huntPhases: [...article.phases],
    iocs: byType(article.indicators),
    hunts: article.hunts.map(({ title, useCase, phase, confidence, spl, kql }) => ({
      title,
      id: useCase,
      phase,
      confidence,
      hasSpl: spl !== null,
      hasKql: kql !== null,
      splSha256: spl === null ? null : sha256(spl),
      kqlSha256: kql === null ? null : sha256(kql),
    })),
    queries,
  };
}

function byType(indicators: readonly Indicator[]): Record<string, string[]> {
  const map: Record<string, string[]> = {};
  for (const { type, value } of indicators) map[type] = [...(map[type] ?? []), value];
  return map;
}

describe.skipIf(!there)('labelled briefings of the corpus (needs ../shared/corpus)', () => {
  const labels = there
    ? readFileSync(join(CORPUS, 'expected.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Label)
    : [];

  it.each(labels.map((label) => [label.path, label] as const))('%s', (path, label) => {
    const article = read(path);
    const { dialect, severity, title, source, published, url, techniques, huntPhases, iocs, hunts, queries } = label;
    expect(asLabel(article)).toEqual({
      path,
      dialect,
      severity,
      title,
      source,
      published,
      url,
      techniques,
      huntPhases,
      iocs,
      hunts,
      queries,
    });
    const firstNames = new Map(label.techniqueLines.toReversed());
    expect(article.techniques).toEqual(techniques.map((id) => ({ id, name: firstNames.get(id) })));
    expect(article.problems).toEqual([]);
  });
});

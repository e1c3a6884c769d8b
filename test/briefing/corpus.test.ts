import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article, Indicator } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { sha256 } from '../../src/core/hash.ts';
import { CORPORA } from '../support/corpora.ts';
import { flat } from '../support/queries.ts';

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

function readFrom(folder: string, path: string): Article {
  return parseBriefing({ kind: 'briefing', path, text: readFileSync(join(folder, path), 'utf8') }, 'corpus');
}

/** Our reading in the labels' own form. */
function asLabel(article: Article): Omit<Label, 'techniqueLines'> {
  const queries = article.hunts
    .map(flat)
    .flatMap(({ spl, kql }) => [
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
    hunts: article.hunts.map(flat).map(({ title, useCase, phase, confidence, spl, kql }) => ({
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

/** Every briefing of a corpus, labelled or not. */
function allPaths(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return below.filter((path) => /(?:briefings\/.*|late_dialect_fixture)\.md$|seeds\/.*\.txt$/.test(path)).sort();
}

describe.each(CORPORA)('$name', ({ folder, present, small }) => {
  const read = (path: string) => readFrom(folder, path);

  describe.skipIf(!present)('labelled briefings', () => {
    const labels = present
      ? readFileSync(join(folder, 'expected.jsonl'), 'utf8')
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

  describe.skipIf(!present)('every briefing', () => {
    const paths = present ? allPaths(folder) : [];

    it('is there', () => {
      expect(paths).toHaveLength(small ? 11 : 61);
    });

    it.each(paths)('%s: no query is lost, and nothing is reported', (path) => {
      const article = read(path);
      const text = readFileSync(join(folder, path), 'utf8');
      const fences = (language: string): number => text.split(new RegExp(`^\`\`\`${language}\\r?$`, 'm')).length - 1;
      expect(article.hunts.map(flat).filter(({ spl }) => spl !== null)).toHaveLength(fences('spl'));
      expect(article.hunts.map(flat).filter(({ kql }) => kql !== null)).toHaveLength(fences('kql'));
      expect(text).toContain(`# [${article.severity}] ${article.title}`);
      expect(text).toContain(`**Article:** ${article.url}`);
      expect(text).toContain(`**Published:** ${article.published ?? 'undated'}`);
      expect(article.problems).toEqual([]);
    });

    it('reads the later dialect with its tags and low confidence', () => {
      expect(read('late_dialect_fixture.md').hunts.map(flat)).toMatchObject([
        { useCase: 'UC_7_1', phase: 'exploit', confidence: 'High' },
        { useCase: 'UC_131_9', phase: 'exploit', confidence: 'Low', spl: null },
      ]);
    });

    it.each(paths)('%s: damaged lines never throw and are placed in the file', (path) => {
      const lines = readFileSync(join(folder, path), 'utf8').split('\n');
      const edit = fc.record({
        at: fc.nat(lines.length),
        kind: fc.constantFrom('delete', 'duplicate', 'truncate', 'cut'),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      const damaged = fc.array(edit, { minLength: 1, maxLength: 12 }).map((edits) => {
        let left = [...lines];
        for (const { at, kind, share } of edits) {
          const line = left[at] ?? '';
          if (kind === 'delete') left.splice(at, 1);
          if (kind === 'duplicate') left.splice(at, 0, line);
          if (kind === 'truncate') left.splice(at, 1, line.slice(0, line.length * share));
          if (kind === 'cut' && share > 0.8) left = left.slice(0, at);
        }
        return left;
      });
      fc.assert(
        fc.property(damaged, (left) => {
          const { problems } = parseBriefing({ kind: 'briefing', path, text: left.join('\n') }, 'corpus');
          for (const { line } of problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(Math.max(1, left.length));
          }
        }),
        { numRuns: 40 },
      );
    });
  });
});

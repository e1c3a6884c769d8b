import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { type Article, SEVERITIES } from '../src/briefing/article.ts';
import { parseBriefing } from '../src/briefing/parse.ts';
import { namedUseCase, titleSlug } from '../src/hunts/identity.ts';
import { normalizeHunts } from '../src/hunts/normalize.ts';
import { attackTechnique } from '../src/knowledge/attack.ts';
import { useCaseFacts } from '../src/knowledge/use-case-facts.ts';
import { flat } from './support/queries.ts';

const folder = fileURLToPath(new URL('../config/samples/', import.meta.url));
const paths = globSync('**/*.md', { cwd: folder }).sort();

function read(change: (text: string) => string = String): Article[] {
  return paths.map((path) =>
    parseBriefing({ kind: 'briefing', path, text: change(readFileSync(join(folder, path), 'utf8')) }, 'samples'),
  );
}

const articles = read();
const hunts = articles.flatMap((article) => article.hunts.map(flat));
const normalized = normalizeHunts(articles);

test('every sample reads without a problem, and lies where the feed would put it', () => {
  expect(articles).toHaveLength(10);
  for (const { path, problems, published, title } of articles) {
    expect(problems, path).toEqual([]);
    expect(dirname(path)).toBe(published);
    expect(basename(path, '.md'), path).toBe(titleSlug(title).slice(0, 60).replace(/-+$/, ''));
  }
  expect(normalized.problems).toEqual([]);
});

test('every severity and three dialects are there', () => {
  expect(new Set(articles.map(({ severity }) => severity))).toEqual(new Set(SEVERITIES));
  expect(new Set(articles.map(({ dialect }) => dialect))).toEqual(new Set(['auto', 'curated', 'kev']));
});

test('some articles have indicators and some have none, and nobody real is named by them', () => {
  expect(articles.some(({ indicators }) => indicators.length === 0)).toBe(true);
  const indicators = articles.flatMap((article) => article.indicators);
  const types = ['cve', 'domain', 'ipv4', 'md5', 'sha1', 'sha256'];
  expect([...new Set(indicators.map(({ type }) => type))].sort()).toEqual(types);
  for (const { type, value } of indicators) {
    if (type === 'domain') expect(value).toMatch(/\.example$/);
    if (type === 'ipv4') expect(value).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
  }
  for (const { url } of articles) expect(new URL(url).hostname).toBe('example.org');
});

test('techniques are current and have the names that ATT&CK gives them', () => {
  for (const { path, techniques, dialect } of articles) {
    expect(techniques, path).not.toEqual([]);
    for (const { id, name } of techniques) {
      const known = attackTechnique(id);
      expect(known?.status, id).toBe('current');
      if (dialect === 'auto') expect(name, id).toBe(known?.name);
    }
  }
});

test('hunts come in every form: one language, both, a comment first, several statements', () => {
  expect(hunts.some(({ spl, kql }) => spl && !kql)).toBe(true);
  expect(hunts.some(({ spl, kql }) => kql && !spl)).toBe(true);
  expect(hunts.some(({ spl }) => spl?.startsWith('``` '))).toBe(true);
  expect(hunts.some(({ kql }) => kql?.includes('\n\n'))).toBe(true);
  expect(hunts.some(({ title }) => title.startsWith('[LLM] '))).toBe(true);
  expect(new Set(hunts.map(({ confidence }) => confidence))).toEqual(new Set(['High', 'Medium', 'Low', null]));
});

test('use cases are known, have one text, and several articles call for some of them', () => {
  const texts = new Map<string, Set<string>>();
  for (const { useCase, spl, kql, phase, confidence } of hunts) {
    const id = namedUseCase(useCase);
    if (id === null) continue;
    expect(useCaseFacts(id), id).toMatchObject({ phase, confidence });
    texts.set(id, (texts.get(id) ?? new Set()).add(JSON.stringify([spl, kql])));
  }
  expect([...texts.values()].every((versions) => versions.size === 1)).toBe(true);
  const callers = (key: string) => normalized.hunts.find((hunt) => hunt.key === key)?.articles.length;
  expect(callers('uc:UC_SUPPLY_CHAIN')).toBe(3);
  expect(callers('uc:UC_BEACONING')).toBe(3);
});

test('one article-specific query is shared, and two curated sections are a pair', () => {
  const specific = normalized.hunts.filter(({ key }) => !key.startsWith('uc:'));
  expect(specific.filter((hunt) => hunt.articles.length > 1)).toMatchObject([
    { severity: 'HIGH', articles: { length: 2 } },
  ]);
  const curated = articles.find(({ dialect }) => dialect === 'curated');
  const own = specific.filter((hunt) => hunt.articles[0]?.id === curated?.id);
  expect(
    own
      .map(flat)
      .map(({ spl, kql }) => [spl !== null, kql !== null])
      .sort(),
  ).toEqual([
    [false, true],
    [true, false],
    [true, true],
  ]);
});

test('a checkout with CRLF gives the same hunts', () => {
  expect(normalizeHunts(read((text) => text.replaceAll('\n', '\r\n')))).toEqual(normalized);
});

import { expect, test } from 'vitest';
import { readDesired } from '../../src/pipeline/desired.ts';
import { SIEMS } from '../../src/siems.ts';
import type { Deliver, ItemDocument, Source, SourceDocument } from '../../src/sources/source.ts';
import { briefing } from '../bench/generator.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const OPTIONS = { now: NOW, siems: SIEMS };
const FACTS = { source: 'lab', authoritative: true, problems: [], complete: true };

const briefings: readonly SourceDocument[] = [
  ...[1, 2, 3].map((number) => ({ kind: 'briefing' as const, path: `${number}.md`, text: briefing(number) })),
  { kind: 'briefing', path: 'README.md', text: 'Nothing of a briefing is in here.' },
];

function item(number: number): ItemDocument {
  return {
    kind: 'item',
    path: `feed#${number}`,
    publisher: 'Lab',
    title: `Loader ${number} steals credentials`,
    url: `https://lab.example/${number}`,
    published: '2026-11-20',
    text: `Attackers started loader${number}.exe, which contacted evil-loader-${number}[.]com and dumped the memory of LSASS with procdump.`,
  };
}

/** Lists what it read, as a source may that knows nothing of `deliver`. */
function listing(documents: readonly SourceDocument[], more: object = {}): Source {
  return { name: 'lab', read: async () => ({ ...FACTS, documents, ...more }) };
}

/** Delivers the same one at a time, and notes when each is done with. */
function delivering(documents: readonly SourceDocument[], more: object = {}, done: string[] = []): Source {
  return {
    name: 'lab',
    async read(_signal, deliver?: Deliver) {
      for (const document of documents) {
        await deliver?.(document);
        done.push(document.path);
      }
      return { ...FACTS, documents: deliver ? [] : documents, ...more };
    },
  };
}

test.each([
  ['briefings', briefings],
  ['items', [1, 2, 3].map(item)],
])('%s are the same delivered one at a time, listed, and kept', async (_, documents) => {
  const done: string[] = [];
  const one = await readDesired([delivering(documents, {}, done)], OPTIONS);
  const listed = await readDesired([listing(documents)], OPTIONS);
  const kept = await readDesired([delivering(documents)], { ...OPTIONS, keepDocuments: true });
  expect(one.articles.length).toBeGreaterThanOrEqual(3);
  expect(done).toEqual(documents.map(({ path }) => path));
  expect(listed).toEqual(one);
  expect({ ...kept, readings: [] }).toEqual({ ...one, readings: [] });
  expect(one.readings).toEqual([{ ...FACTS, documents: [] }]);
  expect(kept.readings).toEqual([{ ...FACTS, documents }]);
});

test('a file that gave no article is named, with its source, and makes that one no authority', async () => {
  const { lost, problems } = await readDesired([delivering(briefings)], OPTIONS);
  expect(lost).toEqual([{ source: 'lab', path: 'README.md' }]);
  expect(problems.map(({ code }) => code)).toEqual(['not-a-briefing', 'not-authoritative']);
});

test('what is less severe than its source asks for is left out, of feeds alone', async () => {
  const severe = { minSeverity: 'CRIT' as const };
  const found = await readDesired([delivering([...briefings, item(1)], severe)], OPTIONS);
  const all = await readDesired([delivering([...briefings, item(1)])], OPTIONS);
  expect(all.articles).toHaveLength(4);
  expect(found.articles.map(({ path }) => path)).toEqual(['1.md', '2.md', '3.md']);
});

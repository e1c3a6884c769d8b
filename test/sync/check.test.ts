import { expect, test } from 'vitest';
import { checkHunts } from '../../src/sync/check.ts';
import type { CheckedQuery } from '../../src/sync/query.ts';
import type { Siem } from '../../src/sync/siem.ts';
import { makeHunt } from '../support/hunts.ts';
import { MEMORY_LANGUAGE } from '../support/memory-siem/language.ts';
import { createMemorySiem } from '../support/memory-siem/siem.ts';

const environment = { splunk: {}, sentinel: {}, memory: { shelves: ['a'] }, timed: {} } as never;
const hunt = (key: string, queries: Record<string, string>) => ({ ...makeHunt({ key }), queries });

/** A SIEM in a language of its own, that says how far a query looks back and keeps the window beside it. */
function timed(kind: string, lookbackOf: (text: string) => number | null): Siem & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const check: Siem['check'] = async (texts, options) => {
    asked.push([texts, options]);
    const checked = (text: string): CheckedQuery => {
      return { text, verdict: 'ready', repairs: [], problems: [], lookbackSeconds: lookbackOf(text) };
    };
    return new Map(texts.map((text) => [text, [checked(text)]]));
  };
  const withWindow: Siem['withWindow'] = (query, seconds) => ({ ...query, window: { earliest: `-${seconds}s` } });
  return {
    ...(createMemorySiem() as unknown as Siem),
    kind,
    language: { ...MEMORY_LANGUAGE, id: kind },
    check,
    withWindow,
    asked,
  };
}

test('each distinct text is checked once, with the environment of its kind, and every hunt gets its queries', async () => {
  const siem = timed('memory', () => null);
  const hunts = [
    hunt('a', { memory: 'find x' }),
    hunt('b', { memory: 'find x' }),
    hunt('c', { memory: 'find y' }),
    hunt('d', {}),
  ];
  const checked = await checkHunts(hunts, { siems: [siem], environment, cacheDir: '/cache' });
  expect(siem.asked).toEqual([[['find x', 'find y'], { environment: { shelves: ['a'] }, cacheDir: '/cache' }]]);
  expect(checked.map((one) => [one.hunt.key, one.queries['memory']?.map(({ text }) => text)])).toEqual([
    ['a', ['find x']],
    ['b', ['find x']],
    ['c', ['find y']],
    ['d', []],
  ]);
});

test('the window is how far the queries of the hunt look back in any language: the longest of those that say', async () => {
  const seconds = (text: string) => (/^\d+$/.test(text) ? Number(text) : null);
  const siems = [timed('memory', seconds), timed('timed', seconds)];
  const windows = async (queries: Record<string, string>) => {
    const [checked] = await checkHunts([hunt('a', queries)], { siems, environment });
    return Object.values(checked?.queries ?? {}).flatMap((own) => own.map(({ window }) => window?.earliest));
  };
  expect(await windows({ memory: '60', timed: '3600' })).toEqual(['-3600s', '-3600s']);
  expect(await windows({ memory: 'silent', timed: '60' })).toEqual(['-60s', '-60s']);
  expect(await windows({ memory: '7' })).toEqual(['-7s']);
  expect(await windows({ memory: 'silent' })).toEqual(['-nulls']);
});

test('a SIEM that keeps no window gets its queries as they were checked', async () => {
  const { withWindow, ...plain } = timed('memory', () => 60);
  const [checked] = await checkHunts([hunt('a', { memory: 'find x' })], { siems: [plain], environment });
  expect(checked?.queries['memory']).toEqual([
    { text: 'find x', verdict: 'ready', repairs: [], problems: [], lookbackSeconds: 60 },
  ]);
});

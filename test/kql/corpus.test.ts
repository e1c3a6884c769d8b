import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkKqlBatch } from '../../src/kql/pool.ts';
import { EMPTY_ENVIRONMENT } from '../../src/kql/schema.ts';
import type { CheckedQuery } from '../../src/sync/query.ts';
import { faults } from './independent.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/** Every fenced KQL block, read without the briefing parser. */
function blocks(): string[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:md|txt)$/.test(name));
  const found = new Set<string>();
  for (const name of files) {
    const text = readFileSync(join(corpus, name), 'utf8').replace(/\r\n/g, '\n');
    for (const match of text.matchAll(/^```kql\n([\s\S]*?)\n```\s*$/gm)) found.add(match[1] as string);
  }
  return [...found];
}

describe.skipIf(!existsSync(corpus))('the sample corpus (skipped where ../shared/corpus is absent)', () => {
  let checked = new Map<string, CheckedQuery[]>();
  beforeAll(async () => {
    checked = await checkKqlBatch(blocks(), { environment: EMPTY_ENVIRONMENT });
  }, 120_000);

  it('is ready or repaired for at least 97 % of distinct hunts', () => {
    const good = [...checked.values()].filter((parts) => parts.every(({ verdict }) => verdict !== 'rejected'));
    expect(checked.size).toBeGreaterThan(100);
    expect(good.length / checked.size).toBeGreaterThanOrEqual(0.97);
  });

  it('has nothing accepted that a second reader finds fault with', { timeout: 120_000 }, () => {
    const accepted = [...checked.values()].flat().filter(({ verdict }) => verdict !== 'rejected');
    expect(accepted.flatMap(({ text }) => faults(text))).toEqual([]);
  });

  it('has no table’s Timestamp left', () => {
    // An alias keeps the name where a rename would take another table's time.
    const accepted = [...checked.values()]
      .flat()
      .filter(({ verdict, repairs }) => verdict !== 'rejected' && !repairs.includes('timestamp-alias'));
    const left = accepted.filter(({ text }) => /\bTimestamp\b(?! =)/.test(text.replace(/\/\/.*|"[^"\n]*"/g, '')));
    expect(left.map(({ text }) => text)).toEqual([]);
  });
});

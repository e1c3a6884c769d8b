import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Article } from './article.ts';
import { briefingPlace } from './place.ts';

/** The header of a briefing ends well before. In bytes. */
const HEAD = 4096;
const DAY = /^(?:\d{4}-\d{2}-\d{2}|undated)$/;
const ITEM = /^\*\*Item:\*\* ([0-9a-f-]{36})\s*$/m;
const CONCURRENCY = 16;

/**
 * Where items of feeds are kept whose title or date is another today: the place below the folder, by the item's id. The folder is read
 * only where an item is not at the place that its title and date give it.
 */
export async function movedItems(
  articles: readonly Pick<Article, 'id' | 'itemId' | 'title' | 'published'>[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const limit = pLimit(CONCURRENCY);
  const absent = await Promise.all(
    articles.map((article) =>
      limit(async () => {
        if (article.itemId === undefined) return null;
        const place = briefingPlace(article);
        return (await itemAt(join(folder, place))) === article.itemId ? null : { id: article.itemId, place };
      }),
    ),
  );
  const sought = new Set(absent.flatMap((one) => one?.id ?? []));
  if (sought.size === 0) return new Map();
  const places = (await daysIn(folder)).flat().sort();
  const found = await Promise.all(
    places.map((place) => limit(async () => [await itemAt(join(folder, place)), place] as const)),
  );
  // The first of several, whatever the order of the directory.
  return new Map(
    found.flatMap(([id, place]) => (id !== null && sought.has(id) ? [[id, place] as const] : [])).reverse(),
  );
}

async function daysIn(folder: string): Promise<string[][]> {
  const days = (await namesIn(folder)).filter((name) => DAY.test(name));
  return Promise.all(
    days.map(async (day) => {
      const names = await namesIn(join(folder, day));
      return names.filter((name) => name.endsWith('.md')).map((name) => `${day}/${name}`);
    }),
  );
}

/** A folder that cannot be read holds nothing that could be found. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** The id that the file's header gives its item; null where there is none. */
async function itemAt(path: string): Promise<string | null> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      const [head = ''] = buffer.toString('utf8', 0, bytesRead).split('\n## ');
      return ITEM.exec(head)?.[1] ?? null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

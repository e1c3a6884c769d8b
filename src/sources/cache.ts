import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../core/hash.ts';
import { readOwnFile } from '../core/own-file.ts';
import { PRIVATE, writeWhole } from '../core/write-whole.ts';

/** Raised when items are parsed differently: data kept by older versions is then ignored. */
const VERSION = 2;

const item = z.object({
  kind: z.literal('item'),
  path: z.string(),
  publisher: z.string(),
  id: z.string().optional(),
  title: z.string(),
  url: z.string(),
  published: z.string().nullable(),
  text: z.string(),
  partial: z.literal(true).optional(),
});

const page = z.object({
  /** When it was last downloaded, rather than reported as unchanged. */
  readAt: z.iso.datetime(),
  validators: z.object({ url: z.string(), etag: z.string().optional(), lastModified: z.string().optional() }),
  items: z.array(item),
  problems: z.array(z.object({ code: z.string(), message: z.string(), path: z.string().optional() })),
  /** The next page, where the server names one. */
  next: z.string().optional(),
  /** Some of its items could not be read. */
  gaps: z.literal(true).optional(),
});

const feed = z.object({
  version: z.literal(VERSION),
  /** By address. */
  pages: z.record(z.string(), page),
  /** Full texts by the article's address; `of` is the hash of the item that they were read for. */
  articles: z.record(z.string(), z.object({ of: z.string(), text: z.string() })),
});

/** One page of a feed as it was last read, with the validators of a conditional request. */
export type CachedPage = z.output<typeof page>;
/** What is kept of one source. It may be deleted at any time: the next run then reads everything again. */
export type FeedCache = z.output<typeof feed>;

/** The data kept under a key; empty if there is none, it is damaged, or somebody else can have written it. */
export async function loadCache(dir: string | undefined, key: string): Promise<FeedCache> {
  const empty: FeedCache = { version: VERSION, pages: {}, articles: {} };
  if (dir === undefined) return empty;
  try {
    return feed.safeParse(JSON.parse(readOwnFile(fileOf(dir, key)) ?? '')).data ?? empty;
  } catch {
    return empty;
  }
}

/** Writes it atomically: a reader never sees half a file. */
export async function saveCache(dir: string | undefined, key: string, cache: FeedCache): Promise<void> {
  if (dir === undefined) return;
  await writeWhole(fileOf(dir, key), JSON.stringify(cache), PRIVATE);
}

function fileOf(dir: string, key: string): string {
  return join(dir, 'feeds', `${sha256(key, 32)}.json`);
}

import { z } from 'zod';
import { counted } from '../../core/counted.ts';
import type { Problem } from '../../core/problem.ts';
import type { FeedOutcome } from '../feed-kind.ts';
import { MAX_FEED_ITEMS, type RawBody, type RawFeed, type RawItem } from './feed-item.ts';

/** https://www.jsonfeed.org/version/1.1/, read leniently: a field of a wrong type is ignored. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const itemSchema = z.object({
  id: text,
  url: text,
  external_url: text,
  title: text,
  summary: text,
  content_html: text,
  content_text: text,
  date_published: text,
  date_modified: text,
});
const feedSchema = z.object({ home_page_url: text, items: z.array(z.unknown()) });

/** JSON Feed 1.0 and 1.1. If the document as a whole is no JSON, items that are valid JSON by themselves are read. */
export function parseJsonFeed(source: string, path: string): RawFeed {
  const problems: Problem[] = [];
  const whole = parseJson(source);
  const feed = feedSchema.safeParse(Array.isArray(whole) ? { items: whole } : whole);
  let outcome: FeedOutcome = 'whole';
  let items: readonly unknown[];
  if (feed.success) items = feed.data.items;
  else {
    items = whole === undefined ? salvage(source) : [];
    outcome = 'failed';
    const code = items.length > 0 ? 'malformed-feed' : 'not-a-feed';
    const message =
      items.length > 0
        ? `This feed is not well-formed JSON: ${counted(items.length, 'item')} could be read.`
        : 'This is no JSON Feed: it has no list of items.';
    problems.push({ code, message, path });
  }
  const read = items.slice(0, MAX_FEED_ITEMS).flatMap((item) => itemSchema.safeParse(item).data ?? []);
  if (read.length < items.length) {
    if (outcome === 'whole') outcome = 'gaps';
    const message = `${counted(items.length - read.length, 'item of this feed is no object, or is', 'items of this feed are no objects, or are')} beyond the first ${MAX_FEED_ITEMS}.`;
    problems.push({ code: 'unreadable-items', message, path });
  }
  return { items: read.map(rawItem), home: feed.data?.home_page_url, problems, outcome };
}

function rawItem(item: z.output<typeof itemSchema>): RawItem {
  const body = (value: string | undefined, kind: RawBody['kind']) => (value ? [{ text: value, kind }] : []);
  const id = item.id !== undefined && /^https?:\/\//i.test(item.id) ? item.id : undefined;
  return {
    id: item.id,
    title: item.title,
    links: [item.url, item.external_url, id].filter((link) => link !== undefined),
    bases: [],
    date: item.date_published ?? item.date_modified,
    bodies: [...body(item.content_html, 'html'), ...body(item.content_text, 'plain'), ...body(item.summary, 'plain')],
    cut: false,
  };
}

/** JSON, also with the control characters and the last comma that hand-made generators leave in. */
function parseJson(source: string): unknown {
  for (const attempt of [source, source.replace(/[\u0000-\u001f]/g, ' '), source.replace(/,(?=\s*[\]}])/g, '')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next attempt.
    }
  }
  return undefined;
}

/** The objects of the `items` list, one by one: from each brace on the list's own level to the one that closes it. */
function salvage(source: string): unknown[] {
  const start = /"items"\s*:\s*\[/.exec(source);
  if (!start) return [];
  const items: unknown[] = [];
  let depth = 0;
  let from = 0;
  let inString = false;
  for (let at = start.index + start[0].length; at < source.length; at += 1) {
    const sign = source[at];
    if (inString) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (sign === '}') {
      depth -= 1;
      if (depth === 0) {
        const item = parseJson(source.slice(from, at + 1));
        if (item !== undefined) items.push(item);
      }
      if (depth < 0) break;
    }
  }
  return items;
}

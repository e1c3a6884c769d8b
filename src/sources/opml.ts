import { Parser } from 'htmlparser2';
import type { FeedsFile } from '../config/sources.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine, truncate } from '../core/text.ts';

/** The feeds of an OPML file, and problems with it. */
export interface OpmlFeeds {
  /** As `config/feeds.yaml` lists them. */
  readonly feeds: readonly Pick<FeedsFile['feeds'][number], 'name' | 'url'>[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the subscriptions of a feed reader (http://opml.org/spec2.opml): every outline with an address, at any depth, each
 * address once. Never throws; of broken files it reads what it can.
 */
export function parseOpml(text: string, path: string): OpmlFeeds {
  const feeds = new Map<string, { name: string; url: string }>();
  const problems: Problem[] = [];
  let outlines = 0;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (tag.toLowerCase() !== 'outline') return;
        outlines += 1;
        const get = (name: string) => oneLine(attributes[name] ?? attributes[name.toLowerCase()] ?? '');
        const address = get('xmlUrl')
          .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
          .replace(/^feed:\/\//i, 'https://');
        if (address === '') return;
        const url = webAddress(address);
        if (url === undefined) {
          const message = `"${truncate(address, 100)}" is no web address. Skipped.`;
          problems.push({ code: 'bad-url', message, path });
          return;
        }
        const name = truncate(get('title') || get('text') || new URL(url).hostname, 100);
        if (!feeds.has(url)) feeds.set(url, { name, url });
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text.replace(/^\ufeff/, ''));
  if (outlines === 0) {
    problems.push({ code: 'not-opml', message: 'This is no OPML: it has no outlines.', path });
  }
  return { feeds: [...feeds.values()], problems };
}

function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username !== '') return undefined;
  return url.href;
}

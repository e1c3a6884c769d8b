import { counted } from '../../core/counted.ts';
import { messageOf } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { FeedOutcome } from '../feed-kind.ts';
import { MAX_FEED_ITEMS, type RawFeed } from './feed-item.ts';
import { END_IN_THE_MIDDLE } from './mend.ts';
import { type MendedFeed, writeFeed } from './mended-feed.ts';
import { FIELDS } from './names.ts';
import { addressOf, hasMarkup, rawItem } from './raw-item.ts';
import { type ParsedFeed, readFeed } from './rss-parser.ts';
import { mendFeed } from './salvage.ts';
import { hasIllegal } from './write-xml.ts';

/**
 * RSS 2.0 and its forerunners, RSS 1.0 and Atom. rss-parser reads the text as it came; only where it refuses, would not see
 * all items or take too long, the text is mended first.
 */
export async function parseXmlFeed(text: string, path: string): Promise<RawFeed> {
  const faults = faultsOf(text);
  const feed = await readAsItCame(text);
  if (feed) return { ...rawFeed(feed), problems: problemsOf(faults, path), outcome: 'whole' };
  return await readMended(mendFeed(text), faults, path);
}

/** What well-formed XML may have too, and what no feed should. */
function faultsOf(text: string): string[] {
  return [
    ...(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? ['control characters'] : []),
    ...(/<!ENTITY/i.test(text) ? ['entities of its own, which are not expanded'] : []),
  ];
}

/** `&#146;` is an apostrophe to who writes it and to HTML, and an invisible control to XML. */
const WINDOWS_1252 = /&#(?:0*1(?:2[89]|[345]\d)|x0*[89][0-9a-f]);/i;

/** Undefined where that cannot be, or would lose something. */
async function readAsItCame(text: string): Promise<ParsedFeed | undefined> {
  if (hasIllegal(text) || WINDOWS_1252.test(text) || goesOnAfterItsEnd(text)) return undefined;
  try {
    const feed = await readFeed(text);
    const isWhole = feed.items.length === feed.itemElements && !feed.items.some((item) => hasMarkup(item, FIELDS));
    return isWhole ? feed : undefined;
  } catch {
    // What was wrong with it is told when it is mended.
    return undefined;
  }
}

/** One feed after the other: xml2js, under rss-parser, is content with the first, and counts no further. */
function goesOnAfterItsEnd(text: string): boolean {
  const end = text.search(/<\/(?:[\w-]+:)?(?:rss|feed|rdf)\s*>/i);
  return end >= 0 && /<(?:[\w-]+:)?(?:item|entry)[\s/>]/i.test(text.slice(end));
}

async function readMended(mended: MendedFeed, faults: readonly string[], path: string): Promise<RawFeed> {
  if (mended.root === undefined && mended.items.length === 0) {
    const message = 'This is no feed: it has neither an RSS or Atom root element nor items.';
    return { items: [], home: undefined, problems: [{ code: 'not-a-feed', message, path }], outcome: 'failed' };
  }
  const problems = problemsOf([...mended.faults, ...faults], path);
  let outcome = outcomeOf(mended);
  if (mended.items.length > MAX_FEED_ITEMS) {
    const message = `This feed has more than ${MAX_FEED_ITEMS} items; the first of them were read.`;
    problems.push({ code: 'too-many-items', message, path });
    if (outcome === 'whole') outcome = 'gaps';
  }
  try {
    const feed = await readFeed(writeFeed(mended), { isMended: true });
    return { ...rawFeed(feed, mended), problems, outcome };
  } catch (error) {
    problems.push({
      code: 'unreadable-items',
      message: `${counted(mended.items.length, 'item')}: ${messageOf(error)}`,
      path,
    });
    return { items: [], home: undefined, problems, outcome: 'failed' };
  }
}

function rawFeed(feed: ParsedFeed, mended?: MendedFeed): Pick<RawFeed, 'items' | 'home'> {
  const home = feed.links.filter(({ $ }) => /^(?:alternate)?$/i.test($?.['rel'] ?? '')).map(addressOf);
  return {
    items: feed.items.map((item, index) => rawItem(item, feed.bases, mended?.items[index]?.cut ?? false)),
    home: home.find((address) => address !== ''),
  };
}

function problemsOf(faults: readonly string[], path: string): Problem[] {
  if (faults.length === 0) return [];
  const message = `This feed is not well-formed XML: it has ${faults.join(', ')}. What could be read was read.`;
  return [{ code: 'malformed-feed', message, path }];
}

/** A missing end tag of the feed is common and harmless; an item that breaks off means that the feed was cut. */
function outcomeOf({ items, faults, hasGaps }: MendedFeed): FeedOutcome {
  if (items.at(-1)?.cut) return 'failed';
  return hasGaps || faults.has(END_IN_THE_MIDDLE) ? 'gaps' : 'whole';
}

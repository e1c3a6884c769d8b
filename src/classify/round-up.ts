import { normalizeTitle } from '../briefing/identity.ts';
import { hashOf } from '../core/hash.ts';
import type { ItemDocument } from '../sources/source.ts';
import { isHeading } from './mentions/told.ts';

/** How the title of an article that gathers several reports is worded. */
const ROUND_UP =
  /\b(?:round[- ]?ups?|recap|digest|newsletter|wrap[- ]?up|news ?wrap|in brief|briefs|bulletin|(?:this|last|the|past) (?:week|month|fortnight)(?:['’]s)?|(?:week|month)(?:ly)? in (?:review|security|cyber\w*|malware|threats?)|(?:weekly|monthly|daily|bi-?weekly) (?:[\w-]+ ){0,3}(?:news|review|report|update|threats?|intelligence|intel|summary|brief(?:ing)?|highlights)|top \d+ (?:[\w-]+ ){0,3}(?:stories|news|threats|attacks|reports)|\d+ (?:stories|threats|attacks|reports) (?:from|of|this)|(?:stories|news|threats) of the (?:week|month))\b/i;

/** Headings that head no story: what stands below them is nobody's. */
const NO_STORY =
  /^(?:introduction|overview|summary|executive summary|conclusions?|contents|table of contents|in this (?:issue|edition|week)|about|references?|sources?|further reading|related|subscribe|newsletter|share|tags?|comments?|key takeaways?|highlights|methodology|acknowledge?ments?|stay safe|until next|that['’]s all)\b/i;

/** Headings of fewer words head a part of a story: "Impact", "Indicators of compromise". */
const LEAST_WORDS = 4;

/** Fewer are the parts of one report. */
const LEAST_STORIES = 3;
/** A story tells something: in UTF-16 units of its text. */
const LEAST_TEXT = 120;
const MOST_STORIES = 60;

interface Story {
  readonly title: string;
  readonly text: string;
}

/**
 * The stories of a round-up, each an article of its own with the same link and date; the item itself where it is none, or where its
 * headings do not part it. What stands before the first heading only introduces them.
 */
export function storiesOf(item: ItemDocument): readonly ItemDocument[] {
  if (!ROUND_UP.test(item.title)) return [item];
  const stories = sectionsOf(item.text).filter(({ text }) => text.length >= LEAST_TEXT);
  const titles = new Set(stories.map(({ title }) => normalizeTitle(title)));
  if (stories.length < LEAST_STORIES || stories.length > MOST_STORIES || titles.size < stories.length) return [item];
  const { id, url, title, publisher } = item;
  const whole = { ...(id === undefined ? {} : { id }), url, title, publisher };
  return stories.map((story) => ({
    ...item,
    ...(id === undefined ? {} : { id: `${id}#${hashOf(normalizeTitle(story.title), 12)}` }),
    path: `${item.path}#${hashOf(normalizeTitle(story.title), 12)}`,
    title: story.title,
    text: story.text,
    partOf: whole,
  }));
}

/** Lines that stand alone between empty ones and look like a headline part the text. */
function sectionsOf(text: string): Story[] {
  const sections: { title: string; lines: string[] }[] = [];
  let open: { lines: string[] } | undefined;
  for (const paragraph of text.split(/\n{2,}/)) {
    const line = paragraph.trim();
    const title = line.includes('\n') || !isStoryHeading(line) ? '' : plain(line);
    if (title !== '' && NO_STORY.test(title)) open = undefined;
    else if (title !== '' && (title.split(/\s+/).length >= LEAST_WORDS || /^#{1,2}\s/.test(line))) {
      const section = { title, lines: [] };
      sections.push(section);
      open = section;
    } else open?.lines.push(paragraph);
  }
  return sections.map(({ title, lines }) => ({ title, text: lines.join('\n\n').trim() }));
}

/** As long as a headline may be; those of stories are longer than those of a report's parts. */
function isStoryHeading(line: string): boolean {
  if (/^#{1,6}\s+\S/.test(line)) return true;
  if (line.length < 8 || line.length > 160 || !/^[\p{Lu}\d“"'‘]/u.test(line) || /[.;:|\t\\/=]$/.test(line))
    return false;
  return isHeading(line) || (line.split(/\s+/).length <= 22 && !/[.;]\s|[|\t\\=]|:\/\//.test(line));
}

function plain(line: string): string {
  return line
    .replace(/^#{1,6}\s+/, '')
    .replace(/^\d{1,2}[.)]\s+/, '')
    .trim();
}

import { isWebUrl, truncateWords } from '../core/text.ts';
import type { Hunt } from '../hunts/hunt.ts';
import { looksFor } from '../hunts/looks-for.ts';
import { type CheckedHunt, queriesFor, statementOf } from '../sync/query.ts';
import { statementKey } from '../sync/statement.ts';
import type { Wanted } from '../sync/target.ts';
import type { Fields } from '../sync/types.ts';
import { wantOf } from '../sync/want.ts';
import { displayName, idOf } from './names.ts';
import { HUNTING_CATEGORY } from './native.ts';
import { sentinel } from './siem.ts';
import { sentinelTactic } from './tactics.ts';
import { fitList, MAX_TAG_LENGTH, safeLine } from './tags.ts';

const MAX_ARTICLE_TITLE = 80;

/**
 * The hunting queries that checked hunts want: one per statement that was not rejected. Statements are numbered by their place in
 * the source block, so that correcting one does not change the keys of others.
 */
export function wantedQueries(hunts: readonly CheckedHunt[]): Wanted[] {
  return hunts.flatMap((checked) =>
    queriesFor(checked, sentinel.kind).flatMap(({ verdict }, index): Wanted[] => {
      const { hunt } = checked;
      if (verdict === 'rejected') return [];
      const key = statementKey(hunt.key, index);
      // The number of articles is left out: otherwise each new article would update every object.
      const render = () => {
        const name = displayName(hunt.title, index);
        const { text } = statementOf(checked, sentinel.kind, index);
        return { key, id: idOf(key), name, fields: fieldsOf(hunt, name, text) };
      };
      return [wantOf(hunt, index, render)];
    }),
  );
}

function fieldsOf(hunt: Hunt, name: string, query: string): Fields {
  const tactics = hunt.tactics.map(sentinelTactic).filter((tactic) => tactic !== null);
  return {
    category: HUNTING_CATEGORY,
    displayName: name,
    query,
    description: describe(hunt),
    tactics: commaList(tactics),
    techniques: commaList(hunt.techniques),
    severity: [hunt.severity, hunt.phase, hunt.confidence].filter((part) => part !== null).join(' / '),
    url: safeUrl(hunt.articles[0]?.url ?? ''),
  };
}

function commaList(items: readonly string[]): string {
  return fitList([...new Set(items)]).join(',');
}

/** Shorter than this a piece of a sentence tells nothing. */
const MIN_WORDS = 40;
const MAX_PUBLISHER = 40;
const LAST = ' Managed by huntsync.';

/**
 * The description shown beside the query's name: where the hunt is from, how urgent it is, and, as far as a tag has room, why it is
 * there or what else looks like it. The records have all of it.
 */
function describe(hunt: Hunt): string {
  const traits = [
    `Severity ${hunt.severity}`,
    ...(hunt.phase ? [`phase ${hunt.phase}`] : []),
    ...(hunt.confidence ? [`confidence ${hunt.confidence}`] : []),
  ];
  const [newest] = hunt.articles;
  const [publisher] = newest?.publishers ?? [];
  const facts = [
    ...(publisher ? [safeLine(publisher, MAX_PUBLISHER)] : []),
    ...(newest?.published ? [newest.published] : []),
  ];
  const by = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  const origin = newest ? ` Called for by ${named(hunt, newest.title)}${by}.` : '';
  const head = `${traits.join('; ')}.${origin}`;
  return safeLine(`${head}${words(hunt, MAX_TAG_LENGTH - head.length - LAST.length)}${LAST}`);
}

/** The article, which an own hunt's name ends with. */
function named(hunt: Hunt, title: string): string {
  const line = safeLine(title, MAX_ARTICLE_TITLE).replace(/\s*…$/, '');
  return hunt.title.includes(` — ${line.trim()}`) ? 'this article' : `'${safeLine(title, MAX_ARTICLE_TITLE)}'`;
}

function words(hunt: Hunt, room: number): string {
  const { why, about, advice } = hunt;
  const sought = looksFor(hunt, room - ' Looks for .'.length);
  if (sought !== null) return ` Looks for ${safeLine(sought)}.`;
  const [falsePositive] = advice?.falsePositives ?? [];
  const [name, text] =
    why !== undefined
      ? ['Why', why]
      : falsePositive !== undefined
        ? ['False positives', falsePositive]
        : ['About', about];
  const left = room - `${name}: . `.length;
  return text === undefined || left < MIN_WORDS
    ? ''
    : ` ${name}: ${ended(truncateWords(safeLine(text, text.length), left))}`;
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** An article's URL if it may be linked: http or https only, and no truncated one. */
function safeUrl(text: string): string {
  const url = safeLine(text, MAX_TAG_LENGTH + 1);
  return url.length <= MAX_TAG_LENGTH && isWebUrl(url) ? url : '';
}

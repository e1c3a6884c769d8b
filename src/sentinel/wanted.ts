import { isWebUrl } from '../core/text.ts';
import type { Hunt } from '../hunts/hunt.ts';
import { type CheckedHunt, queriesFor } from '../sync/query.ts';
import { statementKey } from '../sync/statement.ts';
import type { Wanted } from '../sync/target.ts';
import type { Fields } from '../sync/types.ts';
import { wantOf } from '../sync/want.ts';
import { displayName, idOf } from './names.ts';
import { HUNTING_CATEGORY } from './native.ts';
import { sentinel } from './siem.ts';
import { sentinelTactic } from './tactics.ts';
import { fitList, MAX_TAG_LENGTH, safeLine } from './tags.ts';

const MAX_ARTICLE_TITLE = 130;

/**
 * The hunting queries that checked hunts want: one per statement that was not rejected. Statements are numbered by their place in
 * the source block, so that correcting one does not change the keys of others.
 */
export function wantedQueries(hunts: readonly CheckedHunt[]): Wanted[] {
  return hunts.flatMap((checked) =>
    queriesFor(checked, sentinel.kind).flatMap((query, index): Wanted[] => {
      const { hunt } = checked;
      if (query.verdict === 'rejected') return [];
      const key = statementKey(hunt.key, index);
      const name = displayName(hunt.title, index);
      const object = { key, id: idOf(key), name, fields: fieldsOf(hunt, name, query.text) };
      // The number of articles is left out: otherwise each new article would update every object.
      return [{ ...wantOf(hunt, index), render: () => object }];
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

/** The description shown beside the query's name: where the hunt is from and how urgent it is. */
function describe(hunt: Hunt): string {
  const traits = [
    `Severity ${hunt.severity}`,
    ...(hunt.phase ? [`phase ${hunt.phase}`] : []),
    ...(hunt.confidence ? [`confidence ${hunt.confidence}`] : []),
  ];
  const [newest] = hunt.articles;
  const published = newest?.published ? ` (${newest.published})` : '';
  const origin = newest ? ` Called for by '${safeLine(newest.title, MAX_ARTICLE_TITLE)}'${published}.` : '';
  return safeLine(`${traits.join('; ')}.${origin} Managed by huntsync.`);
}

/** An article's URL if it may be linked: http or https only, and no truncated one. */
function safeUrl(text: string): string {
  const url = safeLine(text, MAX_TAG_LENGTH + 1);
  return url.length <= MAX_TAG_LENGTH && isWebUrl(url) ? url : '';
}

import { counted } from '../../core/counted.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { Hunt } from '../../hunts/hunt.ts';
import { adviceLines } from '../../sync/advice.ts';
import { sentinel } from '../siem.ts';

/** What a file says in words about its query. */
export interface Told {
  readonly name: string;
  readonly description: string;
  readonly version: string;
}

/** A query to be named. */
export interface QueryToName {
  readonly id: string;
  /** The display name that a sync writes. */
  readonly displayName: string;
  /** What the sync writes as its description. */
  readonly summary: string;
  readonly hunt: Hunt | undefined;
}

/** Longer names are cut off in lists of the portal; the style guide asks for less still (https://github.com/Azure/Azure-Sentinel/wiki/Query-Style-Guide). */
const MAX_NAME = 100;
/** Room for what tells two names apart. */
const MAX_MARK = 40;
/** A description of more says nothing that the article does not. */
const MAX_DESCRIPTION = 4000;
const MAX_ARTICLE_TITLE = 160;

/** Names, descriptions and versions of files, by id; no name stands twice. */
export function toldOf(queries: readonly QueryToName[]): ReadonlyMap<string, Told> {
  const names = namesOf(queries);
  return new Map(
    queries.map((query) => [
      query.id,
      {
        name: names.get(query.id) ?? query.displayName,
        description: describe(query),
        version: versionOfFile(query.hunt),
      },
    ]),
  );
}

/**
 * Names that differ: where several queries have one, each is told by its technique, then by its article, then by a number. The order of the
 * queries is that of their ids, so that an export names the same thing in the same way.
 */
function namesOf(queries: readonly QueryToName[]): ReadonlyMap<string, string> {
  const sorted = [...queries].sort((a, b) => (a.id < b.id ? -1 : 1));
  const marks: ((query: QueryToName) => string | undefined)[] = [
    () => undefined,
    ({ hunt }) => hunt?.techniques[0],
    ({ hunt }) => hunt?.articles[0] && cutAtWord(oneLine(hunt.articles[0].title), MAX_MARK),
  ];
  const found = new Map<string, string>();
  let open = sorted;
  for (const markOf of marks) {
    const tried = open.map((query) => ({ query, name: marked(query.displayName, markOf(query)) }));
    const taken = new Set([...found.values()].map(fold));
    const isUnique = (name: string) =>
      !taken.has(fold(name)) && tried.filter((one) => fold(one.name) === fold(name)).length === 1;
    for (const { query, name } of tried) if (isUnique(name)) found.set(query.id, name);
    open = open.filter(({ id }) => !found.has(id));
  }
  for (const query of open) {
    const taken = new Set([...found.values()].map(fold));
    let number = 2;
    let name = marked(query.displayName, query.hunt?.techniques[0]);
    while (taken.has(fold(name))) {
      name = marked(query.displayName, String(number));
      number += 1;
    }
    found.set(query.id, name);
  }
  return found;
}

function marked(name: string, mark: string | undefined): string {
  return mark === undefined ? cutAtWord(name, MAX_NAME) : `${cutAtWord(name, MAX_NAME - mark.length - 3)} (${mark})`;
}

function fold(name: string): string {
  return name.toLowerCase();
}

/** Cuts to at most `max` units, behind a word where there is one. */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = truncate(text, max);
  const [, words] = /^(.*\S)\s+\S*…$/su.exec(cut) ?? [];
  return words !== undefined && words.length > max / 2 ? `${words.replace(/[\s,;:–-]+$/u, '')}…` : cut;
}

/** What the query finds, why, and what to do with a hit; then where it is from. */
function describe({ displayName, summary, hunt }: QueryToName): string {
  const [newest] = hunt?.articles ?? [];
  const finds = `Finds: ${displayName}${newest ? `, as told by '${truncate(oneLine(newest.title), MAX_ARTICLE_TITLE)}'` : ''}.`;
  const about = hunt?.about === undefined ? [] : [`About: ${hunt.about}`];
  return withinRoom([finds, ...about, summary, ...adviceLines(hunt, sentinel.kind)].filter((line) => line !== ''));
}

/** As many whole lines as there is room for. */
function withinRoom(lines: readonly string[]): string {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > MAX_DESCRIPTION;
  });
  return end === -1
    ? lines.join('\n')
    : [...lines.slice(0, end), `… ${counted(lines.length - end, 'more line')}`].join('\n');
}

/**
 * `1.20260501.3`: the day of the newest article that calls for it, and how many call. It grows with a newer article and with one more that
 * was read later, needs no memory of earlier exports, and is the same wherever the same articles are exported.
 */
function versionOfFile(hunt: Hunt | undefined): string {
  const articles = hunt?.articles ?? [];
  const day = articles
    .flatMap(({ published }) => published ?? [])
    .sort()
    .at(-1);
  return `1.${day?.replaceAll('-', '') ?? '0'}.${articles.length}`;
}

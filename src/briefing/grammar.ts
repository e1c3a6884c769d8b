import { LANGUAGES, type QueryLanguage } from '../quoting/languages.ts';

/** What of a briefing's grammar follows from the query languages. */
export interface Grammar {
  readonly languages: readonly QueryLanguage[];
  /** The language of a fence's info string (its first word counts, in any case), or null. */
  languageOf(info: string): QueryLanguage | null;
  /** The language that a line labels (`**<language>…:**` and nothing else), or null. */
  labelOf(line: string): QueryLanguage | null;
  /** The title in `<language> — title`, a curated section or a hunt of the oldest KEV briefings; null for other headings. */
  queryTitle(heading: string): string | null;
}

const made = new WeakMap<readonly QueryLanguage[], Grammar>();

/** The grammar of briefings whose queries are in these languages. Keep the list: it is compiled once. */
export function grammarOf(languages: readonly QueryLanguage[] = LANGUAGES): Grammar {
  let grammar = made.get(languages);
  if (!grammar) {
    grammar = compile(languages);
    made.set(languages, grammar);
  }
  return grammar;
}

function compile(languages: readonly QueryLanguage[]): Grammar {
  const byFence = new Map(languages.flatMap((language) => language.fences.map((fence) => [fence, language] as const)));
  const byHeading = new Map(
    languages.flatMap((language) => language.headings.map((name) => [name, language] as const)),
  );
  const names = [...byHeading.keys()].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const label = new RegExp(`^\\*\\*(${names})(?!\\w)[^*]*:\\*\\*\\s*$`);
  const title = new RegExp(`^(?:${names}) [—–-] (.+)$`, 's');
  return {
    languages,
    languageOf: (info) => byFence.get(/^\S*/.exec(info)?.[0].toLowerCase() ?? '') ?? null,
    labelOf: (line) => byHeading.get(label.exec(line)?.[1] ?? '') ?? null,
    queryTitle: (heading) => title.exec(heading)?.[1] ?? null,
  };
}

import type { Article } from '../briefing/article.ts';
import type { CodeEntry } from '../core/codes.ts';
import type { QueryProblem } from '../sync/query.ts';
import type { CheckedItem } from './check-text.ts';

/**
 * Problems as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), which code review tools show beside
 * the file. A result is placed in the briefing: at the line of the query's problem, counted from where the query starts in the
 * file.
 */
export function toSarif(
  items: readonly CheckedItem[],
  articles: readonly Article[],
  texts: ReadonlyMap<string, string>,
  { version, entryOf }: { readonly version: string; readonly entryOf: (code: string) => CodeEntry | undefined },
): object {
  const codes = [...new Set(items.flatMap(({ query }) => query.problems.map(({ code }) => code)))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'huntsync',
            version,
            rules: codes.map((id) => ruleOf(id, entryOf(id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: items.flatMap((item) => resultsOf(item, articles, texts)),
      },
    ],
  };
}

function ruleOf(id: string, entry: CodeEntry | undefined): object {
  if (!entry) return { id };
  const { means, cause, remedy } = entry;
  return { id, shortDescription: { text: means }, fullDescription: { text: cause }, help: { text: remedy } };
}

function resultsOf(item: CheckedItem, articles: readonly Article[], texts: ReadonlyMap<string, string>): object[] {
  const at = placeOf(item, articles, texts);
  return item.query.problems.map((problem) => ({
    ruleId: problem.code,
    level: problem.severity,
    message: { text: `${item.hunt.title}: ${problem.message}` },
    ...(at ? { locations: [locationOf(at, problem)] } : {}),
  }));
}

function locationOf(at: { path: string; line: number }, { line, column }: QueryProblem): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: at.path.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: at.line + line - 1, startColumn: column },
    },
  };
}

/** The first file that holds the query, and the 1-based line that it starts on. */
function placeOf(
  { hunt, language, source }: CheckedItem,
  articles: readonly Article[],
  texts: ReadonlyMap<string, string>,
): { path: string; line: number } | undefined {
  const callers = new Set(hunt.articles.map(({ id }) => id));
  for (const { id, path, hunts } of articles) {
    const text = texts.get(path);
    if (!callers.has(id) || text === undefined || !hunts.some((own) => own.queries[language.id] === source)) continue;
    const start = text.replace(/\r\n?/g, '\n').indexOf(`\`\`\`${language.fences[0]}\n${source}\n`);
    if (start >= 0) return { path, line: text.slice(0, start).split(/\r\n?|\n/).length + 1 };
  }
  return undefined;
}

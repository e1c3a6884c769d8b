import { EXIT, type ExitCode, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { wrapText } from '../core/wrap.ts';
import { type CheckedItem, checkedItems, countCodes, itemToText, summaryToText } from '../report/check-text.ts';
import { findCode } from '../report/codes.ts';
import { huntToJson } from '../report/hunt-json.ts';
import { toSarif } from '../report/sarif.ts';
import type { SourceReading } from '../sources/source.ts';
import { type Command, type Context, packageVersion } from './context.ts';
import { explain, loadAreas } from './explain.ts';
import { logProblems } from './log-problems.ts';
import { readCheckedHunts } from './read.ts';
import { isBare, STDIN } from './stdin.ts';

export interface CheckCommandOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly explain?: string;
  /** Id of the language of a bare query on stdin. */
  readonly language?: string;
}

/** Verdicts on the queries of some briefings, as text, JSON or SARIF. */
export const check: Command<CheckCommandOptions> = async (options, context) => {
  if (options.explain !== undefined) return explain({ code: options.explain, json: options.json }, context);
  if (options.paths.length === 0)
    throw new UsageError('There is nothing to check.', 'Name files or folders, or - for stdin.');
  if (options.language !== undefined && !options.paths.includes(STDIN)) {
    throw new UsageError('--language is for a query on stdin.', 'Name - in place of a file.');
  }
  const { checked, siems, articles, readings, problems, complete } = await readCheckedHunts(
    options.paths,
    options.config,
    context,
    { language: options.language, keepDocuments: options.sarif ?? false },
  );
  const items = checked.flatMap((entry) => checkedItems(entry, siems));

  if (options.sarif) {
    refuseBare(readings);
    const texts = new Map(
      readings.flatMap(({ documents }) => documents.map(({ path, text }) => [path, text] as const)),
    );
    const areas = await loadAreas(context);
    const entryOf = (code: string) => findCode(areas, code);
    context.print(jsonText(toSarif(items, articles, texts, { version: packageVersion(), entryOf })));
  } else if (options.json) {
    const codes = Object.fromEntries([...countCodes(items)].sort());
    context.print(jsonText({ complete, codes, hunts: checked.map((entry) => huntToJson(entry, siems)), problems }));
  } else {
    const minor = new Set(context.siems.flatMap(({ minorCodes = [] }) => minorCodes));
    const notable = items.filter((item) => isNotable(item, minor));
    for (const item of notable) context.print(`${itemToText(item, context.columns)}\n`);
    if (articles.length > 0) context.print(wrapText(summaryToText(items, siems), context.columns));
    logProblems(problems, context.log);
    if (notable.length > 0) context.log.info('huntsync explain CODE tells more about a code.');
  }
  if (articles.length === 0) return nothingRead(options.paths, context);
  if (!complete) return EXIT.failed;
  return options.strict && items.some(({ query }) => query.verdict === 'rejected') ? EXIT.failed : EXIT.ok;
};

/** A check of nothing must not pass for a check. */
function nothingRead(paths: readonly string[], { log }: Context): ExitCode {
  const places = paths.map((path) => (path === STDIN ? 'what stdin holds' : path));
  log.error(`There is no briefing in ${places.join(', ')}: nothing was checked.`);
  if (paths.includes(STDIN)) {
    log.error('  A bare query stands in a fence of its language, or --language says which it is.');
  }
  return EXIT.failed;
}

/** SARIF places each result in a line of a file, and a query without a briefing has none. */
function refuseBare(readings: readonly SourceReading[]): void {
  const documents = readings.flatMap((reading) => reading.documents);
  if (documents.some(({ text }) => isBare(text))) {
    throw new UsageError(
      'SARIF is about lines of files, and a bare query has none.',
      'Check a briefing, or leave --sarif out.',
    );
  }
}

function isNotable({ query }: CheckedItem, minor: ReadonlySet<string>): boolean {
  return query.verdict === 'rejected' || query.problems.some(({ code }) => !minor.has(code));
}

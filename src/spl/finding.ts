/** What a check found, placed by its offset in the text that was checked. */
export interface Finding {
  readonly code: SplCode;
  readonly message: string;
  readonly start: number;
}

type Severity = 'error' | 'warning';

/** Every code of the SPL checks: its severity, and what it means. */
export const SPL_CODES = {
  'spl-empty': ['error', 'The search has no command, or nothing stands between two pipes or after the last one.'],
  'spl-too-long': ['error', 'The search is longer than any hunt has reason to be (65,536 characters).'],
  'spl-unreadable': ['error', 'The checks failed on the text.'],
  'spl-unanswered': ['error', 'The checks took too long over the search; the next run tries again.'],
  'spl-too-deep': ['error', 'Brackets are nested more than 32 deep.'],
  'spl-unclosed-string': [
    'error',
    'A double quote has no partner. A common cause is a path that ends in a backslash: \\" is a quote inside the string, so write \\\\".',
  ],
  'spl-unclosed-field': [
    'error',
    'A single quote has no partner on its line, or stands inside a word. Put text that contains one in double quotes.',
  ],
  'spl-unclosed-macro': ['error', 'A backtick has no partner.'],
  'spl-unclosed-comment': ['error', 'A comment that opens with ``` is never closed.'],
  'spl-bracket': [
    'error',
    'A square bracket has no partner. Brackets in a regular expression belong inside double quotes.',
  ],
  'spl-paren': [
    'error',
    'A parenthesis has no partner within its command. Splunk cuts a search at its pipes before it looks at parentheses.',
  ],
  'spl-stray-escape': [
    'error',
    'A backslash outside double quotes stands before a quote, pipe, bracket or line end, where readers differ on what it means.',
  ],
  'spl-run-on-string': [
    'error',
    'Text follows a closing quote without a space: a quote is missing, or one is escaped by mistake (\\").',
  ],
  'spl-newline-in-string': [
    'error',
    'A quoted text runs over several lines, whose ends and blanks not every reader keeps.',
  ],
  'spl-comment-in-string': [
    'error',
    'Triple backticks inside double quotes: readers differ on whether a comment starts there.',
  ],
  'spl-split-word': ['error', 'A comment in the middle of a word would join or split what stands around it.'],
  'spl-quoted-structure': [
    'error',
    'A single-quoted name holds a pipe, bracket, quote or backtick, where readers differ on what the quotes protect.',
  ],
  'spl-control-character': ['error', 'The search holds a control character (NUL, escape, vertical tab, …).'],
  'spl-invisible-character': [
    'error',
    'The search holds a zero-width or text-direction character, which makes it read differently than it runs.',
  ],
  'spl-odd-character': ['error', 'A typographic quote, dash or space stands where SPL needs the plain one.'],
  'spl-slash-comment': ['error', 'SPL has no // comments. It has ```comments```.'],
  'spl-unknown-command': [
    'error',
    'Splunk has no such command. A command of an app that you have goes into environment.splunk.commands.',
  ],
  'spl-command-position': [
    'error',
    'A command that makes events (tstats, inputlookup, …) opens a pipeline; any other command needs one before it.',
  ],
  'spl-missing-pipe': [
    'error',
    'The search opens with a command that needs a leading pipe; without it its name is a word to search for.',
  ],
  'spl-missing-search': ['error', 'A subsearch has no implied search command: write [search index=…].'],
  'spl-unknown-macro': [
    'error',
    'No macro of this name and number of arguments is in splunk_app/default/macros.conf or in environment.splunk.macros, so the search could not be parsed.',
  ],
  'spl-macro-call': ['error', 'Between the backticks stands no macro call: `name` or `name(argument, …)`.'],
  'spl-macro-argument': [
    'error',
    'An argument of a macro is put into the definition as it is. Pipes, brackets, backticks and inner quotes could break out of it.',
  ],
  'spl-macro-position': [
    'error',
    'The macro expands to something that does not belong in this place: a command among arguments, or the other way round.',
  ],
  'spl-unknown-lookup': [
    'error',
    'The lookup is not known to exist. A lookup that you have goes into environment.splunk.lookups.',
  ],
  'spl-unknown-data-model': [
    'error',
    'Neither the Common Information Model nor environment.splunk.dataModels has this data model.',
  ],
  'spl-unknown-dataset': ['error', 'The data model has no such dataset, so the search ends with an error.'],
  'spl-unknown-field': [
    'warning',
    'The dataset has no such field: a filter on it matches nothing, and a group by it returns no rows.',
  ],
  'spl-field-prefix': [
    'warning',
    'Over a data model, a field is written with its dataset and without the model: Processes.process_name.',
  ],
  'spl-newer-field': [
    'warning',
    'The field came with a Common Information Model add-on newer than 4.20; older ones lack it.',
  ],
  'spl-deprecated-data-model': ['warning', 'The data model is deprecated.'],
  'spl-tstats-syntax': [
    'error',
    'Before FROM, WHERE and BY, tstats takes functions (count, dc(field) AS name) and its own options only.',
  ],
  'spl-tstats-where': [
    'error',
    'The where clause of tstats takes comparisons, not eval functions: filter with | where after it.',
  ],
  'spl-tstats-span': ['warning', 'span= without _time before it: tstats has nothing to cut into spans.'],
  'spl-expression': [
    'error',
    'An expression of eval or where is not one that Splunk can read, or gives true or false where a value is wanted.',
  ],
  'spl-unknown-function': ['error', 'Splunk has no function of this name in this place.'],
  'spl-function-arguments': ['error', 'The function takes another number or another kind of arguments.'],
  'spl-regex': [
    'error',
    'PCRE, whose regular expressions Splunk has, does not compile the pattern. In quotes, a backslash before a letter is an escape: a path is written with four (C:\\\\\\\\Users).',
  ],
  'spl-regex-no-group': ['error', 'rex makes fields of named groups, (?<name>…); without one it does nothing.'],
  'spl-sed': ['error', 'The script of rex mode=sed is neither s/pattern/replacement/flags nor y/from/to/.'],
  'spl-time-modifier': [
    'error',
    'The time is none that Splunk knows: -24h@h, @d, -1mon@mon, now, epoch seconds, or month/day/year:hour:minute:second.',
  ],
  'spl-span': ['error', 'The length of time is none that Splunk knows: a number and s, m, h, d, w, mon, q or y.'],
  'spl-cidr': ['error', 'The text is no range of addresses such as 10.0.0.0/8, so the function matches nothing.'],
  'spl-search-function': [
    'error',
    'search and the where clause of tstats have no functions and no LIKE or BETWEEN: they would look for the word. Use | where.',
  ],
  'spl-where-wildcard': [
    'error',
    'An asterisk is a wildcard in search, not in where and eval, which compare with the asterisk itself.',
  ],
  'spl-quoted-value': [
    'error',
    'In eval and where, single quotes name a field and double quotes hold a text: the comparison is with a field of that name.',
  ],
  'spl-self-comparison': ['error', 'A field is compared with itself, which says nothing.'],
  'spl-arguments': [
    'error',
    'The command lacks an argument that it cannot do without, or has one that it cannot take.',
  ],
  'spl-option': ['error', 'The option of the command takes no such value.'],
  'spl-lost-field': [
    'error',
    'The command uses a field that an earlier one dropped or renamed (stats, tstats, table, fields, rename), so it does nothing, or no row is left.',
  ],
  'spl-empty-column': [
    'warning',
    'A function of stats works on a field that an earlier command dropped or renamed, so its column stays empty.',
  ],
  'spl-rename-missing': [
    'error',
    'rename takes a field that is not there and gives its name to one that is, which then has no values.',
  ],
  'spl-dotted-field': [
    'error',
    "In eval and where a name with a dot stands in single quotes ('Processes.process'); without them the dot joins two texts.",
  ],
  'spl-never-true': ['error', 'The condition cannot be true for any row, because fields that it needs are not there.'],
  'spl-filter-field': [
    'error',
    'Every event would have to pass a comparison of a field that the data model lacks, so the search never finds anything.',
  ],
  'spl-group-field': [
    'error',
    'tstats drops every event that lacks a field of its by clause, and the Common Information Model (environment.splunk.cimVersion) has no such field.',
  ],
  'spl-script-name': [
    'warning',
    'A script is no process: its interpreter is, and the script is named in the command line.',
  ],
  'spl-lookup-field': ['error', 'The lookup has no such field.'],
  'spl-forbidden-command': [
    'error',
    'The command changes, sends or runs something, or reaches further than a hunt may.',
  ],
  'spl-forbidden-source': [
    'error',
    'The search reads from another saved search or search job, whose content nobody has checked.',
  ],
  'spl-token': [
    'error',
    'Text between two dollar signs is a template token: something else would be put in its place.',
  ],
  'spl-placeholder': ['error', 'The search compares with a placeholder that was to be replaced.'],
  'spl-template-note': ['warning', 'A comment asks to adapt the search before use.'],
  'spl-real-time': ['error', 'A real-time window would keep the search running for ever.'],
  'spl-refused-by-splunk': [
    'error',
    "The platform's own parser does not take the search (validate: live). A macro or lookup may be missing there.",
  ],
  'spl-fixed-window': ['warning', 'The search names a fixed time window, so it never sees new events.'],
} as const satisfies Record<string, readonly [Severity, string]>;

export type SplCode = keyof typeof SPL_CODES;

export function severityOf(code: SplCode): Severity {
  return SPL_CODES[code][0];
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => severityOf(finding.code) === 'error');
}

/** 1-based line and column (UTF-16 units) of an offset. */
export function positionOf(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, Math.max(0, Math.min(offset, source.length)));
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line += 1;
  return { line, column: before.length - lineStart + 1 };
}

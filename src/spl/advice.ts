import type { SplCode } from './finding.ts';

interface Advice {
  /** The usual cause. */
  readonly cause: string;
  readonly remedy: string;
}

const MISTYPED =
  'The text was copied through a program that changes or drops characters, or a character was forgotten.';
const REDUCED = 'Split it into several hunts, or take long lists out into a lookup.';
const ADD_QUOTE = 'Add the missing character, or put the text that holds it into double quotes.';
const WRITTEN_BY_HEART = 'The search was written by heart, or by a model, and never run.';
const OTHER_LANGUAGE = 'The habit of another language, or of another command of SPL.';
const DROPPED = 'stats, tstats, table, fields and rename leave only what they name.';
const DRIVES = 'The article, or whoever wrote the hunt, wants more than a search: it would act on the platform.';

/** Cause and remedy of each finding; its meaning is in finding.ts. */
export const SPL_ADVICE: Readonly<Record<SplCode, Advice>> = {
  'spl-empty': {
    cause: 'A pipe too many, a query that was cut, or one that consists of comments.',
    remedy: 'Remove the pipe, or write the command that is missing.',
  },
  'spl-too-long': { cause: 'A list of indicators was written into the search.', remedy: REDUCED },
  'spl-unreadable': {
    cause: 'An expression of thousands of parts, or a fault in the checks that this text brings to light.',
    remedy: 'Write the search in another way; where it is an honest one, report the text.',
  },
  'spl-unanswered': {
    cause: 'A busy machine, or text that was made to hold up its reader.',
    remedy: 'Nothing to do if the next run is content. Otherwise simplify the search.',
  },
  'spl-too-deep': { cause: 'A generated search, or text that was made to exhaust parsers.', remedy: REDUCED },
  'spl-unclosed-string': { cause: MISTYPED, remedy: ADD_QUOTE },
  'spl-unclosed-field': {
    cause: 'An apostrophe in plain words, or a field name without its second quote.',
    remedy: ADD_QUOTE,
  },
  'spl-unclosed-macro': { cause: MISTYPED, remedy: 'Close the macro call with a backtick.' },
  'spl-unclosed-comment': { cause: MISTYPED, remedy: 'Close the comment with ```.' },
  'spl-bracket': { cause: 'A subsearch without its end, or a regular expression without quotes.', remedy: ADD_QUOTE },
  'spl-paren': {
    cause: 'A parenthesis too many or too few, or a pipe inside of parentheses.',
    remedy: 'Balance them within each command.',
  },
  'spl-stray-escape': {
    cause: 'A Windows path or a regular expression without quotes.',
    remedy: 'Put the text into double quotes and double its backslashes.',
  },
  'spl-run-on-string': {
    cause: 'A quote inside the text that is not escaped, or a path that ends in a backslash.',
    remedy: 'Write \\" for a quote and \\\\ for a backslash inside of double quotes.',
  },
  'spl-newline-in-string': {
    cause: 'A long value was wrapped, or a quote is missing on the first of the lines.',
    remedy: 'Write the text on one line.',
  },
  'spl-comment-in-string': {
    cause: 'A comment was put inside of quotes, or the query quotes Markdown.',
    remedy: 'Take the backticks out of the text.',
  },
  'spl-split-word': {
    cause: 'A comment was put where there is no space.',
    remedy: 'Put a space before and after the comment.',
  },
  'spl-quoted-structure': {
    cause: 'A field name of an unusual data source, or single quotes where double quotes were meant.',
    remedy: 'Use double quotes for values; rename the field for the hunt with | rename.',
  },
  'spl-control-character': { cause: MISTYPED, remedy: 'Delete the character.' },
  'spl-invisible-character': {
    cause: 'Copied from a web page, or put there so that people read another search than the one that runs.',
    remedy: 'Delete the character, and read the search again.',
  },
  'spl-odd-character': {
    cause: 'A word processor or a blog replaced the plain character.',
    remedy: 'Write the plain quote, dash or space.',
  },
  'spl-slash-comment': {
    cause: 'The habit of another language.',
    remedy: 'Write the comment between triple backticks, or delete it.',
  },
  'spl-unknown-command': {
    cause: 'A misspelling, a command of an app, or one of another language.',
    remedy: 'Correct it, or list it in environment.splunk.commands.',
  },
  'spl-command-position': {
    cause: 'Two searches were joined, or a pipe stands before the wrong command.',
    remedy: 'Let the command that makes events come first, or join the searches by append or a subsearch.',
  },
  'spl-missing-pipe': { cause: 'The leading pipe was lost.', remedy: 'Write | before the command.' },
  'spl-missing-search': {
    cause: 'The command was left out, as one may at the beginning of a search.',
    remedy: 'Write search behind the bracket.',
  },
  'spl-unknown-macro': {
    cause: 'The macro belongs to an app or to the site that the hunt was written for.',
    remedy:
      'List it in environment.splunk.macros if your Splunk has it, as name or name(2); otherwise define it there first.',
  },
  'spl-macro-call': {
    cause: 'Backticks as Markdown uses them, or a name with characters that macros cannot have.',
    remedy: 'Remove the backticks, or write the call as it should be.',
  },
  'spl-macro-argument': {
    cause: 'The argument is a piece of a search rather than a value.',
    remedy: 'Pass a plain value, or write the macro out.',
  },
  'spl-macro-position': {
    cause: 'A macro for a filter is used as a command, or the other way round.',
    remedy: 'Look at its definition in splunk_app/default/macros.conf and move the call.',
  },
  'spl-unknown-lookup': {
    cause: 'The lookup belongs to the site that the hunt was written for, or is misspelt.',
    remedy: 'List it in environment.splunk.lookups if your Splunk has it.',
  },
  'spl-unknown-data-model': {
    cause: 'A misspelling, or a data model of an app.',
    remedy: 'Correct the name, or list the model with its datasets in environment.splunk.dataModels.',
  },
  'spl-unknown-dataset': {
    cause: 'The name of another version, a misspelling, or a dataset of another model.',
    remedy: 'Use a dataset of the model: the message or the documentation of the Common Information Model names them.',
  },
  'spl-unknown-field': {
    cause: 'The name of the field in another data model, or in the raw events.',
    remedy: 'Use a field of the dataset; the message suggests one where there is a likely one.',
  },
  'spl-field-prefix': {
    cause: 'The field was written as in the raw events, or with the name of the model.',
    remedy: 'Write it as Dataset.field.',
  },
  'spl-newer-field': {
    cause: 'The hunt was written for a newer add-on than many sites have.',
    remedy: 'Look whether your add-on has the field; update the add-on if it has not.',
  },
  'spl-deprecated-data-model': {
    cause: 'The hunt is older than the change in the Common Information Model.',
    remedy: 'Use the data model that has taken its place; the message names it.',
  },
  'spl-tstats-syntax': {
    cause: 'eval functions or another clause stand among the functions, or AS stands in the wrong place.',
    remedy: 'Compute it after tstats with | eval.',
  },
  'spl-tstats-where': {
    cause: 'A filter of | where was put into tstats.',
    remedy: 'Move it behind tstats: | where ….',
  },
  'spl-tstats-span': {
    cause: '_time is missing in the BY clause.',
    remedy: 'Write BY _time span=1h, or leave span out.',
  },
  'spl-forbidden-command': {
    cause: DRIVES,
    remedy: 'Leave the command out. If a person needs it, they run it by hand.',
  },
  'spl-forbidden-source': {
    cause: 'The hunt builds on something that exists only where it was written.',
    remedy: 'Write the search out.',
  },
  'spl-token': {
    cause: 'The search was copied from a dashboard or an alert action.',
    remedy: 'Put the value in place of the token; a lone dollar sign is written $$.',
  },
  'spl-placeholder': {
    cause: 'The hunt is a template whose indicators were never filled in.',
    remedy: 'Put the values in. Without them it looks like coverage and finds nothing.',
  },
  'spl-template-note': {
    cause: 'The author left a note for whoever uses the search.',
    remedy: 'Adapt the search as the note asks and delete the note.',
  },
  'spl-real-time': {
    cause: 'The author tried it in a real-time window.',
    remedy: 'Use a relative window, such as earliest=-24h.',
  },
  'spl-refused-by-splunk': {
    cause: 'Your Splunk lacks something that the offline check takes as present, or knows better.',
    remedy: "Read the platform's own message; install what is missing, or correct the search.",
  },
  'spl-fixed-window': {
    cause: 'The author looked at one incident.',
    remedy: 'Use a relative window, such as earliest=-24h.',
  },
  'spl-expression': { cause: OTHER_LANGUAGE, remedy: 'Write the expression as the page of eval has it.' },
  'spl-unknown-function': {
    cause: WRITTEN_BY_HEART,
    remedy: 'Use a function of the list in Splunk’s search reference.',
  },
  'spl-function-arguments': { cause: WRITTEN_BY_HEART, remedy: 'Give the arguments that the function takes.' },
  'spl-regex': {
    cause:
      'A bracket without its partner, or a Windows path whose backslashes are not doubled for the regular expression.',
    remedy: 'Mend the pattern at the place named; write a backslash of the text as four in quotes.',
  },
  'spl-regex-no-group': {
    cause: WRITTEN_BY_HEART,
    remedy: 'Name the part that is wanted, (?<name>…), or use regex to filter.',
  },
  'spl-sed': {
    cause: 'A slash is missing, or one in the pattern is not escaped.',
    remedy: 'Write s/pattern/replacement/g.',
  },
  'spl-time-modifier': { cause: OTHER_LANGUAGE, remedy: 'Write a time such as -24h@h.' },
  'spl-span': { cause: OTHER_LANGUAGE, remedy: 'Write a number and a unit, such as 15m.' },
  'spl-cidr': { cause: 'A slip, or a placeholder that nobody filled in.', remedy: 'Write a range such as 10.0.0.0/8.' },
  'spl-search-function': { cause: OTHER_LANGUAGE, remedy: 'Put the condition behind | where.' },
  'spl-where-wildcard': { cause: OTHER_LANGUAGE, remedy: 'Use like(), match(), or | search.' },
  'spl-quoted-value': { cause: OTHER_LANGUAGE, remedy: 'Put the text into double quotes.' },
  'spl-self-comparison': { cause: 'A name was replaced everywhere.', remedy: 'Compare with the field that was meant.' },
  'spl-arguments': {
    cause: WRITTEN_BY_HEART,
    remedy: 'Give the command what its page in the search reference asks for.',
  },
  'spl-option': {
    cause: WRITTEN_BY_HEART,
    remedy: 'Give the option a value that its page in the search reference names.',
  },
  'spl-lost-field': {
    cause: DROPPED,
    remedy: 'Add the field to the by clause or to values(), or use the name that it has by then.',
  },
  'spl-empty-column': { cause: DROPPED, remedy: 'Keep the field in the earlier stage, or leave the column out.' },
  'spl-rename-missing': {
    cause: 'drop_dm_object_name has taken the dataset off the names already.',
    remedy: 'Leave the clause out, or rename the field under the name that it has.',
  },
  'spl-dotted-field': {
    cause: 'Names with dots need no quotes in search and stats, but do in eval and where.',
    remedy: 'Put the name into single quotes.',
  },
  'spl-never-true': { cause: DROPPED, remedy: 'Ask for a field that is still there.' },
  'spl-filter-field': {
    cause: 'The name of the field in another data model or in the raw events, or a field of a newer data model.',
    remedy: 'Compare a field of the dataset; the message suggests one where there is a likely one.',
  },
  'spl-group-field': {
    cause: 'The field exists in some events, or in a newer add-on, but not in the data model.',
    remedy:
      'Leave it out of the by clause and take values() of it; set environment.splunk.cimVersion, or list the model under environment.splunk.dataModels where yours has it.',
  },
  'spl-script-name': {
    cause: 'Names of files in an article were taken for names of processes.',
    remedy: 'Look for the script in the command line.',
  },
  'spl-lookup-field': { cause: WRITTEN_BY_HEART, remedy: 'Use a field that the lookup has; the message lists them.' },
};

/** The cause of each repair, by its name. */
export const SPL_REPAIR_CAUSES: Readonly<Record<string, string>> = {
  'slash-comments': 'The search has // comments, which SPL does not know.',
  'line-continuations': 'The search was copied from a .conf file, where a backslash continues a line.',
  'plain-characters': 'A word processor or a web page replaced plain quotes, dashes or spaces by typographic ones.',
  'legacy-comments':
    'The search has comments in the form of Splunk before 8.1, by a macro that the site need not have.',
  'command-backticks': 'The name of a command stands in backticks, as Markdown marks code.',
  'unwrapped-pipeline': 'A whole pipeline stands in parentheses.',
  'leading-macro': 'An undefined macro stands before a command that makes events of its own.',
  'leading-pipe': 'The pipe before a command that opens the search is missing.',
  'subsearch-command': 'A subsearch begins with its terms, without the search command.',
  'macro-argument': 'The macro that takes a dataset off field names is called without the name of the dataset.',
  'cim-names': 'A dataset or a field is not named as the Common Information Model names it.',
  'script-names': 'The search looks for scripts among the names of processes, where no script ever stands.',
  'cim-groups': 'tstats groups by a field that the data model lacks, and so drops every event.',
  'where-wildcard': 'A text in where or eval has asterisks, which are wildcards in search only.',
  'field-quotes': 'A field with a dot in its name stands in eval or where without single quotes.',
  'missing-rename': 'rename takes a field that is not there, and would empty the one that has its new name.',
  'lost-field': 'A command uses a field that an earlier one dropped or renamed.',
};

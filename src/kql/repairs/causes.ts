const ANOTHER_LANGUAGE = 'The query uses the habit of another language, which Kusto does not know.';

/** The cause of each repair, by its name. */
export const KQL_REPAIR_CAUSES: Readonly<Record<string, string>> = {
  'timestamp-to-timegenerated':
    'The query was written for Microsoft Defender, whose tables have Timestamp where a workspace has TimeGenerated.',
  'timestamp-alias': 'The query uses Timestamp in a way in which a rename could change what a name means.',
  'timegenerated-to-timestamp':
    'The query was written for a workspace, whose tables have TimeGenerated where Microsoft Defender has Timestamp.',
  'timegenerated-alias': 'The query reads tables of Microsoft Defender beside tables of a workspace.',
  'renamed-table': 'The query is older than the name that the table has now.',
  'split-statements': 'One block holds several queries, and a saved query is one.',
  'let-semicolon': 'A let statement has no semicolon behind it.',
  'verbatim-strings': 'A text has a backslash that Kusto does not take for an escape, often a Windows path.',
  'hidden-characters': 'The query was copied from a web page, with characters that nobody sees.',
  'sql-not': ANOTHER_LANGUAGE,
  'negated-has-any': 'The query negates has_any or has_all with a bang, which Kusto allows on other operators only.',
  'bare-not': 'The query has not without parentheses, where Kusto has it as a function.',
  'c-style-logic': ANOTHER_LANGUAGE,
  'any-of-list': 'The query compares with a list where Kusto compares with one text.',
  'stray-comma': 'A column was deleted from a list and its comma was left.',
  'keyword-as-name': 'A column has the name of a keyword.',
  'function-name': ANOTHER_LANGUAGE,
  'defender-only-table': 'The table exists in Microsoft Defender only, and a workspace keeps its data in other tables.',
  'defender-only-table-first':
    'The table exists in Microsoft Defender only, and the tables of a workspace that keep its data do not fit together.',
  'renamed-column': 'The workspace has the column under another name than Microsoft Defender.',
  'nearest-column': 'The table does not have the column, but one that is often meant by it.',
  'duplicate-column': 'A list of columns names the same one twice.',
  tostring: 'A text operator or function is used on a value that is no text.',
  'dynamic-to-text': 'The column is text in Microsoft Defender and dynamic in a workspace.',
  'any-of-predicate': 'An aggregate stands in a filter, where a test was meant.',
  'jmespath-filter': 'The query filters an array inside of brackets, as JMESPath does.',
  'dropped-column': 'The query shows a column that the table does not have in a workspace.',
  'literal-type': 'A number is compared with a column of text, or a text with a column of numbers.',
};

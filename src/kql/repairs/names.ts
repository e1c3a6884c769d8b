import { diagnosed, type Repair } from './repair.ts';

/** A keyword as a column name: `summarize queries = count()`. */
export const keywordNames: Repair = {
  name: 'keyword-as-name',
  judgement: false,
  preserves: "queries becomes ['queries'], the same name in the spelling that Kusto asks for.",
  plan(context) {
    return diagnosed(context, 'KS228').map(({ start, length }) => ({
      start,
      end: start + length,
      text: `['${context.analysis.text.slice(start, start + length)}']`,
    }));
  },
};

/** Functions of other languages and their exact counterpart in Kusto. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  lower: 'tolower',
  upper: 'toupper',
  to_lower: 'tolower',
  to_upper: 'toupper',
  len: 'strlen',
  length: 'strlen',
  concat: 'strcat',
  ifnull: 'coalesce',
  nvl: 'coalesce',
  to_string: 'tostring',
  to_datetime: 'todatetime',
  is_empty: 'isempty',
  is_not_empty: 'isnotempty',
  regex_extract: 'extract',
  stddev: 'stdev',
};

export const functionNames: Repair = {
  name: 'function-name',
  judgement: false,
  preserves: 'lower(x) becomes tolower(x) and the like: the same function under Kusto’s name.',
  plan(context) {
    return diagnosed(context, 'KS122', 'KS143', 'KS211').flatMap(({ start, length }) => {
      const name = context.analysis.text.slice(start, start + length);
      return Object.hasOwn(FUNCTIONS, name) ? [{ start, end: start + length, text: FUNCTIONS[name] as string }] : [];
    });
  },
};

/** `project a, b,` before the next pipe. */
export const strayComma: Repair = {
  name: 'stray-comma',
  judgement: false,
  preserves: 'A comma with nothing after it is dropped.',
  plan(context) {
    if (diagnosed(context, 'KS006').length === 0) return [];
    return context.tokens.flatMap((token, index) =>
      token.text === ',' && /^[|);]?$/.test(context.tokens[index + 1]?.text ?? '')
        ? [{ start: token.start, end: token.end, text: '' }]
        : [],
    );
  },
};

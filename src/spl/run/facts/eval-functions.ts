/** A function of eval, where and fieldformat: how many arguments it takes, and what kind of value it gives. */
export interface EvalFunctionFact {
  readonly min: number;
  readonly max: number;
  /** `boolean` results stand where a condition is wanted, and cannot be put into a field. */
  readonly gives: 'boolean' | 'value' | 'any';
  /** Where Splunk describes it. */
  readonly page: string;
  /** Arguments come in pairs of condition and value. */
  readonly pairs?: true;
}

const BASE = 'https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/';
const ANY = Number.POSITIVE_INFINITY;

type Written = readonly [name: string, min: number, max: number, gives?: 'boolean' | 'any' | 'pairs'];

const PAGES: Readonly<Record<string, readonly Written[]>> = {
  ConditionalFunctions: [
    ['case', 2, ANY, 'pairs'],
    ['cidrmatch', 2, 2, 'boolean'],
    ['coalesce', 1, ANY],
    ['false', 0, 0, 'boolean'],
    ['if', 3, 3, 'any'],
    ['in', 2, ANY, 'boolean'],
    ['like', 2, 2, 'boolean'],
    ['lookup', 2, ANY],
    ['match', 2, 2, 'boolean'],
    ['null', 0, 0, 'any'],
    ['nullif', 2, 2],
    ['searchmatch', 1, 1, 'boolean'],
    ['true', 0, 0, 'boolean'],
    ['validate', 2, ANY, 'pairs'],
  ],
  ConversionFunctions: [
    ['ipmask', 2, 2],
    ['printf', 1, ANY],
    ['toarray', 1, 1],
    ['tobool', 1, 1, 'boolean'],
    ['todouble', 1, 2],
    ['toint', 1, 2],
    ['tomv', 1, 1],
    ['tonumber', 1, 2],
    ['toobject', 1, 1],
    ['tostring', 1, 2],
  ],
  CryptographicFunctions: [
    ['md5', 1, 1],
    ['sha1', 1, 1],
    ['sha256', 1, 1],
    ['sha512', 1, 1],
  ],
  DateandTimeFunctions: [
    ['now', 0, 0],
    ['relative_time', 2, 2],
    ['strftime', 2, 2],
    ['strptime', 2, 2],
    ['time', 0, 0],
  ],
  InformationalFunctions: [
    ['isarray', 1, 1, 'boolean'],
    ['isbool', 1, 1, 'boolean'],
    ['isdouble', 1, 1, 'boolean'],
    ['isint', 1, 1, 'boolean'],
    ['ismv', 1, 1, 'boolean'],
    ['isnotnull', 1, 1, 'boolean'],
    ['isnull', 1, 1, 'boolean'],
    ['isnum', 1, 1, 'boolean'],
    ['isobject', 1, 1, 'boolean'],
    ['isstr', 1, 1, 'boolean'],
    ['typeof', 1, 1],
  ],
  JSONFunctions: [
    ['json', 1, 1],
    ['json_append', 3, ANY],
    ['json_array', 0, ANY],
    ['json_array_to_mv', 1, 2],
    ['json_delete', 2, ANY],
    ['json_entries', 1, 1],
    ['json_extend', 3, ANY],
    ['json_extract', 1, ANY],
    ['json_extract_exact', 1, ANY],
    ['json_has_key_exact', 2, 2, 'boolean'],
    ['json_keys', 1, 1],
    ['json_object', 0, ANY],
    ['json_set', 3, ANY],
    ['json_set_exact', 3, ANY],
    ['json_valid', 1, 1, 'boolean'],
    ['mv_to_json_array', 1, 2],
  ],
  MathematicalFunctions: [
    ['abs', 1, 1],
    ['ceil', 1, 1],
    ['ceiling', 1, 1],
    ['exact', 1, 1],
    ['exp', 1, 1],
    ['floor', 1, 1],
    ['ln', 1, 1],
    ['log', 1, 2],
    ['pi', 0, 0],
    ['pow', 2, 2],
    ['round', 1, 2],
    ['sigfig', 1, 1],
    ['sqrt', 1, 1],
  ],
  MultivalueEvalFunctions: [
    ['commands', 1, 1],
    ['mvappend', 1, ANY],
    ['mvcount', 1, 1],
    ['mvdedup', 1, 1],
    ['mvfilter', 1, 1],
    ['mvfind', 2, 2],
    ['mvindex', 2, 3],
    ['mvjoin', 2, 2],
    ['mvmap', 2, 3],
    ['mvrange', 2, 3],
    ['mvsort', 1, 1],
    ['mvzip', 2, 3],
    ['split', 2, 2],
  ],
  BitwiseFunctions: [
    ['bit_and', 1, ANY],
    ['bit_not', 1, 2],
    ['bit_or', 1, ANY],
    ['bit_shift_left', 2, 2],
    ['bit_shift_right', 2, 2],
    ['bit_xor', 1, ANY],
  ],
  StatisticalEvalFunctions: [
    ['avg', 1, ANY],
    ['max', 1, ANY],
    ['min', 1, ANY],
    ['random', 0, 0],
    ['sum', 1, ANY],
  ],
  TextFunctions: [
    ['len', 1, 1],
    ['lower', 1, 1],
    ['ltrim', 1, 2],
    ['replace', 3, 3],
    ['rtrim', 1, 2],
    ['spath', 2, 2],
    ['substr', 2, 3],
    ['trim', 1, 2],
    ['upper', 1, 1],
    ['urldecode', 1, 1],
  ],
  TrigFunctions: ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'sin', 'sinh', 'tan', 'tanh']
    .map((name): Written => [name, 1, 1])
    .concat([
      ['atan2', 2, 2],
      ['hypot', 2, 2],
    ]),
};

/**
 * Every function of https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonEvalFunctions, by its lower-case
 * name: a closed list.
 */
export const EVAL_FUNCTIONS: ReadonlyMap<string, EvalFunctionFact> = new Map(
  Object.entries(PAGES).flatMap(([page, functions]) =>
    functions.map(([name, min, max, kind]) => [
      name,
      {
        min,
        max,
        gives: kind === 'boolean' || kind === 'any' ? kind : 'value',
        page: BASE + page,
        ...(kind === 'pairs' ? { pairs: true as const } : {}),
      },
    ]),
  ),
);

/** What is wrong with a call of an eval function; null where nothing is. `args` is the number of its arguments. */
export function evalCallFault(name: string, args: number): string | null {
  const fact = EVAL_FUNCTIONS.get(name);
  if (!fact) return `The '${name}' function is unsupported or undefined.`;
  const fits = args >= fact.min && args <= fact.max && !(fact.pairs && args % 2 !== 0);
  return fits ? null : `The arguments to the '${name}' function are invalid.`;
}

import { withinTime } from '../../../core/time-limit.ts';
import { NotEvaluated } from '../outcome.ts';
import { type Translated, translatePcre } from './pcre.ts';

/** A compiled pattern of Splunk's. */
export interface Regex {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
  /** The first match at or after a position. */
  exec(text: string, from?: number): RegExpExecArray | null;
  /** PCRE's number of a group to the index in a match. */
  readonly groupIndex: readonly number[];
  /** Named groups, in the order of the pattern, to the index in a match. */
  readonly names: ReadonlyMap<string, number>;
}

/** Longer than any command line or event that a sample has. */
const MAX_TEXT = 100_000;
/**
 * What one match may take where the pattern can backtrack without end; Splunk has a limit of its own
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf, match_limit).
 */
const TIMEOUT_MS = 200;
/** From these lengths on, a match can take long: where the pattern has ways beyond counting, and where it has some for each place. */
const RISKY_TEXT = 24;
const LONG_TEXT = 2_000;

const cache = new Map<string, Regex>();
const CACHE_SIZE = 2_000;

/** Compiles a pattern; throws as `translatePcre` does. */
export function compileRegex(pattern: string, ignoreCase = false): Regex {
  const key = `${ignoreCase ? 'i' : 's'}${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  const regex = build(translatePcre(pattern, ignoreCase));
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(key, regex);
  return regex;
}

function build({ source, flags, groupIndex, names, risky }: Translated): Regex {
  const sticky = new RegExp(source, `${flags}g`);
  const run = (text: string, from: number): RegExpExecArray | null => {
    if (text.length > MAX_TEXT) throw new NotEvaluated(`regular expression over more than ${MAX_TEXT} characters`);
    sticky.lastIndex = from;
    return text.length < (risky ? RISKY_TEXT : LONG_TEXT) ? sticky.exec(text) : guarded(sticky, text);
  };
  return {
    test: (text) => run(text, 0) !== null,
    exec: (text, from = 0) => run(text, from),
    groupIndex,
    names,
  };
}

/** Runs a match that may never end where it can be stopped. */
function guarded(regex: RegExp, text: string): RegExpExecArray | null {
  try {
    return withinTime(TIMEOUT_MS, () => regex.exec(text));
  } catch {
    throw new NotEvaluated('regular expression that takes too long');
  }
}

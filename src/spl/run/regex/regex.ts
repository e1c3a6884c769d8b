import { createContext, Script } from 'node:vm';
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
    return risky ? guarded(sticky, text) : sticky.exec(text);
  };
  return {
    test: (text) => run(text, 0) !== null,
    exec: (text, from = 0) => run(text, from),
    groupIndex,
    names,
  };
}

interface Box {
  regex: RegExp | null;
  text: string;
}

let guard: { readonly box: Box; readonly script: Script; readonly context: object } | undefined;

/** Runs a match that may never end where it can be stopped. */
function guarded(regex: RegExp, text: string): RegExpExecArray | null {
  if (text.length < 24) return regex.exec(text);
  if (!guard) {
    const box: Box = { regex: null, text: '' };
    guard = { box, script: new Script('box.regex.exec(box.text)'), context: createContext({ box }) };
  }
  guard.box.regex = regex;
  guard.box.text = text;
  try {
    return guard.script.runInContext(guard.context, { timeout: TIMEOUT_MS });
  } catch {
    throw new NotEvaluated('regular expression that takes too long');
  } finally {
    guard.box.regex = null;
    guard.box.text = '';
  }
}

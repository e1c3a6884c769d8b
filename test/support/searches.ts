import type { Indicator } from '../../src/briefing/article.ts';
import type { HuntPart } from '../../src/classify/specific/behaviour.ts';
import { hashParts, networkParts } from '../../src/classify/specific/indicators.ts';
import { packageParts } from '../../src/classify/specific/package-search.ts';
import type { Condition, Search } from '../../src/quoting/search.ts';

/** Searches as an article's own hunts are rendered of them. */
export function networkSearch(title: string, indicators: readonly Indicator[]): Search {
  return searchOf(title, networkParts(indicators));
}

export function hashSearch(title: string, indicators: readonly Indicator[]): Search {
  return searchOf(title, hashParts(indicators));
}

export function packageSearch(title: string, packages: Parameters<typeof packageParts>[0]): Search {
  return searchOf(title, packageParts(packages));
}

/** The parts that have nothing to look for are left out, unless there is no other. */
function searchOf(title: string, parts: readonly HuntPart[]): Search {
  const own = parts.filter(({ where }) => hasValues(where));
  return { title, days: 30, parts: own.length > 0 ? own : parts };
}

function hasValues(condition: Condition): boolean {
  if ('field' in condition) return condition.values.length > 0;
  if ('none' in condition) return false;
  return ('any' in condition ? condition.any : condition.all).some(hasValues);
}

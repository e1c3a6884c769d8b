import { RE2JS } from 're2js';
import { QueryFailure } from './errors.ts';

/** Kusto's regular expressions are RE2's. https://learn.microsoft.com/kusto/query/regex */
const compiled = new Map<string, RE2JS>();
const MAX_KEPT = 2_000;

export function regexOf(pattern: string): RE2JS {
  let regex = compiled.get(pattern);
  if (!regex) {
    try {
      regex = RE2JS.compile(pattern);
    } catch (error) {
      throw new QueryFailure(
        `The regular expression ${JSON.stringify(pattern)} is not one of RE2: ${error instanceof Error ? error.message : error}`,
      );
    }
    if (compiled.size >= MAX_KEPT) compiled.clear();
    compiled.set(pattern, regex);
  }
  return regex;
}

export function matchesRegex(text: string, pattern: string): boolean {
  return regexOf(pattern).matcher(text).find();
}

/** All matches: the whole and each group, '' for one that took no part. */
export function allMatches(text: string, pattern: string): string[][] {
  const matcher = regexOf(pattern).matcher(text);
  const found: string[][] = [];
  while (matcher.find()) {
    found.push(Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? ''));
  }
  return found;
}

/** The first match: the whole and each group. */
export function firstMatch(text: string, pattern: string): string[] | null {
  const matcher = regexOf(pattern).matcher(text);
  if (!matcher.find()) return null;
  return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? '');
}

/** `\1` is the first group, `\0` the whole match. https://learn.microsoft.com/kusto/query/replace-regex-function */
export function replaceRegex(text: string, pattern: string, replacement: string): string {
  const matcher = regexOf(pattern).matcher(text);
  let result = '';
  let at = 0;
  while (matcher.find()) {
    result += text.slice(at, matcher.start());
    result += replacement.replace(/\\([\\\d])/g, (_, what: string) =>
      what === '\\' ? '\\' : Number(what) <= matcher.groupCount() ? (matcher.group(Number(what)) ?? '') : '',
    );
    at = matcher.end();
  }
  return result + text.slice(at);
}

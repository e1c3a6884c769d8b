import type { z } from 'zod';
import { counted } from '../core/counted.ts';
import { didYouMean } from '../core/nearest.ts';
import { keyPath } from './key-path.ts';

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'a web address',
  uuid: 'a UUID',
  guid: 'a UUID',
  email: 'a mail address',
  regex: 'of the right form',
};

/** What is wrong with a value, in words. Never shows the value, which may be a secret. An error map for `safeParse`. */
export function issueText(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return withMissing(issue.input, `must be ${TYPES[issue.expected] ?? issue.expected}${formOf(issue)}`);
    case 'invalid_value':
      return withMissing(issue.input, `must be ${oneOf(issue.values)}${meant(issue.input, issue.values)}`);
    case 'too_small':
      return smallest(issue);
    case 'too_big':
      return largest(issue);
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? `a valid ${issue.format}`}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => `there is no key "${key}" here${didYouMean(key, keysOf(issue))}`).join('; ');
    case 'invalid_union':
      return unionWords(issue);
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.map(({ message }) => message).join('; ');
    default:
      return 'is not valid here';
  }
}

/** What of YAML's form makes another thing of a value: `1` and `off` are no text without quotes, `"1"` is no number with them. */
function formOf({ expected, input }: RawIssue & { code: 'invalid_type' }): string {
  if (expected === 'string') return typeof input === 'number' || typeof input === 'boolean' ? ': put it in quotes' : '';
  if (expected === 'array') return isKeys(input) ? ' (put "- " before each entry)' : '';
  if (typeof input !== 'string') return '';
  if (expected === 'object' || expected === 'record')
    return /^\w+:\S/.test(input) ? ' (put a blank behind the colon)' : '';
  const plain = expected === 'boolean' ? /^(?:true|false)$/ : /^-?\d+(?:\.\d+)?$/;
  return plain.test(input) ? ' (take away the quotes)' : '';
}

function isKeys(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function withMissing(input: unknown, words: string): string {
  if (input === undefined) return `is missing: ${words}`;
  return input === null ? `has no value: ${words}` : words;
}

function smallest({ origin, minimum, inclusive, input }: RawIssue & { code: 'too_small' }): string {
  const least = inclusive === false ? Number(minimum) + 1 : Number(minimum);
  if (origin === 'string') return least === 1 ? 'may not be empty' : `needs at least ${counted(least, 'character')}`;
  if (Array.isArray(input)) return `needs at least ${counted(least, 'entry', 'entries')}`;
  return `must be ${inclusive === false ? 'more than' : 'at least'} ${minimum}`;
}

function largest({ origin, maximum, inclusive, input }: RawIssue & { code: 'too_big' }): string {
  if (origin === 'string') return `may have at most ${counted(Number(maximum), 'character')}`;
  if (Array.isArray(input)) return `may have at most ${counted(Number(maximum), 'entry', 'entries')}`;
  return `must be ${inclusive === false ? 'less than' : 'at most'} ${maximum}`;
}

function unionWords(issue: RawIssue & { code: 'invalid_union' }): string {
  if ('discriminator' in issue && issue.discriminator !== undefined) {
    const given = (issue.input as Readonly<Record<string, unknown>> | null)?.[issue.discriminator];
    const options = (issue.options ?? []) as readonly unknown[];
    return withMissing(given, `must be ${oneOf(options)}${meant(given, options)}`);
  }
  // An option that only has errors inside is the one that was meant; otherwise the value is none of them.
  const [inside] = issue.errors
    .filter((issues) => issues.every(({ path, code }) => path.length > 0 || isAboutKeys(code)))
    .sort((a, b) => distance(a) - distance(b));
  if (inside) return inside.map((one) => withPath(fixedIn(one, issue.errors))).join('; ');
  const words = [...new Set(issue.errors.map((issues) => issues.map(({ message }) => message).join(' and ')))];
  return words.map((one, index) => (index === 0 ? one : one.replace(/^must be /, ''))).join(', or ');
}

/** A key whose value tells the options apart may have the value of any of them. */
function fixedIn(issue: Issue, options: readonly (readonly Issue[])[]): Issue {
  if (!isFixed(issue)) return issue;
  const same = options
    .flat()
    .filter(isFixed)
    .filter(({ path }) => path.join('.') === issue.path.join('.'));
  return { ...issue, message: `must be ${oneOf([...new Set(same.flatMap(({ values }) => values))])}` };
}

function isFixed(issue: Issue): issue is Issue & { code: 'invalid_value' } {
  return issue.code === 'invalid_value' && issue.values.length === 1;
}

/** How far a value is from an option: one that a fixed value rules out is the farthest, then one that lacks keys of it. */
function distance(issues: readonly Issue[]): number {
  const weights = issues.map((issue) => {
    if (isFixed(issue)) return 100;
    return issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1;
  });
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function isAboutKeys(code: string): boolean {
  return code === 'unrecognized_keys';
}

function withPath({ path, message }: Issue): string {
  return path.length === 0 ? message : `${keyPath(path)}: ${message}`;
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function meant(given: unknown, values: readonly unknown[]): string {
  const known = values.filter((value) => typeof value === 'string');
  return typeof given === 'string' ? didYouMean(given, known) : '';
}

/** The keys that the object's schema has. */
function keysOf({ inst }: RawIssue): string[] {
  const definition = inst?._zod.def as { readonly shape?: Readonly<Record<string, unknown>> } | undefined;
  return Object.keys(definition?.shape ?? {});
}

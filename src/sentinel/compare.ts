import { hashOf } from '../core/hash.ts';
import type { ActualObject } from '../sync/types.ts';
import { extraTagsOf } from './native.ts';

/** Equal but for the version tag. White space that a store normalises is no difference, nor is the order of tags. */
export function isSame(a: ActualObject | null, b: ActualObject | null): boolean {
  return a === null || b === null ? a === b : differences(a, b).length === 0;
}

/** What differs between two objects: names of managed fields, `marker`, and `extra` for what others have added. */
export function differences(a: ActualObject, b: ActualObject): readonly string[] {
  const names = [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])];
  return [
    ...names.filter((name) => normalised(a.fields[name]) !== normalised(b.fields[name])),
    ...(hashOf(a.marker) === hashOf(b.marker) ? [] : ['marker']),
    ...(hashOf(extraOf(a)) === hashOf(extraOf(b)) ? [] : ['extra']),
  ];
}

/** Without blanks at its ends, and with one form of line ends. */
function normalised(text = ''): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

function extraOf(object: ActualObject): unknown {
  const tags = extraTagsOf(object).map(({ name, value }) => JSON.stringify([name, value]));
  return { ...object.extra, tags: tags.sort() };
}

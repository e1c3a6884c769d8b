import type { NativeField } from './events/index.ts';
import {
  eitherOf,
  type NativeCondition,
  type NativeFieldCondition,
  type NativePart,
  nativeParts,
} from './native-search.ts';
import type { Search } from './search.ts';
import { splAny, splComment, splContains, splEndsWith, splIn, splStartsWith } from './spl.ts';

/**
 * A search over CIM data models: the parts one after the other, times readable, what is rare first. Null where no part has anything to
 * look for. The look-back belongs to the dispatch window, and notes are left out, because a search is stored on one line.
 */
export function splSearch(search: Search): string | null {
  const [first, ...more] = joined(nativeParts(search, 'cim')).flatMap((part) => tstats(part) ?? []);
  if (first === undefined) return null;
  return [
    splComment(search.title),
    ...first.lines,
    ...more.flatMap(({ lines }) => ['| append [', ...lines.map((line) => `    ${line}`), '  ]']),
    '| sort 0 + count - lastTime',
    '| `security_content_ctime(firstTime)`',
    '| `security_content_ctime(lastTime)`',
  ].join('\n');
}

/** Parts that read the same and group it alike are one. */
function joined(parts: readonly NativePart[]): NativePart[] {
  const byKey = new Map<string, NativePart>();
  for (const part of parts) {
    const key = JSON.stringify([part.source, part.given ?? null, part.by.map(({ name }) => name)]);
    const known = byKey.get(key);
    const show = known ? [...known.show, ...part.show] : [];
    byKey.set(
      key,
      known
        ? {
            ...known,
            where: eitherOf([known.where, part.where]),
            show: show.filter(({ name }, at) => show.findIndex((other) => other.name === name) === at),
          }
        : part,
    );
  }
  return [...byKey.values()];
}

/** tstats drops an event that lacks one of the fields after `by`; the others are collected. */
function tstats({ source, given, where, by, show }: NativePart): { readonly lines: readonly string[] } | null {
  const object = source.slice(source.indexOf('.') + 1);
  const found = render(where, object);
  if (found === null) return null;
  const condition = given ? `${splIn(`${object}.${given.field}`, given.values)} ${found}` : found;
  return {
    lines: [
      '| tstats `summariesonly` count min(_time) as firstTime max(_time) as lastTime',
      ...(show.length > 0
        ? [`    ${show.map((field) => `values(${fullName(field, object)}) as ${field.name}`).join(' ')}`]
        : []),
      `    from datamodel=${source}`,
      `    where ${condition}`,
      `    by ${by.map((field) => fullName(field, object)).join(' ')}`,
      `| \`drop_dm_object_name(${object})\``,
    ],
  };
}

function fullName({ name, child }: NativeField, object: string): string {
  return child === undefined ? `${object}.${name}` : `${object}.${child}.${name}`;
}

function render(condition: NativeCondition, object: string): string | null {
  if ('none' in condition) {
    const denied = render(condition.none, object);
    return denied && `NOT (${denied})`;
  }
  if (!('all' in condition)) return splAny(alternatives(condition, object));
  const texts = condition.all.map((one) => render(one, object));
  return texts.includes(null) ? null : texts.join(' ');
}

function alternatives(condition: NativeCondition, object: string): (string | null)[] {
  if ('any' in condition) return condition.any.flatMap((one) => alternatives(one, object));
  if ('field' in condition) return testsOf(condition, object);
  const text = render(condition, object);
  return [text === null ? null : `(${text})`];
}

function testsOf({ field, operator, values }: NativeFieldCondition, object: string): (string | null)[] {
  const name = fullName(field, object);
  // Among other values, or within an address, a value is found as a part of the text.
  if ((field.form === 'list' || field.form === 'url') && operator !== 'matches') return [splContains(name, values)];
  switch (operator) {
    case 'is':
      return [splIn(name, values)];
    case 'host': {
      const below = values.map((host) => `.${host}`);
      return [splIn(name, values), splEndsWith(name, below)];
    }
    case 'contains':
    case 'words':
      return [splContains(name, values)];
    case 'starts':
      return [splStartsWith(name, values)];
    case 'ends':
      return [splEndsWith(name, values)];
    case 'matches':
      // tstats knows wildcards only.
      return [];
  }
}

import { expect, test } from 'vitest';
import { assigned } from '../../src/core/assigned.ts';
import { madeObject, onShelf, withMadeParts } from '../../src/core/made-parts.ts';
import { createShelf } from '../../src/core/shelf.ts';

const packed = () => createShelf({ plain: 0, block: 1 });

test('parts that are read when they are asked for are properties like others', () => {
  const object = withMadeParts({ key: 'a' }, ['text', 'list'], packed().put({ text: 'long', list: ['x'] }));
  expect(object).toEqual({ key: 'a', text: 'long', list: ['x'] });
  expect({ ...object, key: 'b' }).toStrictEqual({ key: 'b', text: 'long', list: ['x'] });
  expect(JSON.stringify(object)).toBe('{"key":"a","text":"long","list":["x"]}');
  const { text, ...rest } = object;
  expect([text, rest]).toEqual(['long', { key: 'a', list: ['x'] }]);
  expect('text' in object && Object.hasOwn(object, 'list')).toBe(true);
  expect(Object.keys(object)).toEqual(['key', 'text', 'list']);
});

test('nothing is read before, nor by a copy of what holds it', () => {
  const asked: string[] = [];
  const made = madeObject<{ spl: string; kql: string }>(['spl', 'kql'], {
    read(name) {
      asked.push(name);
      return { spl: 'search', kql: 'T' };
    },
  });
  const holder = { title: 't', queries: made };
  const copy = { ...holder, title: 'u' };
  expect(Object.keys(copy.queries)).toEqual(['spl', 'kql']);
  expect(asked).toEqual([]);
  expect(copy.queries.kql).toBe('T');
  expect(asked).toEqual(['kql']);
});

test('what has no value stays absent', () => {
  const value: { a: string; b?: string } = { a: 'x' };
  const object = onShelf(packed(), value);
  expect(object).toStrictEqual({ a: 'x' });
  expect('b' in object).toBe(false);
});

test('objects are put together as a spread does', () => {
  expect(assigned({ a: 1, b: 2 }, { b: 3, c: 4 })).toStrictEqual({ a: 1, b: 3, c: 4 });
  const one = { a: 1 };
  assigned(one, { b: 2 });
  expect(one).toStrictEqual({ a: 1 });
});

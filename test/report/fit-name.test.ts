import { expect, test } from 'vitest';
import { fitName } from '../../src/report/fit-name.ts';

const LONG = 'Package update carries a second install script';

test('a name that fits stays as it is', () => {
  expect(fitName(`${LONG} - part 2`, 80)).toBe(`${LONG} - part 2`);
});

test('names of one hunt differ where they are cut as well', () => {
  const names = [LONG, `${LONG} - part 2`, `${LONG} - part 12`].map((name) => fitName(name, 32));
  expect(names.map((name) => name.slice(name.indexOf('…')))).toEqual(['…', '… - part 2', '… - part 12']);
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(32);
});

import { describe, expect, test } from 'vitest';
import { checkText } from '../../src/spl/checks/index.ts';
import { splEnvironment } from '../../src/spl/environment.ts';
import { positionOf } from '../../src/spl/finding.ts';
import { GOOD_INSIDE, INSIDE } from './inside.ts';
import { check, NO_EXTRAS } from './support.ts';

describe('inside commands', () => {
  test.each(INSIDE)('%j', (source, expected) => {
    const told = checkText(source, splEnvironment(NO_EXTRAS)).findings.map(({ code, start }) => {
      const { line, column } = positionOf(source, start);
      return `${line}:${column} ${code}`;
    });
    expect(told).toEqual(expected);
  });

  test.each(GOOD_INSIDE)('nothing to say: %j', (source) => {
    const { verdict, problems } = check(source);
    expect({ verdict, errors: problems.filter(({ severity }) => severity === 'error') }).toEqual({
      verdict: 'ready',
      errors: [],
    });
  });

  test('the stage that lost a field is named', () => {
    const [gone] = check('index=main | top user | eval y=lower(host)').problems;
    expect(gone?.message).toContain('eval uses host, which top does not leave (user, count, percent)');
    const [renamed] = check('index=main | rename user AS u | fields - u | where user="x"').problems;
    expect(renamed?.message).toContain('which rename called u');
  });
});

describe('fields that came after CIM 4.20', () => {
  const source = '| tstats count from datamodel=Endpoint.Filesystem by Filesystem.dest Filesystem.process_name';

  test.each([
    ['4.20.0', 'repaired', 1],
    ['5.3', 'ready', 1],
    ['8.5.0', 'ready', 0],
    ['9.0', 'ready', 0],
  ])('with version %s: %s', (cimVersion, verdict, warnings) => {
    const query = check(source, { cimVersion });
    expect(query).toMatchObject({ verdict, problems: { length: warnings } });
  });
});

import { describe, expect, it } from 'vitest';
import type { Sample, Samples } from '../../src/knowledge/samples.ts';
import type { Uncovered } from '../../src/knowledge/use-case.ts';
import type { Evaluation, Proving, Row } from '../../src/prove/language.ts';
import { proveUseCase } from '../../src/prove/use-case.ts';

const HOUR = new Date('2027-03-10T10:00:00Z');

/** A language whose queries are conditions on one row. */
function language(query: (row: Row, now: Date) => boolean, evaluation?: Evaluation): Proving {
  return {
    schema: 'tables',
    complete: (_, fields, { at }) => ({ ...fields, at: at.getTime() }),
    run: (_, { tables }, now) => {
      const rows = Object.values(tables).flatMap((table) => table.filter((row) => query(row, now)));
      return evaluation ?? { status: 'evaluated', columns: [], rows };
    },
    prepare: () => ({ sketch: null, run: () => ({ status: 'evaluated', columns: [], rows: [] }) }),
    lookback: () => 86_400,
    allowed: () => [],
  };
}

function process(name: string, commandLine: string): Sample {
  return {
    name,
    events: [{ kind: 'process', minutesAgo: 60, fields: { name: 'a.exe', commandLine }, native: {} }],
    rows: {},
    lookups: {},
  };
}

interface Given extends Partial<Samples> {
  readonly doesNotCover?: readonly Uncovered[];
}

function prove(proving: Proving | null, { doesNotCover = [], ...samples }: Given) {
  const target = { kind: 'k', language: 'l', title: 'L', proving, queries: [{ text: 'q' }] };
  return proveUseCase(target, { samples: { fires: [], quiet: [], ...samples }, doesNotCover, hour: HOUR });
}

const line = (row: Row) => String(row['ProcessCommandLine']);
const ANY_CASE = language((row) => /evil/i.test(line(row)));

describe('a use case on its samples', () => {
  it('is proved where all is found that must be and nothing else', () => {
    const { verdict, problems, outcomes } = prove(ANY_CASE, {
      fires: [process('f', 'a.exe evil')],
      quiet: [process('q', 'a.exe')],
    });
    expect([verdict, problems]).toEqual(['proved', []]);
    expect(outcomes.find(({ sample, variant }) => sample === 'f' && variant === null)).toMatchObject({
      found: 12,
      runs: 12,
    });
    expect(outcomes.some(({ variant }) => variant === 'letter-case')).toBe(true);
  });

  it.each<[string, Proving, Given, string[]]>([
    ['a sample is missed', ANY_CASE, { fires: [process('f', 'a.exe')] }, ['"f" is not found']],
    [
      'a look-alike is found',
      ANY_CASE,
      { quiet: [process('q', 'evil')] },
      [
        '"q" is found and must not be',
        '"q" (window-end) is found and must not be',
        '"q" (window-start) is found and must not be',
      ],
    ],
    [
      'a variant is missed',
      language((row) => line(row).includes('evil')),
      { fires: [process('f', 'a.exe evil')] },
      ['"f" (letter-case) is not found'],
    ],
    [
      'some minutes of the hour miss it',
      language((row, now) => line(row).includes('evil') && now.getUTCMinutes() % 10 === 0),
      { fires: [process('f', 'evil')] },
      ['"f" is not found (6 of 12 minutes of the hour find it)'],
    ],
    [
      'the query fails',
      language(() => true, { status: 'failed', message: 'no such column' }),
      { fires: [process('f', 'evil')] },
      ['"f": the query fails: no such column'],
    ],
    [
      'what it says that it misses is found',
      ANY_CASE,
      { fires: [process('f', 'evil')], doesNotCover: [{ name: 'f', reason: 'r' }] },
      ['doesNotCover names "f", which is found'],
    ],
  ])('fails where %s', (_, proving, samples, problems) => {
    expect(prove(proving, samples)).toMatchObject({ verdict: 'failed', problems });
  });

  const CASED = language((row) => line(row).includes('evil'));
  it.each([
    ['a sample', { fires: [process('f', 'a.exe')], doesNotCover: [{ name: 'f', reason: 'r' }] }],
    [
      'a kind of variant',
      { fires: [process('f', 'a.exe evil')], doesNotCover: [{ name: 'letter-case', reason: 'r' }] },
    ],
    [
      'a variant of one sample',
      { fires: [process('f', 'a.exe evil')], doesNotCover: [{ name: 'letter-case of f', reason: 'r' }] },
    ],
    ['one language', { fires: [process('f', 'a.exe')], doesNotCover: [{ name: 'f', reason: 'r', languages: ['l'] }] }],
    ['what no sample shows', { fires: [process('f', 'evil=1')], doesNotCover: [{ name: 'x', reason: 'r' }] }],
  ])('may miss what it says: %s', (_, samples) => {
    expect(prove(CASED, samples)).toMatchObject({ verdict: 'proved', problems: [] });
  });

  it('may not miss what it says of another language', () => {
    const doesNotCover = [{ name: 'f', reason: 'r', languages: ['m'] }];
    expect(prove(CASED, { fires: [process('f', 'a.exe')], doesNotCover }).verdict).toBe('failed');
  });

  it('is not evaluated where nothing runs it, and has no verdict without samples', () => {
    const unknown = language(() => true, { status: 'not-evaluated', reasons: ['operator x', 'function y'] });
    expect(prove(unknown, { fires: [process('f', 'evil')] })).toMatchObject({
      verdict: 'not-evaluated',
      problems: ['"f": not evaluated: operator x; function y'],
    });
    expect(prove(null, { fires: [process('f', 'evil')] }).verdict).toBe('not-evaluated');
    expect(prove(ANY_CASE, {}).verdict).toBe('none');
  });

  it('wants a sample that no source of the language shows to be named, and no silence of it', () => {
    const sample: Sample = {
      name: 's',
      events: [],
      rows: { m: [{ table: 'T', minutesAgo: 1, row: {} }] },
      lookups: {},
    };
    expect(prove(ANY_CASE, { quiet: [sample] })).toMatchObject({ verdict: 'proved', outcomes: [] });
    expect(prove(ANY_CASE, { fires: [sample] })).toMatchObject({ problems: ['"s": not evaluated: no rows for L'] });
    expect(prove(ANY_CASE, { fires: [sample], doesNotCover: [{ name: 's', reason: 'r' }] }).verdict).toBe('proved');
  });
});

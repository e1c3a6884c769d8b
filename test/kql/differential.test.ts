import { describe, expect, it } from 'vitest';
import { CORPORA } from '../support/corpora.ts';
import { kqlBlocks } from '../support/kql-blocks.ts';
import { KINDS } from './differential/kinds.ts';
import { compare, differential, type Outcome } from './differential/run.ts';

/*
 * A query of Defender and its translation are run by our evaluator on the same rows, made for the query and mixed at random, in the
 * schema of each: the same rows must come out.
 */

const unequal = (outcomes: readonly Outcome[]) => outcomes.filter(({ kind }) => kind === 'unequal');

describe('a translated query gives the rows of its original', () => {
  it.each(KINDS)('%s', (_, query) => {
    const outcomes = differential(query);
    expect(outcomes).toMatchObject([{ kind: 'equal' }]);
    expect(outcomes[0]?.kind === 'equal' && outcomes[0].hits).toBeGreaterThan(0);
  });

  it.each<[what: string, original: string, translation: string]>([
    [
      'a table without a time of its own takes the name',
      'DeviceTvmSoftwareVulnerabilities | join kind=inner (DeviceEvents) on DeviceId | where Timestamp > ago(3d)',
      'DeviceTvmSoftwareVulnerabilities | join kind=inner (DeviceEvents) on DeviceId | where TimeGenerated > ago(3d)',
    ],
    [
      'the wrong side of a join',
      'DeviceEvents | join kind=inner (DeviceFileEvents) on DeviceName | project Timestamp1',
      'DeviceEvents | join kind=inner (DeviceFileEvents) on DeviceName | project Timestamp1 = TimeGenerated',
    ],
    [
      'a column compared with itself',
      'let Limit = ago(1d); DeviceEvents | where Timestamp > Limit',
      'DeviceEvents | where TimeGenerated >= TimeGenerated',
    ],
    ['a condition lost', 'DeviceEvents | where ActionType == "a"', 'DeviceEvents'],
    ['a column lost', 'DeviceEvents | project Timestamp, ActionType', 'DeviceEvents | project TimeGenerated'],
    ['a query that fails', 'DeviceEvents | where ActionType == "a"', 'DeviceEvents | where Timestamp > ago(1d)'],
  ])('a wrong translation is told: %s', (_, original, translation) => {
    expect(compare(original, translation)).toMatchObject({ kind: 'unequal' });
  });
});

describe.each(CORPORA)('$name', ({ folder, present, small }) => {
  it.skipIf(!present)('has no query whose translation gives other rows', () => {
    const outcomes = kqlBlocks(folder).flatMap(differential);
    expect(unequal(outcomes)).toEqual([]);
    const of = (kind: Outcome['kind']) => outcomes.filter((one) => one.kind === kind);
    expect(of('equal').length).toBeGreaterThanOrEqual(small ? 10 : 100);
    expect(of('not run').length / outcomes.length).toBeLessThan(small ? 0.2 : 0.1);
    const hit = outcomes.filter((one) => one.kind === 'equal' && one.hits > 0);
    expect(hit.length / of('equal').length).toBeGreaterThan(0.95);
  });
});

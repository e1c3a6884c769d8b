import { describe, expect, test } from 'vitest';
import { checkSpl } from '../../../src/spl/check.ts';
import { drilldownsOf, rewriteDrilldowns } from '../../../src/splunk/enterprise-security/drilldowns.ts';
import { subjectOf } from '../../../src/splunk/enterprise-security/subject.ts';

const SEARCH =
  '| tstats count from datamodel=Endpoint.Processes by Processes.dest Processes.user | `drop_dm_object_name(Processes)`';
const drilldowns = (search: string) => drilldownsOf(search, subjectOf(search));

describe('drill-down searches', () => {
  test('repeat the hunt for whom the finding is about, over the time that it is from', () => {
    expect(drilldowns(SEARCH)[0]).toEqual({
      name: 'Results of this hunt for $dest$, $user$',
      search: `${SEARCH}\n| search dest="$dest$" user="$user$"`,
      earliest_offset: '$info_min_time$',
      latest_offset: '$info_max_time$',
    });
  });

  test('show the risk of each', () => {
    expect(drilldowns(SEARCH).map(({ name }) => name)).toEqual([
      'Results of this hunt for $dest$, $user$',
      'Risk of $dest$ in the week before',
      'Risk of $user$ in the week before',
    ]);
  });

  test('are searches that Splunk runs once the tokens are filled', () => {
    for (const { search } of drilldowns(SEARCH)) {
      const filled = search.replace(/\$\w+\$/g, 'WS-01');
      const problems = checkSpl(filled, {
        environment: { macros: [], commands: [], lookups: [], dataModels: {} },
      }).problems;
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  test('a hunt that names nobody is repeated as it is', () => {
    const search = '| tstats count from datamodel=Endpoint.Processes by Processes.process_name';
    expect(drilldowns(search)).toEqual([expect.objectContaining({ name: 'Results of this hunt', search })]);
  });

  test('a search in which a token would be read, or that is very long, is not repeated', () => {
    expect(drilldowns(`${SEARCH} | regex user="^adm$|^root$"`).map(({ name }) => name)).toEqual([
      'Risk of $dest$ in the week before',
      'Risk of $user$ in the week before',
    ]);
    expect(drilldowns(`${SEARCH} | where user="${'x'.repeat(20_000)}"`)).toHaveLength(2);
  });

  test('are rewritten one by one', () => {
    const text = JSON.stringify(drilldowns(SEARCH));
    const rewritten = JSON.parse(rewriteDrilldowns(text, (search) => search.toUpperCase()));
    expect(rewritten[0].search).toBe(drilldowns(SEARCH)[0]?.search.toUpperCase());
    expect(rewritten[0].name).toBe(drilldowns(SEARCH)[0]?.name);
    expect(rewriteDrilldowns('', () => 'x')).toBe('');
  });
});

import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { checkSpl } from '../../src/spl/check.ts';
import { filterMacroName, withFilterMacros, withoutFilterMacro } from '../../src/spl/filter-macros.ts';
import { parseMacrosConf, shippedMacros } from '../../src/spl/macros.ts';
import { compileSpl } from '../../src/spl/run/index.ts';
import { withFilterMacro } from '../../src/spl/with-filter-macro.ts';
import { NO_EXTRAS } from '../support/siems.ts';

const OWN = loadCatalogue().flatMap(({ id, queries: { spl } }) => (spl === undefined ? [] : [{ id, spl }]));
const checked = (spl: string) => checkSpl(spl, { environment: NO_EXTRAS });

describe('the filter of a use case', () => {
  test('is the last command of every search of our catalogue, which the checks then pass as before', () => {
    for (const { id, spl } of OWN) {
      const before = checked(spl);
      const after = withFilterMacro(before, id, NO_EXTRAS);
      expect(after.text, id).toMatch(new RegExp(`\\| \`${filterMacroName(id)}\`$`));
      expect(after.additions, id).toEqual(['filter-macro']);
      expect(after.repairs, id).toEqual(before.repairs);
      expect(checked(after.text), id).toMatchObject({ verdict: 'ready', text: after.text });
      expect(withoutFilterMacro(after.text), id).toBe(before.text.trimEnd());
    }
  });

  test('is a macro of the app, empty, for each of them', () => {
    for (const { id } of OWN) {
      expect(shippedMacros().get(filterMacroName(id)), id).toMatchObject({
        args: [],
        definition: 'search *',
        kind: 'command',
      });
    }
  });

  test('lets every row through as it is shipped, and what a site puts in does not', () => {
    const query = withFilterMacro(checked('index=a | stats count by user'), 'UC_LSASS', NO_EXTRAS);
    const now = new Date('2026-06-01T00:00:00Z');
    const options = { now, window: { earliest: new Date('2026-05-01T00:00:00Z'), latest: now } };
    const row = (user: string) => ({ _time: Date.parse('2026-05-20T00:00:00Z') / 1000, index: 'a', user });
    const data = { tables: { events: [row('ann'), row('svc_scan')] } };
    const usersOf = (text: string) => {
      const found = compileSpl(text, NO_EXTRAS)(data, options);
      return found.status === 'evaluated' ? found.rows.map(({ user }) => user) : found;
    };
    expect(usersOf(query.text)).toEqual(['ann', 'svc_scan']);
    expect(usersOf(query.text.replace('`huntsync_uc_lsass_filter`', 'search NOT user="svc_scan"'))).toEqual(['ann']);
  });

  test('is left out where the checks would not pass the search with it', () => {
    const query = checked('index=a | stats count by user');
    const open = { ...query, text: `${query.text} \`\`\` a comment that does not end` };
    expect(withFilterMacro(open, 'UC_LSASS', NO_EXTRAS)).toBe(open);
    expect(withFilterMacro(query, 'UC_NOT_OURS', NO_EXTRAS)).toBe(query);
  });
});

describe('macros.conf', () => {
  test('keeps what stands before the filters, and has one for each use case, however often it is made', () => {
    const once = withFilterMacros('[own]\ndefinition = (index=a)\niseval = 0\n', ['UC_B', 'UC_A']);
    expect(withFilterMacros(once, ['UC_B', 'UC_A'])).toBe(once);
    expect([...parseMacrosConf(once).keys()]).toEqual(['own', 'huntsync_uc_a_filter', 'huntsync_uc_b_filter']);
    expect([...parseMacrosConf(withFilterMacros(once, ['UC_A'])).keys()]).toEqual(['own', 'huntsync_uc_a_filter']);
  });
});

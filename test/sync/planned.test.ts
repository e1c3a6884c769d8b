import { expect, test } from 'vitest';
import { planEmpty } from '../../src/sync/planned.ts';
import { makeArticle, makeChecked, makeMany, makePlanContext } from '../support/hunts.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';

const platform = createMemoryPlatform(createMemoryServer());

test('an empty platform gets every hunt that may be pushed, and no request is sent', () => {
  const hunts = makeMany(3);
  const planned = planEmpty(platform, hunts, makePlanContext(hunts));
  expect(planned.objects.map(({ op, key }) => `${op} ${key}`)).toEqual(hunts.map(({ hunt }) => `create ${hunt.key}`));
  expect(planned.hunts).toEqual(new Set(hunts.map(({ hunt }) => hunt.key)));
  expect(planned.leftOut).toEqual([]);
  expect(platform.requests()).toBe(0);
});

test('what is left out says why: refused, rejected earlier, or out of use by policy; each once', () => {
  const empty = makeChecked({ key: 'uc:EMPTY', title: 'Empty', spl: ' ' });
  const old = makeChecked({ key: 'uc:OLD', title: 'Old', articles: [makeArticle('Old', '2020-01-01')] });
  const fine = makeChecked({ key: 'uc:FINE', title: 'Fine', spl: 'fine' });
  const hunts = [empty, old, fine];
  const rejected = [{ key: 'uc:WRONG', name: 'Wrong', problems: [{ code: 'x', message: 'x' }] }];
  const planned = planEmpty(platform, hunts, { ...makePlanContext(hunts), retireAfterDays: 365, rejected });
  expect([...planned.hunts]).toEqual(['uc:FINE']);
  expect(planned.leftOut).toEqual(
    [
      { ...rejected[0], reason: 'rejected' },
      {
        key: 'uc:EMPTY',
        name: 'Empty',
        reason: 'rejected',
        problems: [{ code: 'empty-query', message: 'The query is empty.' }],
      },
      { key: 'uc:OLD', name: 'Old', reason: 'policy', problems: [] },
    ].map((one) => (one.key === 'uc:EMPTY' ? { ...one, name: 'Empty' } : one)),
  );
});

test('several statements of a hunt are several objects of one hunt', () => {
  const { hunt, queries } = makeChecked({ key: 'uc:TWO', title: 'Two' });
  const [query] = queries['memory'] ?? [];
  if (!query) throw new Error('no query');
  const both = [{ hunt, queries: { memory: [query, { ...query, text: 'another' }] } }];
  const planned = planEmpty(platform, both, makePlanContext(both));
  expect(planned.objects.map(({ key }) => key)).toEqual(['uc:TWO', 'uc:TWO#2']);
  expect([...planned.hunts]).toEqual(['uc:TWO']);
  const old = { ...makePlanContext(both), requested: new Set(['uc:TWO']) };
  expect(planEmpty(platform, both, old).leftOut.map(({ key, name }) => [key, name])).toEqual([
    ['uc:TWO', 'Two'],
    ['uc:TWO#2', 'Two'],
  ]);
});

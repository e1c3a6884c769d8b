import { expect, test } from 'vitest';
import { createSplProver } from '../../src/spl/proved.ts';
import { HANG_MS } from '../support/hang.ts';
import { NO_EXTRAS } from './support.ts';

/** Time alone must not end what this file is about. */
const prove = createSplProver({ environment: NO_EXTRAS, timeoutMs: HANG_MS });

const again = (times: number, command: string) => Array.from({ length: times }, () => command).join(' ');

/** Searches of some hundred characters that would take for ever, or fill the memory. */
const BOMBS: Readonly<Record<string, string>> = {
  'alternatives that are the same, extracted': `index=main | rex field=x "^(?<y>(?:\\w|a)+)$" | eval x="${'a'.repeat(60)}!" | rex field=x "^(?<y>(?:\\w|a)+)$"`,
  'alternatives that are the same, replaced': `index=main | eval x=replace("${'a'.repeat(60)}!","^(?:a|a)+$","b")`,
  'a text that is doubled': `index=main | eval x=a.b ${again(60, '| eval x=x.x')} | where x="q"`,
  'a sum that is doubled': `index=main | eval x=a+b ${again(60, '| eval x=x+x')} | where x>5`,
  'a choice between the same': `index=main | eval x=if(a=1,b,c) ${again(60, '| eval x=if(a=2,x,x)')} | where x="q"`,
  'a long text in each of many rows': `| makeresults count=1000 | eval x="a" ${again(19, '| eval x=x.x')} ${Array.from({ length: 60 }, (_, n) => `| eval y${n}=upper(x)`).join(' ')}`,
  stars: `index=main | eval ${'a'.repeat(3000)}=1 | fields ${'*a'.repeat(30)}*b`,
};

test.each(Object.entries(BOMBS))('%s', (_, search) => {
  const { verdict, proof } = prove(search);
  expect(verdict).toBe('ready');
  expect(proof?.verdict).not.toBe('dead');
});

test('flags of sed', () => {
  expect(prove(`index=main | rex mode=sed field=x "s/a/b/${'0'.repeat(90)}x"`).problems).toMatchObject([
    { code: 'spl-sed' },
  ]);
});

test.each(['a+', 'a.', 'a AND ', 'a=1 OR '])(
  'an expression of %j, thousands of times, stops no other search',
  (part) => {
    const [verdict] = [prove(`index=main | eval x=${part.repeat(60_000 / part.length)}1`)];
    expect(['ready', 'rejected']).toContain(verdict.verdict);
    expect(prove(`index=main | where ${part.repeat(60_000 / part.length)}1`)).toMatchObject({
      text: expect.any(String),
    });
  },
);

test('a search that its checks do not get through in time is rejected, and no other', () => {
  const hurried = createSplProver({ environment: NO_EXTRAS, timeoutMs: 1 });
  const long = `index=main ${again(2000, '| eval a=b')}`;
  expect(hurried(long)).toMatchObject({
    text: long,
    verdict: 'rejected',
    problems: [{ code: 'spl-unanswered', severity: 'error' }],
  });
});

import { describe, expect, it } from 'vitest';
import { createSplProving } from '../../../src/spl/prove/index.ts';
import { NO_EXTRAS } from '../support.ts';

const proving = createSplProving(NO_EXTRAS);
const NOW = new Date('2027-03-10T10:00:00Z');

describe('events', () => {
  it('have the default fields, and what add-ons fill of their dataset', () => {
    const event = proving.complete('Endpoint.Processes', { dest: 'ws1', process: 'a' }, { at: NOW, number: 2 });
    expect(event).toMatchObject({ _time: NOW.toISOString(), host: 'ws1', process_id: '20002', action: 'allowed' });
    const web = proving.complete('Web.Web', { url: 'https://h.example/p', url_domain: 'own' }, { at: NOW, number: 1 });
    expect(web['url_domain']).toBe('own');
  });

  it('are where their addresses are', () => {
    expect(
      proving.lookups?.([{ fields: { address: '203.0.113.9', country: 'NL' } }, { fields: { address: 'x' } }]),
    ).toEqual({
      iplocation: [{ ip: '203.0.113.9', Country: 'NL' }],
    });
  });
});

describe('the window of a search', () => {
  const tables = {
    events: [proving.complete('events', { a: 'b' }, { at: new Date('2027-03-08T10:00:00Z'), number: 1 })],
  };
  it.each([
    ['is a day where nothing says how long', undefined, 0],
    ['is what stands beside it', { earliest: '-7d@h', latest: 'now' }, 1],
  ])('%s', (_, window, found) => {
    const outcome = proving.run({ text: 'index=main a=b', window }, { tables }, NOW);
    expect(outcome).toMatchObject({ status: 'evaluated' });
    expect(outcome.status === 'evaluated' && outcome.rows.length).toBe(found);
  });

  it.each([
    ['-7d@h', 'index=main', 7 * 86_400],
    ['-7d@h', 'index=main earliest=-30d@d', 30 * 86_400 + 10 * 3600],
    ['0', 'index=main', null],
  ])('from %s of %s', (earliest, text, seconds) => {
    expect(proving.lookback({ text, window: { earliest } }, NOW)).toBe(seconds);
  });
});

describe('what a search forgives', () => {
  it.each<[string, string[]]>([
    ['index=a NOT user IN ("b","c") d=e', ['b', 'c']],
    ['index=a NOT (user="b" OR host="c") d="e"', ['b', 'c']],
    ['index=a | where NOT match(url, "x\\.example$") AND y="z"', ['x\\.example$']],
    ['index=a user!="b" NOT "some text" d="e"', ['b', 'some text']],
    [
      '| tstats count from datamodel=Web.Web where NOT Web.url="*x.example*" AND Web.action="allowed" by Web.src',
      ['*x.example*'],
    ],
    ['index=a user="b"', []],
  ])('%s', (text, expected) => {
    expect(proving.allowed({ text })).toEqual(expected);
  });
});

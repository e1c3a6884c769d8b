import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  detectionRule,
  type GraphAnswer,
  type GraphUnderTest,
  RULES,
  startGraph,
} from '../../support/graph-stand-in.ts';

let graph: GraphUnderTest;
beforeAll(async () => {
  let clock = Date.parse('2026-11-01T00:00:00Z');
  graph = await startGraph({ pageSize: 3, now: () => new Date(clock) });
  for (const [at, name] of ["it's one", 'two', 'three', 'four', 'five', 'six', 'seven'].entries()) {
    const status = at % 2 === 0 ? 'enabled' : 'disabled';
    await graph.call('POST', RULES, detectionRule({ id: `r${at}`, displayName: name, status }, { title: name }));
    clock += 86_400_000;
  }
});
afterAll(() => graph.server.close());

interface Listed {
  readonly id: string;
}

async function ids(query: string): Promise<string> {
  const { status, body } = await graph.call('GET', `${RULES}?${query}`);
  return status === 200 ? body.value.map(({ id }: Listed) => id).join(' ') : body.error.message;
}

describe('the list of rules', () => {
  it('comes in pages, each with the address of the next', async () => {
    const pages: number[] = [];
    const seen: string[] = [];
    for (let next: string | undefined = RULES; next; ) {
      const { body }: GraphAnswer = await graph.call('GET', next);
      pages.push(body.value.length);
      seen.push(...body.value.map(({ id }: Listed) => id));
      next = body['@odata.nextLink'];
      if (next) expect(next.startsWith(`${graph.server.url}${RULES}?`)).toBe(true);
    }
    expect(pages).toEqual([3, 3, 1]);
    expect(new Set(seen).size).toBe(7);
  });

  it('keeps the query over its pages', async () => {
    const first = await graph.call('GET', `${RULES}?$filter=status eq 'enabled'&$count=true&$select=displayName`);
    expect(first.body['@odata.count']).toBe(4);
    expect(Object.keys(first.body.value[0])).toEqual(['@odata.type', 'id', 'displayName']);
    const second = await graph.call('GET', first.body['@odata.nextLink']);
    expect(second.body.value.map(({ id }: Listed) => id)).toEqual(['r6']);
    expect(second.body).not.toHaveProperty('@odata.nextLink');
  });

  it('ends where $top ends', async () => {
    expect(await ids('$top=2')).toBe('r0 r1');
    expect((await graph.call('GET', `${RULES}?$top=3`)).body).not.toHaveProperty('@odata.nextLink');
    const { body } = await graph.call('GET', `${RULES}?$top=4`);
    expect(body.value).toHaveLength(3);
    expect((await graph.call('GET', body['@odata.nextLink'])).body.value.map(({ id }: Listed) => id)).toEqual(['r3']);
    expect(await ids('$skip=5')).toBe('r5 r6');
  });

  it.each([
    ["displayName eq 'it''s one'", 'r0'],
    ["startsWith(displayName,'t')", 'r1 r2'],
    ["endswith(displayName, 'e') and status eq 'enabled'", 'r0 r2 r4'],
    ["contains(displayName,'e') and not(contains(displayName,'ee'))", 'r0 r4 r6'],
    ["id in ('r1','r9', 'r3')", 'r1 r3'],
    ["status ne 'enabled'", 'r1 r3 r5'],
    ['createdDateTime ge 2026-11-06T00:00:00Z', 'r5 r6'],
    ['createdDateTime lt 2026-11-02T00:00:00Z', 'r0'],
    ['createdDateTime gt 2026-11-02T00:00:00Z and createdDateTime le 2026-11-03T00:00:00Z', 'r2'],
    ["detectionAction/alertTemplate/title eq 'two'", 'r1'],
    ['description ne null', ''],
    ["colour eq 'red'", ''],
  ])('is filtered by %s', async (filter, expected) => {
    expect(await ids(`$filter=${encodeURIComponent(filter)}`)).toBe(expected);
  });

  it('is ordered', async () => {
    expect(await ids('$orderby=displayName')).toBe('r4 r3 r0');
    expect(await ids('$orderby=createdDateTime desc')).toBe('r6 r5 r4');
  });

  it.each([
    ["$filter=displayName eq 'a' or displayName eq 'b'", /Invalid filter clause/],
    ['$filter=displayName', /Invalid filter clause/],
    ['$top=x', /Invalid value 'x' for \$top/],
    ['$orderby=a,b', /Invalid \$orderby/],
    ['$search=x', /'\$search' is not allowed/],
  ])('refuses %s', async (query, message) => {
    expect(await ids(query)).toMatch(message);
  });
});

import { describe, expect, it } from 'vitest';
import { cells, evaluate } from '../support.ts';

const parse = (text: string, pattern: string, operator = 'parse') =>
  cells(`print x = ${JSON.stringify(text)} | ${operator} x with ${pattern} | project-away x`)[0];

describe('parse (https://learn.microsoft.com/kusto/query/parse-operator)', () => {
  const trace = 'Event: Notify (resourceName=Pipe, totalSlices=27, sliceNumber=15, lockTime=02/17/2016 08:40:00)';

  it('reads what stands between constants', () => {
    const pattern = '* "resourceName=" name ", totalSlices=" slices: long * "lockTime=" at: datetime ")" *';
    expect(parse(trace, pattern)).toEqual(['Pipe', 27, '2016-02-17T08:40:00.0000000Z']);
    expect(parse('a,b,c', '* "," rest')).toEqual(['b,c']);
    expect(parse('aXcYc', '"a" v "c"')).toEqual(['XcY']);
    expect(parse('n=27x', '"n=" n: long *')).toEqual([27]);
  });

  it('is all or nothing, unless relaxed', () => {
    const pattern = '"a=" a: long ",b=" b ",c=" c: long ",d=" d';
    expect(parse('a=1,b=2,c=zz,d=4', pattern)).toEqual([null, '', null, '']);
    expect(parse('a=1,b=2,c=zz,d=4', pattern, 'parse kind=relaxed')).toEqual([1, '2', null, '4']);
    expect(parse('nothing', pattern)).toEqual([null, '', null, '']);
  });

  it('parse-where drops what does not fit', () => {
    expect(parse('a=1', '"a=" a: long', 'parse-where')).toEqual([1]);
    expect(parse('a=x', '"a=" a: long', 'parse-where')).toBeUndefined();
  });

  it('names what it does not do', () => {
    expect(evaluate('T | parse kind=regex s with "a" b')).toEqual({
      status: 'not-evaluated',
      reasons: ['parse kind=regex'],
    });
  });
});

describe('parse-kv (https://learn.microsoft.com/kusto/query/parse-kv-operator)', () => {
  it('reads pairs', () => {
    const text = `ThreadId:458745723, Machine:Node001, Text: "The service, is up", Level: Info`;
    const query = `print s = @'${text}' | parse-kv s as (Text: string, ThreadId: long, Machine: string, None: long) with (pair_delimiter=", ", kv_delimiter=":", quote='"') | project-away s`;
    expect(cells(query)[0]?.slice(1)).toEqual([458745723, 'Node001', null]);
    expect(
      cells(
        'print s = "a=1 b=two" | parse-kv s as (b: string, a: long) with (pair_delimiter=" ", kv_delimiter="=") | project a, b',
      ),
    ).toEqual([[1, 'two']]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { leavesHuntsInDoubt } from '../../src/briefing/doubt.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { flat } from '../support/queries.ts';
import { briefing, META } from './writer.ts';

/** A briefing of one hunt, whose lines below its id are given. */
function parse(...lines: string[]): Article {
  const text = briefing({ hunts: [{ title: 'A hunt' }] }).replace(META, [META, '', ...lines].join('\n'));
  return parseBriefing({ kind: 'briefing', path: 'fences.md', text }, 'test');
}

function queries(article: Article): (string | null)[][] {
  return article.hunts.map(flat).map(({ spl, kql }) => [spl, kql]);
}

const codes = (article: Article) => article.problems.map(({ code }) => code);

/** https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
describe('a fenced query, as CommonMark has it', () => {
  it.each([
    ['four backticks', '````spl', '````'],
    ['ten backticks', '``````````spl', '``````````'],
    ['a longer closing fence', '```spl', '`````'],
    ['blanks after the closing fence', '```spl', '```  \t'],
    ['blanks after the opening fence', '```spl   ', '```'],
    ['blanks before the info string', '```   spl', '```'],
    ['an info string of several words', '```spl title="x" {1,2}', '```'],
    ['an info string in capitals', '```SPL', '```'],
    ['another name of the language', '```splunk', '```'],
    ['tildes', '~~~spl', '~~~'],
    ['more tildes', '~~~~spl', '~~~~~'],
    ['backticks in the info string of tildes', '~~~spl `x`', '~~~'],
    ['an indented opening fence', '   ```spl', '```'],
    ['an indented closing fence', '```spl', '   ```'],
  ])('may have %s', (_what, opening, closing) => {
    const article = parse(opening, '| makeresults', '| eval x=1', closing, '', '```kql', 'DeviceInfo', '```');
    expect(queries(article)).toEqual([['| makeresults\n| eval x=1', 'DeviceInfo']]);
    expect(article.problems).toEqual([]);
  });

  it('loses as many blanks of each line as its opening fence has', () => {
    const article = parse('  ```kql', '  DeviceInfo', ' | where x', '    | take 1', '|count', '  ```');
    expect(queries(article)).toEqual([[null, 'DeviceInfo\n| where x\n  | take 1\n|count']]);
  });

  it.each([
    ['a shorter fence', '````spl', '```', '````'],
    ['a fence of the other marker', '```spl', '~~~~', '```'],
    ['a fence behind four blanks', '```spl', '    ```', '```'],
    ['a fence with an info string', '```spl', '```text', '```'],
    ['a comment in backticks', '````spl', '``` looks for x ```', '````'],
  ])('may hold %s', (_what, opening, inside, closing) => {
    const article = parse(opening, '| makeresults', inside, '| eval x=1', closing);
    expect(queries(article)).toEqual([[`| makeresults\n${inside}\n| eval x=1`, null]]);
    expect(article.problems).toEqual([]);
  });

  it.each([
    ['four blanks before it', '    ```spl'],
    ['two markers', '``spl'],
    ['a backtick in its info string', '```spl `x`'],
    ['no info string', '```'],
    ['an info string that only begins with a language', '```spl2'],
  ])('is none with %s', (_what, opening) => {
    const article = parse(opening, '| makeresults', '```');
    expect(article.hunts).toEqual([]);
    expect(codes(article)).toContain('hunt-without-query');
  });

  it('whose closing fence is too short ends where the next part begins, without that fence', () => {
    const article = parse('````spl', '| makeresults', '```', '', '**Defender KQL:**', '```kql', 'DeviceInfo', '```');
    expect(queries(article)).toEqual([['| makeresults', 'DeviceInfo']]);
    expect(codes(article)).toEqual(['unclosed-fence']);
  });

  it('in another language is skipped as a whole', () => {
    const article = parse('~~~~yaml', '### Not a hunt', '~~~', '~~~~', '```kql', 'DeviceInfo', '```');
    expect(queries(article)).toEqual([[null, 'DeviceInfo']]);
    expect(codes(article)).toEqual(['unknown-language']);
  });
});

describe('a label with no query below it', () => {
  const SPL = '**Splunk SPL (CIM):**';
  const KQL = '**Defender KQL:**';

  it.each([
    ['before the next label', [SPL, 'index=main', KQL, '```kql', 'DeviceInfo', '```'], [null, 'DeviceInfo'], SPL],
    [
      'before the end',
      [SPL, '```spl', 'index=main', '```', KQL, '```', 'DeviceInfo', '```'],
      ['index=main', null],
      KQL,
    ],
    ['in its own language', [SPL, '```kql', 'DeviceInfo', '```'], [null, 'DeviceInfo'], SPL],
  ])('%s is a problem on its line', (_where, lines, expected, label) => {
    const article = parse(...lines);
    const text = briefing({ hunts: [{ title: 'A hunt' }] }).replace(META, [META, '', ...lines].join('\n'));
    expect(queries(article)).toEqual([expected]);
    const found = article.problems.filter(({ code }) => code === 'label-without-query');
    expect(found.map(({ line }) => text.split('\n')[(line ?? 0) - 1])).toEqual([label]);
    expect(leavesHuntsInDoubt(article)).toBe(true);
  });

  it('before the next hunt is one', () => {
    const article = parse(SPL, '### Another', META, '```spl', 'index=main', '```');
    expect(codes(article)).toEqual(['hunt-without-query', 'label-without-query']);
    expect(queries(article)).toEqual([['index=main', null]]);
  });

  it('is none where the query is there and has a problem of its own', () => {
    expect(codes(parse(SPL, '```spl', '```', KQL, '```kql', 'DeviceInfo', '```'))).toEqual(['empty-query']);
  });
});

const CASES = fileURLToPath(new URL('../../../shared/cases/fences', import.meta.url));

describe.skipIf(!existsSync(CASES))('the cases beside the checkout (skipped where they are absent)', () => {
  it.each([
    ['fence-four-backticks.md', ['index=main sourcetype=x evil', null]],
    ['fence-closed-with-spaces.md', ['index=main sourcetype=x evil', 'DeviceEvents\n| where Timestamp > ago(1d)']],
    ['fence-one-language-lost.md', [expect.stringContaining('index=cloudtrail'), expect.stringContaining('"root"')]],
  ])('%s', (path, expected) => {
    const text = readFileSync(join(CASES, path), 'utf8');
    const article = parseBriefing({ kind: 'briefing', path, text }, 'test');
    expect(queries(article)).toEqual([expected]);
    expect(codes(article).filter((code) => code !== 'missing-section')).toEqual([]);
  });
});

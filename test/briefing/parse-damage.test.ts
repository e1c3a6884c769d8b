import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { leavesHuntsInDoubt } from '../../src/briefing/doubt.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { flat } from '../support/queries.ts';
import { type BriefingText, briefing, briefingLines, META } from './writer.ts';

function parseText(text: string, path = 'folder/damaged-file.md'): Article {
  return parseBriefing({ kind: 'briefing', path, text }, 'test');
}

function parse(text: BriefingText): Article {
  return parseText(briefing(text));
}

/** `code@line` of each problem. */
function problems(article: Article): string[] {
  return article.problems.map(({ code, line }) => `${code}@${line}`);
}

const ONE = { title: 'One', spl: 'index=one', kql: 'One' };
const TWO = { title: 'Two', spl: 'index=two', kql: 'Two' };
const LINES = briefingLines({ hunts: [ONE, TWO] });

/** The briefing of two hunts without the lines of these indices; an index is that of a line's nth occurrence. */
function without(...dropped: [line: string, nth?: number][]): Article {
  const indices = dropped.map(([line, nth = 0]) => {
    const at = LINES.flatMap((text, index) => (text === line ? [index] : []))[nth];
    if (at === undefined) throw new Error(`no such line: ${line}`);
    return at;
  });
  return parseText(LINES.filter((_, index) => !indices.includes(index)).join('\n'));
}

function queries(article: Article): (string | null)[][] {
  return article.hunts.map(flat).map(({ title, spl, kql }) => [title, spl, kql]);
}

const WHOLE = [
  ['One', 'index=one', 'One'],
  ['Two', 'index=two', 'Two'],
];
const line = (text: string, nth = 0): number => LINES.flatMap((own, i) => (own === text ? [i + 1] : []))[nth] ?? 0;

describe('an unclosed query', () => {
  it('ends at the next label', () => {
    const article = without(['```', 0]);
    expect(queries(article)).toEqual(WHOLE);
    expect(problems(article)).toEqual([`unclosed-fence@${line('```spl')}`]);
  });

  it('ends at the next hunt', () => {
    const article = without(['```', 1]);
    expect(queries(article)).toEqual(WHOLE);
    expect(problems(article)).toEqual([`unclosed-fence@${line('```kql')}`]);
  });

  it('ends at the next section', () => {
    const article = without(['```', 3]);
    expect(queries(article)).toEqual(WHOLE);
    expect(problems(article)).toEqual([`unclosed-fence@${line('```kql', 1)}`]);
  });

  it('is left out where the file ends in it, since it may match far more than the whole', () => {
    const cut = LINES.slice(0, line('Two')).join('\n');
    const article = parseText(cut);
    expect(queries(article)).toEqual([
      ['One', 'index=one', 'One'],
      ['Two', 'index=two', null],
    ]);
    expect(problems(article)).toEqual([`cut-off@${line('```kql', 1)}`, `missing-section@${line('Two')}`]);
  });
});

describe('missing lines', () => {
  it('of a hunt’s title and id leave its query, under the title before it', () => {
    const article = without(['### Two'], [META, 1]);
    expect(queries(article)).toEqual([
      ['One', 'index=one', 'One'],
      ['One', 'index=two', 'Two'],
    ]);
    expect(problems(article).map((problem) => problem.split('@')[0])).toEqual(['repeated-query', 'repeated-query']);
  });

  it('of a hunt’s title leave the hunt, named by its id', () => {
    const article = without(['### Two']);
    expect(queries(article)).toEqual([
      ['One', 'index=one', 'One'],
      ['UC_TEST', 'index=two', 'Two'],
    ]);
    expect(problems(article)).toEqual([`missing-hunt-title@${line(META, 1) - 1}`]);
  });

  it('of a hunt’s id leave the hunt', () => {
    const article = without([META, 1]);
    expect(article.hunts[1]).toMatchObject({ title: 'Two', useCase: null, phase: null, confidence: null });
    expect(problems(article)).toEqual([`missing-hunt-id@${line('### Two')}`]);
  });

  it('of the hunts’ heading leave the hunts', () => {
    const article = without(['## Recommended hunts']);
    expect(queries(article)).toEqual(WHOLE);
    expect(problems(article)).toEqual([`missing-heading@${line('### One') - 1}`]);
  });

  it('of an opening fence are told, and the closing sentence misses the hunt', () => {
    const article = without(['```spl', 1], ['```kql', 1]);
    expect(queries(article)).toEqual(WHOLE.slice(0, 1));
    expect(article.problems.map(({ code }) => code)).toEqual([
      'hunt-without-query',
      'label-without-query',
      'stray-fence',
      'label-without-query',
      'stray-fence',
      'count-mismatch',
    ]);
  });

  it.each(['## Threat Profile', '## Kill chain phases observed'])('of %s change nothing', (heading) => {
    expect(without([heading])).toMatchObject({ severity: 'HIGH', dialect: 'auto', problems: [] });
    expect(queries(without([heading]))).toEqual(WHOLE);
  });

  it.each(['## Indicators of Compromise (high-fidelity only)', '## MITRE ATT&CK Techniques', '## Why this matters'])(
    'of %s are told',
    (heading) => {
      const article = without([heading]);
      expect(queries(article)).toEqual(WHOLE);
      expect(article.problems.map(({ code }) => code)).toContain('missing-section');
    },
  );
});

describe('no loss is silent', () => {
  const key = ({ hunts, id }: Article) =>
    hunts.map(flat).map(({ title, useCase, spl, kql }) => [id, title, useCase, spl, kql]);
  const whole = key(parseText(LINES.join('\n')));

  it.each(LINES.map((_, n) => n + 1))('cut after line %i', (count) => {
    const article = parseText(LINES.slice(0, count).join('\n'));
    if (!leavesHuntsInDoubt(article)) expect(key(article)).toEqual(whole);
  });

  const inQuery = new Set(['index=one', 'One', 'index=two', 'Two']);
  const deletable = LINES.flatMap((text, n) => (inQuery.has(text) ? [] : [n]));
  it.each(deletable)('without the line of index %i', (index) => {
    const article = parseText(LINES.filter((_, n) => n !== index).join('\n'));
    if (!leavesHuntsInDoubt(article)) expect(key(article)).toEqual(whole);
  });

  it('in a curated briefing, either', () => {
    const own = ['<!-- curated:true -->', '# [HIGH] t', '**Article:** https://lab.example/a'];
    const hunts = ['## Splunk SPL — a', '```spl', 'A', '```', '## Defender KQL — b', '```kql', 'B', '```'];
    const lines = [...own, ...hunts, '## Why this matters for your SOC'];
    expect(leavesHuntsInDoubt(parseText(lines.join('\n')))).toBe(false);
    for (let count = 3; count < lines.length; count += 1) {
      expect(leavesHuntsInDoubt(parseText(lines.slice(0, count).join('\n')))).toBe(true);
    }
  });
});

describe('the header', () => {
  it('may have its keys in any order', () => {
    const header = ['**Article:** https://lab.example/a', '**Source:** A,B', '**Published:** 2099-12-31'];
    expect(parse({ header })).toMatchObject({
      url: 'https://lab.example/a',
      sources: ['A', 'B'],
      published: '2099-12-31',
      problems: [],
    });
  });

  it('without keys defaults to no source, no date, no url', () => {
    const article = parse({ header: [] });
    expect(article).toMatchObject({ sources: [], published: null, url: '' });
    expect(problems(article)).toEqual(['missing-source@1', 'missing-published@1', 'missing-article@1']);
  });

  it.each([
    ['# No tag', 'LOW', 'No tag', ['missing-severity@1']],
    ['# [GHSA / CRITICAL] No tag', 'LOW', '[GHSA / CRITICAL] No tag', ['missing-severity@1']],
    ['# [WORST] Unknown tag', 'LOW', 'Unknown tag', ['unknown-severity@1']],
    ['# [MED] ', 'MED', 'damaged-file', ['missing-title@1']],
    ['', 'LOW', 'damaged-file', ['missing-title@1']],
  ])('%j is severity %s, title %j', (title, severity, read, expected) => {
    const article = parse({ title, why: '' });
    expect(article).toMatchObject({ severity, title: read });
    expect(problems(article)).toEqual(expected);
  });

  it.each([
    ['**Published:** undated', []],
    ['**Published:** 2099-02-30', ['bad-date@4']],
    ['**Published:** yesterday', ['bad-date@4']],
  ])('%s is undated', (published, expected) => {
    const article = parse({ header: ['**Source:** Lab', published, '**Article:** https://lab.example/a'] });
    expect(article.published).toBeNull();
    expect(problems(article)).toEqual(expected);
  });

  it('never passes on an address that is not of the web', () => {
    const article = parse({
      header: ['**Source:** Lab', '**Published:** undated', '**Article:** javascript:alert(1)'],
    });
    expect(article.url).toBe('');
    expect(problems(article)).toEqual(['bad-url@5']);
  });
});

describe('odd content', () => {
  const lunch = META.replace('exploit', 'lunch');
  const sure = META.replace('High', 'Sure');
  it.each<[string, BriefingText, code: string, line: string]>([
    ['a phase', { hunts: [{ ...ONE, meta: lunch }] }, 'unknown-phase', lunch],
    ['a confidence', { hunts: [{ ...ONE, meta: sure }] }, 'unknown-confidence', sure],
    ['a declared phase', { phases: 'c2, lunch' }, 'unknown-phase', 'c2, lunch'],
    ['a technique', { techniques: ['- T1190: Exploit'] }, 'unread-technique', '- T1190: Exploit'],
    ['a hash of the wrong length', { indicators: ['- **MD5:** `00`'] }, 'odd-indicator', '- **MD5:** `00`'],
    ['an indicator type', { indicators: ['- **SSDEEP:** `00`'] }, 'unread-indicator', '- **SSDEEP:** `00`'],
    ['a language', { hunts: [{ ...ONE, kql: 'One\n```\n```yaml\ntwo' }] }, 'unknown-language', '```yaml'],
    ['an empty query', { hunts: [{ ...ONE, kql: '' }] }, 'empty-query', '```kql'],
    ['a query outside the hunts', { techniques: ['```kql', 'Stray', '```'] }, 'stray-query', '```kql'],
    ['a hunt without a query', { hunts: [ONE, { title: 'None' }] }, 'hunt-without-query', '### None'],
  ])('%s that is not known is told with its line', (_, text, code, line) => {
    const lines = briefingLines(text);
    const found = parse(text).problems.filter((problem) => problem.code === code);
    expect(found.map((problem) => lines[(problem.line ?? 0) - 1])).toEqual([line]);
    expect(found[0]?.path).toBe('folder/damaged-file.md');
  });

  it('does not cost the hunts beside it', () => {
    const article = parse({ hunts: [{ ...ONE, kql: 'One\n```\n```yaml\ntwo' }, TWO] });
    expect(queries(article)).toEqual(WHOLE);
  });

  it('of sections that stand twice gives every hunt', () => {
    const hunts = LINES.slice(LINES.indexOf('## Recommended hunts'), LINES.indexOf('## Why this matters'));
    const article = parseText([...LINES, ...hunts].join('\n'));
    expect(queries(article)).toEqual([...WHOLE, ...WHOLE]);
    expect(article.problems.map(({ code }) => code)).toEqual(['count-mismatch']);
    expect(queries(parseText([...LINES, ...LINES].join('\n')))).toEqual(WHOLE);
  });
});

describe('the closing sentence', () => {
  const says = (why: string): string[] => parse({ hunts: [ONE], why }).problems.map(({ message }) => message);

  it.each([
    ['**HIGH** based on: 2 use case(s) fired, 1', 'The briefing says 2 use case(s), but 1 could be read.'],
    ['**HIGH** based on: 1 use case(s) fired, 3', 'The briefing says 3 technique(s), but 1 could be read.'],
    [
      '**HIGH** based on: IOCs present, 1 use case(s) fired, 1',
      'The briefing says IOCs are present, but none could be read.',
    ],
    ['**MED** based on: 1 use case(s) fired, 1', 'The title says HIGH, the closing sentence MED; the title holds.'],
  ])('that says %s is told', (sentence, message) => {
    expect(says(`Severity classified as ${sentence} technique(s) inferred.`)).toEqual([message]);
  });

  it('that says CVE present is told where there is none', () => {
    const why = 'Severity classified as **HIGH** based on: CVE present, 1 use case(s) fired, 1 technique(s) inferred.';
    const article = parse({ hunts: [ONE], indicators: ['- _No high-fidelity IOCs_'], why });
    expect(article.problems.map(({ message }) => message)).toEqual([
      'The briefing says CVEs are present, but none could be read.',
    ]);
  });
});

describe('what is no briefing at all', () => {
  it.each([
    ['an empty file', ''],
    ['a newline', '\n'],
    ['zero bytes', '\0\0\0'],
    ['garbage', String.fromCharCode(...Array.from({ length: 5000 }, (_, i) => (i * 7919) % 65536))],
    ['one huge line', '`'.repeat(2_000_000)],
    ['many opening fences', '## Recommended hunts\n'.concat('```spl\n'.repeat(20_000))],
    ['many headings', '## Recommended hunts\n### x\n'.repeat(20_000)],
    ['long technique runs', `## MITRE ATT&CK\n- **${'T1234/'.repeat(100_000)}`],
    ['long value runs', `## Indicators of Compromise\n- **IPv4:** ${'`a`, '.repeat(100_000)}x`],
    ['long CVE runs', `## Indicators of Compromise\n- **CVE:** ${'`CVE-2099-0001`, '.repeat(50_000)}x`],
    ['long reference runs', `## Recommended hunts\n- **${'** ([template]('.repeat(50_000)}`],
    ['long id runs', `## Recommended hunts\n\`${'x` · phase: **'.repeat(50_000)}`],
    ['long count runs', `## Why this matters\nSeverity classified as **x** based on: ${'1'.repeat(500_000)}`],
  ])('%s is read without an exception, in linear time: in quadratic time the test would time out', (_, text) => {
    const article = parseText(text);
    expect(article.problems.length).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { type BriefingText, briefing, META } from './writer.ts';

function parse(text: BriefingText): Article {
  return parseBriefing({ kind: 'briefing', path: 'trap.md', text: briefing(text) }, 'test');
}

const HUNT = { title: 'A hunt', spl: 'index=main', kql: 'DeviceInfo' };
const READ = {
  title: 'A hunt',
  useCase: 'UC_TEST',
  phase: 'exploit',
  confidence: 'High',
  queries: { spl: 'index=main', kql: 'DeviceInfo' },
};

describe('the profile is a stranger’s text', () => {
  it.each([
    ['a fence left open (T1)', ['```php', '<?php echo 1;…']],
    ['a query fence left open (T1)', ['```spl', 'index=planted…']],
    ['a whole fence', ['```kql', 'Planted', '```', '…']],
    ['another H1 and other headings (T2)', ['# [CRIT] Another', '## Summary', '### Detail', '## Patches']],
    ['lines like header keys (T2)', ['**Product:** x', '**Source:** Elsewhere', '**Published:** 2000-01-01']],
    ['values and techniques', ['- **Domain:** `planted.example`', '- **T1001** — Planted', '- CVE-2099-9999']],
    ['a hunt', ['### Planted', '', META, '', '```spl', 'index=planted', '```']],
  ])('with %s', (_, profile) => {
    const article = parse({ profile, hunts: [HUNT] });
    expect(article).toMatchObject({ severity: 'HIGH', title: 'A briefing', sources: ['Lab'], published: '2099-01-01' });
    expect(article.hunts).toEqual([READ]);
    expect(article.indicators).toEqual([{ type: 'cve', value: 'CVE-2099-0001' }]);
    expect(article.techniques.map(({ id }) => id)).toEqual(['T1190']);
    expect(article.problems).toEqual([]);
  });

  it('may imitate the sections of the writer, which come after it', () => {
    const planted = ['### Planted', '', META, '', '```spl', 'index=planted', '```'];
    const profile = [
      '## Indicators of Compromise',
      '- CVE-2099-9999',
      '## Recommended hunts',
      ...planted,
      '## Why this matters',
      '## Source body',
      '## Recommended hunts',
      ...planted.slice(0, -1),
    ];
    const article = parse({ profile, hunts: [HUNT] });
    expect(article.hunts).toEqual([READ]);
    expect(article.indicators.map(({ value }) => value)).toEqual(['CVE-2099-0001']);
    expect(new Set(article.problems.map(({ code }) => code))).toEqual(new Set(['quoted-section']));
  });
});

describe('queries are kept to the letter', () => {
  it.each([
    ['a comment in three backticks (T3)', '``` What it does ```\nindex=main\n``` and more ```'],
    ['statements parted by blank lines (T8)', 'DeviceProcessEvents\n| take 1\n\n// second\nDeviceFileEvents'],
    ['broken strings (T9)', 'where FolderPath has "\\Users\\Public\\" // "'],
    ['a leading comment (T10)', '// note\n| tstats count'],
    ['a leading bracket (T10)', '(| tstats count)'],
    ['backticks inside a string (T10)', 'search x="`id`" `macro(1)`'],
    ['macros and lookups of one site (T11)', '`sysmon` [| inputlookup hr_people.csv]'],
    ['placeholders (T12)', 'index=main dest IN ("-") host="example.invalid"'],
    ['trailing spaces, tabs and no-break spaces (T15)', '  index=main  \n\t| head\u00a05  '],
    ['characters of any script (T15)', 'search "—日本語🫖" '],
    ['lines that look like structure', '## Recommended hunts\n### Why\n- **T1001** — x\n# [CRIT] t'],
    ['one long line (T16)', `index=main ${'x'.repeat(200_000)}`],
    ['a fence with fewer markers than three', '``\nindex=main\n~~'],
    ['a fence of the other marker', '~~~\nindex=main'],
    ['a fence behind four blanks', '    ```\nindex=main'],
  ])('%s', (_, query) => {
    const article = parse({ hunts: [{ title: 'A hunt', spl: query, kql: query }, HUNT] });
    expect(article.hunts).toEqual([{ ...READ, queries: { spl: query, kql: query } }, READ]);
    expect(article.problems).toEqual([]);
  });

  it('with LF where the file has CRLF', () => {
    const text = briefing({ hunts: [{ title: 'A hunt', kql: 'A\n\nB ' }] }).replaceAll('\n', '\r\n');
    expect(parseBriefing({ kind: 'briefing', path: 'trap.md', text }, 'test').hunts[0]?.queries).toEqual({
      kql: 'A\n\nB ',
    });
  });
});

it('U+2028 ends no line', () => {
  const article = parse({
    title: '# [HIGH] one\u2028two',
    indicators: ['- **Domain:** `a\u2028b.example`'],
    techniques: ['- **T1190** — Exploit\u2028it'],
    hunts: [{ ...HUNT, meta: `${META} · a\u2028b` }],
  });
  expect(article).toMatchObject({
    title: 'one\u2028two',
    indicators: [{ type: 'domain', value: 'a\u2028b.example' }],
    techniques: [{ id: 'T1190', name: 'Exploit\u2028it' }],
    hunts: [READ],
  });
});

describe('hunts', () => {
  it('keep the id as written, whatever it is (T4, T5, T12)', () => {
    const metas = ['UC_10_7', 'UC_SUPPLY_CHAIN', '_uc'].map((id) => META.replace('UC_TEST', id));
    const article = parse({ hunts: metas.map((meta) => ({ ...HUNT, meta })) });
    expect(article.hunts.map(({ useCase }) => useCase)).toEqual(['UC_10_7', 'UC_SUPPLY_CHAIN', '_uc']);
  });

  it('keep titles to the letter, and one title may come twice (T6)', () => {
    const titles = ['[LLM] a/b: <c> `d` * "e" — %f  ', 'same', 'same', 'a\u2028b\rc'];
    expect(parse({ hunts: titles.map((title) => ({ ...HUNT, title })) }).hunts.map(({ title }) => title)).toEqual(
      titles,
    );
  });

  it('are not references to shared templates, whose phases count', () => {
    const references = [
      '- **Hashes** ([template](../_TEMPLATES.md#hash-ioc)) — phase: **install**, confidence: **High**',
      '  - file hash IOC(s): `00`, `11` _(+38 more)_',
      '- **Exposure** ([template](../_TEMPLATES.md#asset-exposure)) — phase: **recon**, confidence: **High**',
    ].filter((line) => !line.startsWith('  '));
    const article = parse({ hunts: [], references });
    expect(article).toMatchObject({ hunts: [], phases: ['install', 'recon'], problems: [] });
  });
});

describe('techniques', () => {
  it('are unique by id and keep the first name (T7)', () => {
    const techniques = [
      '- **T1574.002** — First',
      '- **T0855** — ICS',
      '- **T1574.002** — Second',
      '- **T1604** — Unknown',
    ];
    expect(parse({ techniques })).toMatchObject({
      techniques: [
        { id: 'T1574.002', name: 'First' },
        { id: 'T0855', name: 'ICS' },
        { id: 'T1604', name: 'Unknown' },
      ],
      problems: [],
    });
  });
});

describe('indicators', () => {
  it('are typed bullets, in their own spelling, however odd the value is (T14)', () => {
    const indicators = [
      '- **Domain (defanged):** `install-it.sh`',
      '- **Domain:** `CODE.example`, `code2.example`',
      '- **SHA1:** `AA00000000000000000000000000000000000000`',
      '- **SHA1:** `aa00000000000000000000000000000000000000`',
      '- **CVE:** `CVE-2099-0001`',
    ];
    expect(parse({ indicators })).toMatchObject({
      indicators: [
        { type: 'domain', value: 'install-it.sh' },
        { type: 'domain', value: 'CODE.example' },
        { type: 'domain', value: 'code2.example' },
        { type: 'sha1', value: 'AA00000000000000000000000000000000000000' },
        { type: 'cve', value: 'CVE-2099-0001' },
      ],
      problems: [],
    });
  });

  it('are not the values of prose (T14)', () => {
    const indicators = [
      '- **Domain:** `code.example` is legitimate, do NOT block',
      '- **Hosts:** `code.example`',
      '  - **Domain:** `nested.example`',
      'See `paste.example` and CVE-2099-1.',
    ];
    const article = parse({ indicators });
    expect(article.indicators).toEqual([]);
    expect(article.problems.map(({ code, line }) => [code, line])).toEqual([
      ['unread-indicator', 13],
      ['unread-indicator', 14],
    ]);
  });

  it.each([
    ['- CVE-2099-1234', ['CVE-2099-1234']],
    ['- `CVE-2099-1234` — patch tracker', ['CVE-2099-1234']],
    ['- `CVE-2099-1234`, `CVE-2099-1235` — both', ['CVE-2099-1234', 'CVE-2099-1235']],
    ['- **CVE-2099-1234** — the lid', ['CVE-2099-1234']],
    ['- **CVE:** CVE-2099-1234', ['CVE-2099-1234']],
  ])('are the CVEs that begin a bullet: %s', (line, values) => {
    expect(parse({ indicators: [line] }).indicators.map(({ value }) => value)).toEqual(values);
  });
});

import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { articleId } from '../../src/briefing/identity.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { type BriefingExtras, renderBriefing } from '../../src/briefing/render.ts';
import { writable } from '../../src/briefing/writable.ts';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';

const TITLE = 'Poisoned build plugin reaches thousands of pipelines';
const URL = 'https://lab.example/poisoned-plugin';

function article(own: Partial<Article> = {}): Article {
  const title = own.title ?? TITLE;
  return {
    id: articleId(URL, title),
    path: `https://lab.example/feed#1`,
    origin: 'Lab',
    dialect: 'auto',
    severity: 'HIGH',
    title,
    sources: ['Lab'],
    published: '2026-02-03',
    url: URL,
    techniques: [{ id: 'T1195.002', name: 'Compromise Software Supply Chain' }],
    phases: ['exploit'],
    indicators: [],
    hunts: [
      {
        title: 'Installer starting a shell',
        useCase: 'UC_SUPPLY_CHAIN',
        phase: 'exploit',
        confidence: 'Medium',
        queries: {
          spl: '``` a comment ```\n| tstats count from datamodel=Endpoint.Processes by Processes.dest',
          kql: 'DeviceProcessEvents\n| where Timestamp > ago(7d)',
        },
      },
    ],
    problems: [],
    ...own,
  };
}

const EXTRAS: BriefingExtras = { reasons: ['supply chain'], profile: 'A plugin was poisoned.' };

/** Its facts; test/briefing/told.test.ts looks at the rest. */
function read(text: string): Article {
  const { prose: _, ...facts } = parseBriefing({ kind: 'briefing', path: 'a.md', text }, 'Lab');
  return facts;
}

function profileOf(text: string): string {
  return text.slice(text.indexOf('## Threat Profile\n\n') + 19, text.indexOf('\n\n## Indicators of Compromise'));
}

describe('a briefing', () => {
  it('has the form of the feed’s own', () => {
    expect(renderBriefing(article(), EXTRAS)).toBe(
      [
        `# [HIGH] ${TITLE}`,
        '',
        '**Source:** Lab',
        '**Published:** 2026-02-03',
        `**Article:** ${URL}`,
        '',
        '## Threat Profile',
        '',
        'A plugin was poisoned.',
        '',
        '## Indicators of Compromise (high-fidelity only)',
        '',
        '- _No high-fidelity IOCs in the text._ Defanged values and marked IOC lists count.',
        '',
        '## MITRE ATT&CK Techniques',
        '',
        '- **T1195.002** — Compromise Software Supply Chain',
        '',
        '## Kill chain phases observed',
        '',
        'exploit',
        '',
        '## Recommended hunts',
        '',
        '### Installer starting a shell',
        '',
        '`UC_SUPPLY_CHAIN` · phase: **exploit** · confidence: **Medium**',
        '',
        '**Splunk SPL (CIM):**',
        '```spl',
        '``` a comment ```',
        '| tstats count from datamodel=Endpoint.Processes by Processes.dest',
        '```',
        '',
        '**Defender KQL:**',
        '```kql',
        'DeviceProcessEvents',
        '| where Timestamp > ago(7d)',
        '```',
        '',
        '',
        '## Why this matters',
        '',
        'Severity classified as **HIGH** based on: 1 use case(s) fired, 1 technique(s) inferred.',
        '',
        'What the severity rests on:',
        '',
        '- supply chain',
        '',
      ].join('\n'),
    );
  });

  it('says where there is nothing, and reads back without a problem', () => {
    const bare = article({ techniques: [], phases: [], hunts: [], published: null });
    const text = renderBriefing(bare, { reasons: [], profile: '' });
    expect(text).toContain('- _No high-fidelity IOCs in the text._');
    expect(text).toContain('**Published:** undated\n');
    expect(text).toMatch(/_No hunt can be derived from the text\._\n\n\n## Why/);
    expect(text).toContain('based on: 0 use case(s) fired, 0 technique(s) inferred.\n');
    expect({ ...read(text), path: bare.path }).toEqual(bare);
  });

  it('lists indicators in the feed’s order, labels and spelling, and counts them', () => {
    const text = renderBriefing(
      article({
        indicators: [
          { type: 'md5', value: 'A'.repeat(32) },
          { type: 'domain', value: 'c2.lab-evil.net' },
          { type: 'cve', value: 'CVE-2026-1111' },
          { type: 'ipv4', value: '203.0.113.9' },
        ],
      }),
      EXTRAS,
    );
    expect(text).toContain(
      [
        '- **CVE:** `CVE-2026-1111`',
        '- **IPv4 (defanged):** `203.0.113.9`',
        '- **Domain (defanged):** `c2.lab-evil.net`',
        `- **MD5:** \`${'A'.repeat(32)}\``,
        '',
      ].join('\n'),
    );
    expect(text).toContain('based on: CVE present, IOCs present, 1 use case(s) fired, 1 technique(s) inferred.');
    expect(read(text).problems).toEqual([]);
  });
});

describe('the excerpt', () => {
  it('is cut at 500 characters', () => {
    const long = renderBriefing(article(), { ...EXTRAS, profile: 'word '.repeat(200) });
    expect(profileOf(long)).toHaveLength(500);
    expect(profileOf(long).endsWith('word…')).toBe(true);
    const short = renderBriefing(article(), { ...EXTRAS, profile: 'x'.repeat(500) });
    expect(profileOf(short)).toBe('x'.repeat(500));
  });

  it.each([
    ['a heading of the briefing', '## Recommended hunts\n### Evil\n`UC_X` · phase: **c2** · confidence: **High**'],
    ['a title', '# [CRIT] Another title\n**Source:** Evil\n**Article:** https://evil.example'],
    ['an open fence', 'text\n```spl\n| delete'],
    ['a tilde fence', '~~~\nx'],
    ['indicator bullets', '- **CVE:** `CVE-2026-9999`\n- `CVE-2026-9998`'],
    ['technique bullets', '- **T1486** — Data Encrypted for Impact'],
    ['a curated mark', '<!-- curated:true -->'],
    ['the raw text mark of catalogue entries', '## Source body'],
    [
      'a closing sentence',
      '## Why this matters\nSeverity classified as **LOW** based on: 9 use case(s) fired, 9 technique(s) inferred.',
    ],
    ['headings after odd line ends', 'x\r## Recommended hunts\u2028## Recommended hunts\u0085## Why this matters'],
    ['indented structure', '   ## Recommended hunts\n\t```spl'],
  ])('is text, never %s', (_what, profile) => {
    const own = article({ sources: ['CISA KEV'] });
    const text = renderBriefing(own, { ...EXTRAS, profile });
    expect({ ...read(text), path: own.path, origin: own.origin }).toEqual(own);
    for (const line of profileOf(text).split('\n')) expect(line).not.toMatch(/^\s*(?:#|```|~~~|<|\*\*|- ?[*`])/);
  });

  it('shows no tag, image or link, and moves no cursor', () => {
    const profile =
      'a <script>x</script> ![pixel](https://t.example/p.png) [here](javascript:x)\n[ref]: https://t.example\n\u001b[2Jb\u202ec';
    const shown = profileOf(renderBriefing(article(), { ...EXTRAS, profile }));
    expect(shown).toBe(
      'a \\<script>x\\</script> ![pixel]\\(https://t.example/p.png) [here]\\(javascript:x)\n\\[ref]: https://t.example\n[2Jbc',
    );
  });

  it('leaves plain lists and defanged values as they are', () => {
    const profile = 'Files:\n- one\n- two 3\nSee hxxp://evil[.]example[.]com/a';
    expect(profileOf(renderBriefing(article(), { ...EXTRAS, profile }))).toBe(profile);
  });
});

it('carries every hunt of our own catalogue word for word', () => {
  const hunts = loadCatalogue().map(({ id, title, phase, confidence, queries }) => ({
    title,
    useCase: id,
    phase,
    confidence,
    queries,
  }));
  expect(hunts.length).toBeGreaterThan(0);
  expect(read(renderBriefing(article({ hunts }), EXTRAS)).hunts).toEqual(hunts);
});

describe('what an article cannot do', () => {
  it.each([
    ['three backticks', 'index=a\n```\n## Recommended hunts'],
    ['three backticks that only CommonMark takes', 'index=a\n  ````  \nb'],
    ['another query’s fence', 'a\n```kql\nb'],
    ['a label', 'a\n**Defender KQL:**\nb'],
    ['an id line', 'a\n`UC_X` · phase: **c2** · confidence: **High**\nb'],
    ['a heading', 'a\n## Source body\nb'],
    ['a control character', 'a\u001b[2J'],
    ['nothing', ' \n'],
  ])('write a query with %s: it is left out, its twin stays', (_what, query) => {
    const [hunt] = article().hunts;
    const { kql } = hunt?.queries ?? {};
    const hunts = [{ ...hunt, queries: { spl: query, kql } }] as Article['hunts'];
    const back = read(renderBriefing(article({ hunts }), EXTRAS));
    expect(back.hunts).toEqual([{ ...hunt, queries: { kql } }]);
    expect(back.problems).toEqual([]);
    const alone = writable(article({ hunts: [{ ...hunt, queries: { spl: query } }] as Article['hunts'] }));
    expect(alone.hunts).toEqual([]);
    expect(alone.problems.map(({ code }) => code)).toEqual(query.trim() === '' ? [] : ['unwritable-query']);
  });

  it('break out of its title, source or address', () => {
    const hostile = article({
      title: 'x\n## Recommended hunts\n### y\u202e\u001b[31m',
      sources: ['Evil\n**Article:** https://evil.example', 'A, B'],
      url: 'https://lab.example/a\n# [CRIT] z',
    });
    const back = read(renderBriefing(hostile, EXTRAS));
    expect(back).toMatchObject({
      severity: 'HIGH',
      title: 'x ## Recommended hunts ### y[31m',
      sources: ['Evil **Article:** https://evil.example', 'A B'],
      url: 'https://lab.example/a%0A#%20[CRIT]%20z',
      problems: [],
    });
    expect(back.id).toBe(writable(hostile).id);
  });

  it('imitate the curated grammar in a hunt’s title', () => {
    const hunts = [{ ...article().hunts[0], title: 'Splunk SPL — x' }] as Article['hunts'];
    const back = read(renderBriefing(article({ hunts }), EXTRAS));
    expect(back.hunts.map(({ title, useCase }) => [title, useCase])).toEqual([
      ['Hunt: Splunk SPL — x', 'UC_SUPPLY_CHAIN'],
    ]);
  });

  it('contradict the closing sentence with its reasons', () => {
    const text = renderBriefing(article(), {
      reasons: ['Severity classified as **LOW** based on: 9 use case(s) fired, 9 technique(s) inferred.'],
      profile: 'x',
      evidence: ['T1195.002: "a\n```spl\n| delete"', ' '],
    });
    expect(text).toContain('- Severity classified as \\*\\*LOW\\*\\* based on');
    expect(text).toContain('- T1195.002: "a \\`\\`\\`spl | delete"\n');
    expect(read(text).problems).toEqual([]);
  });
});

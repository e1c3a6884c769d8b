import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Article, INDICATOR_TYPES, OBSERVABLE_ROLES, PHASES, SEVERITIES } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { renderBriefing } from '../../src/briefing/render.ts';
import { writable } from '../../src/briefing/writable.ts';
import { CORPORA } from '../support/corpora.ts';
import { withQueries } from '../support/queries.ts';
import { networkSearch } from '../support/searches.ts';

/** Its facts; test/briefing/told.test.ts looks at the rest. */
function read(text: string, { path, origin }: Article): Article {
  const { prose: _, ...facts } = parseBriefing({ kind: 'briefing', path, text }, origin);
  return facts;
}

/** Structure of the grammar, of markdown and of terminals, and anything else. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '\n',
    '\r',
    '\u2028',
    '\n```\n',
    '\n```spl\n',
    '\n~~~\n',
    '\n## Recommended hunts\n',
    '\n## Source body\n',
    '\n## Indicators of Compromise\n',
    '\n### x\n\n`UC_X` · phase: **c2** · confidence: **High**\n',
    '\n**Splunk SPL (CIM):**\n',
    '\n**Source:** z\n',
    '\n- **CVE:** `CVE-2026-0001`\n',
    '\n# [CRIT] y\n',
    '<!-- curated:true -->',
    '``` c ```',
    '| stats count',
    '\u001b[2J',
    '\u202e',
    '`',
    '**',
    ', ',
    ' — ',
  ),
);
const hostile = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));

const hunt = fc
  .record({
    title: fc.oneof(hostile, fc.constantFrom('Splunk SPL — x', 'IOC-driven hunts (use shared templates)')),
    useCase: fc.option(fc.oneof(fc.stringMatching(/^UC_[A-Z0-9_]{1,20}$/), hostile)),
    phase: fc.constantFrom(...PHASES),
    confidence: fc.constantFrom('High' as const, 'Medium' as const, 'Low' as const),
    spl: fc.option(hostile),
    kql: fc.option(hostile),
    search: fc.option(
      fc.array(hostile, { maxLength: 3 }).map((values) =>
        networkSearch(
          'x',
          values.map((value) => ({ type: 'domain', value })),
        ),
      ),
      { nil: undefined },
    ),
  })
  .map(({ search, ...own }) => ({ ...withQueries(own), ...(search === undefined ? {} : { search }) }));

const indicator = fc.record({
  type: fc.constantFrom(...INDICATOR_TYPES),
  value: fc.oneof(
    hostile,
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.webUrl(),
    fc.emailAddress(),
    fc.stringMatching(/^CVE-\d{4}-\d{4,6}$/),
    fc.stringMatching(/^[0-9a-f]{32}$/),
    fc.stringMatching(/^[0-9a-f]{64}$/),
  ),
});

/** What an item of a feed has beside. */
const ofItem = fc.record(
  {
    itemId: fc.uuid(),
    partOf: fc.array(fc.uuid(), { minLength: 1, maxLength: 2 }),
    names: fc.array(
      fc.record({ name: hostile, kind: fc.constantFrom('group' as const, 'malware' as const, 'campaign' as const) }),
      { maxLength: 3 },
    ),
    retracts: fc.array(indicator, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['itemId'] },
);

const plainArticle: fc.Arbitrary<Article> = fc.record({
  id: fc.constant('given'),
  path: fc.constant('feed#1'),
  origin: fc.constant('Lab'),
  dialect: fc.constant('auto' as const),
  severity: fc.constantFrom(...SEVERITIES),
  title: hostile,
  sources: fc.array(fc.oneof(hostile, fc.constant('CISA KEV')), { minLength: 1, maxLength: 2 }),
  published: fc.option(fc.oneof(fc.constantFrom('2026-02-03', '2026-02-31', '../x'), hostile)),
  url: fc.oneof(fc.webUrl(), hostile),
  techniques: fc.array(fc.record({ id: fc.oneof(fc.stringMatching(/^T\d{4}(\.\d{3})?$/), hostile), name: hostile }), {
    maxLength: 4,
  }),
  phases: fc.uniqueArray(fc.constantFrom(...PHASES)),
  indicators: fc.array(indicator, { maxLength: 6 }),
  observables: fc.array(
    fc.record(
      {
        kind: fc.constantFrom('scheduledTask', 'pipe', 'a b'),
        value: fc.oneof(hostile, fc.string({ minLength: 1, maxLength: 20 })),
        role: fc.constantFrom(...OBSERVABLE_ROLES),
        unhunted: fc.constantFrom('nothing of the attackers', 'a `b`'),
      },
      { requiredKeys: ['kind', 'value', 'role'] },
    ),
    { maxLength: 4 },
  ),
  hunts: fc.array(hunt, { maxLength: 3 }),
  problems: fc.constant([]),
});

const article: fc.Arbitrary<Article> = fc
  .tuple(plainArticle, fc.option(ofItem))
  .map(([own, item]) => ({ ...own, ...(item ?? {}) }));

describe('any article, however hostile its text', () => {
  it('reads back as what can be written of it, without any problem but a source or an address that it never had', () => {
    fc.assert(
      fc.property(article, hostile, fc.array(hostile, { maxLength: 3 }), (own, profile, reasons) => {
        const text = renderBriefing(own, { reasons, profile, evidence: reasons });
        const { problems, ...facts } = read(text, own);
        const { problems: _, ...expected } = writable(own);
        expect(facts).toEqual(expected);
        expect(problems.filter(({ code }) => code !== 'missing-article' && code !== 'missing-source')).toEqual([]);
        expect(text.endsWith('\n')).toBe(true);
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is written once and for all: what can be written of it stays as it is', () => {
    fc.assert(
      fc.property(article, (own) => {
        const once = writable(own);
        expect(writable(once)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(CORPORA)('$name', ({ folder, present, small }) => {
  it.skipIf(!present)('keeps every fact of every auto briefing when it is written again', () => {
    const labels = readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n');
    const autos = labels.map((line) => JSON.parse(line)).filter(({ dialect }) => dialect === 'auto');
    expect(autos.length).toBeGreaterThan(small ? 5 : 30);
    for (const { path } of autos) {
      const { prose: _, ...parsed } = parseBriefing(
        { kind: 'briefing', path, text: readFileSync(join(folder, path), 'utf8') },
        'corpus',
      );
      const own = { ...parsed, hunts: parsed.hunts.map(({ notes: _, ...hunt }) => hunt) };
      const back = read(renderBriefing(own, { reasons: [], profile: 'x' }), own);
      expect({ ...back, problems: [] }, path).toEqual({ ...own, problems: [] });
    }
  });
});

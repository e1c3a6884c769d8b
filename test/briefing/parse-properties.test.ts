import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Article, PHASES, SEVERITIES } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { flat } from '../support/queries.ts';
import { briefing, briefingLines } from './writer.ts';

function parse(text: string): Article {
  return parseBriefing({ kind: 'briefing', path: 'any.md', text }, 'test');
}

/** Any text that a line can hold: not empty, not only white space. */
const lineText = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .map((text) => text.replace(/[\r\n]/g, ' '))
  .filter((text) => text.trim() !== '');

/** Lines that a query of the feed can hold: any but what only the writer emits. */
const queryLine = fc.oneof(
  lineText.filter((line) => !/^(?: {0,3}```|\*\*|`)/.test(line)),
  fc.constantFrom('| stats count', '``` a comment ```', '## Recommended hunts', '### x', '# [CRIT] y', '', '    ```'),
);
const query = fc
  .array(queryLine, { minLength: 1, maxLength: 6 })
  .map((lines) => lines.join('\n'))
  .filter((text) => text.trim() !== '');

const hunt = fc
  .record({
    title: lineText.filter((title) => !/^(?:Splunk|Defender|IOC-driven)/.test(title)),
    useCase: fc.stringMatching(/^UC_[A-Z0-9_]{1,20}$/),
    phase: fc.constantFrom(...PHASES),
    confidence: fc.constantFrom('High', 'Medium', 'Low'),
    tag: fc.constantFrom('', ' · AI-generated for this article', ' · a · b'),
    spl: fc.option(query),
    kql: fc.option(query),
  })
  .filter(({ spl, kql }) => spl !== null || kql !== null);

const technique = fc.record({
  id: fc.stringMatching(/^T\d{4}(?:\.\d{3})?$/),
  name: fc.stringMatching(/^[A-Z][\w /]{0,30}\w$/),
});

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-fA-F]{${length}}$`));
const indicator = fc.oneof(
  fc.record({ type: fc.constant('cve'), label: fc.constant('CVE'), value: fc.stringMatching(/^CVE-\d{4}-\d{4,7}$/) }),
  fc.record({ type: fc.constant('ipv4'), label: fc.constant('IPv4 (defanged)'), value: fc.ipV4() }),
  fc.record({ type: fc.constant('domain'), label: fc.constant('Domain (defanged)'), value: fc.domain() }),
  fc.record({ type: fc.constant('sha256'), label: fc.constant('SHA256'), value: hex(64) }),
  fc.record({ type: fc.constant('md5'), label: fc.constant('MD5'), value: hex(32) }),
);

const model = fc.record({
  severity: fc.constantFrom(...SEVERITIES),
  title: lineText,
  source: fc.stringMatching(/^[A-Z][\w ()-]{0,20}\w$/),
  published: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  url: fc.webUrl(),
  profile: fc.array(fc.oneof(lineText, fc.constantFrom('```php', '```spl', '```', '### x', '# y', '**Source:** z')), {
    maxLength: 5,
  }),
  indicators: fc.uniqueArray(indicator, { selector: ({ value }) => value.toLowerCase(), maxLength: 5 }),
  techniques: fc.uniqueArray(technique, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }),
  hunts: fc.array(hunt, { maxLength: 4 }),
});

describe('any briefing that a writer can write', () => {
  const rendered = model.map((own) => ({
    own,
    lines: briefingLines({
      title: `# [${own.severity}] ${own.title}`,
      header: [`**Source:** ${own.source}`, `**Published:** ${own.published}`, `**Article:** ${own.url}`],
      profile: own.profile,
      indicators: own.indicators.map(({ label, value }) => `- **${label}:** \`${value}\``),
      techniques: own.techniques.map(({ id, name }) => `- **${id}** — ${name}`),
      hunts: own.hunts.map(({ title, useCase, phase, confidence, tag, spl, kql }) => ({
        title,
        meta: `\`${useCase}\` · phase: **${phase}** · confidence: **${confidence}**${tag}`,
        spl,
        kql,
      })),
      why: `Severity classified as **${own.severity}** based on: ${own.hunts.length} use case(s) fired, ${own.techniques.length} technique(s) inferred.`,
    }),
  }));

  it('reads back as what was written, with LF and with CRLF', () => {
    fc.assert(
      fc.property(rendered, ({ own, lines }) => {
        const article = parse(lines.join('\n'));
        expect(article).toMatchObject({
          dialect: 'auto',
          severity: own.severity,
          title: own.title,
          sources: [own.source],
          published: own.published,
          url: own.url,
          techniques: own.techniques,
          indicators: own.indicators.map(({ type, value }) => ({ type, value })),
          phases: [...new Set(own.hunts.map(({ phase }) => phase))].sort(),
          problems: [],
        });
        expect(article.hunts.map(flat).map(({ notes: _, ...rest }) => rest)).toEqual(
          own.hunts.map(({ tag: _, ...rest }) => rest),
        );
        expect(parse(lines.join('\r\n'))).toEqual(article);
      }),
    );
  });

  it('loses no hunt to garbage between its sections', () => {
    const garbage = fc.array(fc.oneof(lineText, fc.constantFrom('```', '```php', '## x', '# y', '---', '- z')), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(rendered, fc.array(garbage, { minLength: 6, maxLength: 6 }), ({ own, lines }, extras) => {
        let section = 0;
        const strewn = lines.flatMap((line, n) => {
          const opens = /^## (?:Threat|Indic|MITRE|Kill|Recomm|Why)/.test(line) && lines[n - 1] === '';
          return opens && !isInsideQuery(lines, n) ? [...(extras[section++] ?? []), line] : [line];
        });
        const withQueries = parse(strewn.join('\n'))
          .hunts.map(flat)
          .map(({ title, spl, kql }) => ({ title, spl, kql }));
        expect(withQueries).toEqual(own.hunts.map(({ title, spl, kql }) => ({ title, spl, kql })));
      }),
    );
  });
});

function isInsideQuery(lines: readonly string[], index: number): boolean {
  const hunts = lines.indexOf('## Recommended hunts');
  return index > hunts && index < lines.lastIndexOf('## Why this matters');
}

describe('any text at all', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...briefing().split('\n'),
      '```spl',
      '```kql',
      '```',
      '### x',
      '- **',
      '\r',
      '<!-- curated:true -->',
    ),
    fc.constantFrom('## Source body', '## Splunk SPL — x', '## Defender KQL — ', '**CISA KEV**', '- **T1001 / T1002**'),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2000 }),
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('\n')),
  );

  it('is read without an exception, with each problem inside the text', () => {
    fc.assert(
      fc.property(text, (any) => {
        const article = parse(any);
        const count = any.split(any.includes('\n') ? '\n' : '\r').length;
        for (const { line, message } of article.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(count);
          expect(message).not.toBe('');
        }
        for (const { spl, kql, title } of article.hunts.map(flat)) {
          expect(spl ?? kql).not.toBeNull();
          expect(title.trim()).not.toBe('');
        }
        expect(article.title.trim()).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

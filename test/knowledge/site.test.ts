import { describe, expect, test } from 'vitest';
import { DEFAULT_SITE, siteProfile } from '../../src/config/site.ts';
import { loadCatalogue, parseUseCases } from '../../src/knowledge/catalogue.ts';
import { fillSite, placeholderProblem } from '../../src/knowledge/site.ts';
import { checkKql } from '../../src/kql/check.ts';
import { checkSpl } from '../../src/spl/check.ts';

const SITE = siteProfile.parse({
  domains: ['corp.example', 'mail.corp-two.example'],
  egressNetworks: ['203.0.113.0/28', '2001:db8::/32'],
  adminHosts: ['jump-01'],
  deploymentAccounts: ['svc.roll+out@corp.example', 'PC01$'],
});

const SPLUNK_ENVIRONMENT = { macros: [], commands: [], lookups: [], dataModels: {} };

describe('facts of a site', () => {
  test('stand where a query leaves a place for them', () => {
    expect(fillSite('user IN ({{site.deploymentAccounts:list}})', SITE)).toBe(
      'user IN ("svc.roll+out@corp.example","PC01$")',
    );
    expect(fillSite('src_user IN ({{site.domains:senders}})', SITE)).toBe(
      'src_user IN ("*@corp.example","*@mail.corp-two.example")',
    );
    const pattern = fillSite('^({{site.domains:regex}})$', SITE);
    expect(pattern).toBe('^(corp\\.example|mail\\.corp-two\\.example)$');
    expect(new RegExp(pattern).test('corp.example')).toBe(true);
    expect(new RegExp(pattern).test('corpXexample')).toBe(false);
  });

  test('a query without such places stays as it is', () => {
    expect(fillSite('a="{{ jinja }}" | where x="$y$"', SITE)).toBe('a="{{ jinja }}" | where x="$y$"');
  });

  test.each(['{{site.domain:list}}', '{{site.domains:csv}}', '{{site.domains}}', '{{site.cimVersion:list}}'])(
    '%s is a problem of the catalogue',
    (place) => {
      expect(placeholderProblem(`x IN (${place})`)).toContain(`${place} is none of site.domains`);
      const source = `useCases:\n  - id: UC_X\n    spl: 'index=a x IN (${place})'\n`;
      const messages = parseUseCases(source, 'a.yaml').problems.map(({ message }) => message);
      expect(messages.filter((message) => message.includes('is none of site.domains'))).toHaveLength(1);
    },
  );
});

describe('our own catalogue', () => {
  const own = loadCatalogue(undefined, { site: SITE });
  const usual = new Map(loadCatalogue().map((useCase) => [useCase.id, useCase.queries]));
  const changed = own.filter(({ id, queries }) => JSON.stringify(queries) !== JSON.stringify(usual.get(id)));

  test('leaves places for them in several use cases, in both languages', () => {
    expect(changed.length).toBeGreaterThan(8);
    for (const { id, queries } of changed) {
      for (const language of ['spl', 'kql']) {
        const before = usual.get(id)?.[language];
        // An account of mail or a domain is not asked for in both.
        if (before !== undefined && id !== 'UC_PHISH_ATTACH') expect(queries[language], id).not.toBe(before);
      }
    }
  });

  test('runs with any site’s, and says nothing of the made-up one', () => {
    for (const { id, queries } of changed) {
      const texts = Object.values(queries).join('\n');
      expect(texts, id).not.toMatch(/\{\{site/);
      for (const value of [
        ...DEFAULT_SITE.deploymentAccounts,
        ...DEFAULT_SITE.adminHosts,
        ...DEFAULT_SITE.egressNetworks,
      ]) {
        expect(texts, id).not.toContain(`"${value}"`);
      }
      const { spl, kql } = queries;
      if (spl !== undefined)
        expect(checkSpl(spl, { environment: SPLUNK_ENVIRONMENT }).verdict, id).not.toBe('rejected');
      if (kql !== undefined)
        expect(
          checkKql(kql).map(({ verdict }) => verdict),
          id,
        ).not.toContain('rejected');
    }
  });
});

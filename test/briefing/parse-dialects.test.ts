import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { articleId } from '../../src/briefing/identity.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { flat } from '../support/queries.ts';

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/briefings/${name}`, import.meta.url), 'utf8');
}

function parse(name: string, text = fixture(name)): Article {
  return parseBriefing({ kind: 'briefing', path: name, text }, 'here');
}

describe('auto', () => {
  it('is read whole', () => {
    const url = 'https://blog.example/teapot';
    const title = '[GHSA / HIGH] CVE-2099-1001: Teapot —  remote brewing';
    const { prose: _, ...facts } = parse('auto.md');
    expect(facts).toEqual({
      id: articleId(url, title),
      path: 'auto.md',
      origin: 'here',
      dialect: 'auto',
      severity: 'HIGH',
      title,
      sources: ['Kettle Labs', 'Example Advisories'],
      published: '2099-01-02',
      url,
      techniques: [
        { id: 'T1190', name: 'Exploit Public-Facing Application' },
        { id: 'T1059.001', name: 'PowerShell' },
      ],
      phases: ['actions', 'c2', 'exploit', 'recon'],
      indicators: [
        { type: 'cve', value: 'CVE-2099-1001' },
        { type: 'ipv4', value: '192.0.2.10' },
        { type: 'domain', value: 'pour.teapot.example' },
        { type: 'sha256', value: '00000000000000000000000000000000000000000000000000000000000000AA' },
        { type: 'sha1', value: '00000000000000000000000000000000000000bb' },
        { type: 'md5', value: '000000000000000000000000000000cc' },
      ],
      hunts: [
        {
          title: '[LLM] Teapot service starts a shell',
          useCase: 'UC_7_1',
          phase: 'exploit',
          confidence: 'High',
          queries: {
            spl: '| tstats count from datamodel=Endpoint.Processes where Processes.parent_process_name="teapotd" by Processes.dest\n| `drop_dm_object_name(Processes)`',
            kql: 'DeviceProcessEvents\n| where InitiatingProcessFileName == "teapotd"',
          },
        },
        {
          title: 'Brewing out of hours',
          useCase: 'UC_TEA_TIME',
          phase: 'actions',
          confidence: 'Medium',
          queries: { spl: 'index=kitchen sourcetype=teapot' },
        },
      ],
      problems: [],
    });
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['no final newline', (text: string) => text.trimEnd()],
  ])('reads the same with %s', (_, change) => {
    expect(parse('auto.md', change(fixture('auto.md')))).toEqual(parse('auto.md'));
  });

  it('may hold nothing to hunt', () => {
    expect(parse('bare.md')).toMatchObject({
      dialect: 'auto',
      severity: 'LOW',
      published: null,
      techniques: [],
      phases: [],
      indicators: [],
      hunts: [],
      problems: [],
    });
  });
});

describe('later auto', () => {
  it('has tags on the id line, low confidence, declared phases and further indicator types', () => {
    const article = parse('late.md');
    expect(article).toMatchObject({ dialect: 'auto', phases: ['c2', 'exploit', 'recon'], problems: [] });
    expect(article.indicators).toEqual([
      { type: 'url', value: 'https://pour.example/brew?now=1' },
      { type: 'email', value: 'pot@example.test' },
      { type: 'ipv6', value: '2001:db8::7' },
    ]);
    expect(article.hunts.map(flat)).toMatchObject([
      {
        title: 'Teapot launched with a hostile flag',
        useCase: 'UC_7_1',
        phase: 'exploit',
        confidence: 'Low',
        spl: null,
        kql: 'DeviceProcessEvents | where ProcessCommandLine has "--no-lid"',
      },
      {
        title: 'Teapot exposure',
        useCase: 'UC_7_2',
        phase: 'recon',
        confidence: 'High',
        spl: null,
        kql: 'DeviceInfo',
      },
    ]);
  });
});

describe('kev', () => {
  it('has its technique name inside the bold, a bare CVE, no hunts, and ends in raw text that is never read', () => {
    expect(parse('kev.md')).toMatchObject({
      dialect: 'kev',
      severity: 'CRIT',
      title: 'CISA KEV: CVE-2099-2002 — Example Samovar Deserialization Vulnerability',
      techniques: [{ id: 'T1190', name: 'Exploit Public-Facing Application' }],
      indicators: [{ type: 'cve', value: 'CVE-2099-2002' }],
      phases: [],
      hunts: [],
      problems: [],
    });
  });

  it('gives articles of one url ids of their own', () => {
    expect(parse('kev.md').url).toBe(parse('kev-v1.md').url);
    expect(parse('kev.md').id).not.toBe(parse('kev-v1.md').id);
  });

  it('of the first version has one hunt a section', () => {
    const article = parse('kev-v1.md');
    const bare = { title: 'asset exposure', useCase: null, phase: null, confidence: null };
    expect(article).toMatchObject({ dialect: 'kev-v1', problems: [] });
    expect(article.hunts.map(flat)).toEqual([
      {
        ...bare,
        spl: '| tstats count from datamodel=Vulnerabilities where Vulnerabilities.signature="CVE-2099-2003"',
        kql: null,
      },
      { ...bare, spl: null, kql: 'DeviceTvmSoftwareVulnerabilities\n| where CveId =~ "CVE-2099-2003"' },
    ]);
  });
});

describe('curated', () => {
  it('has one hunt a section, never merged, and its prose is no indicator', () => {
    const article = parse('curated.md');
    const bare = { title: 'teapot exposure', useCase: null, phase: null, confidence: null };
    expect(article).toMatchObject({ dialect: 'curated', severity: 'MED', phases: ['recon'], problems: [] });
    expect(article.indicators).toEqual([{ type: 'cve', value: 'CVE-2099-3003' }]);
    expect(article.techniques).toEqual([
      { id: 'T1566.001', name: 'Phishing (attachment and link)' },
      { id: 'T1566.002', name: 'Phishing (attachment and link)' },
      { id: 'T1078.004', name: 'Valid Accounts: Cloud Accounts (after consent)' },
    ]);
    expect(article.hunts.map(flat)).toMatchObject([
      { ...bare, spl: 'index=kitchen\n## Why this matters\n| stats count', kql: null },
      {
        ...bare,
        spl: null,
        kql: 'let pots = dynamic(["pot-01"]);  // <- adapt\nDeviceInfo | where DeviceName in (pots)',
      },
    ]);
  });

  it('over a stale tail keeps both, and the header outranks the tail', () => {
    const article = parse('curated-hybrid.md');
    expect(article).toMatchObject({ dialect: 'curated-hybrid', severity: 'HIGH', problems: [] });
    expect(article.hunts.map(({ title, useCase }) => [title, useCase])).toEqual([
      ['lid events', null],
      ['Brewing out of hours', 'UC_TEA_TIME'],
    ]);
    expect(article.techniques.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'T1190 Exploit Public-Facing Application (the lid)',
      'T1071 Application Layer Protocol',
    ]);
    expect(article.indicators.map(({ value }) => value)).toEqual(['192.0.2.20', '192.0.2.21', '192.0.2.22']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Article, ArticleProse } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { renderBriefing } from '../../src/briefing/render.ts';
import { oneLine } from '../../src/core/text.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { currentTechniqueId } from '../../src/knowledge/attack.ts';
import { buildRecords } from '../../src/sync/records/build.ts';
import { indicatorValue } from '../../src/sync/records/indicator-id.ts';
import { storable, type Values } from '../../src/sync/records/values.ts';
import { CORPORA } from '../support/corpora.ts';

const SAMPLES = fileURLToPath(new URL('../../config/samples', import.meta.url));
const FOLDERS = [{ name: 'the sample briefings', folder: SAMPLES, present: true }, ...CORPORA];

const STATE = {
  status: 'active' as const,
  retired_on: null,
  objects: [],
  repairs: [],
  additions: [],
  proof: '' as const,
  problems: [],
  drifted: [],
};

/** The records of one article as an analyst finds them: all their texts, and the numbers of their lines. */
function recordsOf(article: Article): { readonly texts: string; readonly rows: readonly Values[] } {
  const { articles, hunts } = normalizeHunts([article]);
  const checked = hunts.map((hunt) => ({ hunt, queries: {} }));
  const records = buildRecords(
    articles,
    checked,
    // Tests of the languages follow a query to the platform; here it is its text.
    ({ hunt }) => ({ ...STATE, query: Object.values(hunt.queries).join('\n\n') }),
  );
  const rows = (['articles', 'hunts', 'indicators'] as const).flatMap((type) =>
    [...records[type].values()].map((values) => storable(type, values)),
  );
  return { texts: rows.flatMap((row) => Object.values(row).flat().map(String)).join('\n'), rows };
}

/** What a line of a briefing says, as it stands in the record that has it; empty where it says nothing. */
const PARTS: readonly (readonly [what: string, line: RegExp, says: (found: RegExpExecArray) => readonly string[]])[] = [
  [
    'phases',
    /^(?:recon|weapon|delivery|exploit|install|c2|actions)(?:, (?:recon|weapon|delivery|exploit|install|c2|actions))*$/,
    ([list = '']) => list.split(', '),
  ],
  ['a blank, a fence or a mark', /^\s*$|^\s*(?:```|~~~)|^<!-- curated:true -->$/, () => []],
  ['the heading of a section', /^## (?!Splunk|Defender|Summary|Impact|Patch|Affected|[A-Z]\w+:).*$/, () => []],
  ['a label of a query', /^\*\*(?:Splunk SPL|Defender KQL)[^*]*:\*\*$/, () => []],
  ['the title', /^# \[(CRIT|HIGH|MED|LOW)\] (.*)$/, ([, severity = '', title = '']) => [severity, title]],
  ['publishers', /^\*\*Source:\*\* (.*)$/, ([, names = '']) => names.split(',').map((name) => name.trim())],
  ['the day', /^\*\*Published:\*\* (.*)$/, ([, day = '']) => (day === 'undated' ? [] : [day])],
  ['the address', /^\*\*Article:\*\* (.*)$/, ([, url = '']) => [url]],
  ['no threat', /^\*\*Threat:\*\* (.*)$/, ([, why = '']) => [why]],
  ['a title of hunts', /^### (?:Splunk SPL — |Defender KQL — )?(?:\[LLM\] )?(.*)$/, ([, title = '']) => [title]],
  ['a title of a query', /^## (?:Splunk SPL|Defender KQL) [—–-] (.*)$/, ([, title = '']) => [title]],
  [
    'a line under a title',
    /^`([^`]+)` · phase: \*\*(\w+)\*\* · confidence: \*\*(\w+)\*\*(?: · (.*))?$/,
    // A numeric id is a position in one run of the producer, and names nothing.
    ([, id = '', phase = '', confidence = '', tag]) => [
      ...(/^UC_[A-Z]/.test(id) ? [`uc:${id}`] : []),
      ...[phase, confidence],
      ...(tag === undefined ? [] : [tag]),
    ],
  ],
  [
    'typed values',
    /^- \*\*(CVE|IPv4|IPv6|Domain|URL|Email|SHA256|SHA1|MD5)(?: \(defanged\))?:\*\* (`[^`]+`(?:, ?`[^`]+`)*)\s*$/,
    ([, label = '', list = '']) => {
      const type = label.toLowerCase() as 'cve';
      return [...list.matchAll(/`([^`]+)`/g)].map(([, value = '']) => indicatorValue({ type, value }));
    },
  ],
  ['a technique', /^- \*\*(T\d{4}(?:\.\d{3})?)\*\* — [^()]+$/, ([, id = '']) => [currentTechniqueId(id)]],
  [
    'nothing, said by the writer',
    /^(?:- )?_?\(?(?:No high-fidelity IOCs |No actionable hunts |No hunt can be derived |none detected |Narrative-keyword )/,
    () => [],
  ],
];

/** The lines of a text that none of its records has, with what is missing. */
function lost(text: string, article: Article): string[] {
  const { texts } = recordsOf(article);
  const wanted = new Set(texts.split('\n').map(comparable));
  const whole = comparable(texts);
  return text.split(/\r?\n/).filter((line) => {
    const part = PARTS.find(([, pattern]) => pattern.test(line));
    const found = part?.[1].exec(line);
    const says = part && found ? part[2](found) : [line];
    const has = (said: string) => wanted.has(comparable(said)) || whole.includes(comparable(said));
    return !says.every(has) && !has(line);
  });
}

function comparable(text: string): string {
  return oneLine(text);
}

function briefingsIn(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return below
    .filter((path) => /\d{4}-\d\d-\d\d\/[^/]+\.md$|late_dialect_fixture\.md$|seeds\/.*\.txt$/.test(path))
    .sort();
}

describe.each(FOLDERS)(
  '$name: nothing that a briefing says is lost on the way to its records',
  ({ folder, present }) => {
    const paths = present ? briefingsIn(folder) : [];

    it.skipIf(!present)('there are some', () => {
      expect(paths.length).toBeGreaterThan(5);
    });

    it.each(paths)('%s', (path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      expect(lost(text, parseBriefing({ kind: 'briefing', path, text }, 'here'))).toEqual([]);
    });
  },
);

describe('a briefing in words', () => {
  const CURATED = [
    '<!-- curated:true -->',
    '# [HIGH] Teapot takes over the kitchen',
    '',
    '**Source:** Kettle Labs',
    '**Published:** 2099-01-02',
    '**Article:** https://blog.example/teapot',
    '**Curated:** Analyst-reviewed 2099-01-03',
    '',
    '## Threat profile',
    '',
    'Pours\u001b[2J to `\\\\<host>\\admin$`.',
    '',
    '## Indicators of Compromise',
    '',
    '- `CVE-2099-1001` — the lid',
    '- DO NOT block `kitchen.example`',
    '',
    '## MITRE ATT&CK (analyst-validated)',
    '',
    '- **T1190** — Exploit Public-Facing Application (the spout)',
    '- **T1078** — Valid Accounts',
    '',
    '## Recommended SOC actions (priority-ordered)',
    '',
    '1. **Empty it.**',
    '',
    '## Splunk SPL — pouring',
    '',
    'Tune it to your kitchen.',
    '',
    '```spl',
    'index=kitchen',
    '```',
    '',
    '## Why this matters for your SOC',
    '',
    'Tea is everywhere.',
    '',
  ].join('\n');
  const read = (text: string) => parseBriefing({ kind: 'briefing', path: 'a.md', text }, 'here');

  it('keeps each line where an analyst looks for it, as it is but for controls', () => {
    const { prose, hunts } = read(CURATED);
    expect(prose).toEqual({
      profile: ['Pours[2J to `\\\\<host>\\admin$`.'],
      why: ['Tea is everywhere.'],
      reasons: [],
      evidence: [],
      actions: ['1. **Empty it.**'],
      notes: [
        '**Curated:** Analyst-reviewed 2099-01-03',
        '- `CVE-2099-1001` — the lid',
        '- DO NOT block `kitchen.example`',
        '- **T1190** — Exploit Public-Facing Application (the spout)',
      ],
    } satisfies ArticleProse);
    expect(hunts).toMatchObject([{ title: 'pouring', notes: ['Tune it to your kitchen.'] }]);
  });

  it('notices a line that is lost', () => {
    const { prose: _, ...facts } = read(CURATED);
    expect(lost(CURATED, facts)).toContain('Tea is everywhere.');
    expect(lost(CURATED, facts)).toContain('1. **Empty it.**');
  });

  it('that huntsync wrote has reasons, evidence and the sentence of each hunt', () => {
    const [hunt] = read(CURATED).hunts;
    if (!hunt) throw new Error('no hunt');
    const own = {
      ...read(CURATED),
      itemId: read(CURATED).id,
      hunts: [{ ...hunt, useCase: 'UC_LSASS', why: 'They *dumped* `lsass`.' }],
    };
    const text = renderBriefing(own, { reasons: ['exploited (+4)'], profile: 'x', evidence: ['T1190: They came in.'] });
    const back = read(text);
    expect(back.prose).toMatchObject({
      reasons: ['exploited (+4)'],
      evidence: ['UC_LSASS: They *dumped* `lsass`.', 'T1190: They came in.'],
    });
    expect(back.hunts).toMatchObject([{ why: 'They *dumped* `lsass`.' }]);
    expect(recordsOf(back).rows).toMatchObject([
      { severity_reasons: 'exploited (+4)' },
      {
        hunt_key: 'uc:UC_LSASS',
        why: 'They *dumped* `lsass`.',
        callers: [expect.stringMatching(/^2099-01-02 Teapot .* \(Kettle Labs\) https:/)],
      },
      {},
    ]);
  });
});

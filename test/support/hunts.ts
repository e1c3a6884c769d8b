import { articleId } from '../../src/briefing/identity.ts';
import type { ArticleRef, Hunt } from '../../src/hunts/hunt.ts';
import { queriesOf } from '../../src/quoting/languages.ts';
import { withShortIds } from '../../src/sync/evidence.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';
import type { PlanContext } from '../../src/sync/target.ts';
import type { QueryTexts } from './queries.ts';

/** An article reference with a real id. */
export function makeArticle(title: string, published: string | null = '2026-05-01'): ArticleRef {
  const url = `https://intel.example/${encodeURIComponent(title)}`;
  return { id: articleId(url, title), title, url, published };
}

const SPL = '| tstats count from datamodel=Endpoint.Processes by Processes.dest';
const KQL = 'DeviceProcessEvents\n| take 10';

/** A hunt's fields; null takes a query away. */
type HuntFields = Partial<Hunt> & QueryTexts;

/** A hunt with plausible values for whatever a test does not care about. */
export function makeHunt({ spl = SPL, kql = KQL, ...overrides }: HuntFields = {}): Hunt {
  return {
    key: 'uc:UC_TEST',
    title: 'Shell started by a document reader',
    severity: 'HIGH',
    confidence: 'Medium',
    phase: 'exploit',
    techniques: ['T1059.001', 'T1204.002'],
    techniquesFrom: 'useCase',
    mentions: [],
    tactics: ['execution'],
    articles: [makeArticle('A reader that starts shells')],
    sources: ['briefings'],
    queries: queriesOf({ spl, kql }),
    ...overrides,
  };
}

/** The hunt with its queries accepted as they are. */
export function makeChecked(overrides: HuntFields = {}): CheckedHunt {
  const hunt = makeHunt(overrides);
  const { spl, kql } = hunt.queries;
  const ready = { verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null } as const;
  return {
    hunt,
    queries: {
      splunk: spl === undefined ? [] : [{ text: spl, window: { earliest: '-7d@d', latest: 'now' }, ...ready }],
      sentinel: kql === undefined ? [] : [{ text: kql, ...ready }],
      memory: spl === undefined ? [] : [{ text: spl, ...ready }],
    },
  };
}

/** `n` different hunts with queries for every platform. */
export function makeMany(n: number): CheckedHunt[] {
  return Array.from({ length: n }, (_, i) =>
    makeChecked({
      key: `uc:UC_N${i}`,
      title: `Hunt number ${i}`,
      spl: `| tstats count from datamodel=Endpoint.Processes where Processes.process_name="p${i}.exe"`,
      kql: `DeviceProcessEvents\n| where FileName == "p${i}.exe"`,
    }),
  );
}

/** A complete run that read the articles of these hunts, under a policy that does nothing by itself. */
export function makePlanContext(hunts: readonly CheckedHunt[]): PlanContext {
  return {
    today: '2026-06-01',
    complete: true,
    articles: withShortIds(hunts.flatMap(({ hunt }) => hunt.articles.map(({ id }) => id))),
    carrying: new Set(),
    authoritative: new Set(),
    retireAfterDays: 'off',
    pruneAfterDays: 'off',
    requested: new Set(),
    adopt: new Set(),
    onDrift: 'keep',
    rejected: [],
  };
}

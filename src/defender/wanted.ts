import { isWebUrl } from '../core/text.ts';
import type { Hunt } from '../hunts/hunt.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor, statementOf } from '../sync/query.ts';
import { statementKey } from '../sync/statement.ts';
import type { Wanted } from '../sync/target.ts';
import type { Fields } from '../sync/types.ts';
import { wantOf } from '../sync/want.ts';
import type { DefenderConfig } from './config.ts';
import { detailText, partDetails, takesDetails } from './details.ts';
import { entityText } from './entities.ts';
import { plainLine, ruleId, ruleName } from './names.ts';
import { IN_USE } from './native.ts';
import { runOnlyReason } from './run-only-reason.ts';
import { tacticText } from './tactics.ts';

/** The rules that checked hunts want: one per statement that was not rejected and can be a rule. */
export function wantedRules(
  hunts: readonly CheckedHunt[],
  config: Pick<DefenderConfig, 'detections' | 'kind'>,
): Wanted[] {
  return hunts.flatMap((checked) =>
    queriesFor(checked, config.kind).flatMap((read, index): Wanted[] => {
      const { hunt } = checked;
      if (read.verdict === 'rejected' || runOnlyReason(read) !== null) return [];
      const key = statementKey(hunt.key, index);
      const render: Wanted['render'] = (_evidence, stored = key) => {
        const query = statementOf(checked, config.kind, index);
        const fields = fieldsOf(hunt, query, index, stored, config);
        return { key: stored, id: ruleId(stored), name: fields['displayName'] ?? '', fields };
      };
      return [wantOf(hunt, index, render)];
    }),
  );
}

const FREQUENCIES = { '1h': 'PT1H', '3h': 'PT3H', '12h': 'PT12H', '24h': 'P1D' } as const;
/** Graph has no critical (https://learn.microsoft.com/graph/api/resources/security-alerttemplate?view=graph-rest-1.0). */
const SEVERITIES: Readonly<Record<Hunt['severity'], string>> = {
  CRIT: 'high',
  HIGH: 'high',
  MED: 'medium',
  LOW: 'low',
};

function fieldsOf(
  hunt: Hunt,
  query: CheckedQuery,
  index: number,
  key: string,
  { detections }: Pick<DefenderConfig, 'detections'>,
): Fields {
  const { enabled, period } = detections;
  // As it will be read: a query that ends like one with details has them already.
  const own = partDetails(query.text);
  const added = query.alert && takesDetails(query.text) ? detailText(key, articleOf(hunt)) : '';
  return {
    query: own.query,
    details: own.details || added,
    displayName: ruleName(hunt.title, index, key),
    status: enabled !== false && enabled.includes(hunt.severity) ? 'enabled' : 'disabled',
    frequency: FREQUENCIES[period],
    // It should be unique, too.
    alertTitle: ruleName(hunt.title, index, key),
    description: describe(hunt, key),
    alertSeverity: SEVERITIES[hunt.severity],
    triage: triageOf(hunt),
    tactics: tacticText(hunt.techniques),
    entities: entityText(query.alert?.entities ?? []),
    use: IN_USE,
    severity: [hunt.severity, hunt.phase, hunt.confidence].filter((part) => part !== null).join(' / '),
  };
}

const MAX_DESCRIPTION = 1_000;
const MAX_TRIAGE = 2_000;
const MAX_URL = 300;

function articleOf({ articles: [newest] }: Hunt): string {
  if (!newest) return '';
  return isWebUrl(newest.url) && newest.url.length <= MAX_URL
    ? plainLine(newest.url, MAX_URL)
    : plainLine(newest.title, 150);
}

/** What an alert says of its hunt: why it is there, and where it is from. */
function describe(hunt: Hunt, key: string): string {
  const [newest] = hunt.articles;
  const origin = newest
    ? [
        `Called for by '${plainLine(newest.title, 150)}'${newest.published ? ` (${newest.published})` : ''}: ${articleOf(hunt)}`,
      ]
    : [];
  const why = hunt.why ?? hunt.about;
  const told = why === undefined ? [] : [plainLine(why, 400)];
  return plainLine([...told, ...origin, `Hunt ${key}, kept by huntsync.`].join(' '), MAX_DESCRIPTION);
}

/** What to look at when it hits, for `recommendedActions`. */
function triageOf({ advice }: Hunt): string {
  const steps = advice?.triage.map((step, at) => `${at + 1}. ${plainLine(step, 400)}`) ?? [];
  const benign = advice?.falsePositives.map((one) => plainLine(one, 300).replace(/\.$/, '')) ?? [];
  const text = [...steps, ...(benign.length > 0 ? [`What else looks like it: ${benign.join('; ')}.`] : [])].join(' ');
  return plainLine(
    text === '' ? 'Look at what the device or account did before and after, and read the article.' : text,
    MAX_TRIAGE,
  );
}

import { compareText } from '../core/compare.ts';
import { groupBy } from '../core/group.ts';
import { describedIn, huntsInUse } from '../exporters/deployed.ts';
import { SEVERITIES, type Severity } from '../knowledge/vocabulary.ts';
import { isInUse, type UseRule } from '../sync/in-use.ts';
import { countOps } from '../sync/plan.ts';
import { huntKeyOf } from '../sync/retire.ts';
import { MIN_OBJECTS } from '../sync/safety.ts';
import type { ActualObject, Change, ChangeOp, FieldChange } from '../sync/types.ts';
import { aboutOf, type ChangeAbout, NO_FACTS } from './hunt-about.ts';
import { type DiffLine, diffTexts } from './query-diff.ts';
import type { PlatformResult, RunResult } from './result.ts';

/** What happens to one hunt on one platform. */
export interface ObjectChange {
  readonly platform: string;
  readonly op: ChangeOp;
  readonly reason: Change['reason'];
  /** The difference of its query; the whole query of a new one, and null where it stays as it is. */
  readonly query: readonly DiffLine[] | null;
  /** What else changes, evidence left out. */
  readonly fields: readonly FieldChange[];
}

/** What happens to one hunt. */
export interface HuntChange extends ChangeAbout {
  readonly key: string;
  readonly objects: readonly ObjectChange[];
}

/** What an article changes: the hunts of which it is the newest caller. */
export interface ArticleChange {
  /** Null: no article that is known calls for these hunts. */
  readonly id: string | null;
  readonly title: string | null;
  readonly url: string;
  readonly published: string | null;
  readonly severity: Severity | null;
  /** ATT&CK ids that its hunts look for and no hunt in use on the same platform did. */
  readonly gained: readonly string[];
  /** ATT&CK ids that its hunts looked for and no hunt in use on the same platform does afterwards. */
  readonly lost: readonly string[];
  readonly hunts: readonly HuntChange[];
}

/** What a plan does to a platform, against the limits of the policy. */
export interface BudgetUse {
  readonly platform: string;
  readonly create: number;
  /** Null: no limit, or the first sync of the platform. */
  readonly maxCreate: number | null;
  /** Creations beyond the limits, which wait. */
  readonly held: number;
  /** Updates, retirements and deletions that count: not those that only tell of the articles. */
  readonly touched: number;
  /** Managed objects before. */
  readonly owned: number;
  /** How many may be touched; null where there are too few for a limit. */
  readonly maxTouched: number | null;
}

/** Fields of the marker, which are about the articles. */
const EVIDENCE: ReadonlySet<string> = new Set(['articles', 'newest', 'sources', 'hash', 'retired']);

/** A plan by article, the most severe first; platforms in the order of the configuration. Pure. */
export function articleChanges(result: RunResult): ArticleChange[] {
  const { facts = NO_FACTS } = result;
  const tells = aboutOf(facts);
  const entries = result.platforms.flatMap((platform) => {
    const covered = coverageOf(platform);
    return (platform.plan?.changes ?? []).map((change) => {
      const moved = movedBy(change, covered);
      return { platform, change, about: tells(change), ...moved };
    });
  });
  const articles = new Map(facts.articles.map(({ article }) => [article.id, article]));
  return [...groupBy(entries, ({ about }) => about.articles[0]?.id ?? '')]
    .map(([id, own]): ArticleChange => {
      const article = articles.get(id);
      const hunts = [...groupBy(own, ({ change }) => huntKeyOf(change.key))].map(([key, same]): HuntChange => {
        const [{ about }] = same as [(typeof same)[number]];
        return {
          key,
          ...about,
          objects: same.map(({ platform, change }) => objectChange(platform, change)),
        };
      });
      return {
        id: id === '' ? null : id,
        title: article?.title ?? own[0]?.about.articles[0]?.title ?? null,
        url: article?.url ?? '',
        published: article?.published ?? null,
        severity: article?.severity ?? null,
        gained: [...new Set(own.flatMap(({ gained }) => gained))].sort(),
        lost: [...new Set(own.flatMap(({ lost }) => lost))].sort(),
        hunts: hunts.sort((a, b) => rank(a.severity) - rank(b.severity) || compareText(a.title, b.title)),
      };
    })
    .sort(
      (a, b) =>
        rank(a.severity) - rank(b.severity) ||
        compareText(b.published ?? '', a.published ?? '') ||
        compareText(a.id ?? '~', b.id ?? '~'),
    );
}

function rank(severity: Severity | null): number {
  return severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function objectChange({ name, queryField }: PlatformResult, change: Change): ObjectChange {
  const { op, reason, fields } = change;
  const query = fields.find(({ field }) => field === queryField);
  return {
    platform: name,
    op,
    reason,
    query: query ? diffTexts(query.before ?? '', query.after ?? '') : null,
    fields: op === 'update' ? fields.filter(({ field }) => field !== queryField && !EVIDENCE.has(field)) : [],
  };
}

interface Covered extends UseRule {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** Techniques that hunts in use on a platform look for, before and after its changes. */
function coverageOf({ actual = [], plan, retiredFields = {} }: PlatformResult): Covered {
  const changed = new Map((plan?.changes ?? []).map((change) => [change.id, change]));
  const after = [
    ...actual.filter(({ id }) => !changed.has(id)),
    ...[...changed.values()].flatMap(({ after: then, id, name }) => (then ? [{ id, name, ...then }] : [])),
  ];
  const techniquesOf = (objects: readonly ActualObject[]) =>
    new Set(huntsInUse([{ objects, retiredFields }]).flatMap(({ techniques }) => techniques));
  return { before: techniquesOf(actual), after: techniquesOf(after), retiredFields };
}

/** What a change adds to the coverage of its platform, and what it takes away. */
function movedBy({ before, after }: Change, covered: Covered) {
  const own = (side: Pick<ActualObject, 'fields' | 'marker'> | null) =>
    side && isInUse(side, covered) ? describedIn(side.fields).techniques : [];
  return {
    gained: own(after).filter((id) => !covered.before.has(id)),
    lost: own(before).filter((id) => !covered.after.has(id)),
  };
}

/** What each platform's plan takes of the limits. */
export function budgetUse(
  platforms: readonly PlatformResult[],
  policy: { readonly maxCreate: number | 'off'; readonly maxChangePercent: number },
): BudgetUse[] {
  return platforms.flatMap(({ name, plan, held }) => {
    if (!plan) return [];
    const { update, retire, prune } = countOps(plan.changes.filter(({ aboutOnly }) => !aboutOnly));
    const isFirst = plan.owned === 0;
    return [
      {
        platform: name,
        create: countOps(plan.changes).create,
        maxCreate: policy.maxCreate === 'off' || isFirst ? null : policy.maxCreate,
        held: held.length,
        touched: update + retire + prune,
        owned: plan.owned,
        maxTouched: plan.owned < MIN_OBJECTS ? null : Math.floor((plan.owned * policy.maxChangePercent) / 100),
      },
    ];
  });
}

import { SEVERITIES, type Severity } from '../briefing/article.ts';
import { compareText } from '../core/compare.ts';
import { attackTechnique, currentTechniqueId } from '../knowledge/attack.ts';

/** A hunt that counts: one that may be pushed, or one that is in use on a platform. */
export interface CountedHunt {
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly techniques: readonly string[];
  /** Some row was seen to make one of its queries hit; undefined where none was run. */
  readonly proved?: boolean | undefined;
}

/** What of an article counts. */
export interface CountedArticle {
  readonly id: string;
  readonly title: string;
  /** `YYYY-MM-DD` or null. */
  readonly published: string | null;
  readonly techniques: readonly { readonly id: string }[];
  /** Why it tells of no threat: what it mentions is then nobody's doing. Missing or empty where it tells of one. */
  readonly noThreat?: string;
}

/** One technique that hunts cover or articles name. */
export interface TechniqueCoverage {
  /** As ATT&CK calls it now. */
  readonly id: string;
  /** Sorted by severity, then title. */
  readonly hunts: readonly CountedHunt[];
  /** Titles of the articles that name it, newest first. */
  readonly articles: readonly string[];
}

/**
 * Coverage of the techniques that articles name by hunts, sorted by technique. Ids that MITRE has revoked count as their
 * successors; ids that ATT&CK never had, or has deprecated, are left out, and so is what articles mention that tell of no threat.
 */
export function coverage(hunts: readonly CountedHunt[], articles: readonly CountedArticle[]): TechniqueCoverage[] {
  const found = new Map<string, { hunts: Map<string, CountedHunt>; articles: Set<string> }>();
  const at = (id: string) => {
    const current = currentTechniqueId(id);
    if (attackTechnique(current)?.status !== 'current') return undefined;
    const entry = found.get(current) ?? { hunts: new Map(), articles: new Set() };
    found.set(current, entry);
    return entry;
  };
  for (const hunt of hunts) for (const id of hunt.techniques) at(id)?.hunts.set(hunt.key, hunt);
  const newest = articles
    .filter(({ noThreat }) => !noThreat)
    .sort((a, b) => compareText(b.published ?? '', a.published ?? '') || compareText(a.id, b.id));
  for (const { techniques, title } of newest) for (const { id } of techniques) at(id)?.articles.add(title);
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, entry]) => ({ id, hunts: [...entry.hunts.values()].sort(bySeverity), articles: [...entry.articles] }));
}

function bySeverity(a: CountedHunt, b: CountedHunt): number {
  const [first, second] = [a, b].map(({ severity }) => SEVERITIES.indexOf(severity));
  return (first ?? 0) - (second ?? 0) || compareText(a.title, b.title) || compareText(a.key, b.key);
}

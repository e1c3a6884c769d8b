import type { Article, ArticleHunt, Technique } from '../briefing/article.ts';
import { articleId } from '../briefing/identity.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import { attackTechnique, currentTechniqueId } from '../knowledge/attack.ts';
import type { FiredUseCase, UseCase } from '../knowledge/use-case.ts';
import { PHASES, type Phase } from '../knowledge/vocabulary.ts';
import type { ItemDocument } from '../sources/source.ts';
import { extractIndicators, type FoundIndicator } from './indicators.ts';
import { type InferredPhase, impliedPhases, inferPhases } from './phases.ts';
import { readText } from './reading.ts';
import { scoreSeverity } from './severity.ts';
import { type InferredTechnique, inferTechniques } from './techniques.ts';

/** What an article's text tells, each with the sentence that tells it. */
export interface ArticleEvidence {
  readonly indicators: readonly FoundIndicator[];
  /** All of them: by id, by name and by words. The article lists the first two kinds, and its use cases' own. */
  readonly techniques: readonly InferredTechnique[];
  readonly phases: readonly InferredPhase[];
  /** Phases that no word of the text names, but that the named ones imply; on no article. */
  readonly impliedPhases: readonly Phase[];
  readonly useCases: readonly FiredUseCase[];
}

/** What classification stands on beside the text. */
export interface ClassifyDeps {
  readonly catalogue: readonly UseCase[];
  fire(text: string, catalogue: readonly UseCase[]): readonly FiredUseCase[];
  /** Writes the hunts for what only this article names. */
  specific?(item: ItemDocument, evidence: ArticleEvidence): readonly OwnHunt[];
}

/** A hunt of one article's own, with the ATT&CK ids of what it looks for. */
export interface OwnHunt extends ArticleHunt {
  readonly techniques?: readonly string[];
}

export interface Classification {
  readonly article: Article;
  /** Why the severity is what it is. */
  readonly reasons: readonly string[];
  readonly evidence: ArticleEvidence;
}

/** More than any real article has; a list without end would become hunts without end. */
const MAX_INDICATORS = 2000;

/**
 * Classifies an article of a feed. Techniques are the union of the fired use cases' and the own hunts' (as briefings have them),
 * then those that the text itself names by id or by ATT&CK's name; words alone weigh in the severity only. Hunts: the article's
 * own, then the use cases'. `origin`: name of the source. Pure; never throws for bad text.
 */
export function classify(item: ItemDocument, deps: ClassifyDeps, origin: string): Classification {
  const title = oneLine(item.title);
  const whole = `${title}\n\n${item.text}`;
  const year = Number(item.published?.slice(0, 4));
  const found = extractIndicators(title, item.text, { url: item.url, ...(year ? { newestYear: year + 1 } : {}) });
  const reading = readText(whole);
  const phases = inferPhases(reading);
  const evidence: ArticleEvidence = {
    indicators: found.slice(0, MAX_INDICATORS),
    techniques: inferTechniques(reading),
    phases,
    impliedPhases: impliedPhases(phases.map(({ phase }) => phase)),
    useCases: deps.fire(whole, deps.catalogue),
  };
  const indicators = evidence.indicators.map(({ indicator }) => indicator);
  const specific = deps.specific?.(item, evidence) ?? [];
  const hunts = [
    ...specific.map(plainHunt),
    ...evidence.useCases.map(({ useCase }) => ({
      ...plainHunt({ ...useCase, useCase: useCase.id }),
      fromCatalogue: true as const,
    })),
  ];
  const { severity, reasons } = scoreSeverity({
    title,
    reading,
    publisher: item.publisher,
    indicators,
    useCases: evidence.useCases.length,
    specificHunts: specific.length,
    techniques: evidence.techniques.length,
  });
  const article: Article = {
    id: articleId(item.url, title),
    path: item.path,
    origin,
    dialect: 'auto',
    severity,
    title,
    sources: [item.publisher],
    published: item.published,
    url: item.url,
    techniques: techniquesOf(evidence, specific),
    phases: phasesOf(evidence, hunts),
    indicators,
    hunts,
    problems: found.length > MAX_INDICATORS ? [tooMany(item, found.length)] : [],
  };
  return { article, reasons, evidence };
}

/** Without what a helper knew beside the hunt. */
function plainHunt({ title, useCase, phase, confidence, queries }: ArticleHunt): ArticleHunt {
  return { title, useCase, phase, confidence, queries };
}

function techniquesOf({ useCases, techniques }: ArticleEvidence, specific: readonly OwnHunt[]): Technique[] {
  const own = useCases.flatMap(({ useCase }) => useCase.techniques);
  const named = techniques.filter(({ basis }) => basis !== 'words').map(({ id }) => id);
  const sought = specific.flatMap((hunt) => hunt.techniques ?? []);
  const ids = [...own, ...sought, ...named].map(currentTechniqueId);
  return [...new Set(ids)].map((id) => ({ id, name: attackTechnique(id)?.name ?? id }));
}

function phasesOf({ phases }: ArticleEvidence, hunts: readonly ArticleHunt[]): Phase[] {
  const all = new Set<Phase | null>([...phases.map(({ phase }) => phase), ...hunts.map(({ phase }) => phase)]);
  return PHASES.filter((phase) => all.has(phase)).sort();
}

function tooMany(item: ItemDocument, count: number): Problem {
  return {
    code: 'too-many-indicators',
    message: `The text gives ${count} indicators; the first ${MAX_INDICATORS} are kept.`,
    path: item.path,
  };
}

import type { Article, ArticleHunt, ArticleObservable, Indicator, ThreatLabel } from '../briefing/article.ts';
import { articleId, itemIdOf } from '../briefing/identity.ts';
import { counted } from '../core/counted.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import type { ExploitScores } from '../knowledge/exploit-scores.ts';
import type { ToldText } from '../knowledge/told.ts';
import type { FiredUseCase, UseCase } from '../knowledge/use-case.ts';
import { PHASES, type Phase } from '../knowledge/vocabulary.ts';
import type { ItemDocument } from '../sources/source.ts';
import { coinedNames } from './coined.ts';
import { correctionIn } from './correction.ts';
import { extractIndicators, type FoundIndicator } from './indicators.ts';
import { findMentions, type Mention, type ReadSentence } from './mentions/mentions.ts';
import { type NamedThreat, namedThreats } from './named.ts';
import { findObservables } from './observables/find.ts';
import type { Observable } from './observables/observable.ts';
import { type InferredPhase, impliedPhases, inferPhases } from './phases.ts';
import { readText } from './reading.ts';
import { isAdvisory, scoreSeverity } from './severity.ts';
import { linesOf } from './specific/text.ts';
import { judgeThreat } from './threat.ts';
import { bestUseCases } from './worth.ts';

/** What an article's text states, each fact with its sentence. */
export interface ArticleEvidence {
  readonly indicators: readonly FoundIndicator[];
  /** Title and text, sentence by sentence, each with how surely it speaks of an attack. */
  readonly sentences: readonly ReadSentence[];
  /** What the text tells of; the article lists these, and no hunt's own. */
  readonly techniques: readonly Mention[];
  readonly phases: readonly InferredPhase[];
  /** Phases that the text does not name but the named ones imply; not listed on the article. */
  readonly impliedPhases: readonly Phase[];
  readonly useCases: readonly FiredUseCase[];
  /** Actors, malware and campaigns that it names. */
  readonly named: readonly NamedThreat[];
  /** Tasks, pipes, accounts, user agents and whatever else a log would show. */
  readonly observables: readonly Observable[];
}

/** What classification uses besides the text. */
export interface ClassifyDeps {
  readonly catalogue: readonly UseCase[];
  fire(text: ToldText, catalogue: readonly UseCase[]): readonly FiredUseCase[];
  /** How likely vulnerabilities are to be exploited, where that is known. */
  readonly scores?: ExploitScores | undefined;
  /** How many hunts the article gets at most, its own and the use cases that it is most about; all that fire where absent. */
  readonly huntsPerArticle?: number;
  /** Writes the hunts for what only this article names. */
  specific?(item: ItemDocument, evidence: ArticleEvidence): readonly OwnHunt[];
}

/** A hunt for what only one article names, with the sentences that name it where they are known. */
type OwnHunt = ArticleHunt & { readonly evidence?: readonly string[] };

export interface Classification {
  readonly article: Article;
  /** The reasons for the severity. */
  readonly reasons: readonly string[];
  readonly evidence: ArticleEvidence;
  /** The text of its briefing, where it was written to read the article back from it. */
  readonly briefing?: string;
}

/** More than any real article has; an endless list would become endless hunts. */
const MAX_INDICATORS = 2000;

/**
 * Classifies an article of a feed. Techniques are those that the text mentions: what a hunt looks for belongs to the hunt, not to
 * the article. Hunts: the article's own, then the use cases'. `origin`: name of the source. Pure; never throws for bad text.
 */
export function classify(item: ItemDocument, deps: ClassifyDeps, origin: string): Classification {
  const header = headerOf(item);
  const { title } = header;
  const whole = `${title}\n\n${item.text}`;
  const year = Number(item.published?.slice(0, 4));
  const found = extractIndicators(title, item.text, { url: item.url, ...(year ? { newestYear: year + 1 } : {}) });
  const reading = readText(whole);
  const phases = inferPhases(reading);
  const { sentences, techniques } = findMentions(reading);
  const evidence: ArticleEvidence = {
    indicators: found.slice(0, MAX_INDICATORS),
    sentences,
    techniques,
    phases,
    impliedPhases: impliedPhases(phases.map(({ phase }) => phase)),
    useCases: deps.fire({ ...reading, sentences }, deps.catalogue),
    named: namedThreats(sentences),
    observables: findObservables(linesOf(item.title, item.text)),
  };
  const indicators = evidence.indicators.map(({ indicator }) => indicator);
  const specific = deps.specific?.(item, evidence) ?? [];
  const { publisher, published } = item;
  // A hunt of its own, by itself or combined with others, finds the very vulnerabilities that it names.
  const exposed = specific.length > 0 && indicators.some(({ type }) => type === 'cve');
  const own = { techniques: exposed ? ['T1190'] : [] };
  const noThreat = judgeThreat({
    sentences,
    indicators,
    named: evidence.named,
    useCases: evidence.useCases.length,
    traces: tracesAmong(specific, indicators),
    isAdvisory: isAdvisory({ title, publisher }),
  });
  const hunts =
    noThreat !== null
      ? []
      : [
          ...specific.map((hunt) => plainHunt({ ...hunt, ...whyOf(hunt) })),
          ...bestUseCases(
            evidence.useCases,
            (deps.huntsPerArticle ?? Number.POSITIVE_INFINITY) - specific.length,
            own,
          ).map(({ useCase, evidence: why }) => ({
            ...plainHunt({ ...useCase, useCase: useCase.id, why }),
            fromCatalogue: true as const,
          })),
        ];
  const names = namesOf(evidence);
  const { severity, reasons } =
    noThreat === null
      ? scoreSeverity({
          title,
          sentences,
          publisher,
          published,
          indicators,
          named: evidence.named,
          coined: names.flatMap(({ name, kind, coined }) =>
            coined && kind !== 'campaign' && title.includes(name) ? [name] : [],
          ),
          techniques: techniques.map(({ id }) => id),
          traces: specific.filter(({ phase, confidence }) => phase !== 'recon' && confidence !== 'Low').length,
          scores: deps.scores,
        })
      : { severity: 'LOW' as const, reasons: [`tells of no threat: ${noThreat}`] };
  const corrects = noThreat !== null && correctionIn(sentences) !== null;
  const article: Article = {
    ...header,
    ...(item.partOf === undefined ? {} : { partOf: wholeIds(item.partOf) }),
    path: item.path,
    origin,
    dialect: 'auto',
    severity,
    sources: [item.publisher],
    // What tells of no attack names techniques as a thing to know about.
    techniques: techniques.filter(({ by }) => noThreat === null || by === 'id').map(({ id, name }) => ({ id, name })),
    phases: phasesOf(evidence, hunts),
    indicators: corrects ? [] : indicators,
    ...(evidence.observables.length > 0 && noThreat === null
      ? { observables: evidence.observables.map(plainObservable) }
      : {}),
    hunts,
    ...(names.length === 0 ? {} : { names }),
    // What a correction lists is what it takes back.
    ...(corrects && indicators.length > 0 ? { retracts: indicators } : {}),
    ...(noThreat === null ? {} : { noThreat }),
    problems: found.length > MAX_INDICATORS ? [tooMany(item, found.length)] : [],
  };
  return { article, reasons, evidence };
}

/** What tells its article from others: known before it is classified. */
export function headerOf(item: ItemDocument): Pick<Article, 'id' | 'itemId' | 'title' | 'url' | 'published'> {
  const title = oneLine(item.title);
  const id = itemIdOf({ ...item, title });
  return { id, itemId: id, title, url: item.url, published: item.published };
}

/**
 * How many hunts look for something particular that the text names beside its indicators; those for vulnerabilities do not, nor those
 * for what anybody may have.
 */
function tracesAmong(hunts: readonly ArticleHunt[], indicators: readonly Indicator[]): number {
  const others = indicators.some(({ type }) => type !== 'cve');
  return others ? 0 : hunts.filter(({ phase, confidence }) => phase !== 'recon' && confidence !== 'Low').length;
}

/** The ids that a round-up has as a whole, now and formerly. */
function wholeIds(whole: NonNullable<ItemDocument['partOf']>): string[] {
  return [...new Set([itemIdOf(whole), articleId(whole.url, oneLine(whole.title))])];
}

/** Without what a helper knew beside the hunt. */
function plainHunt({ title, useCase, phase, confidence, queries, why, search }: ArticleHunt): ArticleHunt {
  return {
    title,
    useCase,
    phase,
    confidence,
    queries,
    ...(why === undefined ? {} : { why }),
    ...(search === undefined ? {} : { search }),
  };
}

/** A sentence that gave one of the things that it looks for: `thing: sentence`. A bare value tells nothing that its query does not. */
function whyOf({ evidence = [] }: OwnHunt): Pick<ArticleHunt, 'why'> {
  const told = evidence.filter((line) => line.includes(': '));
  const why = told.find((line) => WHOLE.test(line.slice(line.indexOf(': ') + 2))) ?? told[0];
  return why === undefined ? {} : { why };
}

/** A sentence from beginning to end, and no line of a table or piece of a command. */
const WHOLE = /^["“'‘(]?\p{Lu}\S*(?:\s+\S+){5,}[.!?]["”'’)]*$/u;

/** Whom and what it names: what ATT&CK knows, what follows a tracker's pattern, and what is new. */
function namesOf({ named, sentences }: ArticleEvidence): ThreatLabel[] {
  return [...named.map(({ name, kind }) => ({ name, kind })), ...coinedNames(sentences)];
}

function plainObservable({ kind, value, role, unhunted }: Observable): ArticleObservable {
  return { kind, value, role, ...(unhunted === undefined ? {} : { unhunted }) };
}

function phasesOf({ phases }: ArticleEvidence, hunts: readonly ArticleHunt[]): Phase[] {
  const all = new Set<Phase | null>([...phases.map(({ phase }) => phase), ...hunts.map(({ phase }) => phase)]);
  return PHASES.filter((phase) => all.has(phase)).sort();
}

function tooMany(item: ItemDocument, count: number): Problem {
  return {
    code: 'too-many-indicators',
    message: `The text gives ${counted(count, 'indicator')}; the first ${MAX_INDICATORS} are kept.`,
    path: item.path,
  };
}

import { SEVERITIES, type Severity } from '../../src/briefing/article.ts';
import { type Classification, type ClassifyDeps, classify } from '../../src/classify/classify.ts';
import { extractIndicators } from '../../src/classify/indicators.ts';
import { currentTechniqueId } from '../../src/knowledge/attack.ts';
import { useCaseFacts } from '../../src/knowledge/use-case-facts.ts';
import type { ItemDocument } from '../../src/sources/source.ts';

/** One labelled text: classify_oracle.sample.jsonl. The labels are another implementation's, its substring matches included. */
export interface LabelledText {
  readonly title: string;
  readonly body: string;
  readonly expected: {
    readonly severity: Severity;
    readonly iocs: Readonly<Record<string, readonly string[]>>;
    readonly techniques: readonly (readonly [string, string])[];
    readonly useCases: readonly string[];
    readonly killChain: readonly string[];
  };
}

export interface Agreement {
  readonly both: number;
  readonly onlyOurs: number;
  readonly onlyTheirs: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ClassifyBench {
  readonly texts: number;
  /** Of the types that the labels have: cve, ipv4, domain, sha256, sha1, md5. */
  readonly indicators: Agreement;
  /** The same without the labels that are wrong by our rules: git commits, and plain names above the list of indicators. */
  readonly indicatorsJudged: Agreement;
  readonly severityExact: number;
  readonly severityWithinOne: number;
  /** What the text tells of the techniques that any label has, against the labels' keyword techniques. */
  readonly techniques: Agreement;
  /** What the article lists, against the union of the labels' use cases' techniques as our catalogue has them. */
  readonly articleTechniques: Agreement;
  /** Of the ids that the labels can have; our catalogue fires others beside them. */
  readonly useCases: Agreement;
  readonly phases: Agreement;
}

type Sets = readonly (readonly [ours: ReadonlySet<string>, theirs: ReadonlySet<string>])[];

/** Use cases that only indicators fire: no trigger can. */
const BY_INDICATORS = new Set(['UC_NETWORK_IOC', 'UC_HASH_IOC']);

/** How far our classification of the labelled texts agrees with their labels. */
export function benchClassify(texts: readonly LabelledText[], deps: ClassifyDeps): ClassifyBench {
  const done = texts.map((text) => ({ text, expected: text.expected, ...classify(itemOf(text), deps, 'bench') }));
  const indicators = done.map(
    ({ article, expected }) => [oursOf(article.indicators), theirsOf(expected.iocs)] as const,
  );
  const techniquesOf = new Map(deps.catalogue.map(({ id, techniques }) => [id, techniques.map(currentTechniqueId)]));
  const labels = new Set(texts.flatMap(({ expected }) => expected.techniques.map(([id]) => currentTechniqueId(id))));
  const severities = done.map(({ article, expected }) =>
    Math.abs(SEVERITIES.indexOf(article.severity) - SEVERITIES.indexOf(expected.severity)),
  );
  return {
    texts: texts.length,
    indicators: agreement(indicators),
    indicatorsJudged: agreement(
      indicators.map(([ours, theirs], index) => [ours, rightOnes(theirs, texts[index]?.body ?? '')]),
    ),
    severityExact: severities.filter((steps) => steps === 0).length / texts.length,
    severityWithinOne: severities.filter((steps) => steps <= 1).length / texts.length,
    techniques: agreement(
      done.map(({ evidence, expected }) => [
        new Set(evidence.techniques.map(({ id }) => id).filter((id) => labels.has(id))),
        new Set(expected.techniques.map(([id]) => currentTechniqueId(id))),
      ]),
    ),
    articleTechniques: agreement(
      done.map(({ article, expected }) => [
        new Set(article.techniques.map(({ id }) => id)),
        new Set(expected.useCases.flatMap((id) => techniquesOf.get(id) ?? [])),
      ]),
    ),
    useCases: agreement(done.map(({ evidence, expected }) => [firedOf(evidence), labelled(expected.useCases, deps)])),
    phases: agreement(
      done.map(({ evidence, expected }) => [
        new Set(evidence.phases.map(({ phase }) => phase)),
        new Set(expected.killChain),
      ]),
    ),
  };
}

/** Seconds for `count` articles of about `size` characters, by the clock and of the processor's time, and megabytes that the heap grew. */
export function benchSpeed(texts: readonly LabelledText[], deps: ClassifyDeps, count = 1000, size = 20_000) {
  const bodies = texts.map(({ body }) => body);
  const long = (from: number) => {
    let text = '';
    for (let index = from; text.length < size; index += 1) text += `${bodies[index % bodies.length]}\n\n`;
    return text.slice(0, size);
  };
  const heapBefore = process.memoryUsage().heapUsed;
  let heapMost = heapBefore;
  const cpu = process.cpuUsage();
  const started = performance.now();
  let indicators = 0;
  for (let index = 0; index < count; index += 1) {
    const title = texts[index % texts.length]?.title ?? '';
    const { article } = classify(itemOf({ title: `${title} ${index}`, body: long(index) }), deps, 'bench');
    indicators += article.indicators.length;
    if (index % 50 === 0) heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
  }
  return {
    articles: count,
    charactersEach: size,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: process.cpuUsage(cpu).user / 1e6,
    heapGrewMb: Math.round((heapMost - heapBefore) / 2 ** 20),
    indicators,
  };
}

/** Milliseconds that the indicators of a text take, however hostile. */
export function indicatorMs(text: string): number {
  const started = performance.now();
  extractIndicators('', text);
  return performance.now() - started;
}

export function itemOf({ title, body }: { readonly title: string; readonly body: string }): ItemDocument {
  return { kind: 'item', path: 'bench', publisher: 'Bench', title, url: '', published: null, text: body };
}

export function agreement(sets: Sets): Agreement {
  const count = (pick: (ours: ReadonlySet<string>, theirs: ReadonlySet<string>) => Iterable<string>) =>
    sets.reduce((sum, [ours, theirs]) => sum + [...pick(ours, theirs)].length, 0);
  const both = count((ours, theirs) => [...ours].filter((one) => theirs.has(one)));
  const onlyOurs = count((ours, theirs) => [...ours].filter((one) => !theirs.has(one)));
  const onlyTheirs = count((ours, theirs) => [...theirs].filter((one) => !ours.has(one)));
  const precision = both / (both + onlyOurs || 1);
  const recall = both / (both + onlyTheirs || 1);
  return { both, onlyOurs, onlyTheirs, precision, recall, f1: (2 * precision * recall) / (precision + recall || 1) };
}

function oursOf(indicators: Classification['article']['indicators']): Set<string> {
  const types = new Set(['cve', 'ipv4', 'domain', 'sha256', 'sha1', 'md5']);
  return new Set(indicators.filter(({ type }) => types.has(type)).map(({ type, value }) => key(type, value)));
}

function theirsOf(iocs: LabelledText['expected']['iocs']): Set<string> {
  return new Set(Object.entries(iocs).flatMap(([type, values]) => values.map((value) => key(type, value))));
}

function key(type: string, value: string): string {
  return `${type} ${value.toLowerCase()}`;
}

function rightOnes(theirs: ReadonlySet<string>, body: string): Set<string> {
  return new Set(
    [...theirs].filter((label) => {
      const value = label.slice(label.indexOf(' ') + 1);
      const at = body.toLowerCase().indexOf(value);
      const before = body.slice(Math.max(0, at - 40), Math.max(0, at));
      if (label.startsWith('sha1 ')) return !/(?:commit|blob)\/?(?:\s*\|\s*)?$/i.test(before);
      return !(label.startsWith('domain ') && at >= 0 && /^Intro mentions $/.test(before));
    }),
  );
}

function firedOf({ useCases }: Classification['evidence']): Set<string> {
  return new Set(useCases.map(({ useCase }) => useCase.id).filter((id) => useCaseFacts(id) !== undefined));
}

/** Labels that a trigger of ours could have fired at all. */
function labelled(ids: readonly string[], { catalogue }: ClassifyDeps): Set<string> {
  const known = new Set(catalogue.map(({ id }) => id));
  return new Set(ids.filter((id) => known.has(id) && !BY_INDICATORS.has(id)));
}

import type { ArticleHunt, ArticleProse } from './article.ts';
import type { Grammar } from './grammar.ts';
import { isHeaderFact } from './header.ts';
import { headingKind, type SectionKind } from './headings.ts';
import { isBareIndicator } from './indicators.ts';
import { isObservable } from './observables.ts';
import { phaseOf } from './phases.ts';
import { safeLines } from './prose.ts';
import type { Section } from './sections.ts';
import { isBareTechnique } from './techniques.ts';

/** Headings of the lists below the closing sentence, as our writer emits them. */
export const REASONS_HEADING = 'What the severity rests on:';
export const EVIDENCE_HEADING = 'What the text says:';

/** A writer's line that stands where a section has nothing. */
const NOTHING =
  /^(?:- )?_?\(?(?:No high-fidelity IOCs |No actionable hunts? |No hunt can be derived |none detected |Narrative-keyword inference returned no |The text names and implies no technique|The source gives no text )/i;

/** Hunts are read line by line elsewhere (`readHunts`), with what stands beside them. */
const READ_ELSEWHERE: ReadonlySet<SectionKind> = new Set(['hunts', 'query', 'templates']);

/**
 * Everything that a briefing says and no fact of the article has: each of its lines is either read as a fact or stands here.
 *
 * @param huntNotes lines of the sections of hunts that belong to no hunt.
 * @param ours huntsync wrote it, and escaped what would be structure.
 */
export function readProse(
  lines: readonly string[],
  sections: readonly Section[],
  huntNotes: readonly string[],
  grammar: Grammar,
  ours: boolean,
): ArticleProse {
  const texts: Record<keyof ArticleProse, string[]> = {
    profile: [],
    why: [],
    reasons: [],
    evidence: [],
    actions: [],
    notes: [],
  };
  const owner = ownersOf(lines, sections, grammar);
  let list: 'why' | 'reasons' | 'evidence' = 'why';
  lines.forEach((line, index) => {
    const kind = owner[index];
    if (kind === undefined || line.trim() === '' || NOTHING.test(line)) return;
    if (kind === 'header' ? isHeaderFact(line) : isFact(kind, line)) return;
    if (kind === 'profile' || kind === 'body') texts.profile.push(line);
    else if (kind === 'actions') texts.actions.push(line);
    else if (kind !== 'why') texts.notes.push(line);
    else if (line === REASONS_HEADING) list = 'reasons';
    else if (line === EVIDENCE_HEADING) list = 'evidence';
    else if (list !== 'why' && line.startsWith('- ')) texts[list].push(line.slice(2));
    else texts.why.push(line);
  });
  texts.notes.push(...huntNotes.filter((line) => !NOTHING.test(line)));
  return {
    profile: safeLines(texts.profile, ours),
    why: safeLines(texts.why, ours),
    reasons: safeLines(texts.reasons, ours),
    evidence: safeLines(texts.evidence, ours),
    actions: safeLines(texts.actions, ours),
    notes: safeLines(texts.notes, ours),
  };
}

/**
 * The part that each line belongs to; undefined for headings of sections, and for lines that are read elsewhere. A section that the
 * article's own text imitates is part of that text.
 */
function ownersOf(
  lines: readonly string[],
  sections: readonly Section[],
  grammar: Grammar,
): readonly (SectionKind | 'header' | undefined)[] {
  const first = lines.findIndex((line) => line.startsWith('## ') || headingKind(line, grammar) !== undefined);
  const owners = lines.map((_, index): SectionKind | 'header' | undefined =>
    first === -1 || index < first ? 'header' : 'profile',
  );
  for (const { kind, start, end } of sections) {
    const inside = READ_ELSEWHERE.has(kind) ? undefined : kind;
    owners.fill(inside, Math.max(0, start + 1), end);
    if (start >= 0 && headingKind(lines[start] ?? '', grammar) !== undefined) owners[start] = undefined;
  }
  return owners;
}

function isFact(kind: SectionKind, line: string): boolean {
  if (kind === 'indicators' || kind === 'retracted') return isBareIndicator(line);
  if (kind === 'observables') return isObservable(line);
  if (kind === 'techniques') return isBareTechnique(line);
  if (kind !== 'phases') return false;
  return line
    .replace(/^- |[*`]/g, '')
    .split(',')
    .every((name) => phaseOf(name) !== undefined);
}

/** The hunts of our own writer's briefing, each with the sentence that its evidence gives for it: `UC_LSASS: …`. */
export function withSentences(hunts: readonly ArticleHunt[], { evidence }: ArticleProse): ArticleHunt[] {
  const sentences = new Map<string, string>();
  for (const line of evidence) {
    const [, id, sentence] = /^(UC_[A-Z0-9_]+): (.+)$/s.exec(line) ?? [];
    if (id !== undefined && sentence !== undefined && !sentences.has(id)) sentences.set(id, sentence);
  }
  return hunts.map((hunt) => {
    const why = hunt.useCase === null ? undefined : sentences.get(hunt.useCase);
    return why === undefined ? hunt : { ...hunt, why };
  });
}

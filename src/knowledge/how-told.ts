import { attackTechnique, currentTechniqueId, parentTechniqueId } from './attack.ts';
import { quotesNear } from './quoted.ts';
import { areRelated, namedInRow } from './technique-rows.ts';
import type { ToldSentence, ToldText } from './told.ts';
import type { FiredUseCase } from './use-case.ts';
import type { PhraseHit } from './words.ts';

/** Shorter ones are headings, labels and cells of tables. */
const SENTENCE_WORDS = 6;

/** How the sentence at `place` tells of what the words stand for. */
export function howTold(hit: PhraseHit, { words, sentences }: ToldText, place: number): FiredUseCase['by'] {
  const sentence = sentences[place];
  if (!sentence) return 'label';
  const [from, to] = [words[hit.first]?.start ?? sentence.start, words[hit.last]?.end ?? sentence.end];
  if (quotesNear(sentence.text, from - sentence.start, to - sentence.start)) return 'quoted';
  return tells(sentence, sentences[0]) ? 'told' : 'label';
}

/** Whether words stand in the name of a technique that the use case does not look for: "LSASS Driver" is no memory of LSASS. */
export function isOfAnother(
  hit: PhraseHit,
  { words, sentences }: ToldText,
  place: number,
  techniques: readonly string[],
): boolean {
  const sentence = sentences[place];
  if (!sentence) return false;
  const [from, to] = [words[hit.first]?.start ?? 0, words[hit.last]?.end ?? 0].map((offset) => offset - sentence.start);
  const around = namedInRow(sentence.text).filter(({ start, end }) => start <= (from ?? 0) && (to ?? 0) <= end);
  return around.length > 0 && !around.some(({ id }) => techniques.some((own) => areRelated(id, own)));
}

/** Whether it is a sentence: no heading, no label, no techniques by their ids and names alone, and not the title or the title again. */
function tells({ text }: ToldSentence, title: ToldSentence | undefined): boolean {
  if (text === title?.text) return false;
  return (withoutTechniques(text).match(/[^\s|:,;/()[\]]+/g) ?? []).length >= SENTENCE_WORDS;
}

const TACTICS =
  /\b(?:MITRE ATT&CK|Initial Access|Execution|Persistence|Privilege Escalation|Defense Evasion|Credential Access|Discovery|Lateral Movement|Collection|Command and Control|Exfiltration|Impact|Reconnaissance|Resource Development)(?![a-z])/g;

/** What is left of a row of ATT&CK's techniques where their ids and names are taken away; any other sentence stays. */
function withoutTechniques(text: string): string {
  const ids = new Set(text.match(/\bT1\d{3}(?:\.\d{3})?/g));
  if (ids.size === 0) return text;
  const names = [...ids]
    .flatMap((id) => [id, parentTechniqueId(id)])
    .flatMap((id) => [attackTechnique(currentTechniqueId(id))?.name ?? '', id]);
  return names.reduce((rest, name) => (name === '' ? rest : rest.replaceAll(name, ' ')), text.replace(TACTICS, ' '));
}

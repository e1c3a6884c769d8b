import { isAdversary, isSmall, isThing, wordsIn } from './genuine-words.ts';
import { linesOf, type TextSpan } from './sections.ts';

/** Before the name of a site: "the legitimate domain a.com". */
const SAYS =
  /^(?:genuine|legitimate|legit|authentic|benign|real|official|impersonated|imitated|mimicked|victims?|targeted)$/;
/** Before the name itself or an article: "impersonating a.com", but not "impersonating domains: b.com". */
const IMITATES = /^(?:impersonat(?:e|es|ed|ing)|imitat(?:e|es|ed|ing)|mimic(?:s|ked|king)?|spoof(?:s|ed|ing)?)$/;
const ARTICLE = /^(?:a|an|the|its|their)$/;
/** Machines of a victim are what an address is contacted from, and a real address may be that behind the attackers' proxy. */
const MACHINES = /^(?:ips?|address(?:es)?|servers?|hosts?|hostnames?)$/;
const MAX_BETWEEN = 5;
const MAX_TOKEN = 300;

interface Watch {
  readonly start: number;
  readonly verb: boolean;
  readonly between: number;
  /** Several are announced: "the legitimate domains a.com and b.com". */
  readonly several: boolean;
}

/**
 * Names that a sentence calls genuine, imitated or a victim's: from the word that says so to the name. Bare names only: a page of an
 * honest site may be what the attackers put there.
 */
export function toldGenuine(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const { start, line } of linesOf(text)) {
    let watch: Watch | null = null;
    let before = '';
    for (const { 0: token, index } of line.matchAll(/\S+/g)) {
      if (token.length > MAX_TOKEN) {
        watch = null;
        before = '';
        continue;
      }
      if (watch && isBareName(token)) {
        spans.push({ start: watch.start, end: start + index + token.length });
        watch = watch.several ? { ...watch, start: start + index } : null;
        before = '';
        continue;
      }
      const list = wordsIn(token);
      watch = /[.!?;]$/.test(token) ? null : (next(watch, list) ?? opened(list, before, start + index));
      before = list.at(-1) ?? before;
    }
  }
  return spans;
}

function next(watch: Watch | null, list: readonly string[]): Watch | null {
  if (!watch || watch.between >= MAX_BETWEEN) return null;
  const [word = '', ...rest] = list;
  if (rest.length > 1 || (rest.length === 1 && rest[0] !== 's')) return null;
  if (watch.verb && watch.between === 0 && !ARTICLE.test(word)) return null;
  if (word === 'by' || MACHINES.test(word) || !(isSmall(word) || isThing(word) || SAYS.test(word))) return null;
  return { ...watch, between: watch.between + 1, several: watch.several || (isThing(word) && word.endsWith('s')) };
}

function opened(list: readonly string[], before: string, start: number): Watch | null {
  const [word = '', ...rest] = list;
  if (rest.length > 1 || (rest.length === 1 && rest[0] !== 's') || isAdversary(before)) return null;
  const verb = IMITATES.test(word);
  return verb || SAYS.test(word) ? { start, verb, between: 0, several: false } : null;
}

/** A name, plain or defanged, with or without a scheme, without a path. */
function isBareName(token: string): boolean {
  const rest = token.replace(/^["'(<[“‘]?(?:h[tx]{2}ps?(?::|\[:\])\/\/)?/i, '').replace(/[\])>"'”’,.;:!?]{0,4}$/, '');
  return /^[^\s/\\@=]{3,253}$/.test(rest) && /[\p{L}\d](?:\.|\[\.\]?|\(\.\)|\[dot\])[\p{L}]/iu.test(rest);
}

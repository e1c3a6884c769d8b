import { isAdversary, isThing, wordsIn } from './genuine-words.ts';
import { linesOf, type TextSpan } from './sections.ts';

/** Before the name of a site: "the legitimate domain a.com". */
const SAYS =
  /^(?:genuine|legitimate|legit|authentic|benign|real|official|impersonated|imitated|mimicked|victims?|targeted)$/;
/** Before the name itself or an article: "impersonating a.com", but not "impersonating domains: b.com". */
const IMITATES = /^(?:impersonat(?:e|es|ed|ing)|imitat(?:e|es|ed|ing)|mimic(?:s|ked|king)?|spoof(?:s|ed|ing)?)$/;
const ARTICLE = /^(?:a|an|the|its|their)$/;
/** Machines of a victim are what an address is contacted from, and a real address may be that behind the attackers' proxy. */
const MACHINES = /^(?:ips?|address(?:es)?|servers?|hosts?|hostnames?)$/;
/** What may stand between the word and the name beside things and proper names. */
const LINKS = /^(?:is|are|was|were|of|at|the|a|an|its|their|called|named)$/;
const MAX_BETWEEN = 5;
const MAX_TOKEN = 300;

interface Watch {
  readonly start: number;
  readonly verb: boolean;
  readonly between: number;
  /** Several are announced: "the legitimate domains a.com and b.com". */
  readonly several: boolean;
  /** A proper name stood between: "the legitimate Acme site a.com". */
  readonly owner: boolean;
  /** One of several has been. */
  readonly listing: boolean;
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
      if (isBareName(token)) {
        if (watch && (!watch.owner || isThing(before) || before === '')) {
          spans.push({ start: watch.start, end: start + index + token.length });
          watch = after(watch, token);
        } else watch = null;
        before = '';
        continue;
      }
      const list = wordsIn(token);
      watch = /[.!?;]$/.test(token) ? null : (next(watch, list, token) ?? opened(list, before, start + index));
      before = list.at(-1) ?? before;
    }
  }
  return spans;
}

function after(watch: Watch, token: string): Watch | null {
  return watch.several && !/[.!?;]$/.test(token) ? { ...watch, listing: true } : null;
}

function next(watch: Watch | null, list: readonly string[], token: string): Watch | null {
  if (!watch || watch.between >= MAX_BETWEEN) return null;
  const [word = '', ...rest] = list;
  const between = watch.between + 1;
  if (watch.listing) return /^(?:and|or)$/.test(word) && rest.length === 0 ? { ...watch, between } : null;
  if (rest.length > 1 || (rest.length === 1 && rest[0] !== 's') || MACHINES.test(word)) return null;
  if (watch.verb && watch.between === 0) return ARTICLE.test(word) ? { ...watch, between } : null;
  if (isThing(word)) return { ...watch, between, several: watch.several || word.endsWith('s') };
  if (SAYS.test(word) || (LINKS.test(word) && (watch.verb || watch.between > 0))) return { ...watch, between };
  return /^\p{Lu}/u.test(token) && !isAdversary(word) ? { ...watch, between, owner: true } : null;
}

function opened(list: readonly string[], before: string, start: number): Watch | null {
  const [word = '', ...rest] = list;
  if (rest.length > 1 || (rest.length === 1 && rest[0] !== 's') || isAdversary(before)) return null;
  const verb = IMITATES.test(word);
  return verb || SAYS.test(word) ? { start, verb, between: 0, several: false, owner: false, listing: false } : null;
}

/** A name, plain or defanged, with or without a scheme, without a path. */
function isBareName(token: string): boolean {
  const rest = token.replace(/^["'(<[“‘]?(?:h[tx]{2}ps?(?::|\[:\])\/\/)?/i, '').replace(/[\])>"'”’,.;:!?]{0,4}$/, '');
  return /^[^\s/\\@=]{3,253}$/.test(rest) && /[\p{L}\d](?:\.|\[\.\]?|\(\.\)|\[dot\])[\p{L}]/iu.test(rest);
}

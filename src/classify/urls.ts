import { isMarked, refang, SLASH } from './refang.ts';
import type { TextSpan } from './sections.ts';

/** A URL in marked text, taken apart and refanged. */
export interface UrlHit extends TextSpan {
  readonly scheme: string;
  /** As written: a name or an address, without brackets. */
  readonly host: string;
  /** `:8080`, or empty. */
  readonly port: string;
  /** Path, query and fragment as written, or empty. */
  readonly path: string;
  /** By its scheme or in its host. */
  readonly defanged: boolean;
  /** Only in its path: `http://host/run[.]ps1`. */
  readonly pathDefanged: boolean;
  /** Where its text ends, closing punctuation included. */
  readonly stop: number;
}

const MAX_LENGTH = 2048;
/** http and its disguises: hxxp, hXXps, h**p, htxp, hxxp[s], meow; ftp and fxp; ws. */
const SCHEME = String.raw`(?:h[tx*_]{1,3}p(?:s|\[s\]|\(s\))?|meows?|f[tx*]ps?|wss?|tcp|udp)`;
const URL_START = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${SCHEME})(?:[\])])?(?:[ ]?(?::|\uE001)(?:\/\/|\\\\|\/(?!\/))[ ]?|:?__)(?=[\p{L}\p{N}[])`,
  'giu',
);
/** Where a URL ends: white space, quotes, brackets of mark-up, the next URL of a comma-separated list. */
const URL_END = /[\s"'<>`|^{}“”‘’«»…、。，]|[,;](?=h[tx*_]{1,3}p|meow|f[tx]p)|$/giu;

/** Every URL of a marked text, in order, never overlapping. */
export function findUrls(marked: string): UrlHit[] {
  const hits: UrlHit[] = [];
  let done = 0;
  for (const match of marked.matchAll(URL_START)) {
    if (match.index < done) continue;
    const start = match.index + match[0].length;
    URL_END.lastIndex = start;
    const stop = URL_END.exec(marked)?.index ?? marked.length;
    const end = start + trimmedLength(marked.slice(start, Math.min(stop, start + MAX_LENGTH + 1)));
    done = Math.max(stop, start);
    const hit = end - start <= MAX_LENGTH ? takeApart(match[1] ?? '', match[0], marked.slice(start, end)) : null;
    if (hit) hits.push({ ...hit, start: match.index, end, stop });
  }
  return hits;
}

function takeApart(scheme: string, opening: string, rest: string): Omit<UrlHit, keyof TextSpan | 'stop'> | null {
  const slash = rest.search(/[/?#\\\uE003]/);
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const at = Math.max(authority.lastIndexOf('@'), authority.lastIndexOf('\uE002'));
  const place = authority.slice(at + 1);
  const match = /^(?:\[([0-9a-f:.\uE000\uE001]+)\]|([^:\uE001[\]()]+))(?:[:\uE001](\d{1,5}))?[\])(*_]*$/iu.exec(place);
  if (!match) return null;
  const host = refang(match[1] ?? match[2] ?? '').replace(/\.$/, '');
  // `http__name` may be a name of programming.
  if (opening.endsWith('__') && !isMarked(place) && !/^h(?!ttps?$)/i.test(scheme)) return null;
  const marked = isMarked(place) || isMarked(opening) || rest.charAt(slash) === SLASH;
  const defanged = marked || /[\])]|__$/.test(opening) || !/^(?:https?|ftps?|wss?|tcp|udp)$/i.test(scheme);
  const pathDefanged = slash >= 0 && isMarked(rest.slice(slash));
  const path = slash < 0 ? '' : refang(rest.slice(slash)).replace(/^\\/, '/');
  const port = match[3] && match[3] !== '80' && match[3] !== '443' ? `:${match[3]}` : '';
  return { scheme: plainScheme(scheme), host, port, path, defanged, pathDefanged };
}

function plainScheme(written: string): string {
  const scheme = written.toLowerCase();
  const secure = /s[\])]?$/.test(scheme) ? 's' : '';
  if (scheme.startsWith('h') || scheme.startsWith('meow')) return `http${secure}`;
  return scheme.startsWith('f') ? `ftp${secure}` : scheme;
}

/** The length without closing punctuation; a bracket stays where it closes one of the URL's own. */
function trimmedLength(text: string): number {
  const unopened = {
    ')': text.split(')').length - text.split('(').length,
    ']': text.split(']').length - text.split('[').length,
  };
  let end = text.length;
  while (end > 0) {
    const last = text[end - 1] ?? '';
    if (last === ')' || last === ']') {
      if (unopened[last] <= 0) break;
      unopened[last] -= 1;
    } else if (!'.,;:!?*_\uE000'.includes(last)) break;
    end -= 1;
  }
  return end;
}

import { normalDomain } from './hosts.ts';
import { AT, DOT, refang } from './refang.ts';

/** What stands around a name in marked text. */
export interface NamePlace {
  /** Up to the name, on its line. */
  readonly before: string;
  /** From the name on, on its line. */
  readonly after: string;
  /** The end of the line above and the beginning of the line below; empty where that line is. */
  readonly above: string;
  readonly below: string;
}

/** A word with a hyphen behind it that heads what follows (`C2- evil[.]com`), and is no part of it. */
const LABEL =
  /(?:^|[^\p{L}\p{N}-])(?:c2|c&c|cnc|domains?|hosts?|hostnames?|urls?|uris?|ips?|servers?|sites?|pages?|senders?|mails?|e-?mails?|address(?:es)?|iocs?|indicators?|payloads?|stages?|links?|from|to|via|at|on|and|or)-\s*$/iu;
/** Words that make of a line of one word a heading. */
const HEADING =
  /c2|domain|host|server|url|site|page|stage|ioc|indicator|payload|phish|loader|dropper|sample|hash|network|infra|name|list|group|campaign|malware|ransom|sha|md5|ipv|win\d/i;
const NAME_END = /[\p{L}\p{N}]$/u;

/**
 * Whether a line's end, or a hyphenation that was folded into a blank, cuts a name, so that what stands here is another name than the
 * author's: `evil-` and `site[.]com`, `site[.]com-` and `pany`, `site[.]com[.]` and `br`. Where it may be so, nobody can tell what the
 * name is.
 */
export function isCut(raw: string, place: NamePlace): boolean {
  return isCutBehind(raw, place) || isCutBefore(raw, place);
}

function isCutBehind(raw: string, { after, below }: NamePlace): boolean {
  if (/^[^\s]/.test(after)) return false;
  const ended = after.trim() === '';
  const next = ended ? below.trimStart() : after.trimStart();
  const goesOn = /^[\p{Ll}\p{N}]/u.test(next);
  if (raw.endsWith('-')) return goesOn || ended;
  if (raw.endsWith(DOT)) return goesOn;
  // What stands alone below, and makes another name of this one: `evil.co` and `m`, `evil.com.` and `br`.
  const [alone] = ended ? (/^[a-z]{1,8}(?=\s*(?:$|\|))/.exec(next) ?? []) : [];
  return alone !== undefined && /\./.test(refang(raw)) && normalDomain(refang(raw) + alone, false) !== null;
}

function isCutBefore(raw: string, { before, above }: NamePlace): boolean {
  const first = before.trim() === '';
  const lead = first ? above : before;
  if ((first || /\s$/.test(before)) && /\p{Ll}[\p{Ll}\p{N}]+-\s*$/u.test(lead)) return !LABEL.test(lead);
  if (!first || !NAME_END.test(above)) return false;
  if (raw.startsWith(DOT)) return true;
  const last = /[^\s|,;]*$/.exec(above)?.[0] ?? '';
  const isWhole = normalDomain(refang(last).replace(/^[-*•.]+/, ''), true) !== null;
  if (raw.startsWith('-')) return /^[\p{Ll}\p{N}]/u.test(last) && !isWhole;
  // A line of one word that is made as names are: the first part of one, in a narrow column.
  const alone = last === above.trim() && /^[a-z0-9]+(?:-[a-z0-9]+)+$|^[a-z]+\d[a-z0-9]*$/.test(last);
  return alone && !HEADING.test(last);
}

/** Whether the name of a mailbox, right before the at sign, goes on from the line above: `bad-` and `guy[@]site[.]com`. */
export function isMailboxCut(local: string, { before, above }: NamePlace): boolean {
  const lead = before.replace(new RegExp(`[${AT}@]$`), '');
  return lead.trim() === local && /[\p{Ll}\p{N}][-.]$/u.test(above) && !LABEL.test(above);
}

/** Whether an address ends in the middle of a word: `hxxp://site[.]com/pa-` and `th`. `after`: what follows, white space first. */
export function isAddressCut(address: string, after: string): boolean {
  const goesOn = /^\s+[\p{Ll}\p{N}]/u.test(after);
  return address.endsWith('-') ? goesOn || after.trim() === '' : address.endsWith(DOT) && goesOn;
}

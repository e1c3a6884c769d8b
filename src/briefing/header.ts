import { validate as isUuid } from 'uuid';
import { SEVERITIES, type Severity, type ThreatLabel } from './article.ts';
import type { Grammar } from './grammar.ts';
import { headingKind } from './headings.ts';
import type { Report } from './lines.ts';
import { threatNamesIn } from './threat-names.ts';

/** What stands above the first section. */
export interface Header {
  readonly severity: Severity;
  readonly title: string;
  readonly sources: readonly string[];
  readonly published: string | null;
  readonly url: string;
  readonly curated: boolean;
  /** Why the article tells of no threat; absent where it says nothing of that. */
  readonly noThreat?: string;
  /** UUIDs that our own writer gives an item of a feed: its own, and those of the whole that it was cut out of. */
  readonly itemId?: string;
  readonly partOf?: readonly string[];
  readonly names?: readonly ThreatLabel[];
  /** Index of the title's line, or of the first line where there is none. */
  readonly line: number;
}

const CURATED_MARK = '<!-- curated:true -->';
const KEY = /^\*\*(Source|Published|Article|Curated|Threat|Item|Part of|Names):\*\*(.*)$/s;
/** One upper-case word; `[GHSA / CRITICAL]` and `[LLM]` after it belong to the title. */
const TAGGED_TITLE = /^# \[([A-Z]+)\] ?(.*)$/s;

const MISSING = { Source: 'missing-source', Published: 'missing-published', Article: 'missing-article' } as const;

/**
 * Reads title and keys. The keys come in any order, each counts once, and only above the first section: an article's own
 * text has lines of the same form. What is missing is reported and defaults to: severity LOW (it schedules nothing and
 * never raises a shared hunt), the file's name as title, no sources, undated, no url.
 */
export function readHeader(lines: readonly string[], path: string, grammar: Grammar, report: Report): Header {
  const block = lines.slice(0, headerEnd(lines, grammar));
  const line = Math.max(
    0,
    block.findIndex((text) => text.startsWith('# ')),
  );
  const keys = new Map<string, { value: string; index: number }>();
  block.forEach((text, index) => {
    const [, key, value] = KEY.exec(text) ?? [];
    if (key !== undefined && value !== undefined && !keys.has(key)) keys.set(key, { value: value.trim(), index });
  });

  const need = (key: keyof typeof MISSING): { value: string; index: number } => {
    const found = keys.get(key);
    if (!found?.value) report(found?.index ?? line, MISSING[key], `The header has no "**${key}:**".`);
    return found ?? { value: '', index: line };
  };
  return {
    ...readTitle(block[line] ?? '', line, path, report),
    sources: need('Source')
      .value.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    published: readDate(need('Published'), report),
    url: readUrl(need('Article'), report),
    curated: keys.has('Curated') || block.some((text) => text.trim() === CURATED_MARK),
    ...readThreat(keys.get('Threat')?.value),
    ...readItem(keys.get('Item')?.value, keys.get('Part of')?.value),
    ...namesIn(keys.get('Names')?.value),
    line,
  };
}

/** Whether a line above the first section says nothing that is not read as a fact. */
export function isHeaderFact(line: string): boolean {
  if (line.trim() === '' || line.trim() === CURATED_MARK || line.startsWith('# ')) return true;
  return KEY.test(line) && !line.startsWith('**Curated:**');
}

/** `none: why`, as our own writer has it; what else may stand there is nobody's verdict that it is none. */
function readThreat(value: string | undefined): Pick<Header, 'noThreat'> {
  const reason = /^none: (.+)$/.exec(value ?? '')?.[1];
  return reason === undefined ? {} : { noThreat: reason };
}

function readItem(item = '', whole = ''): Pick<Header, 'itemId' | 'partOf'> {
  if (!isUuid(item) || item !== item.toLowerCase()) return {};
  const partOf = whole.split(', ').filter(isUuid);
  return { itemId: item, ...(partOf.length > 0 ? { partOf } : {}) };
}

function namesIn(value = ''): Pick<Header, 'names'> {
  const names = threatNamesIn(value);
  return names.length === 0 ? {} : { names };
}

function headerEnd(lines: readonly string[], grammar: Grammar): number {
  const known = lines.findIndex((line) => headingKind(line, grammar) !== undefined);
  const end = known === -1 ? lines.findIndex((line) => line.startsWith('## ')) : known;
  return end === -1 ? lines.length : end;
}

function readTitle(text: string, line: number, path: string, report: Report): { severity: Severity; title: string } {
  const [, tag, tagged] = TAGGED_TITLE.exec(text) ?? [];
  const severity = SEVERITIES.find((name) => tag === name);
  const title = tagged ?? (text.startsWith('# ') ? text.slice(2) : '');
  if (title.trim() === '') report(line, 'missing-title', 'The briefing has no "# [SEVERITY] title" line.');
  else if (tag === undefined) report(line, 'missing-severity', 'The title has no severity tag; LOW is assumed.');
  else if (severity === undefined) {
    report(line, 'unknown-severity', `"${tag}" is not one of ${SEVERITIES.join(', ')}; LOW is assumed.`);
  }
  return { severity: severity ?? 'LOW', title: title.trim() === '' ? fileName(path) : title };
}

function fileName(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  return name.replace(/\.(?:md|txt)$/i, '') || 'untitled';
}

function readDate({ value, index }: { value: string; index: number }, report: Report): string | null {
  if (value === '' || value === 'undated') return null;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : new Date(Number.NaN);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)) return value;
  report(index, 'bad-date', 'The publication date is not a day of the form YYYY-MM-DD; the article counts as undated.');
  return null;
}

function readUrl({ value, index }: { value: string; index: number }, report: Report): string {
  if (value === '' || /^https?:\/\/\S+$/i.test(value)) return value;
  report(index, 'bad-url', 'The article address is not an http(s) URL; it is left out.');
  return '';
}

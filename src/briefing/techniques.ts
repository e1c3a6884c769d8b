import { attackTechnique } from '../knowledge/attack.ts';
import type { Technique } from './article.ts';
import type { Report } from './lines.ts';
import type { Section } from './sections.ts';

const BULLET = /^- \*\*([^*]+)\*\*(.*)$/s;
const IDS = /^T\d{4}(?:\.\d{3})?(?:\s*[/,]\s*T\d{4}(?:\.\d{3})?)*/;
const LEADING_DASH = /^\s*[—–:-]\s*/;

/**
 * Reads `- **T1234** — Name`, `- **T1234 — Name** (note)` and `- **T1234.001 / T1234.002** — Name`. One entry per line, with
 * every technique that it names.
 */
export function readTechniques(lines: readonly string[], section: Section, report: Report): Technique[][] {
  const found: Technique[][] = [];
  for (let index = section.start + 1; index < section.end; index += 1) {
    const line = lines[index] ?? '';
    const techniques = parseTechniques(line);
    if (techniques.length > 0) found.push(techniques);
    else if (/^- .*\bT\d{4}\b/s.test(line)) {
      report(index, 'unread-technique', 'This line names a technique, but not as "- **T1234** — Name".');
    }
  }
  return found;
}

/** Whether a line says nothing but a technique's id and the name that ATT&CK gives it. */
export function isBareTechnique(line: string): boolean {
  const [, bold = '', outside = ''] = BULLET.exec(line) ?? [];
  const [own, ...more] = parseTechniques(line);
  if (!own || more.length > 0) return false;
  const name = attackTechnique(own.id)?.name ?? '';
  return `${bold}${outside}`.replace(own.id, '').replace(LEADING_DASH, '').trim() === name;
}

function parseTechniques(line: string): Technique[] {
  const [, bold = '', outside = ''] = BULLET.exec(line) ?? [];
  const ids = IDS.exec(bold)?.[0];
  if (ids === undefined) return [];
  const inside = bold.slice(ids.length);
  const name = (inside.trim() === '' ? outside : inside).replace(LEADING_DASH, '').trim();
  return ids.split(/\s*[/,]\s*/).map((id) => ({ id, name }));
}

import { stripUnsafe } from '../core/text.ts';
import { type ArticleObservable, OBSERVABLE_ROLES } from './article.ts';
import type { Report } from './lines.ts';
import type { Section } from './sections.ts';

const BULLET = new RegExp(
  `^- \\*\\*([A-Za-z]\\w{0,40})\\*\\* \\((${OBSERVABLE_ROLES.join('|')})\\): \`([^\`]{1,300})\`(?: — not looked for: (.{1,200}))?$`,
);

/** The bullet of one observable, which `readObservables` reads back. */
export function observableLine({ kind, value, role, unhunted }: ArticleObservable): string {
  return `- **${kind}** (${role}): \`${value}\`${unhunted === undefined ? '' : ` — not looked for: ${unhunted}`}`;
}

/** Is it such a bullet? */
export function isObservable(line: string): boolean {
  return BULLET.test(line.trimEnd());
}

/** Reads the bullets of the section; any other is reported. */
export function readObservables(lines: readonly string[], section: Section, report: Report): ArticleObservable[] {
  const found: ArticleObservable[] = [];
  for (let index = section.start + 1; index < section.end; index += 1) {
    const line = (lines[index] ?? '').trimEnd();
    const [, kind, role, value, unhunted] = BULLET.exec(line) ?? [];
    if (kind !== undefined && value !== undefined) {
      const own = { kind, value, role: role as ArticleObservable['role'] };
      found.push(unhunted === undefined ? own : { ...own, unhunted });
    } else if (line.startsWith('- ')) {
      report(index, 'unread-observable', 'This bullet is no observable of the known form.');
    }
  }
  return found;
}

/** Those that a bullet can hold, once each. */
export function writableObservables(observables: readonly ArticleObservable[]): ArticleObservable[] {
  const byKey = new Map<string, ArticleObservable>();
  for (const one of observables) {
    const line = observableLine(one);
    const clean = stripUnsafe(line) === line && !/[^\S ]/.test(line) && one.value.trim() === one.value;
    if (clean && BULLET.test(line) && !byKey.has(`${one.kind} ${one.value}`)) {
      byKey.set(`${one.kind} ${one.value}`, one);
    }
  }
  return [...byKey.values()];
}

import { oneLine, truncate } from '../core/text.ts';
import type { ThreatLabel } from './article.ts';

const NAME = /^(.+) \((new )?(group|malware|campaign)\)$/;
const MAX_NAMES = 20;
const MAX_NAME = 60;

/** `GLASSNET (new malware), APT28 (group)`: one line, without what parts the names. */
export function namesLine(names: readonly ThreatLabel[]): string {
  return names.map(({ name, kind, coined }) => `${name} (${coined ? 'new ' : ''}${kind})`).join(', ');
}

/** Reads it; what has another form is left out. */
export function threatNamesIn(line: string): ThreatLabel[] {
  return line.split(', ').flatMap((text): ThreatLabel[] => {
    const [, name, isNew, kind] = NAME.exec(text) ?? [];
    if (name === undefined || kind === undefined) return [];
    return [{ name, kind: kind as ThreatLabel['kind'], ...(isNew ? { coined: true as const } : {}) }];
  });
}

/** The names as a briefing can hold them. */
export function writableNames(names: readonly ThreatLabel[]): ThreatLabel[] {
  const clean = names.map(({ name, kind, coined }): ThreatLabel => {
    const line = truncate(oneLine(name.replace(/[,()]/g, ' ')), MAX_NAME).trim();
    return { name: line, kind, ...(coined ? { coined } : {}) };
  });
  const unique = new Map(
    clean.filter(({ name }) => name !== '').map((label) => [`${label.kind} ${label.name}`, label]),
  );
  return [...unique.values()].slice(0, MAX_NAMES);
}

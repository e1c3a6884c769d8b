import { PHASES, type Phase } from './article.ts';
import type { Report } from './lines.ts';
import type { Section } from './sections.ts';

/** The phase of that name, or undefined. */
export function phaseOf(name: string): Phase | undefined {
  return PHASES.find((phase) => phase === name.trim().toLowerCase());
}

/** Reads the declared phases: lines of comma-joined names. `_(none detected …)_` declares none. */
export function readPhases(lines: readonly string[], section: Section, report: Report): Phase[] {
  const found: Phase[] = [];
  for (let index = section.start + 1; index < section.end; index += 1) {
    const line = lines[index]?.trim() ?? '';
    if (line === '' || line.startsWith('_')) continue;
    const phases = line
      .replace(/^- |[*`]/g, '')
      .split(',')
      .map(phaseOf);
    if (phases.includes(undefined)) report(index, 'unknown-phase', `Phases are: ${PHASES.join(', ')}.`);
    found.push(...phases.filter((phase) => phase !== undefined));
  }
  return found;
}

import type { Report } from './lines.ts';

/** Numbers that were read, to compare with the closing sentence. */
export interface Counts {
  /** Null if not to be compared: a curated overlay may override an outdated closing sentence. */
  readonly severity: string | null;
  /** Hunts and template references. */
  readonly useCases: number;
  /** Technique lines, repeats included. */
  readonly techniques: number;
  readonly cves: number;
  readonly otherIndicators: number;
}

const SENTENCE =
  /Severity classified as \*\*([^*]+)\*\* based on: ((?:[A-Za-z ]+, )*)(\d+) use case\(s\) fired, (\d+) technique\(s\) inferred/;

/** Compares the closing sentence of `## Why this matters` with what was read, so that nothing is lost silently. */
export function checkClosing(line: string, index: number, counts: Counts, report: Report): void {
  const [, severity, flags = '', useCases, techniques] = SENTENCE.exec(line) ?? [];
  if (severity === undefined) return;
  const lost = (said: string, read: string): void => {
    report(index, 'count-mismatch', `The briefing says ${said}, but ${read} could be read.`);
  };
  if (Number(useCases) !== counts.useCases) lost(`${useCases} use case(s)`, `${counts.useCases}`);
  if (Number(techniques) !== counts.techniques) lost(`${techniques} technique(s)`, `${counts.techniques}`);
  if (flags.includes('CVE present') && counts.cves === 0) lost('CVEs are present', 'none');
  if (flags.includes('IOCs present') && counts.otherIndicators === 0) lost('IOCs are present', 'none');
  if (counts.severity !== null && severity !== counts.severity) {
    report(
      index,
      'severity-mismatch',
      `The title says ${counts.severity}, the closing sentence ${severity}; the title holds.`,
    );
  }
}

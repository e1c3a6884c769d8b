import type { Confidence, Phase } from './article.ts';
import type { Report } from './lines.ts';
import { phaseOf } from './phases.ts';

/** What the line under a hunt's title says. */
export interface Meta {
  readonly useCase: string;
  readonly phase: Phase | null;
  readonly confidence: Confidence | null;
  /** What else it says: `AI-generated for this article`. */
  readonly more: string;
}

const CONFIDENCES: readonly Confidence[] = ['High', 'Medium', 'Low'];
const META = /^`([^`]+)` · (.*(?:phase|confidence): \*\*.*)$/s;
const REFERENCE = /^- \*\*.+\*\* \(\[template\]\([^()]*\)\)(.*)$/s;

/** Is it a line of the form `` `ID` · phase: **p** · confidence: **c**[ · any tag] ``? */
export function isMeta(line: string): boolean {
  return META.test(line);
}

/** Reads such a line. A phase or confidence of no known name is null. */
export function parseMeta(line: string, index: number, report: Report): Meta {
  const [, useCase = '', rest = ''] = META.exec(line) ?? [];
  return {
    useCase,
    phase: fieldOf(rest, 'phase', phaseOf, index, report),
    confidence: fieldOf(rest, 'confidence', (name) => CONFIDENCES.find((known) => known === name), index, report),
    more: rest
      .split(' · ')
      .filter((part) => !/^(?:phase|confidence): \*\*[^*]*\*\*$/.test(part.trim()))
      .join(' · '),
  };
}

/** Is it a reference to a shared template: `- **title** ([template](…)) — phase: **p**, confidence: **c**`? */
export function isReference(line: string): boolean {
  return REFERENCE.test(line);
}

/** The phase of a reference. */
export function referencePhase(line: string, index: number, report: Report): Phase | null {
  return fieldOf(REFERENCE.exec(line)?.[1] ?? '', 'phase', phaseOf, index, report);
}

function fieldOf<T>(
  text: string,
  field: 'phase' | 'confidence',
  parse: (value: string) => T | undefined,
  index: number,
  report: Report,
): T | null {
  const value = new RegExp(`\\b${field}: \\*\\*([^*]*)\\*\\*`).exec(text)?.[1];
  const parsed = value === undefined ? undefined : parse(value);
  if (parsed === undefined) report(index, `unknown-${field}`, `This hunt has no ${field} of a known name.`);
  return parsed ?? null;
}

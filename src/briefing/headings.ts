import type { Grammar } from './grammar.ts';

/** What a section of a briefing is about. `query` is one curated query, `templates` refers to the shared ones. */
export type SectionKind =
  | 'profile'
  | 'indicators'
  | 'retracted'
  | 'techniques'
  | 'observables'
  | 'phases'
  | 'actions'
  | 'hunts'
  | 'query'
  | 'templates'
  | 'why'
  | 'body';

/** The headings that the briefing writers emit. Articles bring `##` headings of their own, so no other line is one. */
const KINDS = new Map<string, SectionKind>([
  ['## Threat Profile', 'profile'],
  ['## Threat profile', 'profile'],
  ['## Indicators of Compromise (high-fidelity only)', 'indicators'],
  ['## Indicators of Compromise', 'indicators'],
  ['## Retracted indicators', 'retracted'],
  ['## MITRE ATT&CK Techniques', 'techniques'],
  ['## MITRE ATT&CK', 'techniques'],
  ['## MITRE ATT&CK (analyst-validated)', 'techniques'],
  ['## Kill chain phases observed', 'phases'],
  ['## Observables', 'observables'],
  ['## Recommended hunts', 'hunts'],
  ['## Recommended SOC actions (priority-ordered)', 'actions'],
  ['## Recommended SOC / IR actions (priority-ordered)', 'actions'],
  ['## IOC-driven hunts (use shared templates)', 'templates'],
  ['## Why this matters', 'why'],
  ['## Why this matters for your SOC', 'why'],
  ['## Source body', 'body'],
]);

/** The section that a line opens, or undefined for any other line. */
export function headingKind(line: string, grammar: Grammar): SectionKind | undefined {
  if (!line.startsWith('## ')) return undefined;
  return KINDS.get(line.trimEnd()) ?? (grammar.queryTitle(line.slice(3)) === null ? undefined : 'query');
}

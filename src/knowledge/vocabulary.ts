export const SEVERITIES = ['CRIT', 'HIGH', 'MED', 'LOW'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The highest of some severities; LOW of none. */
export function highestSeverity(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'LOW';
}

/** Is it as severe as that, or more? True where nothing is asked for. */
export function isSevereEnough(severity: Severity, least: Severity | undefined): boolean {
  return least === undefined || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}

/** Lockheed Martin's kill chain as the briefings abbreviate it. */
export const PHASES = ['recon', 'weapon', 'delivery', 'exploit', 'install', 'c2', 'actions'] as const;
export type Phase = (typeof PHASES)[number];

export type Confidence = 'High' | 'Medium' | 'Low';

import type { Severity } from '../../briefing/article.ts';

/** Severities as findings spell them (https://docs.splunk.com/Documentation/ES/latest/User/Howurgencyisassigned). */
export const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  CRIT: 'critical',
  HIGH: 'high',
  MED: 'medium',
  LOW: 'low',
};

/**
 * Points for each risk object: inside the band that has the same name
 * (https://github.com/splunk/contentctl, objects/rba.py, severity).
 */
export const RISK_SCORE: Readonly<Record<Severity, number>> = { CRIT: 90, HIGH: 70, MED: 50, LOW: 30 };

import type { ServiceAdvice } from '../azure/errors.ts';

/** The services of Microsoft Graph that huntsync asks. */
export type GraphService = 'detectionRules' | 'hunting' | 'schema';

const REMEDIES: Readonly<Record<GraphService, Readonly<Record<number, string>>>> = {
  detectionRules: {
    403: 'Give the application the Graph permission CustomDetection.ReadWrite.All and an administrator’s consent; a user needs the right "Detection tuning (manage)" too (docs/defender.md).',
    404: 'Check that the tenant has Microsoft Defender XDR; custom detections answer in the global service only.',
  },
  hunting: {
    400: 'Microsoft Defender does not take the query: the message says why.',
    403: 'Give the application the Graph permission ThreatHunting.Read.All and an administrator’s consent (docs/defender.md).',
    429: 'A tenant may ask 45 times a minute, and its processor time is counted in cycles of 15 minutes: run fewer hunts, or again later.',
  },
  schema: {
    403: 'Give the application the Graph permission ThreatHunting.Read.All, or set environment.defender.schema: reference.',
    404: 'The schema is read from the beta version of Graph: set environment.defender.schema: reference.',
  },
};

/** For errors of requests to Microsoft Graph. */
export const GRAPH_ADVICE: ServiceAdvice = {
  who: 'Microsoft Graph',
  addressKey: () => 'endpoint',
  remedyFor(service, status) {
    if (status >= 300 && status < 400) return 'Redirects are not followed: check the platform\'s "endpoint".';
    if (status === 401) return 'Check the platform\'s "auth"; a token lives for about an hour.';
    return (
      REMEDIES[service as GraphService]?.[status] ??
      (status === 429 ? 'Lower policy.concurrency, or run again later.' : undefined)
    );
  },
  fatalCodes: new Set(),
};

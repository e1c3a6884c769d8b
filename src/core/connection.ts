import type { ProxyRules } from './proxy.ts';
import type { RetryDeps } from './retry.ts';

/** What a client of a service needs besides its configuration. */
export interface ConnectionDeps extends RetryDeps {
  /** Where it is not given, requests go straight. */
  readonly proxy?: ProxyRules | undefined;
}

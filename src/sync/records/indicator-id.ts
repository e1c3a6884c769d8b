import { v5 as uuidV5 } from 'uuid';
import type { Indicator } from '../../briefing/article.ts';
import { NAMESPACE } from '../../briefing/identity.ts';

/** UUIDv5 of an indicator's type and value, the value as it is stored. */
export function indicatorId({ type, value }: Indicator): string {
  return uuidV5(`${type}\n${indicatorValue({ type, value })}`.toWellFormed(), NAMESPACE);
}

/** Canonical spelling of a value: lower case where case does not matter, upper case for CVE ids. */
export function indicatorValue({ type, value }: Indicator): string {
  if (type === 'cve') return value.toUpperCase();
  // Most wallets are written in a code in which case matters.
  if (type === 'wallet') return value;
  if (type !== 'url') return value.toLowerCase();
  return value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, (authority) => authority.toLowerCase());
}

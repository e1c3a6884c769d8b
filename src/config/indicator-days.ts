/** How many days after its newest article an indicator of each type holds; `off`: it never ends. */
export type IndicatorDays = Readonly<Record<string, number | 'off'>>;

/**
 * `policy.indicatorDays` where nobody says otherwise. Addresses change hands within weeks, names within months, and a hash is a hash for
 * ever.
 */
export const INDICATOR_DAYS = {
  cve: 'off',
  ipv4: 90,
  ipv6: 90,
  domain: 180,
  url: 90,
  sha256: 'off',
  sha1: 'off',
  md5: 'off',
  email: 180,
  sha512: 'off',
  imphash: 'off',
  ja3: 365,
  ja3s: 365,
  ja4: 365,
  jarm: 180,
  certificate_serial: 730,
  certificate_hash: 730,
  wallet: 'off',
} as const satisfies IndicatorDays;

/** A CVE id as text writes it: any case, any dash, a space or line break beside the dash. Numbers have 4 to 7 digits (cve.org). */
const CVE =
  /(?<![A-Za-z0-9])CVE[ \u00a0]?[-_\u00ad\u2010-\u2015\u2212\ufe63\uff0d \u00a0:][ \u00a0]?\n?(\d{4})[ \u00a0]?[-_\u00ad\u2010-\u2015\u2212\ufe63\uff0d \u00a0][ \u00a0]?\n?(\d{4,7})(?![\dA-Za-z…])/gi;

export interface CveHit {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The CVE ids of a text, normalised. The first year of the programme is 1999; `newest` is the last that can have been assigned.
 * A number with more than four digits does not start with zero, and a number that the text cuts off (`…`) is none.
 */
export function findCves(text: string, newest: number): CveHit[] {
  const hits: CveHit[] = [];
  for (const match of text.matchAll(CVE)) {
    const [all, year = '', number = ''] = match;
    if (Number(year) < 1999 || Number(year) > newest || /^0+$/.test(number) || /^0\d{4}/.test(number)) continue;
    hits.push({ value: `CVE-${year}-${number}`, start: match.index, end: match.index + all.length });
  }
  return hits;
}

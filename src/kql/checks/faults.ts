import type { Analysis } from '../service.ts';
import { addressFaults, rowCountFaults, selfComparisons, windowFaults } from './arguments.ts';
import { literalFaults } from './literals.ts';
import { regexFaults } from './regexes.ts';

/** Something inside a token that the parser lets pass and the engine does not, or that cannot be meant. */
export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
  /** Offset in the analysed text. */
  readonly start: number;
}

export const FAULTS = {
  'kql-regex':
    'The regular expression is none of RE2’s, which Kusto has: no look-around, no back-references, no \\U and the like, and every bracket has its partner.',
  'kql-literal':
    'The literal is no date, time span, GUID, number or JSON value, so the query fails or compares with nothing.',
  'kql-row-count': 'take, limit, sample and top take a number of rows that is not negative.',
  'kql-address': 'The text is no IPv4 or IPv6 address or range, so the function gives null and no row is found.',
  'kql-empty-window': 'The window of time ends before it begins, so that nothing lies in it.',
  'kql-self-comparison': 'A column is compared with itself, which says nothing.',
} as const;

export type FaultCode = keyof typeof FAULTS;

/** All faults inside the tokens of a query, in the order of the text. */
export function faultsOf(analysis: Analysis): Fault[] {
  return [
    ...regexFaults(analysis),
    ...literalFaults(analysis),
    ...rowCountFaults(analysis),
    ...addressFaults(analysis),
    ...windowFaults(analysis),
    ...selfComparisons(analysis),
  ].sort((a, b) => a.start - b.start);
}

import { explainSplCode, SPL_CODES } from './finding.ts';
import { SPL_REPAIRS } from './repairs/index.ts';

/** What a code of the checks or a name of a repair means, in a sentence or two; null where there is no such thing. */
export function explainSpl(code: string): string | null {
  const repair = SPL_REPAIRS.find(({ name }) => name === code);
  if (!repair) return explainSplCode(code);
  return `A repair. It preserves: ${repair.preserves}${repair.judgement ? ' It is our judgement.' : ''}`;
}

export function knownSplCodes(): string[] {
  return [...Object.keys(SPL_CODES), ...SPL_REPAIRS.map(({ name }) => name)].sort();
}

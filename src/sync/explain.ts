import { explainKqlCode, KQL_CODES, KQL_REPAIRS } from '../kql/codes.ts';
import { explainSplCode, SPL_CODES } from '../spl/finding.ts';
import { SPL_REPAIRS } from '../spl/repairs/index.ts';

interface RepairNote {
  readonly preserves: string;
  readonly judgement: boolean;
}

const REPAIRS: Readonly<Record<string, RepairNote>> = {
  ...KQL_REPAIRS,
  ...Object.fromEntries(SPL_REPAIRS.map((repair) => [repair.name, repair])),
};

/** What a problem's code or a repair's name means, in a sentence or two; null where there is no such thing. */
export function explain(code: string): string | null {
  const repair = REPAIRS[code];
  if (repair) return `A repair. It preserves: ${repair.preserves}${repair.judgement ? ' It is our judgement.' : ''}`;
  return explainSplCode(code) ?? explainKqlCode(code);
}

/** Every code that can be explained. */
export function knownCodes(): string[] {
  return [...Object.keys(SPL_CODES), ...Object.keys(KQL_CODES), ...Object.keys(REPAIRS)].sort();
}

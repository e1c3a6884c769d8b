import { REFUSALS } from './policy.ts';
import { EARLY_REPAIRS, LATE_REPAIRS, REPAIRS } from './repairs/index.ts';

/** What a problem's code means, for `--explain`. Microsoft's own codes (KS001 …) are explained by their messages. */
export const KQL_CODES: Readonly<Record<string, string>> = {
  ...REFUSALS,
  'kql-refused-neighbour':
    'Another query of the same block is refused, and what stands beside it is not pushed either.',
  'kql-too-long': 'The text is longer than any hunt; it is not parsed.',
  'kql-unreadable': 'The parser failed on the text.',
  'kql-unanswered': 'The parser took too long over the text, or ran out of memory; the next run tries again.',
  'kql-long-lookback':
    'The query looks back more than 30 days; a workspace that keeps less finds less without saying so.',
  'kql-defender-only-table': 'The table exists in Microsoft Defender XDR only.',
  'kql-defender-only-function': 'The function exists in Microsoft Defender XDR only.',
  KS: 'A finding of the Kusto parser against the workspace’s schema. List tables and functions of your own in environment.sentinel.',
};

/** Every repair by name: what it preserves, and whether it is our judgement. */
export const KQL_REPAIRS: Readonly<Record<string, { readonly preserves: string; readonly judgement: boolean }>> =
  Object.fromEntries(
    [...EARLY_REPAIRS, ...REPAIRS, ...LATE_REPAIRS].map(({ name, preserves, judgement }) => [
      name,
      { preserves, judgement },
    ]),
  );

/** What a code of the checks or a name of a repair means, in a sentence or two; null where there is no such thing. */
export function explainKql(code: string): string | null {
  const repair = KQL_REPAIRS[code];
  if (!repair) return KQL_CODES[/^KS\d+$/.test(code) ? 'KS' : code] ?? null;
  return `A repair. It preserves: ${repair.preserves}${repair.judgement ? ' It is our judgement.' : ''}`;
}

export function knownKqlCodes(): string[] {
  return [...Object.keys(KQL_CODES), ...Object.keys(KQL_REPAIRS)].sort();
}

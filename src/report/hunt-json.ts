import type { Hunt } from '../hunts/hunt.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor } from '../sync/query.ts';
import type { Siem } from '../sync/siem.ts';
import { proofJson } from './proof-json.ts';

/** One line of `hunts --jsonl` (docs/json.md): the hunt, and what each kind of SIEM would get. */
export function huntToJson(checked: CheckedHunt, siems: readonly Siem[]): object {
  const { hunt } = checked;
  const { key, title, severity, confidence, phase, techniques, techniquesFrom, mentions, tactics, articles } = hunt;
  const native = siems.map((siem) => [
    siem.kind,
    queriesFor(checked, siem.kind).map((query, index) => ({ ...siem.describe(hunt, query, index), ...verdict(query) })),
  ]);
  return {
    key,
    title,
    severity,
    confidence,
    phase,
    techniques,
    covers: techniques,
    techniquesFrom,
    mentions,
    tactics,
    articles,
    ...wordsJson(hunt),
    ...(hunt.campaign === undefined ? {} : { campaign: hunt.campaign }),
    ...Object.fromEntries(native),
    proof: proofJson(checked, siems),
  };
}

/** What an analyst reads beside it; keys only where something is known. */
function wordsJson({ why, notes, advice }: Hunt): object {
  return {
    ...(why === undefined ? {} : { why }),
    ...(notes === undefined ? {} : { notes }),
    ...(advice === undefined ? {} : advice),
  };
}

function verdict({
  verdict,
  repairs,
  additions = [],
  problems,
}: CheckedQuery): Pick<CheckedQuery, 'verdict' | 'repairs' | 'additions' | 'problems'> {
  return { verdict, repairs, additions, problems };
}

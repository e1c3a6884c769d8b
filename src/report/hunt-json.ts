import { idOf } from '../sentinel/native.ts';
import { displayName } from '../sentinel/wanted.ts';
import { splunkName } from '../splunk/name.ts';
import type { CheckedHunt, CheckedQuery } from '../sync/query.ts';
import { statementKey, statementSuffix } from '../sync/statement.ts';

/** One line of `hunts --jsonl` (README, "For machines"): the hunt, and what each platform would get. */
export function huntToJson({ hunt, splunk, sentinel }: CheckedHunt): object {
  const { key, title, severity, confidence, phase, techniques, tactics, articles } = hunt;
  return {
    key,
    title,
    severity,
    confidence,
    phase,
    techniques,
    tactics,
    articles,
    splunk: splunk.map((query, index) => ({
      name: splunkName(title + statementSuffix(index), statementKey(key, index)),
      search: query.text,
      earliest: query.earliest,
      latest: query.latest,
      ...verdict(query),
    })),
    sentinel: sentinel.map((query, index) => ({
      id: idOf(statementKey(key, index)),
      displayName: displayName(title, index),
      query: query.text,
      ...verdict(query),
    })),
  };
}

function verdict({ verdict, repairs, problems }: CheckedQuery): Pick<CheckedQuery, 'verdict' | 'repairs' | 'problems'> {
  return { verdict, repairs, problems };
}

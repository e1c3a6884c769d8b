import type { Hunt } from '../hunts/hunt.ts';
import type { CheckedHunt } from './query.ts';

/** Each hunt with the queries that its platforms would get. */
export async function checkHunts(hunts: readonly Hunt[]): Promise<CheckedHunt[]> {
  return hunts.map((hunt) => ({
    hunt,
    splunk: hunt.spl === null ? [] : [{ text: hunt.spl, earliest: '-24h@h', latest: 'now', ...READY }],
    sentinel: hunt.kql === null ? [] : [{ text: hunt.kql, ...READY }],
  }));
}

const READY = { verdict: 'ready', repairs: [], problems: [] } as const;

import type { DispatchWindow } from '../sync/query.ts';
import { unquote } from './lexer.ts';
import type { SplTree } from './parse.ts';

/** The default window of a hunt: one day, as in the feed's own rule pack. */
export const DEFAULT_WINDOW: DispatchWindow = { earliest: '-24h@h', latest: 'now' };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A look-back in seconds as a window that ends now and starts at a full hour (minute, for less than an hour):
 * 30 days are `-30d@h`, 24 hours `-24h@h`, 10 minutes `-10m@m`. Rounded up, so that nothing of it is lost.
 */
export function dispatchWindow(
  lookbackSeconds: number | null,
  defaultWindow: DispatchWindow = DEFAULT_WINDOW,
): DispatchWindow {
  if (lookbackSeconds === null || !Number.isFinite(lookbackSeconds) || lookbackSeconds <= 0) return defaultWindow;
  const latest = 'now';
  if (lookbackSeconds < HOUR) return { earliest: `-${Math.ceil(lookbackSeconds / MINUTE)}m@m`, latest };
  if (lookbackSeconds > DAY && lookbackSeconds % DAY === 0) return { earliest: `-${lookbackSeconds / DAY}d@h`, latest };
  return { earliest: `-${Math.ceil(lookbackSeconds / HOUR)}h@h`, latest };
}

/** Relative modifiers (`-30d@d`, `@w1`, `-1mon@mon+7d`) and `now`: the forms that dispatch times take as they are. */
const RELATIVE = /^(?:now(?:\(\))?|0|(?:[+-]\d*[a-z]+|@[a-z]+\d?)+)$/i;

/** The time range that a search names itself in its first command; null for an end that it leaves open. */
export interface OwnWindow {
  readonly earliest: string | null;
  readonly latest: string | null;
  /** Offset of a time that is fixed (a date, epoch seconds), so that the search never sees new events. */
  readonly fixedAt: number | null;
}

/** Reads `earliest=` and `latest=` of the first command (search or tstats), where they override the dispatch times. */
export function ownWindow(tree: SplTree): OwnWindow {
  const [command] = tree.main.commands;
  let earliest: string | null = null;
  let latest: string | null = null;
  let fixedAt: number | null = null;
  if (command?.name !== 'search' && command?.name !== 'tstats') return { earliest, latest, fixedAt };
  command.args.forEach((token, at) => {
    const [operator, value] = [command.args[at + 1], command.args[at + 2]];
    const name = token.text.toLowerCase();
    if ((name !== 'earliest' && name !== 'latest') || operator?.text !== '=' || !value) return;
    const time = unquote(value);
    if (!RELATIVE.test(time)) fixedAt ??= token.start;
    else if (name === 'earliest') earliest ??= time;
    else latest ??= time.replace('()', '');
  });
  return { earliest, latest, fixedAt };
}

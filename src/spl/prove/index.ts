import type { Proving, Row } from '../../prove/language.ts';
import type { SplExtras } from '../environment.ts';
import { parse } from '../parse.ts';
import { createSplEvaluator } from '../run/index.ts';
import { relativeTime, searchTime } from '../run/time/relative.ts';
import { DEFAULT_WINDOW, ownWindow } from '../time.ts';
import { allowedValues } from './allowed.ts';
import { completeRow } from './complete.ts';

/** Running hunts on sample rows of data models and of plain events. */
export function createSplProving(environment: SplExtras): Proving {
  const evaluate = createSplEvaluator(environment);
  return {
    schema: 'cim',
    complete: completeRow,
    lookups: (events) => ({ iplocation: placesOf(events) }),
    run({ text, window }, data, now) {
      const { earliest, latest } = { ...DEFAULT_WINDOW, ...window };
      const seconds = now.getTime() / 1000;
      const [from, to] = [relativeTime(seconds, earliest), relativeTime(seconds, latest)];
      if (from === null || to === null) {
        return { status: 'failed', message: `The window ${earliest} to ${latest} cannot be read.` };
      }
      return evaluate(text, data, { now, window: { earliest: new Date(from * 1000), latest: new Date(to * 1000) } });
    },
    prepare(query, now) {
      return { sketch: null, run: (data) => this.run(query, data, now) };
    },
    lookback({ text, window }, now) {
      const own = ownWindow(parse(text));
      const seconds = now.getTime() / 1000;
      const start = searchTime(seconds, own.earliest ?? window?.earliest ?? DEFAULT_WINDOW.earliest);
      return start === null || start === 0 ? null : seconds - start;
    },
    allowed: ({ text }) => allowedValues(text),
  };
}

/** The rows of `iplocation` for events that say where their address is. */
function placesOf(events: readonly { readonly fields: Row }[]): Row[] {
  return events.flatMap(({ fields: { address, country } }) =>
    typeof address === 'string' && typeof country === 'string' ? [{ ip: address, Country: country }] : [],
  );
}

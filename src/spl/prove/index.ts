import type { Evaluation, Proving, Row, RunnableQuery, RunOptions } from '../../prove/language.ts';
import type { SplExtras } from '../environment.ts';
import { parse } from '../parse.ts';
import { compileSpl, createSplEvaluator } from '../run/index.ts';
import { relativeTime, searchTime } from '../run/time/relative.ts';
import { DEFAULT_WINDOW, ownWindow } from '../time.ts';
import { allowedValues } from './allowed.ts';
import { completeRow } from './complete.ts';
import { sketchSpl } from './sketch/index.ts';

/** Running hunts on sample rows of data models and of plain events. */
export function createSplProving(environment: SplExtras): Proving {
  const evaluate = createSplEvaluator(environment);
  return {
    schema: 'cim',
    complete: completeRow,
    lookups: (events) => ({ iplocation: placesOf(events) }),
    run({ text, window }, data, now) {
      const range = rangeOf(window, now);
      return range ? evaluate(text, data, { now, window: range }) : unreadable(window);
    },
    prepare({ text, window }, now) {
      const range = rangeOf(window, now);
      if (!range) return { sketch: null, run: () => unreadable(window) };
      const compiled = compileSpl(text, environment);
      const options = { now, window: range };
      return { sketch: sketchSpl(text, options), run: (data) => compiled(data, options) };
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

function rangeOf(given: RunnableQuery['window'], now: Date): RunOptions['window'] | null {
  const { earliest, latest } = { ...DEFAULT_WINDOW, ...given };
  const seconds = now.getTime() / 1000;
  const [from, to] = [relativeTime(seconds, earliest), relativeTime(seconds, latest)];
  return from === null || to === null ? null : { earliest: new Date(from * 1000), latest: new Date(to * 1000) };
}

function unreadable(window: RunnableQuery['window']): Evaluation {
  return { status: 'failed', message: `The window ${JSON.stringify(window)} cannot be read.` };
}

/** The rows of `iplocation` for events that say where their address is. */
function placesOf(events: readonly { readonly fields: Row }[]): Row[] {
  return events.flatMap(({ fields: { address, country } }) =>
    typeof address === 'string' && typeof country === 'string' ? [{ ip: address, Country: country }] : [],
  );
}

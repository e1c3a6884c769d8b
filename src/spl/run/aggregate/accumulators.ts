import { compareText } from '../../../core/compare.ts';
import { percentileOf } from '../facts/stats-functions.ts';
import { NotEvaluated } from '../outcome.ts';
import { type Cell, cellOf, type EventFields, numberOf, type Result, type Single, textOf, valuesOf } from '../value.ts';

/** Gathers what one aggregation makes of a group. */
export interface Accumulator {
  see(value: Result, fields: EventFields): void;
  result(): Cell;
}

/** What `list` keeps at most: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Multivaluefunctions */
const LIST_SIZE = 100;

function singles(value: Result): readonly Single[] {
  return typeof value === 'boolean' ? [String(value)] : valuesOf(value);
}

/** Values are counted, conditions where they hold. */
function counter(): Accumulator {
  let count = 0;
  return {
    see: (value) => {
      count += typeof value === 'boolean' ? Number(value) : valuesOf(value).length;
    },
    result: () => count,
  };
}

function distinct(finish: (values: Map<string, Single>) => Cell): () => Accumulator {
  return () => {
    const values = new Map<string, Single>();
    return {
      see: (value) => {
        for (const single of singles(value)) values.set(textOf(single), single);
      },
      result: () => finish(values),
    };
  };
}

function sortedValues(values: Map<string, Single>): Cell {
  return cellOf([...values.keys()].sort(compareText));
}

function list(): Accumulator {
  const values: string[] = [];
  return {
    see: (value) => {
      for (const single of singles(value)) if (values.length < LIST_SIZE) values.push(textOf(single));
    },
    result: () => cellOf([...values]),
  };
}

function numbers(finish: (numbers: number[]) => Cell): () => Accumulator {
  return () => {
    const seen: number[] = [];
    return {
      see: (value) => {
        for (const single of singles(value)) {
          const number = numberOf(single);
          if (number !== null) seen.push(number);
        }
      },
      result: () => (seen.length === 0 ? null : finish(seen)),
    };
  };
}

/** Numbers by size where all values are numbers, else by text. */
function extreme(sign: 1 | -1): () => Accumulator {
  return () => {
    const values: Single[] = [];
    return {
      see: (value) => {
        for (const single of singles(value)) values.push(single);
      },
      result: () => {
        const parsed = values.map(numberOf);
        const numeric = parsed.every((number) => number !== null);
        let best = 0;
        for (let at = 1; at < values.length; at += 1) {
          const order = numeric
            ? (parsed[at] as number) - (parsed[best] as number)
            : compareText(textOf(values[at] as Single), textOf(values[best] as Single));
          if (order * sign > 0) best = at;
        }
        return values.length === 0 ? null : numeric ? (parsed[best] as number) : (values[best] as Single);
      },
    };
  };
}

function ordered(last: boolean): () => Accumulator {
  return () => {
    let found: Single | null = null;
    return {
      see: (value) => {
        if (found !== null && !last) return;
        const values = singles(value);
        if (values.length > 1) throw new NotEvaluated('first or last of a multivalue field');
        found = values[0] ?? found;
      },
      result: () => found,
    };
  };
}

/** The value, or the time, of the event that is first or last by `_time`. */
function timed(latest: boolean, what: 'value' | 'time'): () => Accumulator {
  return () => {
    let [time, found]: [number | null, Cell] = [null, null];
    return {
      see: (value, fields) => {
        const own = numberOf(fields['_time']);
        if (own === null || singles(value).length === 0) return;
        if (time !== null && (latest ? own <= time : own >= time)) return;
        time = own;
        found = typeof value === 'boolean' ? String(value) : value;
      },
      result: () => (what === 'value' ? found : time),
    };
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function variance(values: readonly number[], sample: boolean): number {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  const divisor = sample ? values.length - 1 : values.length;
  return divisor === 0 ? 0 : squares / divisor;
}

/** Below 1,000 values Splunk takes the nearest rank. */
function percentile(values: number[], percent: number): number {
  if (values.length > 1000) throw new NotEvaluated('a percentile of more than 1000 values');
  values.sort((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * values.length);
  return values[Math.max(rank - 1, 0)] as number;
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  // With an even number of values Splunk's median is the higher of the two in the middle.
  return values[Math.floor(values.length / 2)] as number;
}

function mode(): Accumulator {
  const counts = new Map<string, { value: Single; count: number }>();
  return {
    see: (value) => {
      for (const single of singles(value)) {
        const known = counts.get(textOf(single));
        if (known) known.count += 1;
        else counts.set(textOf(single), { value: single, count: 1 });
      }
    },
    result: () => {
      const [first, second] = [...counts.values()].sort((a, b) => b.count - a.count);
      if (first && second && first.count === second.count)
        throw new NotEvaluated('mode of values that are as frequent');
      return first?.value ?? null;
    },
  };
}

const MAKERS: Readonly<Record<string, () => Accumulator>> = {
  count: counter,
  c: counter,
  dc: distinct((values) => values.size),
  distinct_count: distinct((values) => values.size),
  estdc: distinct((values) => values.size),
  values: distinct(sortedValues),
  list,
  sum: numbers(sum),
  sumsq: numbers((values) => sum(values.map((value) => value * value))),
  avg: numbers((values) => sum(values) / values.length),
  mean: numbers((values) => sum(values) / values.length),
  range: numbers((values) => Math.max(...values) - Math.min(...values)),
  stdev: numbers((values) => Math.sqrt(variance(values, true))),
  stdevp: numbers((values) => Math.sqrt(variance(values, false))),
  var: numbers((values) => variance(values, true)),
  varp: numbers((values) => variance(values, false)),
  median: numbers(median),
  mode,
  min: extreme(-1),
  max: extreme(1),
  first: ordered(false),
  last: ordered(true),
  earliest: timed(false, 'value'),
  latest: timed(true, 'value'),
  earliest_time: timed(false, 'time'),
  latest_time: timed(true, 'time'),
};

/** How a function of stats is worked out, by lower-case name; throws where it is not known here. */
export function accumulatorOf(name: string): () => Accumulator {
  const maker = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  if (maker) return maker;
  const percent = percentileOf(name);
  if (!percent || percent.kind === 'upperperc') throw new NotEvaluated(`function ${name}`);
  return numbers((values) => percentile(values, percent.percent));
}

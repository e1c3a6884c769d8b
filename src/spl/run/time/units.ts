/** Units of time modifiers and spans: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/SearchTimeModifiers */
export type TimeUnit = 'us' | 'ms' | 'cs' | 'ds' | 's' | 'm' | 'h' | 'd' | 'w' | 'mon' | 'q' | 'y';

const NAMES: Readonly<Record<TimeUnit, readonly string[]>> = {
  us: ['us'],
  ms: ['ms'],
  cs: ['cs'],
  ds: ['ds'],
  s: ['s', 'sec', 'secs', 'second', 'seconds'],
  m: ['m', 'min', 'mins', 'minute', 'minutes'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours'],
  d: ['d', 'day', 'days'],
  w: ['w', 'week', 'weeks'],
  mon: ['mon', 'month', 'months'],
  q: ['q', 'qtr', 'qtrs', 'quarter', 'quarters'],
  y: ['y', 'yr', 'yrs', 'year', 'years'],
};

const BY_NAME = new Map(
  (Object.keys(NAMES) as TimeUnit[]).flatMap((unit) => NAMES[unit].map((name) => [name, unit] as const)),
);

/** Seconds of the units that are always as long. */
export const SECONDS: Readonly<Partial<Record<TimeUnit, number>>> = {
  us: 1e-6,
  ms: 1e-3,
  cs: 1e-2,
  ds: 1e-1,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** The unit of a name, in any case; undefined where it is none. */
export function unitOf(name: string): TimeUnit | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Moves by whole units; months, quarters and years by the calendar. */
export function shift(epoch: number, amount: number, unit: TimeUnit): number {
  const seconds = SECONDS[unit];
  if (seconds !== undefined) return epoch + amount * seconds;
  const date = new Date(epoch * 1000);
  const months = amount * (unit === 'y' ? 12 : unit === 'q' ? 3 : 1);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() / 1000;
}

/** Down to the start of the unit, in UTC. A week starts on Sunday, or on the weekday that `w0` to `w7` names. */
export function snap(epoch: number, unit: TimeUnit, weekday = 0): number {
  const date = new Date(epoch * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'y') return Date.UTC(year, 0, 1) / 1000;
  if (unit === 'q') return Date.UTC(year, month - (month % 3), 1) / 1000;
  if (unit === 'mon') return Date.UTC(year, month, 1) / 1000;
  if (unit === 'w') {
    const day = Math.floor(epoch / 86_400) * 86_400;
    return day - ((date.getUTCDay() - (weekday % 7) + 7) % 7) * 86_400;
  }
  const size = SECONDS[unit] as number;
  return Math.floor(epoch / size + 1e-9) * size;
}

/** From one moment to another, in milliseconds since 1970. */
export interface Timespan {
  readonly from: number;
  readonly to: number;
}

/** "If the timespan isn't specified, the query runs against all available data." */
export const ALL_TIME: Timespan = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const UNITS = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1];
const DURATION =
  /^P(?=.)(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?=.)(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/;

/**
 * The `timespan` of a query, an ISO 8601 time interval: a duration that ends now, or two of start, end and duration with `/`
 * between (https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format); null where it is none.
 */
export function readTimespan(text: string, now: Date): Timespan | null {
  const [first = '', second] = text.split('/');
  const before = durationOf(first);
  if (second === undefined) return before === null ? null : { from: now.getTime() - before, to: now.getTime() };
  const after = durationOf(second);
  const [start, end] = [Date.parse(first), Date.parse(second)];
  const from = before === null ? start : end - before;
  const to = after === null ? end : start + after;
  return Number.isNaN(from) || Number.isNaN(to) ? null : { from, to };
}

function durationOf(text: string): number | null {
  const parts = DURATION.exec(text)?.slice(1);
  return parts ? 1000 * parts.reduce((sum, part, at) => sum + Number(part ?? 0) * (UNITS[at] ?? 0), 0) : null;
}

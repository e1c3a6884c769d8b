const PATTERN = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.0+)?S)?)?$/;

/** Seconds of an Edm.Duration without fractions (https://docs.oasis-open.org/odata/odata-csdl-json/v4.01/), null where it is none. */
export function secondsOf(text: string): number | null {
  const parts = PATTERN.exec(text)?.slice(1);
  if (!parts) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** How .NET writes a span of time, whatever it was read from: PT24H is P1D, PT90M is PT1H30M. */
export function durationOf(seconds: number): string {
  if (seconds === 0) return 'PT0S';
  const part = (size: number, limit: number, unit: string) => {
    const count = Math.floor(seconds / size) % limit;
    return count > 0 ? `${count}${unit}` : '';
  };
  const time = part(3600, 24, 'H') + part(60, 60, 'M') + part(1, 60, 'S');
  return `P${part(86_400, Number.POSITIVE_INFINITY, 'D')}${time === '' ? '' : `T${time}`}`;
}

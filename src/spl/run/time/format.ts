import { NotEvaluated } from '../outcome.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const VARIABLE = /%(?:([369])?([NQ])|(:{0,3})z|([A-Za-z%+]))/g;

/**
 * Epoch seconds as text, in UTC: the evaluator's users have no time zone of their own.
 * Variables: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Commontimeformatvariables
 */
export function strftime(epoch: number, format: string): string | null {
  const date = new Date(epoch * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return format.replace(VARIABLE, (all, digits, fraction, colons, letter) => {
    if (fraction) return subseconds(epoch, digits ? Number(digits) : fraction === 'Q' ? 3 : 9);
    if (!letter) return colons ? '+00:00' : '+0000';
    return variable(letter, date, epoch) ?? unknown(all);
  });
}

function unknown(variable: string): never {
  throw new NotEvaluated(`time format variable ${variable}`);
}

function subseconds(epoch: number, digits: number): string {
  const fraction = epoch - Math.floor(epoch);
  return fraction.toFixed(9).slice(2, 2 + digits);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function variable(letter: string, date: Date, epoch: number): string | null {
  const hour = date.getUTCHours();
  switch (letter) {
    case 'Y':
      return String(date.getUTCFullYear());
    case 'y':
      return two(date.getUTCFullYear() % 100);
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'd':
      return two(date.getUTCDate());
    case 'e':
      return String(date.getUTCDate()).padStart(2, ' ');
    case 'H':
      return two(hour);
    case 'k':
      return String(hour).padStart(2, ' ');
    case 'I':
      return two(hour % 12 || 12);
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'A':
      return DAYS[date.getUTCDay()] as string;
    case 'a':
      return (DAYS[date.getUTCDay()] as string).slice(0, 3);
    case 'B':
      return MONTHS[date.getUTCMonth()] as string;
    case 'b':
      return (MONTHS[date.getUTCMonth()] as string).slice(0, 3);
    case 'w':
      return String(date.getUTCDay());
    case 'j':
      return String(dayOfYear(date)).padStart(3, '0');
    case 'V':
      return two(isoWeek(date));
    case 's':
      return String(Math.floor(epoch));
    case 'F':
      return strftime(epoch, '%Y-%m-%d');
    case 'T':
      return strftime(epoch, '%H:%M:%S');
    case 'c':
      return strftime(epoch, '%a %b %e %H:%M:%S %Y');
    case '+':
      return strftime(epoch, '%a %b %e %H:%M:%S UTC %Y');
    case 'x':
      return strftime(epoch, '%m/%d/%Y');
    case 'X':
      return strftime(epoch, '%H:%M:%S');
    case 'Z':
      return 'UTC';
    case '%':
      return '%';
    default:
      return null;
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

function isoWeek(date: Date): number {
  const thursday = new Date(date.getTime());
  thursday.setUTCDate(date.getUTCDate() + 3 - ((date.getUTCDay() + 6) % 7));
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

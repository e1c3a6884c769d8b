import { NotEvaluated } from '../outcome.ts';
import { strftime } from '../time/format.ts';
import { strptime } from '../time/parse.ts';
import { relativeTime } from '../time/relative.ts';
import { compareSingle, numberOf, type Result, type Single, textOf, valuesOf } from '../value.ts';
import { type Make, ofNumbers, one, strict } from './make.ts';

function round(number: number, places = 0): number {
  if (Math.abs(places) > 15) return number;
  const factor = 10 ** places;
  const scaled = Number((Math.abs(number) * factor).toPrecision(15));
  return (Math.sign(number) * Math.round(scaled)) / factor;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MathematicalFunctions and …/TrigFunctions */
export const NUMBERS: Readonly<Record<string, Make>> = {
  abs: ofNumbers('abs', Math.abs),
  ceil: ofNumbers('ceil', Math.ceil),
  ceiling: ofNumbers('ceiling', Math.ceil),
  floor: ofNumbers('floor', Math.floor),
  exact: ofNumbers('exact', (number) => number),
  exp: ofNumbers('exp', Math.exp),
  ln: ofNumbers('ln', Math.log),
  log: ofNumbers('log', (number, base = 10) => Math.log(number) / Math.log(base)),
  pi: () => () => Math.PI,
  pow: ofNumbers('pow', (base, exponent) => base ** exponent),
  round: ofNumbers('round', round),
  sqrt: ofNumbers('sqrt', Math.sqrt),
  acos: ofNumbers('acos', Math.acos),
  asin: ofNumbers('asin', Math.asin),
  atan: ofNumbers('atan', Math.atan),
  atan2: ofNumbers('atan2', Math.atan2),
  cos: ofNumbers('cos', Math.cos),
  hypot: ofNumbers('hypot', Math.hypot),
  sin: ofNumbers('sin', Math.sin),
  tan: ofNumbers('tan', Math.tan),
  bit_and: ofNumbers('bit_and', (...numbers) => Number(numbers.map((n) => BigInt(n)).reduce((a, b) => a & b))),
  bit_or: ofNumbers('bit_or', (...numbers) => Number(numbers.map((n) => BigInt(n)).reduce((a, b) => a | b))),
  bit_xor: ofNumbers('bit_xor', (...numbers) => Number(numbers.map((n) => BigInt(n)).reduce((a, b) => a ^ b))),
};

/** The greatest or smallest of all values; text counts as greater than numbers. */
function extreme(sign: 1 | -1): Make {
  return (args, compile) => {
    const compiled = args.map(compile);
    return (fields, run) => {
      let best: Single | null = null;
      for (const arg of compiled) {
        for (const value of singles(arg(fields, run))) {
          if (best === null || compareSingle(value, best) * sign > 0) best = value;
        }
      }
      return best;
    };
  };
}

function singles(value: Result): readonly Single[] {
  return typeof value === 'boolean' ? [] : valuesOf(value);
}

function total(finish: (sum: number, count: number) => number): Make {
  return (args, compile) => {
    const compiled = args.map(compile);
    return (fields, run) => {
      const numbers = compiled.flatMap((arg) => singles(arg(fields, run))).flatMap((value) => numberOf(value) ?? []);
      return numbers.length === 0
        ? null
        : finish(
            numbers.reduce((a, b) => a + b, 0),
            numbers.length,
          );
    };
  };
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/StatisticalFunctions */
export const STATISTICS: Readonly<Record<string, Make>> = {
  max: extreme(1),
  min: extreme(-1),
  sum: total((sum) => sum),
  avg: total((sum, count) => sum / count),
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/DateandTimeFunctions */
export const TIME: Readonly<Record<string, Make>> = {
  now: () => (_, run) => run.now,
  time: () => (_, run) => run.now,
  strftime: strict((value, format) => {
    const [epoch, written] = [numberOf(one(value as Result, 'strftime')), one(format as Result, 'strftime')];
    return epoch === null || written === null ? null : strftime(epoch, textOf(written));
  }),
  strptime: strict((value, format) => {
    const [text, written] = [one(value as Result, 'strptime'), one(format as Result, 'strptime')];
    return text === null || written === null ? null : strptime(textOf(text), textOf(written));
  }),
  relative_time: strict((value, modifier) => {
    const [epoch, written] = [
      numberOf(one(value as Result, 'relative_time')),
      one(modifier as Result, 'relative_time'),
    ];
    if (epoch === null || written === null) return null;
    const time = relativeTime(epoch, textOf(written));
    if (time === null) throw new NotEvaluated(`relative_time with ${JSON.stringify(written)}`);
    return time;
  }),
};

const DIRECTIVE = /%([-+ 0#]*)(\d+)?(?:\.(\d+))?([sdiufFeEgGxXoc%])/g;

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConversionFunctions */
export const PRINTF: Readonly<Record<string, Make>> = {
  printf: strict((format, ...values) => {
    const rest = values.map((value) => one(value as Result, 'printf'));
    let at = 0;
    const written = one(format as Result, 'printf');
    if (written === null) return null;
    return textOf(written).replace(
      DIRECTIVE,
      (_, flags: string, width: string | undefined, precision: string | undefined, kind: string) => {
        if (kind === '%') return '%';
        const value = rest[at] ?? null;
        at += 1;
        const text = inDirective(value, kind, precision === undefined ? undefined : Number(precision));
        const signed = flags.includes('+') && !/^[-]/.test(text) && kind !== 's' ? `+${text}` : text;
        if (Number(width ?? 0) > 1_000) throw new NotEvaluated('printf wider than 1000 characters');
        if (width === undefined) return signed;
        if (flags.includes('-')) return signed.padEnd(Number(width));
        return signed.padStart(Number(width), flags.includes('0') && kind !== 's' ? '0' : ' ');
      },
    );
  }),
};

function inDirective(value: Single | null, kind: string, precision: number | undefined): string {
  if (value === null) return '';
  if (kind === 's') return textOf(value).slice(0, precision);
  if (kind === 'c') return textOf(value).slice(0, 1);
  const number = numberOf(value);
  if (number === null) throw new NotEvaluated(`printf of a text as a number`);
  if ('fF'.includes(kind)) return number.toFixed(Math.min(precision ?? 6, 100));
  if (kind === 'x') return Math.trunc(number).toString(16);
  if (kind === 'X') return Math.trunc(number).toString(16).toUpperCase();
  if (kind === 'o') return Math.trunc(number).toString(8);
  if ('diu'.includes(kind)) return String(Math.trunc(number));
  throw new NotEvaluated(`printf with %${kind}`);
}

import { compareText } from '../../../core/compare.ts';
import { type Expression, fieldsOf } from '../expression/ast.ts';
import { boundText, boundValues, NotEvaluated, Refused } from '../outcome.ts';
import { compileRegex } from '../regex/regex.ts';
import {
  cellOf,
  copyFields,
  type EventFields,
  numberOf,
  type Result,
  type Single,
  textOf,
  valuesOf,
} from '../value.ts';
import { literalText, type Make, one, strict } from './make.ts';

function singles(value: Result): readonly Single[] {
  return typeof value === 'boolean' ? [String(value)] : valuesOf(value);
}

/** The one field that a filter or mapping runs over; Splunk allows no second one in mvfilter. */
function loopField(name: string, expression: Expression): string {
  const [field, ...others] = fieldsOf(expression);
  if (field === undefined || others.length > 0)
    throw new Refused(`The arguments to the '${name}' function are invalid.`);
  return field;
}

function withValue(fields: EventFields, name: string, value: Single): EventFields {
  const copy = copyFields(fields);
  copy[name] = value;
  return copy;
}

function indexIn(length: number, index: number): number {
  return index < 0 ? length + index : index;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MultivalueEvalFunctions */
export const MULTIVALUE: Readonly<Record<string, Make>> = {
  mvcount: (args, compile) => {
    const arg = compile(args[0] as Expression);
    return (fields, run) => singles(arg(fields, run)).length || null;
  },
  mvappend: (args, compile) => {
    const compiled = args.map(compile);
    return (fields, run) => {
      const values = compiled.flatMap((arg) => singles(arg(fields, run)));
      boundValues(values.length);
      return cellOf(values);
    };
  },
  mvdedup: strict((value) => cellOf([...new Map(singles(value).map((single) => [textOf(single), single])).values()])),
  mvsort: strict((value) => cellOf([...singles(value)].sort((a, b) => compareText(textOf(a), textOf(b))))),
  mvjoin: strict((value, delimiter) => {
    const between = one(delimiter as Result, 'mvjoin');
    return between === null ? null : boundText(singles(value).map(textOf).join(textOf(between)));
  }),
  mvindex: strict((value, start, end) => {
    const values = singles(value);
    const from = numberOf(start as Result);
    const to = end === undefined ? from : numberOf(end);
    if (from === null || to === null) return null;
    const [first, last] = [indexIn(values.length, from), indexIn(values.length, to)];
    if (first < 0 || first >= values.length || last < first) return null;
    return cellOf(values.slice(first, last + 1));
  }),
  mvfind: (args, compile) => {
    const [value, pattern] = args.map(compile);
    const literal = literalText(args[1]);
    const known = literal === null ? null : compileRegex(literal);
    return (fields, run) => {
      const written = one(pattern?.(fields, run), 'mvfind');
      if (written === null) return null;
      const regex = known ?? compileRegex(textOf(written));
      const at = singles(value?.(fields, run)).findIndex((single) => regex.test(textOf(single)));
      return at < 0 ? null : at;
    };
  },
  mvfilter: (args, compile) => {
    const name = loopField('mvfilter', args[0] as Expression);
    const keep = compile(args[0] as Expression);
    return (fields, run) =>
      cellOf(valuesOf(fields[name]).filter((value) => keep(withValue(fields, name, value), run) === true));
  },
  mvmap: (args, compile) => {
    const [list, expression, ...more] = args as [Expression, Expression, ...Expression[]];
    if (more.length > 0) throw new NotEvaluated('mvmap with three arguments');
    if (list.kind !== 'field') throw new NotEvaluated('mvmap over something that is no field');
    const [{ name }, map] = [list, compile(expression)];
    return (fields, run) => {
      const made = valuesOf(fields[name]).flatMap((value) => singles(map(withValue(fields, name, value), run)));
      boundValues(made.length);
      return cellOf(made);
    };
  },
  mvrange: strict((start, end, step) => {
    const [from, to, by] = [numberOf(start), numberOf(end as Result), step === undefined ? 1 : numberOf(step)];
    if (from === null || to === null || by === null || by <= 0)
      throw new NotEvaluated('mvrange over something that is no number');
    // A range in each of many rows adds up.
    boundValues(((to - from) / by) * 10);
    const out: number[] = [];
    for (let value = from; value < to; value += by) out.push(value);
    return cellOf(out);
  }),
  mvzip: strict((left, right, delimiter) => {
    const [a, b] = [singles(left), singles(right as Result)];
    const between = delimiter === undefined ? ',' : textOf(one(delimiter, 'mvzip') ?? ',');
    const pairs = a.slice(0, b.length).map((value, at) => textOf(value) + between + textOf(b[at] as Single));
    return cellOf(pairs);
  }),
  split: strict((value, delimiter) => {
    const [text, between] = [one(value, 'split'), one(delimiter as Result, 'split')];
    if (text === null || between === null) return null;
    const parts = textOf(text).split(textOf(between));
    boundValues(parts.length);
    return cellOf(parts);
  }),
};

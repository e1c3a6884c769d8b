import { isDeepStrictEqual } from 'node:util';
import type { Sample, SampleEvent } from '../../knowledge/samples.ts';
import { minutesOf } from '../rows.ts';
import { domainsIn, withHost, withWord } from './names.ts';
import {
  byFullPath,
  type EventChange,
  inOtherCase,
  inQuotes,
  on64Bits,
  withArgumentsReordered,
  withoutExtension,
  withVersionedInterpreter,
} from './programs.ts';

/** A made variant of a sample that a hunt must find as it finds the sample. */
export interface Variant {
  readonly kind: string;
  readonly sample: Sample;
  /** Minutes by which all of it is earlier than in the sample. */
  readonly earlier: number;
  /** Whether the rows have the fields that only later versions of a schema have. */
  readonly newer: boolean;
}

/** What of a hunt and its language decides on variants. */
export interface VariantContext {
  readonly language: string;
  readonly query: string;
  /** Values that the query forgives. */
  readonly allowed: readonly string[];
  readonly now: Date;
  /** How old what the hunt tells of may be, in minutes; null where it reads all there is. */
  readonly reach: number | null;
}

const CHANGES: Readonly<Record<string, EventChange>> = {
  'letter-case': inOtherCase,
  'argument-order': withArgumentsReordered,
  'interpreter-version': withVersionedInterpreter,
  '64-bit-path': on64Bits,
  'full-path': byFullPath,
  'quoted-path': inQuotes,
  'bare-name': withoutExtension,
};

/** The kinds of made variants, and what each is. A use case switches one off by its name under `doesNotCover`. */
export const VARIANT_KINDS: Readonly<Record<string, string>> = {
  'bucket-edge': 'an hour begins between two of its events',
  'window-end': 'the last of it happens as the hunt runs',
  'window-start': 'it began as long ago as the hunt tells of',
  'letter-case': 'names of programs, options and keys in other letters (Windows)',
  'argument-order': 'options in the opposite order',
  'interpreter-version': 'python3.11 for python, and the like',
  '64-bit-path': 'SysWOW64 for System32, Program Files (x86) for Program Files',
  'full-path': "the program's full path on its command line",
  'quoted-path': 'that path in quotes (Windows)',
  'bare-name': 'the command line without .exe',
  'older-schema': 'without the fields that only later versions of a schema have',
  'look-alike-name': 'from a host whose name begins or ends like an allowed one',
  'allowed-name-elsewhere': 'with an allowed name in a comment behind the command',
};

/** Domains of an allow-list that are tried. */
const MAX_NAMES = 2;

export function variantsOf(sample: Sample, context: VariantContext): Variant[] {
  const plain = { sample, earlier: 0, newer: true };
  const changed = Object.entries(CHANGES).map(([kind, change]) => ({
    ...plain,
    kind,
    sample: changedBy(sample, change),
  }));
  return [
    ...timeVariants(sample, context).map(({ kind, earlier }) => ({ ...plain, kind, earlier })),
    ...changed.filter((variant) => !isDeepStrictEqual(variant.sample, sample)),
    ...(sample.events.length > 0 ? [{ ...plain, kind: 'older-schema', newer: false }] : []),
    ...nameVariants(sample, context).map((variant) => ({ ...plain, ...variant })),
  ];
}

function changedBy(sample: Sample, change: EventChange): Sample {
  return { ...sample, events: sample.events.map(change) };
}

/** Only these for what must stay quiet: another time of the day makes nothing an attack. */
export function timeVariants(sample: Sample, { language, now, reach }: VariantContext) {
  const minutes = minutesOf(sample, language);
  const [oldest, newest] = [minutes[0] ?? 0, minutes.at(-1) ?? 0];
  const variants: { kind: string; earlier: number }[] = gapsIn(minutes).map((middle) => ({
    kind: 'bucket-edge',
    // Spans of buckets divide the hour, so that all of them end where an hour does.
    earlier: modulo(now.getTime() / 60_000 - middle, 60),
  }));
  if (newest > LAST_MINUTE) variants.push({ kind: 'window-end', earlier: LAST_MINUTE - newest });
  // What began further back than the hunt tells of is there to be compared with.
  if (reach !== null && oldest < reach - 1) variants.push({ kind: 'window-start', earlier: reach - 1 - oldest });
  return variants;
}

const LAST_MINUTE = 0.5;
const MAX_GAPS = 3;

/** The middles of the times between events that follow each other within an hour: all of few, the middle one of many. */
function gapsIn(minutes: readonly number[]): number[] {
  const middles = minutes.slice(1).flatMap((next, at) => {
    const gap = (minutes[at] as number) - next;
    return gap > 0 && gap <= 60 ? [next + gap / 2] : [];
  });
  const distinct = [...new Set(middles)];
  return distinct.length <= MAX_GAPS ? distinct : [distinct[Math.floor(distinct.length / 2)] as number];
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function nameVariants(sample: Sample, { allowed, query }: VariantContext): { kind: string; sample: Sample }[] {
  const lower = query.toLowerCase();
  // A host that the query looks for by name has to stay.
  const keeps = (host: string) =>
    host
      .split('.')
      .some((_, at, parts) => at < parts.length - 1 && lower.includes(parts.slice(at).join('.').toLowerCase()));
  return domainsIn(allowed)
    .slice(0, MAX_NAMES)
    .flatMap((name) => [
      ...[`${name}.evil.test`, `evil-${name}`].map((host) => ({
        kind: 'look-alike-name',
        sample: changedBy(sample, (event: SampleEvent) => withHost(event, host, keeps)),
      })),
      { kind: 'allowed-name-elsewhere', sample: changedBy(sample, (event) => withWord(event, name)) },
    ])
    .filter((variant) => !isDeepStrictEqual(variant.sample, sample));
}

import { SplunkError } from './errors.ts';
import { type NativeArgs, SCHEDULE_FIELDS } from './native.ts';

/**
 * Arguments that a saved search does without, and the capability that the account needs for each
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Authorizeconf); the first pattern that fits counts.
 */
const CAPABILITIES: readonly (readonly [arguments: RegExp, capability: string])[] = [
  [/^schedule_window$/, 'edit_search_schedule_window'],
  [/^(?:is_scheduled|cron_schedule)$/, 'schedule_search'],
  [/^(?:actions|action\.(?!huntsync\b).+|alert\.(?!managedBy$).+)$/, 'schedule_search'],
];

/** The capability for an argument that may be left out; undefined for one that has to be taken. */
export function capabilityFor(name: string): string | undefined {
  return CAPABILITIES.find(([pattern]) => pattern.test(name))?.[1];
}

/**
 * The arguments that splunkd has refused and that may be left out: those that its words name, or, where it only denies the request, those
 * that make a schedule. Empty where it refused something else.
 */
export function refusedArguments(error: unknown, args: NativeArgs): string[] {
  if (!(error instanceof SplunkError) || (error.status !== 400 && error.status !== 403)) return [];
  const optional = Object.keys(args).filter((name) => capabilityFor(name) !== undefined);
  const words = new Set((error.said ?? '').match(/[\w.]+/g)?.map((word) => word.replace(/\.$/, '')) ?? []);
  const named = optional.filter((name) => words.has(name));
  if (named.length > 0 || error.status !== 403) return named;
  return optional.filter((name) => name === 'is_scheduled' || SCHEDULE_FIELDS.some((field) => field === name));
}

export function withoutArguments(args: NativeArgs, left: ReadonlySet<string>): NativeArgs {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !left.has(name)));
}

/** What is told of arguments that are left out, once a run. */
export function leftOutLine(origin: string, names: readonly string[]): string {
  const capabilities = [...new Set(names.flatMap((name) => capabilityFor(name) ?? []))];
  return (
    `${origin} refuses ${names.join(', ')}, so searches are written without; give the role of huntsync's account the ` +
    `${capabilities.length === 1 ? 'capability' : 'capabilities'} ${capabilities.join(', ')}, or switch off what needs it. Said once a run`
  );
}

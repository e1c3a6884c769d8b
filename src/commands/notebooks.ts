import type { Config } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { reasonOf } from '../core/errors.ts';
import type { Platform } from '../sync/platform.ts';
import { sharesData } from '../sync/prefer.ts';
import type { RecordRow } from '../sync/records/schema.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { PlatformRuns } from '../sync/run/outcome.ts';
import { runRecords } from '../sync/run/records.ts';
import type { Context } from './context.ts';
import type { ManagedOn } from './managed.ts';
import { siemOf } from './parts.ts';

/** Where outcomes are kept; platforms without records of their own share another's. */
interface Notebook {
  readonly sink: RecordSink;
  readonly rows: readonly RecordRow[];
  /** Keys of the hunts that have run. */
  readonly ran: ReadonlySet<string>;
  /** Keys of the hunts whose records stay, whether they ran or not. */
  readonly known: ReadonlySet<string>;
  /** Why it cannot be read. */
  readonly failure?: string;
}

/**
 * Where a platform's outcomes are kept: its own records, else those of a platform that the same file names and that is not of another tenant,
 * one that speaks its language first. What is found at one customer's never goes to another.
 */
export function notebookSinkOf(
  { name, kind }: Pick<Platform, 'name' | 'kind'>,
  sinks: readonly RecordSink[],
  siems: Context['siems'],
  platforms: Config['platforms'],
): RecordSink | undefined {
  const languageOf = (of: string) => siemOf(of, siems).language.id;
  const shared = sinks.filter((sink) => sharesData({ name, kind }, sink, { platforms, siems }) !== false);
  return (
    sinks.find((sink) => sink.name === name) ??
    shared.find((sink) => languageOf(sink.kind) === languageOf(kind)) ??
    shared[0]
  );
}

/**
 * The notebook of each platform ({@link notebookSinkOf}). A record is
 * removed only where every platform that keeps its outcomes there could be listed.
 */
export async function openNotebooks(
  config: Config,
  listed: readonly ManagedOn[],
  sinks: readonly RecordSink[],
  { siems, signal }: Pick<Context, 'siems' | 'signal'>,
): Promise<ReadonlyMap<string, Notebook>> {
  const shared = new Map<RecordSink, string[]>();
  for (const platform of config.platforms) {
    const sink = notebookSinkOf(platform, sinks, siems, config.platforms);
    if (sink) shared.set(sink, [...(shared.get(sink) ?? []), platform.name]);
  }
  const entries = await Promise.all(
    [...shared].map(async ([sink, names]) => {
      const own = listed.filter(({ platform }) => names.includes(platform.name));
      if (own.length === 0) return [];
      const stored = await storedRuns(sink, signal);
      const rows = typeof stored === 'string' ? [] : stored;
      const ran = new Set(rows.map((row) => String(row['hunt_key'])));
      const isWhole = own.length === names.length && own.every(({ error }) => error === undefined);
      const there = own.flatMap(({ objects }) => objects.map(({ marker }) => huntKeyOf(marker?.key ?? '')));
      const known = new Set(isWhole ? there : [...there, ...ran]);
      const notebook: Notebook = { sink, rows, ran, known, ...(typeof stored === 'string' ? { failure: stored } : {}) };
      return own.map(({ platform }) => [platform.name, notebook] as const);
    }),
  );
  return new Map(entries.flat());
}

/** Writes the outcomes, each hunt once in a notebook, whatever the platforms that it ran on. */
export async function recordRuns(
  all: readonly PlatformRuns[],
  notebooks: ReadonlyMap<string, Notebook>,
  { now, signal }: Pick<Context, 'now' | 'signal'>,
): Promise<PlatformRuns[]> {
  const told = new Map<string, Partial<Pick<PlatformRuns, 'recorded' | 'error'>>>();
  for (const notebook of new Set(notebooks.values())) {
    const own = all.filter(({ name }) => notebooks.get(name) === notebook);
    const runs = own.map((one) => one.runs);
    const { sink, rows, known, failure } = notebook;
    if (failure !== undefined) for (const { name } of own) told.set(name, { error: failure });
    if (runs.flat().length === 0 || failure !== undefined) continue;
    const { failed } = await sink.write('runs', runRecords(runs, rows, known, now()), signal);
    const lost = new Map(failed.map((one) => [one.key, one.message]));
    for (const { name, runs: ran } of own) {
      const keys = [...new Set(ran.map(({ key }) => huntKeyOf(key)))];
      const missing = keys.filter((key) => lost.has(key));
      const [first] = missing;
      told.set(name, {
        recorded: keys.length - missing.length,
        ...(first === undefined
          ? {}
          : { error: `${counted(missing.length, 'outcome')} not recorded: ${lost.get(first)}` }),
      });
    }
  }
  return all.map((one) => ({
    ...one,
    ...told.get(one.name),
    ...(one.error === undefined ? {} : { error: one.error }),
  }));
}

/** What is stored of earlier runs; a text where that cannot be read. */
async function storedRuns(sink: RecordSink, signal: AbortSignal): Promise<readonly RecordRow[] | string> {
  try {
    return await sink.read('runs', signal);
  } catch (error) {
    return reasonOf(error);
  }
}

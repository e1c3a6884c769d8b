import { join } from 'node:path';
import { z } from 'zod';
import { PlatformError, reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readOwnFile } from '../core/own-file.ts';
import { PRIVATE, writeWhole } from '../core/write-whole.ts';
import { type GraphClient, objectIn } from './graph.ts';
import { at, textAt } from './native.ts';

/** The tables of a tenant as Kusto column lists, and its functions by name. */
export type LiveSchema = z.output<typeof stored>;

const stored = z.object({
  tables: z.record(z.string(), z.string()),
  functions: z.array(z.string()),
  readAt: z.string(),
});

/** Tables change with releases of Defender, not by the hour. */
const FRESH_MS = 24 * 3_600_000;
const FILE = 'schema.json';

export interface LiveSchemaDeps {
  readonly log: Log;
  now(): Date;
  readonly cacheDir?: string | undefined;
}

/**
 * What this tenant says of its own schema (https://learn.microsoft.com/graph/api/security-security-gethuntingschema?view=graph-rest-beta), asked once a
 * day. Where it cannot be asked, what is remembered holds, whatever its age; null where nothing is.
 */
export async function readLiveSchema(
  graph: GraphClient,
  { log, now, cacheDir }: LiveSchemaDeps,
  signal?: AbortSignal,
): Promise<LiveSchema | null> {
  const before = cacheDir === undefined ? null : remembered(cacheDir);
  if (before && now().getTime() - Date.parse(before.readAt) < FRESH_MS) return before;
  try {
    const asked = { ...(await askSchema(graph, signal)), readAt: now().toISOString() };
    if (cacheDir !== undefined) await remember(cacheDir, asked);
    return asked;
  } catch (error) {
    log.warn(
      `The schema of Microsoft Defender could not be read, ${before ? 'an earlier one' : 'the reference'} holds: ${reasonOf(error)}`,
    );
    return before;
  }
}

/** What the tenant says of its schema now. Throws PlatformError. */
export async function askSchema(
  graph: GraphClient,
  signal?: AbortSignal,
): Promise<Pick<LiveSchema, 'tables' | 'functions'>> {
  const what = 'reading the schema of advanced hunting';
  const url = `${graph.address}/beta/security/getHuntingSchema`;
  const asked = schemaIn(objectIn(what, await graph.send({ what, service: 'schema', method: 'GET', url }, signal)));
  if (Object.keys(asked.tables).length === 0) throw new PlatformError('The schema of advanced hunting names no tables');
  return asked;
}

/** Kusto's names of the types that the schema names. */
const TYPES: Readonly<Record<string, string>> = {
  datetime: 'datetime',
  string: 'string',
  int: 'int',
  int32: 'int',
  long: 'long',
  int64: 'long',
  double: 'real',
  real: 'real',
  bool: 'bool',
  boolean: 'bool',
  sbyte: 'bool',
  guid: 'guid',
  dynamic: 'dynamic',
  object: 'dynamic',
  decimal: 'decimal',
  timespan: 'timespan',
};

function schemaIn(body: unknown): Pick<LiveSchema, 'tables' | 'functions'> {
  const tables = listAt(body, 'tables').flatMap((table) => {
    const name = textAt(table, 'name');
    const columns = listAt(table, 'columns').flatMap((column) => {
      const type = TYPES[textAt(column, 'dataType').toLowerCase()] ?? 'dynamic';
      const own = textAt(column, 'name');
      return /^\w+$/.test(own) ? [`${own}:${type}`] : [];
    });
    return /^\w+$/.test(name) && columns.length > 0 ? [[name, columns.join(',')] as const] : [];
  });
  const functions = ['builtInFunctions', 'savedFunctions'].flatMap((kind) =>
    listAt(at(body, 'functions'), kind).map((one) => textAt(one, 'name')),
  );
  return { tables: Object.fromEntries(tables), functions: functions.filter((name) => /^\w+$/.test(name)) };
}

function listAt(raw: unknown, name: string): readonly unknown[] {
  const value = at(raw, name);
  return Array.isArray(value) ? value : [];
}

/** What a query may name hangs on it, so it has to be our own. */
function remembered(folder: string): LiveSchema | null {
  try {
    const found = stored.safeParse(JSON.parse(readOwnFile(join(folder, FILE)) ?? ''));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}

/** A cache that cannot be written costs a request a run. */
async function remember(folder: string, schema: LiveSchema): Promise<void> {
  try {
    await writeWhole(join(folder, FILE), JSON.stringify(schema), PRIVATE);
  } catch {
    // Asked again by the next run.
  }
}

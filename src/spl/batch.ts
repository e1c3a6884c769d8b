import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { codeIn } from '../core/code-text.ts';
import { hashOf, sha256 } from '../core/hash.ts';
import type { CheckedQuery } from '../sync/query.ts';
import { readVerdicts, writeVerdicts } from '../sync/verdict-cache.ts';
import type { SplOptions } from './check.ts';

export interface BatchOptions extends SplOptions {
  /** Keeps verdicts between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
}

const FILE = 'spl-verdicts.json';

/** Checks each distinct search once, runs what passes on made rows, and remembers the verdicts. */
export async function checkSplBatch(
  sources: readonly string[],
  { environment, cacheDir }: BatchOptions,
): Promise<Map<string, readonly CheckedQuery[]>> {
  const distinct = new Map(sources.map((source) => [source, sha256(source)]));
  const version = cacheDir === undefined ? '' : versionFor(environment);
  const verdicts =
    cacheDir === undefined
      ? new Map<string, readonly CheckedQuery[]>()
      : readVerdicts(cacheDir, FILE, version, new Set(distinct.values()));
  const open = [...distinct].filter(([, key]) => !verdicts.has(key));
  if (open.length > 0) {
    const { createSplProver, UNANSWERED } = await import('./proved.ts');
    const proved = createSplProver({ environment });
    for (const [source, key] of open) {
      verdicts.set(key, [proved(source)]);
      // Another language's checks start their threads meanwhile.
      await setImmediate();
    }
    // One that was merely too slow is tried again.
    const lasts = ([, checked]: [string, readonly CheckedQuery[]]) =>
      checked.every(({ problems }) => problems.every(({ code }) => code !== UNANSWERED));
    if (cacheDir !== undefined) writeVerdicts(cacheDir, FILE, version, new Map([...verdicts].filter(lasts)));
  }
  return new Map([...distinct].map(([source, key]) => [source, verdicts.get(key) ?? []]));
}

/** What else a verdict depends on; the same paths from src/spl and from dist/spl. */
const REFERENCES = [
  '../../config/reference/cim/cim.json',
  '../../config/reference/spl/commands.json',
  '../../splunk_app/default/macros.conf',
  '../../splunk_app/default/transforms.conf',
];

function versionFor(environment: SplOptions['environment']): string {
  const rules = [new URL('.', import.meta.url), new URL('../prove/', import.meta.url)].flatMap(codeIn);
  const references = REFERENCES.map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'));
  return hashOf([rules, references, environment, extname(import.meta.url)], 32);
}

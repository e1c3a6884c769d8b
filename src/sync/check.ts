import type { Environment } from '../config/schema.ts';
import { madeObject, type PartsMade } from '../core/made-parts.ts';
import { createShelf, type Made } from '../core/shelf.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { Queries } from '../quoting/languages.ts';
import type { CheckedHunt, CheckedQuery, NativePolicy } from './query.ts';
import type { QueryCheckOptions, Siem } from './siem.ts';
import { isTunable, tunedQueries } from './tune.ts';

export interface CheckHuntsOptions {
  /** The kinds of SIEM that get the hunts. */
  readonly siems: readonly Pick<Siem, 'kind' | 'language' | 'check' | 'withWindow' | 'tunable'>[];
  /** What the user's platforms have beyond the defaults. */
  readonly environment: Environment;
  /** What is added to queries for the platforms' pages; each kind's default where not given. */
  readonly native?: NativePolicy | undefined;
  /** Keeps verdicts between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
}

/** Lets the checks of hunts that are still being read get ready. */
export async function prepareChecks({
  siems,
  environment,
  native,
  cacheDir,
}: Omit<CheckHuntsOptions, 'siems'> & {
  readonly siems: readonly Pick<Siem, 'kind' | 'prepareCheck'>[];
}): Promise<void> {
  await Promise.all(
    siems.map(({ kind, prepareCheck }) => prepareCheck?.({ environment: environment[kind], native, cacheDir })),
  );
}

/**
 * Each hunt with the queries that its platforms would get: checked, translated, repaired, or rejected with a reason. Where a
 * query does not limit the time, its window is how far the hunt's queries in other languages look back.
 */
export async function checkHunts(hunts: readonly Hunt[], options: CheckHuntsOptions): Promise<CheckedHunt[]> {
  const kinds = options.siems.map(({ kind }) => kind);
  const verdicts = await verdictsOf(hunts, options);
  return Promise.all(
    hunts.map(async (hunt, at) => {
      const queries = madeObject(kinds, verdicts[at] as HuntQueries);
      return { hunt, queries: isTunable(hunt, options) ? await tunedQueries(hunt, queries, options) : queries };
    }),
  );
}

/** The same for anything that has queries, by the kind of SIEM. */
export async function checkQueries(
  all: readonly { readonly queries: Queries }[],
  options: CheckHuntsOptions,
): Promise<CheckedHunt['queries'][]> {
  const verdicts = await verdictsOf(all, options);
  return verdicts.map((one) => Object.fromEntries(options.siems.map(({ kind }) => [kind, one.read(kind)[kind] ?? []])));
}

/** What the check for one kind of SIEM says of a text, put away, and how far back it looks. */
interface Verdict {
  readonly queries: Made<readonly CheckedQuery[]>;
  readonly lookback: number | null;
}

async function verdictsOf(
  all: readonly { readonly queries: Queries }[],
  options: CheckHuntsOptions,
): Promise<HuntQueries[]> {
  const { siems } = options;
  const { numbers, checks } = startChecks(all, options);
  const verdicts = await Promise.all(checks);
  return numbers.map((own) => {
    return new HuntQueries(
      siems,
      siems.map((_, at) => verdicts[at]?.[own[at] ?? -1]),
    );
  });
}

/**
 * Starts the check for each kind of SIEM. There may be many thousands of texts, each with one to push: nothing holds them any longer than
 * their check takes, and what it says is put away.
 *
 * @returns `numbers`: of each in `all`, which text is its own for each kind of SIEM; undefined where it has none.
 */
function startChecks(
  all: readonly { readonly queries: Queries }[],
  { siems, environment, native, cacheDir }: CheckHuntsOptions,
): { readonly numbers: readonly (readonly (number | undefined)[])[]; readonly checks: readonly Promise<Verdict[]>[] } {
  const texts = new Map(siems.map(({ language }) => [language.id, new Map<string, number>()]));
  const numbers = all.map(({ queries }) =>
    siems.map(({ language }) => {
      const text = queries[language.id];
      const known = texts.get(language.id);
      return text === undefined || !known ? undefined : numberOf(text, known);
    }),
  );
  const checks = siems.map((siem) => {
    const own = [...(texts.get(siem.language.id)?.keys() ?? [])];
    return checked(siem, own, { environment: environment[siem.kind], native, cacheDir });
  });
  return { numbers, checks };
}

async function checked(
  siem: CheckHuntsOptions['siems'][number],
  texts: readonly string[],
  options: QueryCheckOptions<unknown>,
): Promise<Verdict[]> {
  return putAway(texts, await siem.check(texts, options));
}

function numberOf(text: string, known: Map<string, number>): number {
  const number = known.get(text) ?? known.size;
  known.set(text, number);
  return number;
}

function putAway(texts: readonly string[], checked: ReadonlyMap<string, readonly CheckedQuery[]>): Verdict[] {
  const shelf = createShelf();
  return texts.map((text) => {
    const queries = checked.get(text) ?? [];
    return { queries: shelf.put(queries), lookback: longest(queries.map(({ lookbackSeconds }) => lookbackSeconds)) };
  });
}

/** The queries of a hunt by the kind of SIEM, put together when they are asked for. */
class HuntQueries implements PartsMade<CheckedHunt['queries']> {
  readonly #siems: CheckHuntsOptions['siems'];
  /** Of each SIEM. */
  readonly #verdicts: readonly (Verdict | undefined)[];

  constructor(siems: CheckHuntsOptions['siems'], verdicts: readonly (Verdict | undefined)[]) {
    this.#siems = siems;
    this.#verdicts = verdicts;
  }

  read(kind: string): CheckedHunt['queries'] {
    const at = this.#siems.findIndex((siem) => siem.kind === kind);
    const siem = this.#siems[at];
    const own = this.#verdicts[at]?.queries.read() ?? [];
    const lookback = longest(this.#verdicts.map((verdict) => verdict?.lookback ?? null));
    return { [kind]: own.map((query) => siem?.withWindow?.(query, lookback) ?? query) };
  }
}

/** The longest of these that is known. */
function longest(all: readonly (number | null)[]): number | null {
  const known = all.filter((one) => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}

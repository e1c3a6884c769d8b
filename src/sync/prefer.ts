import type { CheckedHunt, CheckedQuery } from './query.ts';
import type { Siem } from './siem.ts';

/** As the configuration names a platform. */
interface Named {
  readonly name: string;
  readonly kind: string;
}

/** Hunts that a platform leaves to another one of its language (`policy.prefer`). */
export interface LeftTo {
  /** As the configuration names the platform, or its kind. */
  readonly preferred: string;
  /** Keys of the hunts. */
  readonly keys: ReadonlySet<string>;
}

/**
 * What a platform leaves to the preferred one: hunts that this keeps as objects, where both speak one language and so would run the
 * same query on the same data. Null where the platform is preferred itself, or has nothing to leave.
 */
export function leftToPreferred(
  platform: Named,
  checked: readonly CheckedHunt[],
  {
    prefer,
    platforms,
    siems,
  }: {
    readonly prefer: string;
    readonly platforms: readonly Named[];
    readonly siems: readonly Pick<Siem, 'kind' | 'language'>[];
  },
): LeftTo | null {
  const isPreferred = ({ name, kind }: Named) => name === prefer || kind === prefer;
  const languageOf = (kind: string) => siems.find((siem) => siem.kind === kind)?.language.id;
  const kinds = platforms
    .filter((one) => isPreferred(one) && languageOf(one.kind) === languageOf(platform.kind))
    .map(({ kind }) => kind);
  if (kinds.length === 0 || isPreferred(platform)) return null;
  const keys = checked
    .filter(({ queries }) => kinds.some((kind) => isKept(queries[kind] ?? [])))
    .map(({ hunt }) => hunt.key);
  return keys.length === 0 ? null : { preferred: prefer, keys: new Set(keys) };
}

/** Every statement of it is an object there; a hunt that is kept in part stays where it was, too. */
function isKept(queries: readonly CheckedQuery[]): boolean {
  return (
    queries.length > 0 && queries.every(({ verdict, alert }) => verdict !== 'rejected' && alert?.lacks === undefined)
  );
}

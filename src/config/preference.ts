import type { PlatformConfig, SiemSettings } from './schema.ts';

/** `policy.prefer` where no platform leaves anything to another. */
export const PREFERS_NONE = 'both';

/** The platforms that the same file names. Of those of another file nothing counts: whoever writes a file speaks for its platforms alone. */
export function besideIn<T extends Pick<PlatformConfig, 'declaredIn'>>(
  platforms: readonly T[],
  own: Pick<PlatformConfig, 'declaredIn'>,
): T[] {
  return platforms.filter(({ declaredIn }) => declaredIn === own.declaredIn);
}

/**
 * Whether `policy.prefer` means a platform: by its kind, if one beside it has that, else by its name, since a customer may call a platform
 * as they like.
 *
 * @param beside the platforms of its file, itself among them.
 */
export function isPreferred(
  { name, kind }: Pick<PlatformConfig, 'name' | 'kind'>,
  prefer: string,
  beside: readonly Pick<PlatformConfig, 'kind'>[],
): boolean {
  if (prefer === PREFERS_NONE) return false;
  return beside.some((one) => one.kind === prefer) ? kind === prefer : name === prefer;
}

/**
 * Why `policy.prefer` cannot work with these platforms; null where it may. One that is preferred by its name needs a platform of another
 * kind beside it that speaks its language; a kind may be preferred before any file has such a pair.
 */
export function preferenceProblem(
  prefer: string,
  platforms: readonly PlatformConfig[],
  siems: readonly Pick<SiemSettings, 'kind' | 'language'>[],
): string | null {
  if (prefer === PREFERS_NONE || platforms.length === 0 || platforms.some(({ kind }) => kind === prefer)) return null;
  const named = platforms.find(({ name }) => name === prefer);
  if (!named) {
    const known = new Set(platforms.flatMap(({ name, kind }) => [name, kind]));
    return `must be both, or the name or kind of a platform: ${[...known].join(', ')}`;
  }
  const languageOf = (of: string) => siems.find(({ kind }) => kind === of)?.language;
  const language = languageOf(named.kind);
  const pairs = besideIn(platforms, named).filter(({ kind }) => kind !== named.kind && languageOf(kind) === language);
  return language === undefined || pairs.length > 0
    ? null
    : `no platform can leave hunts to ${prefer}: a hunt is only left to a platform of another kind that speaks the same language and is named in the same file; two of one kind hold different data`;
}

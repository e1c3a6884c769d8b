import { isBeside, type NamedPlatform, type Preference, sharesData } from '../prefer.ts';
import type { Standing, Standings } from './standing.ts';

/** What the records of a platform tell of the platforms: itself, and its neighbours, read in this run or not. */
export function standingsFor(
  own: NamedPlatform,
  read: readonly Standing[],
  preference: Pick<Preference, 'platforms' | 'siems'>,
): Standings {
  const names = new Set([own.name, ...neighboursOf(own, preference).map(({ name }) => name)]);
  const seen = read.filter(({ name }) => names.has(name));
  return { seen, unseen: new Set([...names].filter((name) => !seen.some((one) => one.name === name))) };
}

/**
 * The other platforms that the records of one tell of: those of its file and tenant. Platforms that have no tenants (one side is enough) are
 * told apart by nothing: then only records of the only platform of its kind in the file tell of them, so that no customer's records name
 * another's.
 */
function neighboursOf(
  own: NamedPlatform,
  { platforms, siems }: Pick<Preference, 'platforms' | 'siems'>,
): NamedPlatform[] {
  const hasTenants = ({ kind }: NamedPlatform) => siems.find((siem) => siem.kind === kind)?.tenantOf !== undefined;
  const beside = platforms.filter((other) => isBeside(own, other, platforms));
  const isOnly = beside.filter(({ kind }) => kind === own.kind).length === 1;
  return beside.filter(
    (other) =>
      other.name !== own.name &&
      (hasTenants(own) && hasTenants(other) ? sharesData(own, other, { platforms, siems }) === true : isOnly),
  );
}

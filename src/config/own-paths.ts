import { resolve } from 'node:path';
import type { PlatformConfig, SiemSettings } from './schema.ts';

/** A platform with its paths made absolute. */
export function withOwnPaths<T extends PlatformConfig>(platform: T, folder: string, siems: readonly SiemSettings[]): T {
  const paths = siems.find((siem) => siem.kind === platform.kind)?.paths ?? [];
  return paths.reduce((whole, path) => resolveAt(whole, path, folder), platform);
}

/** The object with the path at these keys made absolute, where there is one. */
function resolveAt<T extends object>(whole: T, [key, ...rest]: readonly string[], folder: string): T {
  const value = key === undefined ? undefined : (whole as Record<string, unknown>)[key];
  if (key === undefined || value === undefined || value === null) return whole;
  if (rest.length > 0) return typeof value === 'object' ? { ...whole, [key]: resolveAt(value, rest, folder) } : whole;
  return typeof value === 'string' ? { ...whole, [key]: resolve(folder, value) } : whole;
}

import { messageOf, reasonOf } from '../core/errors.ts';
import { redact } from '../core/log.ts';
import type { Platform } from '../sync/platform.ts';
import type { ActualObject } from '../sync/types.ts';
import type { Context } from './context.ts';

/** The managed objects of a platform; none, and why, where it cannot be read. */
export interface ManagedOn {
  readonly platform: Platform;
  readonly objects: readonly ActualObject[];
  readonly error?: string;
}

/** Lists what is ours on each platform, side by side; one that cannot be read is told, and stops none of the others. */
export function listManaged(platforms: readonly Platform[], { log, signal }: Context): Promise<ManagedOn[]> {
  return Promise.all(
    platforms.map(async (platform) => {
      try {
        return { platform, objects: (await platform.list(signal)).filter(({ marker }) => marker !== null) };
      } catch (error) {
        log.error(`${platform.name}: ${reasonOf(error)}`);
        return { platform, objects: [], error: redact(messageOf(error)) };
      }
    }),
  );
}

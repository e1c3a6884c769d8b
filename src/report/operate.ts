import type { AppliedChange } from '../sync/apply.ts';
import type { NotUndone } from '../sync/operate.ts';
import { countOps } from '../sync/plan.ts';
import type { Change } from '../sync/types.ts';
import { changesToJson } from './json.ts';
import type { OperationJson } from './schemas/operate.ts';

/** What an operation plans and did on one platform. */
export interface OperatedPlatform {
  readonly name: string;
  readonly kind: string;
  readonly changes: readonly Change[];
  readonly applied: readonly AppliedChange[];
  readonly left: readonly NotUndone[];
  readonly requests: number;
  readonly error?: string;
}

/** The JSON of `retire --json` and the other operations. */
export function operationToJson(platforms: readonly OperatedPlatform[]): OperationJson {
  return {
    platforms: platforms.map(({ name, kind, changes, applied, left, requests, error }) => {
      return {
        name,
        kind,
        ...countOps(changes),
        failed: applied.filter(({ outcome }) => outcome !== 'done').length + (error === undefined ? 0 : 1),
        requests,
        ...(error === undefined ? {} : { error }),
        changes: [...changesToJson(changes, applied)],
        left: left.map(({ key, reason }) => ({ key, reason })),
      };
    }),
  };
}

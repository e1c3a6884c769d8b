import pc from 'picocolors';
import { UsageError } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import { tableToText } from '../report/table.ts';
import { isAccepted } from '../sync/marker.ts';
import { driftOf } from '../sync/merge.ts';
import { type Operation, planOperation } from '../sync/operate.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import type { Context } from './context.ts';
import type { ManagedOn } from './managed.ts';

/** What an operation would be about, in its words. */
const WHAT: Readonly<Record<Operation, { readonly some: string; readonly none: string }>> = {
  retire: { some: 'in use', none: 'Nothing of huntsync is in use.' },
  restore: { some: 'retired, or edited for good', none: 'Nothing is retired, and no edit was accepted.' },
  prune: { some: 'retired', none: 'Nothing is retired.' },
  accept: { some: 'edited on the platform', none: 'Nothing was edited.' },
};

/**
 * Lists what an operation without a key could be about: keys, names and since when.
 *
 * @throws UsageError, always: the operation needs keys.
 */
export function refuseWithCandidates(
  operation: Operation,
  listed: readonly ManagedOn[],
  { print, columns, now }: Pick<Context, 'print' | 'columns' | 'now'>,
): never {
  const today = now().toISOString().slice(0, 10);
  for (const { platform, objects, error } of listed) {
    if (error !== undefined) continue;
    const changes = planOperation(operation, platform, objects, today).filter(({ before }) =>
      isMeant(operation, before),
    );
    const { some, none } = WHAT[operation];
    if (changes.length === 0) {
      print(`${pc.bold(platform.name)}: ${none}`);
      continue;
    }
    print(pc.bold(`${platform.name}: ${some}`));
    const rows = changes.map((change) => [oneLine(change.key), oneLine(change.name), stateOf(operation, change)]);
    print(
      tableToText(
        [
          { head: 'key', least: 12 },
          { head: 'name', least: 16 },
          { head: 'state', least: 10 },
        ],
        rows,
        columns,
      ),
    );
  }
  throw new UsageError(
    `${operation} needs the keys of hunts.`,
    `Name some of those that are listed above, by key or name: \`huntsync ${operation} KEY…\`.`,
  );
}

/** What is retired already can be retired for good, which nobody looks for here. */
function isMeant(operation: Operation, object: ActualObject | null): boolean {
  return operation !== 'retire' || !object?.marker?.retired;
}

function stateOf(operation: Operation, { before }: Change): string {
  const { retired = null, requested, written = {} } = before?.marker ?? {};
  if (retired !== null) return `retired ${retired}${requested ? ' by request' : ''}`;
  if (operation === 'accept') return before ? `edited: ${driftOf(before).join(', ')}` : '';
  const accepted = Object.keys(written).filter((field) => isAccepted(written[field]));
  return accepted.length > 0 ? `edits accepted: ${accepted.join(', ')}` : 'in use';
}

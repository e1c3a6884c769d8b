/** More than this was asked of one query: what it means is not worked out. */
export class TooMuchEffort extends Error {
  override readonly name = 'TooMuchEffort';

  constructor() {
    super('it asks for more conditions than are looked at');
  }
}

/** Many times what the largest hunt takes. */
const MOST_STEPS = 1_000_000;

let left = Number.POSITIVE_INFINITY;

/**
 * Does work on one query with so many steps and no more: of a query of some hundred characters, each of which doubles what was there
 * before, conditions would fill the memory long before time runs out. Not to be nested.
 *
 * @throws TooMuchEffort, and whatever the work throws.
 */
export function withBoundedEffort<T>(work: () => T): T {
  left = MOST_STEPS;
  try {
    return work();
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** Takes steps of work that makes parts of a formula. */
export function spend(steps = 1): void {
  left -= steps;
  if (left < 0) throw new TooMuchEffort();
}

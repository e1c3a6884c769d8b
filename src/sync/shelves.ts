import { withMadeParts } from '../core/made-parts.ts';
import { createShelf, type Made } from '../core/shelf.ts';
import type { ActualObject, Change, Marker } from './types.ts';

/**
 * A run holds the list of a platform and its plan until its end, for records and report, and an object has whole texts: these are on a
 * shelf, and read each time that they are asked for.
 */

/** Changes with what they write on a shelf. Put them there in the order in which they are looked at. */
export function changeShelf(): (change: Change) => Change {
  const shelf = createShelf();
  return ({ op, key, id, name, reason, wantedAs, aboutOnly, fields, after, before }) => {
    const source = shelf.put({ fields, before, after: after && { fields: after.fields, ...textsOf(after.marker) } });
    const own = {
      op,
      key,
      id,
      name,
      ...(reason ? { reason } : {}),
      ...(wantedAs === undefined ? {} : { wantedAs }),
      ...(aboutOnly ? { aboutOnly } : {}),
      after: after && afterOf(after.marker, source as Made<{ readonly after: AfterTexts }>),
      ...(before ? {} : { before }),
    };
    return withMadeParts(own, before ? ['fields', 'before'] : ['fields'], source as Made<Change>) as Change;
  };
}

type MarkerTexts = Pick<Marker, 'written' | 'evidence'>;
type AfterTexts = MarkerTexts & Pick<ActualObject, 'fields'>;
type ObjectTexts = AfterTexts & Pick<ActualObject, 'extra'>;

function textsOf({ written, evidence }: Marker): MarkerTexts {
  return { written, evidence };
}

function afterOf(marker: Marker, source: Made<{ readonly after: AfterTexts }>): Change['after'] {
  const texts = new AfterSource(source);
  return withMadeParts({ marker: markerWith(marker, texts) }, ['fields'], texts);
}

/** What a change leaves, as a part of it: less than a closure would take, for there is one for each change. */
class AfterSource implements Made<AfterTexts> {
  readonly #change: Made<{ readonly after: AfterTexts }>;

  constructor(change: Made<{ readonly after: AfterTexts }>) {
    this.#change = change;
  }

  read(): AfterTexts {
    return this.#change.read().after;
  }
}

/** The marker with what it says of texts on a shelf. */
function markerWith({ written: _, evidence: __, ...state }: Marker, source: Made<MarkerTexts>): Marker {
  return withMadeParts(state, ['written', 'evidence'], source);
}

/** A list is read in the order of the platform, and looked at in that of the hunts. */
const ANY_ORDER = { block: 8 * 1024 };

/** Objects with their texts, and what their markers say of these, on a shelf. */
export function objectShelf(): (object: ActualObject) => ActualObject {
  const shelf = createShelf(ANY_ORDER);
  return ({ fields, extra, marker, ...own }) => {
    const source = shelf.put({ fields, extra, ...(marker ? textsOf(marker) : {}) }) as Made<ObjectTexts>;
    const names: readonly ('fields' | 'extra')[] = extra === undefined ? ['fields'] : ['fields', 'extra'];
    return withMadeParts({ ...own, marker: marker && markerWith(marker, source) }, names, source);
  };
}

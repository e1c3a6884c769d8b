import { encodeNewest, sameEvidence } from './evidence.ts';
import { encodeRetired, encodeWritten } from './marker.ts';
import type { FieldChange, Marker } from './types.ts';

/** Evidence and state as field changes, so that a report can show why an object is updated. */
export function diffMarker(before: Marker | null, after: Marker): FieldChange[] {
  const rows: FieldChange[] = [];
  const row = (field: string, from: string | null, to: string | null) => {
    if ((from ?? '') !== (to ?? '')) rows.push({ field, before: from, after: to });
  };
  const was = before?.evidence;
  if (!was || !sameEvidence(was, after.evidence)) {
    row('articles', was?.articles.join(' ') ?? null, after.evidence.articles.join(' '));
    row('newest', was ? encodeNewest(was.newest) : null, encodeNewest(after.evidence.newest));
    row('sources', was?.sources.join(' ') ?? null, after.evidence.sources.join(' '));
  }
  row('retired', (before && encodeRetired(before)) || null, encodeRetired(after) || null);
  return rows;
}

/** Somebody made exactly our change by hand: only the digests are out of date. */
export function diffWritten(before: Marker, after: Marker): FieldChange[] {
  if (before.written === after.written) return [];
  const [from, to] = [encodeWritten(before.written), encodeWritten(after.written)];
  return from === to ? [] : [{ field: 'hash', before: from, after: to }];
}

import { decodeNewest, encodeNewest, SHORT_ID_LENGTH } from '../sync/evidence.ts';
import { decodeRetired, decodeWritten, encodeRetired, encodeWritten } from '../sync/marker.ts';
import type { Evidence, Marker } from '../sync/types.ts';

/*
 * A rule has no tags. Its own description (not its alert's) is a text of the list of rules that no alert shows: it ends with the
 * marker, in brackets, so that words in front of it may be edited.
 */

/** What stands in the marker beside the marker itself: fields that Graph has no property for. */
export interface UnlistedFields {
  readonly use: string;
  readonly severity: string;
}

const MAX_ARTICLES = 20;
const MAX_SOURCES = 10;
/** Represents sources that did not fit. No source has this name, so such a hunt never counts as withdrawn. */
const MORE = '…';
const PATTERN = /\[huntsync ([^\]]*)\]/;

/** What a read returns after the evidence was written. */
export function recordableEvidence({ articles, newest, sources }: Evidence): Evidence {
  const names = [...new Set(sources.map((name) => name.replace(/\p{Cs}/gu, '')))].filter((name) => name !== '').sort();
  const kept = names.filter((name) => name !== MORE).slice(0, MAX_SOURCES);
  return {
    articles: [...new Set(articles.map((id) => id.slice(0, SHORT_ID_LENGTH)))].slice(0, MAX_ARTICLES),
    newest,
    sources: kept.length < names.length ? [...kept, MORE].sort() : kept,
  };
}

/**
 * The description of a rule.
 *
 * @param id of a rule that was taken over, which has an id of its own.
 * @param there the description that it has: the words around the marker stay.
 */
export function encodeMarker(
  { key, written, evidence, ...state }: Marker,
  { use, severity }: UnlistedFields,
  id = '',
  there = '',
): string {
  const values: Readonly<Record<string, string>> = {
    key,
    id,
    use,
    severity,
    written: encodeWritten(written),
    newest: encodeNewest(evidence.newest),
    articles: evidence.articles.join(','),
    sources: evidence.sources.map(encodeURIComponent).join(','),
    retired: encodeRetired(state),
  };
  const pairs = Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Cs}/gu, ''))}`);
  const text = `[huntsync ${pairs.join(' ')}]`;
  if (PATTERN.test(there)) return there.replace(PATTERN, () => text);
  return `${there.trim() || 'Kept by huntsync: leave what stands in brackets.'} ${text}`;
}

/** Reads a description; null where it has no marker that can be read. */
export function decodeMarker(
  description: string,
): { readonly marker: Marker; readonly carried: UnlistedFields; readonly id: string } | null {
  const [, body] = PATTERN.exec(description) ?? [];
  if (body === undefined) return null;
  const values = new Map(body.split(/\s+/).map((pair) => [pair.split('=', 1)[0] ?? '', decoded(pair)] as const));
  const key = values.get('key') ?? '';
  if (key === '') return null;
  const list = (name: string) => (values.get(name) ?? '').split(',').filter((one) => one !== '');
  return {
    marker: {
      key,
      written: decodeWritten(values.get('written') ?? ''),
      evidence: {
        articles: list('articles'),
        newest: decodeNewest(values.get('newest') ?? ''),
        sources: list('sources').map(component),
      },
      ...decodeRetired(values.get('retired') ?? ''),
    },
    carried: { use: values.get('use') ?? '', severity: values.get('severity') ?? '' },
    id: values.get('id') ?? '',
  };
}

function decoded(pair: string): string {
  return component(pair.slice(pair.indexOf('=') + 1));
}

/** Edited by hand, it is taken as it stands. */
function component(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { validate as isUuid } from 'uuid';
import { membersOf } from '../azure/json.ts';
import { decodeNewest, encodeNewest } from '../sync/evidence.ts';
import { decodeRetired, decodeWritten, encodeRetired, encodeWritten } from '../sync/marker.ts';
import type { ActualObject, Fields, Marker } from '../sync/types.ts';
import { idOf } from './names.ts';
import {
  decodeArticles,
  decodeSources,
  encodeArticles,
  encodeSources,
  isCreatedBy,
  roomBeside,
  type Tag,
} from './tags.ts';

/**
 * Body of a PUT: `SavedSearch` of the 2020-08-01 specification
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights).
 */
export interface SavedSearchBody {
  readonly etag?: string;
  readonly properties: {
    readonly category: string;
    readonly displayName: string;
    readonly query: string;
    /** Of the query language; 2 is the current one. */
    readonly version: 2;
    readonly tags: readonly Tag[];
    readonly functionAlias?: string;
    readonly functionParameters?: string;
  };
}

/** The category that makes a saved search a hunting query (https://learn.microsoft.com/azure/sentinel/hunting-with-rest-api). */
export const HUNTING_CATEGORY = 'Hunting Queries';
export const RETIRED_CATEGORY = 'huntsync retired';

const PROPERTY_FIELDS = ['category', 'displayName', 'query'] as const;

/**
 * Managed fields that are tags. The portal reads the first three as Microsoft's packager writes them: comma-joined,
 * without spaces, sub-techniques (T1059.001) among the techniques as its queries' `relevantTechniques` have them.
 */
const TAG_FIELDS = {
  description: 'description',
  tactics: 'tactics',
  techniques: 'techniques',
  severity: 'huntsync.severity',
  url: 'huntsync.url',
} as const;
const LIST_FIELDS: ReadonlySet<string> = new Set(['tactics', 'techniques']);

const OUR_CREATOR = 'huntsync';
const OUR_TAGS: ReadonlySet<string> = new Set(
  [
    ...Object.values(TAG_FIELDS),
    ...['key', 'hash', 'newest', 'sources', 'retired', 'id'].map((name) => `huntsync.${name}`),
  ].map((name) => name.toLowerCase()),
);
const ARTICLE_TAG = /^huntsync\.articles\d*$/;

/** What `ActualObject.extra` preserves of others' work: their tags (as JSON), and function settings; `adopted`: it was theirs. */
export function extraTagsOf(object: ActualObject | null | undefined): readonly Tag[] {
  return JSON.parse(object?.extra?.['tags'] ?? '[]') as Tag[];
}

/** The id of an adopted object, which may not follow from its key: the marker holds for the object of this id only. */
const ID_TAG = 'huntsync.id';

/** The tags that leave less room for our lists: what others have put on the object, and the id of an adopted one. */
export function tagsBeside(object: ActualObject | null): readonly Tag[] {
  const isAdopted = object !== null && (object.marker === null || object.extra?.['adopted'] !== undefined);
  return [...extraTagsOf(object), ...(isAdopted ? [{ name: ID_TAG, value: object.id.toLowerCase() }] : [])];
}

/** The body that stores an object; what others have added to it (`before`) is preserved. */
export function toNative(
  { fields, marker }: { readonly fields: Fields; readonly marker: Marker },
  before: ActualObject | null,
  etag?: string,
): SavedSearchBody {
  const extra = extraTagsOf(before);
  const { functionAlias, functionParameters } = before?.extra ?? {};
  const beside = tagsBeside(before);
  const own = [...fieldTags(fields), ...markerTags(marker, beside)].filter(({ value }) => value !== '');
  const tags = [...own, ...beside.filter(({ name }) => name === ID_TAG)];
  return {
    ...(etag === undefined ? {} : { etag }),
    properties: {
      category: fields['category'] ?? '',
      displayName: fields['displayName'] ?? '',
      query: fields['query'] ?? '',
      version: 2,
      tags: [...tags, ...extra],
      ...(functionAlias === undefined ? {} : { functionAlias }),
      ...(functionParameters === undefined ? {} : { functionParameters }),
    },
  };
}

function fieldTags(fields: Fields): Tag[] {
  return Object.entries(TAG_FIELDS).map(([field, name]) => ({ name, value: fields[field] ?? '' }));
}

function markerTags({ key, written, evidence, ...state }: Marker, beside: readonly Tag[]): Tag[] {
  const room = roomBeside(beside);
  return [
    { name: 'createdBy', value: room.createdBy ? OUR_CREATOR : '' },
    { name: 'huntsync.key', value: key },
    { name: 'huntsync.hash', value: encodeWritten(written) },
    { name: 'huntsync.newest', value: encodeNewest(evidence.newest) },
    { name: 'huntsync.sources', value: encodeSources(evidence.sources) },
    { name: 'huntsync.retired', value: encodeRetired(state) },
    ...encodeArticles(evidence.articles, room.articleTags),
  ];
}

/**
 * Reads one saved search, whatever the casing: older ones answer in PascalCase. Null where it has neither name nor id. An object
 * is managed only if its id belongs to the key that it carries, or it carries its own: a copy made in the portal is unmanaged.
 */
export function fromNative(raw: unknown): ActualObject | null {
  const outer = membersOf(raw);
  const id = textOf(outer.get('name')) || (textOf(outer.get('id')).split('/').at(-1) ?? '');
  if (id === '') return null;
  const properties = membersOf(outer.get('properties'));
  const tags = tagsOf(properties.get('tags'));
  const byName = new Map(tags.map(({ name, value }) => [name.toLowerCase(), value]));
  const etag = textOf(outer.get('etag')) || textOf(properties.get('etag'));
  const extra = readExtra(properties, tags);
  return {
    // Azure Resource Manager's names are case-insensitive.
    id: isUuid(id) ? id.toLowerCase() : id,
    name: textOf(properties.get('displayname')),
    fields: readFields(properties, byName),
    marker: readMarker(id, byName),
    ...(etag === '' ? {} : { etag }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function readFields(properties: ReadonlyMap<string, unknown>, tags: ReadonlyMap<string, string>): Fields {
  return Object.fromEntries([
    ...PROPERTY_FIELDS.map((field) => [field, textOf(properties.get(field.toLowerCase()))]),
    ...Object.entries(TAG_FIELDS).map(([field, name]) => {
      const value = tags.get(name.toLowerCase()) ?? '';
      return [field, LIST_FIELDS.has(field) ? value.replace(/\s*,\s*/g, ',').trim() : value];
    }),
  ]);
}

function readMarker(id: string, tags: ReadonlyMap<string, string>): Marker | null {
  const key = tags.get('huntsync.key');
  const own = tags.get(ID_TAG) ?? (key ? idOf(key) : '');
  if (!key || own !== id.toLowerCase()) return null;
  const newest = decodeNewest(tags.get('huntsync.newest') ?? '');
  const lists = [...tags].filter(([name]) => ARTICLE_TAG.test(name)).sort(([a], [b]) => listNumber(a) - listNumber(b));
  return {
    key,
    written: decodeWritten(tags.get('huntsync.hash') ?? ''),
    evidence: {
      articles: decodeArticles(
        lists.map(([, value]) => value),
        newest,
      ),
      newest,
      sources: decodeSources(tags.get('huntsync.sources') ?? ''),
    },
    ...decodeRetired(tags.get('huntsync.retired') ?? ''),
  };
}

function listNumber(tagName: string): number {
  return Number(tagName.slice('huntsync.articles'.length));
}

function readExtra(properties: ReadonlyMap<string, unknown>, tags: readonly Tag[]): Record<string, string> {
  const others = tags.filter(({ name, value }) => {
    const known = name.toLowerCase();
    return !(OUR_TAGS.has(known) || ARTICLE_TAG.test(known) || (isCreatedBy(known) && value === OUR_CREATOR));
  });
  const functionAlias = textOf(properties.get('functionalias'));
  const functionParameters = textOf(properties.get('functionparameters'));
  return {
    ...(others.length === 0 ? {} : { tags: JSON.stringify(others) }),
    ...(functionAlias === '' ? {} : { functionAlias }),
    ...(functionParameters === '' ? {} : { functionParameters }),
    ...(tags.some(({ name }) => name.toLowerCase() === ID_TAG) ? { adopted: 'true' } : {}),
  };
}

function tagsOf(raw: unknown): Tag[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((tag: unknown) => {
    const members = membersOf(tag);
    const name = textOf(members.get('name'));
    return name === '' ? [] : [{ name, value: textOf(members.get('value')) }];
  });
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}

import type { StandInResponse } from '../server.ts';
import { failure } from './arm.ts';
import { type SavedSearch, type SavedSearchProperties, type Workspace, workspaceId } from './state.ts';

/** 16 tags are refused (https://github.com/Azure/azure-rest-api-specs/issues/21506). */
const MAX_TAGS = 15;

type Json = Record<string, unknown>;

/** A PUT body that was taken: only what the 2020-08-01 definition names; anything else is dropped, as Azure does not store it. */
export interface SavedSearchBody {
  readonly etag: string | undefined;
  readonly properties: SavedSearchProperties;
}

/**
 * Reads a PUT body as the definition `SavedSearch` of 2020-08-01
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights) has it: category, displayName and
 * query are required. Property names in any case, because Microsoft's own REST page writes `Category`, `DisplayName` and `Query`.
 * The statuses are documented; the wording of a missing or mistyped property is ours.
 */
export function readSavedSearch(body: Buffer): SavedSearchBody | StandInResponse {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (error) {
    return invalid(`The request content was invalid and could not be deserialized: '${(error as Error).message}'.`);
  }
  if (!isObject(parsed)) return invalid('The request content was invalid: a JSON object is expected.');
  const resource = lowerKeys(parsed);
  if (!isObject(resource['properties'])) return missing('properties');
  const given = lowerKeys(resource['properties']);

  for (const name of ['category', 'displayName', 'query']) {
    const value = given[name.toLowerCase()];
    if (value === undefined || value === null || value === '') return missing(`properties.${name}`);
  }
  for (const name of ['category', 'displayName', 'query', 'functionAlias', 'functionParameters']) {
    const value = given[name.toLowerCase()];
    if (value !== undefined && typeof value !== 'string') return mistyped(`properties.${name}`, 'a string');
  }
  const version = given['version'] ?? 2;
  if (!Number.isInteger(version)) return mistyped('properties.version', 'an integer');
  const etag = resource['etag'];
  if (etag !== undefined && typeof etag !== 'string') return mistyped('etag', 'a string');
  const tags = readTags(given['tags']);
  if (tags && 'status' in tags) return tags;

  return {
    etag,
    properties: {
      category: given['category'] as string,
      displayName: given['displayname'] as string,
      query: given['query'] as string,
      ...(given['functionalias'] === undefined ? {} : { functionAlias: given['functionalias'] as string }),
      ...(given['functionparameters'] === undefined
        ? {}
        : { functionParameters: given['functionparameters'] as string }),
      version: version as number,
      ...(tags ? { tags } : {}),
    },
  };
}

function readTags(given: unknown): SavedSearchProperties['tags'] | StandInResponse {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) return mistyped('properties.tags', 'an array');
  const tags: { name: string; value: string }[] = [];
  for (const [index, item] of given.entries()) {
    if (!isObject(item)) return mistyped(`properties.tags[${index}]`, 'an object');
    const { name, value } = lowerKeys(item);
    if (name === undefined || value === undefined) return missing(`properties.tags[${index}].name and .value`);
    if (typeof name !== 'string' || typeof value !== 'string') return mistyped(`properties.tags[${index}]`, 'strings');
    tags.push({ name, value });
  }
  if (tags.length > MAX_TAGS) return failure(400, 'BadRequest', "The element 'Tags' has invalid child element 'Tag'.");
  return tags;
}

/**
 * A saved search as Azure answers it. Old ones come in PascalCase, with an id that has no leading slash and a type without
 * `workspaces/` (the 2020-08-01 example of the specification,
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights; fixtures of
 * https://github.com/microsoft/msticpy).
 */
export function renderSavedSearch(workspace: Workspace, search: SavedSearch, casing: 'camel' | 'pascal'): Json {
  const id = `${workspaceId(workspace)}/savedSearches/${search.id}`;
  if (casing === 'camel' && !search.legacy) {
    const type = 'Microsoft.OperationalInsights/workspaces/savedSearches';
    return { id, name: search.id, type, etag: search.etag, properties: search.properties };
  }
  const type = 'Microsoft.OperationalInsights/savedSearches';
  return { id: id.slice(1), name: search.id, type, etag: search.etag, properties: upperKeys(search.properties) };
}

function upperKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upperKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toUpperCase() + key.slice(1), upperKeys(item)]),
  );
}

function lowerKeys(value: Json): Json {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): StandInResponse {
  return failure(400, 'InvalidRequestContent', message);
}

function missing(name: string): StandInResponse {
  return failure(400, 'InvalidParameter', `The required parameter '${name}' is missing.`);
}

function mistyped(name: string, expected: string): StandInResponse {
  return invalid(`The request content was invalid and could not be deserialized: '${name}' must be ${expected}.`);
}

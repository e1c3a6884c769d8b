import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { EntraCall } from '../azure/client.ts';
import { isJsonOrEmpty, membersOf, parseJson } from '../azure/json.ts';
import { PlatformError } from '../core/errors.ts';
import type { AzureClient } from './client.ts';
import type { SavedSearchBody } from './native.ts';

/**
 * Published for years, and what our stand-in's traffic is checked against
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights).
 */
const API_VERSION = '2020-08-01';
/**
 * The specification has one unpaged answer
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights); a newer version that pages must
 * still be read whole.
 */
const MAX_PAGES = 1000;

/** The requests for one workspace's saved searches. */
export interface SavedSearches {
  list(): EntraCall;
  /** An answer with 404 is handed on; any other is a saved search. */
  get(id: string): EntraCall;
  /**
   * May be repeated: if the first attempt succeeded and its answer was lost, its etag is no longer current. That is 409 or 412,
   * as when the document behind all of a workspace's saved searches is busy.
   */
  put(id: string, body: SavedSearchBody): EntraCall;
  /** Also succeeds if there is none, so it may be repeated. */
  remove(id: string): EntraCall;
}

/** `workspace` is the address of the workspace in Azure Resource Manager. */
export function savedSearchesOf(workspace: string): SavedSearches {
  const collection = `${workspace}/savedSearches`;
  const urlOf = (id: string) => `${collection}/${encodeURIComponent(id)}?api-version=${API_VERSION}`;
  const service = 'savedSearches';
  return {
    list: () => ({
      what: 'listing the saved searches',
      service,
      method: 'GET',
      url: `${collection}?api-version=${API_VERSION}`,
      check: (response) => (response.status === 200 ? response : null),
    }),
    get(id) {
      const what = `reading the saved search ${id}`;
      return { what, service, method: 'GET', url: urlOf(id), check: (response) => checkRead(what, response) };
    },
    put: (id, body) => ({ what: `writing the saved search ${id}`, service, method: 'PUT', url: urlOf(id), body }),
    remove(id) {
      const what = `deleting the saved search ${id}`;
      return { what, service, method: 'DELETE', url: urlOf(id), check: (response) => checkRemoved(what, response) };
    },
  };
}

/** All of them, as Azure has them. */
export async function listSavedSearches(
  azure: AzureClient,
  searches: SavedSearches,
  signal?: AbortSignal,
): Promise<unknown[]> {
  const first = searches.list();
  const { host } = new URL(first.url);
  const found: unknown[] = [];
  let next: string | undefined = first.url;
  for (let page = 0; next !== undefined && page < MAX_PAGES; page += 1) {
    const { items, nextLink } = readPage(first.what, await azure.send({ ...first, url: next }, signal));
    found.push(...items);
    // The token is sent along, so only the same origin is followed.
    if (nextLink !== undefined && hostOf(nextLink) !== host) {
      throw new PlatformError(`The list of saved searches goes on at another host than ${host}; not followed`);
    }
    next = nextLink;
  }
  if (next !== undefined) throw new PlatformError(`The list of saved searches does not end after ${MAX_PAGES} pages`);
  return found;
}

/** Whether an answer holds a saved search; a proxy's page does not, whatever its status. */
export function isSavedSearch(response: PipelineResponse): boolean {
  const properties = membersOf(membersOf(parseJson(response.bodyAsText)).get('properties'));
  return typeof properties.get('query') === 'string';
}

/** An answer that Azure does not give. */
export function notAzure(what: string, { status }: PipelineResponse): PlatformError {
  return new PlatformError(`The answer to ${what} (${status}) is not Azure Resource Manager's`, {
    status,
    remedy: 'Check the platform\'s "endpoint", and the proxy: something else may answer there.',
  });
}

function checkRead(what: string, response: PipelineResponse): PipelineResponse | null {
  if (response.status === 404 && isJsonOrEmpty(response.bodyAsText)) return response;
  if (response.status !== 200) return null;
  if (!isSavedSearch(response)) throw notAzure(what, response);
  return response;
}

function checkRemoved(what: string, response: PipelineResponse): PipelineResponse | null {
  if (response.status === 404) return isJsonOrEmpty(response.bodyAsText) ? response : null;
  if (![200, 202, 204].includes(response.status)) return null;
  if (!isJsonOrEmpty(response.bodyAsText)) throw notAzure(what, response);
  return response;
}

/** Both shapes of a list: `{value}`, and the bare array of the 2020-08-01 example. */
function readPage(what: string, response: PipelineResponse): { items: readonly unknown[]; nextLink?: string } {
  const body = parseJson(response.bodyAsText);
  if (Array.isArray(body)) return { items: body };
  const members = membersOf(body);
  const items = members.get('value');
  if (!Array.isArray(items)) throw notAzure(what, response);
  const nextLink = members.get('nextlink');
  return typeof nextLink === 'string' && nextLink !== '' ? { items, nextLink } : { items };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { EntraCall } from '../azure/client.ts';
import { isJsonOrEmpty } from '../azure/json.ts';
import { PlatformError } from '../core/errors.ts';
import { type GraphClient, notGraph, objectIn } from './graph.ts';
import { at, type RuleBody, textAt } from './native.ts';

const MAX_PAGES = 1000;

/**
 * The requests for custom detection rules (https://learn.microsoft.com/graph/api/resources/security-detectionrule?view=graph-rest-1.0).
 */
export interface Rules {
  list(): EntraCall;
  /** An answer with 404 is handed on; any other is a rule. */
  get(id: string): EntraCall;
  /** May be repeated: a rule of this id that is there already is 409, our own among them. */
  create(body: RuleBody): EntraCall;
  /** May be repeated: it says what is to be. */
  update(id: string, body: Omit<RuleBody, 'id'>): EntraCall;
  /** Also succeeds if there is none. */
  remove(id: string): EntraCall;
}

export function rulesAt(address: string): Rules {
  const collection = `${address}/v1.0/security/rules/detectionRules`;
  const urlOf = (id: string) => `${collection}/${encodeURIComponent(id)}`;
  const service = 'detectionRules';
  return {
    list: () => ({ what: 'listing the custom detection rules', service, method: 'GET', url: collection }),
    get: (id) => ({ what: `reading the rule ${id}`, service, method: 'GET', url: urlOf(id), check: orMissing }),
    create: (body) => ({ what: `creating the rule ${body.id}`, service, method: 'POST', url: collection, body }),
    update: (id, body) => ({ what: `changing the rule ${id}`, service, method: 'PATCH', url: urlOf(id), body }),
    remove(id) {
      const what = `deleting the rule ${id}`;
      return { what, service, method: 'DELETE', url: urlOf(id), check: (response) => checkRemoved(what, response) };
    },
  };
}

function isFine({ status }: PipelineResponse): boolean {
  return status >= 200 && status <= 299;
}

/** A proxy's page says nothing of a rule, whatever its status. */
function isMissing({ status, bodyAsText }: PipelineResponse): boolean {
  return status === 404 && isJsonOrEmpty(bodyAsText);
}

function orMissing(response: PipelineResponse): PipelineResponse | null {
  return isMissing(response) || isFine(response) ? response : null;
}

function checkRemoved(what: string, response: PipelineResponse): PipelineResponse | null {
  if (!isMissing(response) && !isFine(response)) return null;
  if (!isJsonOrEmpty(response.bodyAsText)) throw notGraph(what, response.status);
  return response;
}

/** All of them, as Graph has them. */
export async function listDetectionRules(graph: GraphClient, rules: Rules, signal?: AbortSignal): Promise<unknown[]> {
  const first = rules.list();
  const { origin } = new URL(first.url);
  const found: unknown[] = [];
  let next = first.url;
  for (let page = 0; next !== '' && page < MAX_PAGES; page += 1) {
    const body = objectIn(first.what, await graph.send({ ...first, url: next }, signal));
    const items = at(body, 'value');
    if (!Array.isArray(items)) throw new PlatformError(`The answer to ${first.what} holds no list`);
    found.push(...items);
    next = textAt(body, '@odata.nextLink');
    // The token is sent along, so only the same origin is followed.
    if (next !== '' && !(URL.canParse(next) && new URL(next).origin === origin)) {
      throw new PlatformError(`The list of rules goes on at another address than ${origin}; not followed`);
    }
  }
  if (next !== '') throw new PlatformError(`The list of rules does not end after ${MAX_PAGES} pages`);
  return found;
}

import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { validate as isUuid } from 'uuid';
import type { EntraCall } from '../../azure/client.ts';
import { refusalOf, safe } from '../../azure/errors.ts';
import { membersOf, parseJson } from '../../azure/json.ts';
import type { StixSettings } from '../../config/stix.ts';
import { PlatformError } from '../../core/errors.ts';
import { type RetryDeps, sleepFor } from '../../core/retry.ts';
import { cut } from '../../sync/records/batches.ts';
import { deliver } from '../../sync/records/deliver.ts';
import type { RecordFailure } from '../../sync/records/sink.ts';
import { type StixIndicator, stixIndicator } from '../../sync/records/stix.ts';
import { type StixObject, stixOrigin } from '../../sync/records/stix-common.ts';
import type { IndicatorRecord } from '../../sync/records/types.ts';
import type { AzureClient } from '../client.ts';
import { SENTINEL_ADVICE } from '../remedies.ts';
import { createRateLimit } from './rate.ts';
import { UPLOAD_RETRIES } from './retries.ts';

/**
 * https://learn.microsoft.com/azure/sentinel/stix-objects-api: 100 objects a request and 100 requests a minute for each user; 200
 * even where some objects were refused, which the body then lists by their index.
 */
const API_VERSION = '2024-02-01-preview';
const MAX_OBJECTS = 100;
const MAX_REQUESTS = 100;
const MINUTE_MS = 60_000;
const SOURCE_SYSTEM = 'huntsync';
const WORKSPACE_VERSION = '2020-08-01';

export interface IntelligencePlace {
  /** Null in a cloud for which no address is documented, until the configuration names one. */
  readonly endpoint: string | null;
  readonly workspacePath: string;
  /** Who signs the objects, and who may have them. */
  readonly stix?: StixSettings | undefined;
}

export interface Intelligence {
  /**
   * Uploads records for which STIX has an indicator; removed ones with an end of validity. Reports each that was refused; all
   * others count as done.
   */
  upload(records: readonly IndicatorRecord[], signal?: AbortSignal): Promise<RecordFailure[]>;
}

interface Item {
  readonly key: string;
  readonly object: StixIndicator | StixObject;
}

export function createIntelligence(place: IntelligencePlace, azure: AzureClient, deps: RetryDeps): Intelligence {
  const { now, sleep = sleepFor } = deps;
  const turn = createRateLimit(MAX_REQUESTS, MINUTE_MS, { now, sleep });
  const { identity, marks } = stixOrigin(place.stix);
  let workspace: string | undefined;

  /** The API knows a workspace by its GUID only. */
  async function workspaceGuid(signal?: AbortSignal): Promise<string> {
    if (workspace !== undefined) return workspace;
    const what = 'reading the workspace';
    const url = `${azure.endpoints.arm}${place.workspacePath}?api-version=${WORKSPACE_VERSION}`;
    const response = await azure.send({ what, service: 'workspace', method: 'GET', url }, signal);
    const id = membersOf(membersOf(parseJson(response.bodyAsText)).get('properties')).get('customerid');
    if (typeof id !== 'string' || !isUuid(id)) {
      throw new PlatformError(`The answer to ${what} holds no workspace id`, { fatal: true });
    }
    workspace = id;
    return id;
  }

  /** Those that were refused by index; throws if nothing was taken and none is named. */
  async function post(items: readonly Item[], signal?: AbortSignal): Promise<RecordFailure[]> {
    if (place.endpoint === null) throw noAddress();
    const guid = await workspaceGuid(signal);
    const call = uploadOf(`${place.endpoint}/workspaces/${guid}`, items);
    // Outside the call, which has a deadline: the wait may be a minute.
    await turn(signal);
    const response = await azure.send(call, signal);
    const refused = refusals(response);
    const failed = items.flatMap(({ key }, at) => {
      const said = refused.get(at);
      return said === undefined
        ? []
        : [{ key, message: `Threat intelligence did not take it: ${said}`, refused: true as const }];
    });
    if (isTaken(response)) return failed;
    // With a 400 the valid objects may not have been published either: sent again without the invalid ones.
    if (failed.length === 0) throw refusalOf(call, response, now(), SENTINEL_ADVICE);
    const rest = items.filter((_, at) => !refused.has(at));
    return rest.length === 0 ? failed : [...failed, ...(await post(rest, signal))];
  }

  return {
    async upload(records, signal) {
      const items = records.flatMap((record): Item[] => {
        const object = stixIndicator(record, marks);
        return object ? [{ key: record.indicator_id, object }] : [];
      });
      // Who signs is told along with what is signed; huntsync itself is nobody to look up.
      const isNamed = place.stix?.creator !== undefined && items.length > 0;
      if (isNamed) items.unshift({ key: identity.id, object: identity });
      const named: RecordFailure[] = [];
      const { failed } = await deliver(
        cut(items, () => 0, { items: MAX_OBJECTS, bytes: Number.POSITIVE_INFINITY }),
        {
          signal,
          tell: ({ key }) => key,
          // With a limit per minute, parallel requests gain nothing.
          parallel: 1,
          send: async (batch) => {
            named.push(...(await post(batch, signal)));
          },
        },
      );
      return [...named, ...failed.map(({ item: key, ...rest }) => ({ key, ...rest }))];
    },
  };
}

/** May be sent again: an object's id follows from what it indicates, and the newest with an id replaces the others. */
function uploadOf(workspace: string, items: readonly Item[]): EntraCall {
  return {
    what: 'uploading threat intelligence',
    service: 'intelligence',
    method: 'POST',
    url: `${workspace}/threat-intelligence-stix-objects:upload?api-version=${API_VERSION}`,
    body: { sourcesystem: SOURCE_SYSTEM, stixobjects: items.map(({ object }) => object) },
    retries: UPLOAD_RETRIES,
    check: (response) => (isTaken(response) || refusals(response).size > 0 ? response : null),
  };
}

/** The service answers with nothing or with JSON; a proxy's page with 200 is no success. */
function isTaken({ status, bodyAsText }: PipelineResponse): boolean {
  const body = bodyAsText?.trim() ?? '';
  return status >= 200 && status <= 299 && (body === '' || parseJson(body) !== undefined);
}

function noAddress(): PlatformError {
  return new PlatformError('No address of the threat-intelligence upload API is known for this cloud', {
    fatal: true,
    remedy: 'Name it in records.threatIntelligence.endpoint, or set records.threatIntelligence: false.',
  });
}

/** What is wrong with objects of a request, by their index. */
function refusals(response: PipelineResponse): ReadonlyMap<number, string> {
  const errors = membersOf(parseJson(response.bodyAsText)).get('errors');
  const entries = (Array.isArray(errors) ? errors : []).flatMap((error): (readonly [number, string])[] => {
    const members = membersOf(error);
    const index = members.get('recordindex');
    const messages = members.get('errormessages');
    const said = (Array.isArray(messages) ? messages : []).join(' ');
    return typeof index === 'number' ? [[index, safe(said)]] : [];
  });
  return new Map(entries);
}

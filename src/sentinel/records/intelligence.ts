import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { validate as isUuid } from 'uuid';
import { PlatformError } from '../../core/errors.ts';
import { redact } from '../../core/log.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { RecordFailure } from '../../sync/records/sink.ts';
import { type StixIndicator, stixIndicator } from '../../sync/records/stix.ts';
import type { IndicatorRecord } from '../../sync/records/types.ts';
import { parse } from '../errors.ts';
import { membersOf } from '../native.ts';
import { createSend, type Method, type Send } from '../pipeline.ts';
import type { Connection } from './connect.ts';
import { refusalOf, type Service } from './errors.ts';
import { createRateLimit } from './rate.ts';
import { inRounds, type RoundDeps } from './rounds.ts';
import { tell } from './upload.ts';

/**
 * Microsoft Learn, "Import threat intelligence to Microsoft Sentinel with the upload API": 100 objects a request and 100
 * requests a minute for each user; 200 even where some objects were refused, which the body then lists by their index.
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
}

export interface Intelligence {
  /**
   * Uploads what STIX has an indicator for; removed records with an end of their validity. Tells of each that was not taken;
   * the others, and what is no indicator there, are done with.
   */
  upload(records: readonly IndicatorRecord[], signal?: AbortSignal): Promise<RecordFailure[]>;
}

interface Item {
  readonly key: string;
  readonly object: StixIndicator;
}

export function createIntelligence(place: IntelligencePlace, connection: Connection, deps: RoundDeps): Intelligence {
  const { endpoints, timeoutMs } = connection;
  const throttle = connection.createThrottle();
  const rate = createRateLimit(MAX_REQUESTS, MINUTE_MS, connection.deps);
  let sender: Promise<Send> | undefined;
  let workspace: string | undefined;

  const connect = async (): Promise<Send> => {
    const { credential, ca } = await connection.parts();
    const { now, sleep } = connection.deps;
    const onRequest = connection.count;
    return createSend({ credential, scope: endpoints.scope, ...(ca ? { ca } : {}), throttle, now, sleep, onRequest });
  };

  const turn = async (what: string, signal?: AbortSignal): Promise<void> => {
    try {
      await rate(signal);
    } catch (error) {
      throw signal?.aborted ? new PlatformError(`The run was stopped while ${what}`) : error;
    }
  };

  const call = async (
    service: Service,
    what: string,
    request: { method: Method; url: string; body?: string },
    outer?: AbortSignal,
  ) => {
    const setting = service === 'intelligence' ? 'records.threatIntelligence.endpoint' : 'endpoint';
    const address = { host: new URL(request.url).host, setting };
    // Outside the deadline of the call: a turn may be a minute away.
    if (service === 'intelligence') await turn(what, outer);
    return connection.call(what, address, outer, async (signal) => {
      sender ??= connect();
      const send = await sender;
      const response = await send({ ...request, timeoutMs, signal });
      const isFine = response.status >= 200 && response.status <= 299;
      if (!isFine && refusals(response).size === 0) throw refusalOf(service, what, response);
      return response;
    });
  };

  /** The API knows a workspace by its GUID only. */
  const workspaceGuid = async (signal?: AbortSignal): Promise<string> => {
    if (workspace !== undefined) return workspace;
    const what = 'reading the workspace';
    const url = `${endpoints.arm}${place.workspacePath}?api-version=${WORKSPACE_VERSION}`;
    const response = await call('workspace', what, { method: 'GET', url }, signal);
    const id = membersOf(membersOf(parse(response.bodyAsText)).get('properties')).get('customerid');
    if (typeof id !== 'string' || !isUuid(id)) {
      throw new PlatformError(`The answer to ${what} holds no workspace id`, { fatal: true });
    }
    workspace = id;
    return id;
  };

  const post = async (items: readonly Item[], signal?: AbortSignal): Promise<RecordFailure[]> => {
    if (place.endpoint === null) {
      throw new PlatformError('No address of the threat-intelligence upload API is known for this cloud', {
        fatal: true,
        remedy: 'Name it in records.threatIntelligence.endpoint, or set records.threatIntelligence: false.',
      });
    }
    const guid = await workspaceGuid(signal);
    const url = `${place.endpoint}/workspaces/${guid}/threat-intelligence-stix-objects:upload?api-version=${API_VERSION}`;
    const body = JSON.stringify({ sourcesystem: SOURCE_SYSTEM, stixobjects: items.map(({ object }) => object) });
    const response = await call('intelligence', 'uploading threat intelligence', { method: 'POST', url, body }, signal);
    const refused = refusals(response);
    const failed = items.flatMap(({ key }, at) => {
      const said = refused.get(at);
      return said === undefined ? [] : [{ key, message: `Threat intelligence did not take it: ${said}` }];
    });
    if (response.status < 300) return failed;
    // What is right is not said to be published beside a 400: sent again without what is wrong.
    if (failed.length === 0) throw refusalOf('intelligence', 'uploading threat intelligence', response);
    const rest = items.filter((_, at) => !refused.has(at));
    return rest.length === 0 ? failed : [...failed, ...(await post(rest, signal))];
  };

  return {
    async upload(records, signal) {
      const items = records.flatMap((record) => {
        const object = stixIndicator(record);
        return object ? [{ key: record.indicator_id, object }] : [];
      });
      const failed: RecordFailure[] = [];
      let refused: PlatformError | null = null;
      for (let at = 0; at < items.length; at += MAX_OBJECTS) {
        const part = items.slice(at, at + MAX_OBJECTS);
        const send = async () => {
          failed.push(...(await post(part, signal)));
        };
        const error: PlatformError | null = refused ?? (await inRounds(send, deps, signal));
        if (error) failed.push(...tell(part, error));
        if (error?.fatal || signal?.aborted) refused = error ?? new PlatformError('The run was stopped');
      }
      return failed;
    },
  };
}

/** What is wrong with objects of a request, by their index. */
function refusals(response: PipelineResponse): ReadonlyMap<number, string> {
  const errors = membersOf(parse(response.bodyAsText)).get('errors');
  const entries = (Array.isArray(errors) ? errors : []).flatMap((error): (readonly [number, string])[] => {
    const members = membersOf(error);
    const index = members.get('recordindex');
    const messages = members.get('errormessages');
    const said = (Array.isArray(messages) ? messages : []).join(' ');
    return typeof index === 'number' ? [[index, truncate(oneLine(redact(said)), 400)]] : [];
  });
  return new Map(entries);
}

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { messageOf, PlatformError } from '../core/errors.ts';
import type { CloudEndpoints } from './cloud.ts';
import type { SentinelConfig } from './config.ts';
import { createCredential } from './credential.ts';
import { errorOf, noAnswer, parse, refusal } from './errors.ts';
import { membersOf, type SavedSearchBody } from './native.ts';
import { createSend, type Method, type Send } from './pipeline.ts';
import type { Throttle } from './throttle.ts';

/** Published for years, and what our stand-in's traffic is checked against (Azure/azure-rest-api-specs). */
const API_VERSION = '2020-08-01';
/** All tries of one call together may take so many times the time-out of one. */
const PATIENCE = 5;
/** The specification has one unpaged answer; a newer version that pages must still be read whole. */
const MAX_PAGES = 1000;

/** Saved searches of one workspace. Every failure is a PlatformError. */
export interface SavedSearchApi {
  list(signal?: AbortSignal): Promise<readonly unknown[]>;
  /** Null where there is none. */
  get(id: string, signal?: AbortSignal): Promise<unknown>;
  /** `refused`: 409 or 412, so the etag is not the current one, or the shared document behind it was busy. */
  put(id: string, body: SavedSearchBody, signal?: AbortSignal): Promise<'done' | 'refused'>;
  /** Done too where there is none. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
  requests(): number;
}

export interface ApiDeps {
  readonly endpoints: CloudEndpoints;
  readonly throttle: Throttle;
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Path of the workspace below Azure Resource Manager's address. */
export function workspacePath(config: Pick<SentinelConfig, 'subscriptionId' | 'resourceGroup' | 'workspace'>): string {
  const [subscription, group, workspace] = [config.subscriptionId, config.resourceGroup, config.workspace].map(
    encodeURIComponent,
  );
  return `/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${workspace}`;
}

export function createApi(config: SentinelConfig, deps: ApiDeps): SavedSearchApi {
  const { endpoints, throttle, now, sleep } = deps;
  const base = `${endpoints.arm}${workspacePath(config)}/savedSearches`;
  const host = new URL(base).host;
  let requests = 0;
  let sender: Promise<Send> | undefined;

  const connect = async (): Promise<Send> => {
    const count = () => {
      requests += 1;
    };
    const ca = config.ca === undefined ? {} : { ca: await readAuthorities(config.ca) };
    const { authorityHost, scope } = endpoints;
    const credential = await createCredential(config.auth, { authorityHost, ...ca, onRequest: count });
    return createSend({ credential, scope, ...ca, throttle, now, sleep, onRequest: count });
  };

  const call = async (what: string, method: Method, url: string, body?: SavedSearchBody, outer?: AbortSignal) => {
    const { timeoutSeconds } = config;
    const timeoutMs = timeoutSeconds * 1000;
    try {
      sender ??= connect();
      const send = await sender;
      return await within(timeoutMs * PATIENCE, outer, (signal) =>
        send({ method, url, timeoutMs, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
      );
    } catch (error) {
      throw noAnswer(what, error, { stopped: outer?.aborted ?? false, timeoutSeconds, host });
    }
  };
  const urlOf = (id: string) => `${base}/${encodeURIComponent(id)}?api-version=${API_VERSION}`;

  return {
    async list(signal) {
      const what = 'listing the saved searches';
      const found: unknown[] = [];
      let next: string | undefined = `${base}?api-version=${API_VERSION}`;
      for (let page = 0; next !== undefined && page < MAX_PAGES; page += 1) {
        const response: PipelineResponse = await call(what, 'GET', next, undefined, signal);
        if (response.status !== 200) throw refusal(what, response);
        const { items, nextLink } = readPage(what, response);
        found.push(...items);
        // The token goes along, so only where it went before.
        if (nextLink !== undefined && hostOf(nextLink) !== host) {
          throw new PlatformError(`The list of saved searches goes on at another host than ${host}; not followed`);
        }
        next = nextLink;
      }
      if (next !== undefined)
        throw new PlatformError(`The list of saved searches does not end after ${MAX_PAGES} pages`);
      return found;
    },
    async get(id, signal) {
      const what = `reading the saved search ${id}`;
      const response = await call(what, 'GET', urlOf(id), undefined, signal);
      if (response.status === 404) return null;
      if (response.status !== 200) throw refusal(what, response);
      return parse(response.bodyAsText);
    },
    async put(id, body, signal) {
      const what = `writing the saved search ${id}`;
      const response = await call(what, 'PUT', urlOf(id), body, signal);
      if (response.status === 200 || response.status === 201) return 'done';
      const locked = errorOf(response).code === 'ScopeLocked';
      if ((response.status === 409 && !locked) || response.status === 412) return 'refused';
      throw refusal(what, response);
    },
    async remove(id, signal) {
      const what = `deleting the saved search ${id}`;
      const response = await call(what, 'DELETE', urlOf(id), undefined, signal);
      if (![200, 202, 204, 404].includes(response.status)) throw refusal(what, response);
    },
    requests: () => requests,
  };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/** Both shapes of a list: `{value}`, and the bare array of the 2020-08-01 example. */
function readPage(what: string, response: PipelineResponse): { items: readonly unknown[]; nextLink?: string } {
  const body = parse(response.bodyAsText);
  if (Array.isArray(body)) return { items: body };
  const members = membersOf(body);
  const items = members.get('value');
  if (!Array.isArray(items)) {
    throw new PlatformError(`The answer to ${what} is not a list`, {
      status: response.status,
      remedy: 'Check the platform\'s "endpoint": something else than Azure Resource Manager may answer there.',
    });
  }
  const nextLink = members.get('nextlink');
  return typeof nextLink === 'string' && nextLink !== '' ? { items, nextLink } : { items };
}

/** The file's certificates beside those that Node ships: an inspecting proxy has its own, sign-in may go round it. */
export async function readAuthorities(path: string): Promise<string[]> {
  try {
    const pem = await readFile(path, 'utf8');
    // Node ignores a file without a certificate in it; the mistake would show as a failed handshake only.
    new X509Certificate(pem);
    return [...rootCertificates, pem];
  } catch (error) {
    throw new PlatformError(`The certificate authority in ${path} cannot be read: ${messageOf(error)}`, {
      fatal: true,
      remedy: 'Name a PEM file with at least one certificate in the platform\'s "ca".',
    });
  }
}

/** Runs work under the caller's signal and a deadline. */
export async function within<T>(ms: number, outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, ms);
  outer?.addEventListener('abort', stop, { once: true });
  if (outer?.aborted) stop();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}

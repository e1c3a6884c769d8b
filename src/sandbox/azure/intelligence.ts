import type { StandInRequest, StandInResponse } from '../server.ts';
import type { Store } from '../store.ts';
import { failure, json } from './arm.ts';
import { type AzureState, customerIdOf, type Workspace } from './state.ts';

/** Limits for each user (https://learn.microsoft.com/azure/sentinel/stix-objects-api). */
const MAX_OBJECTS = 100;
const MAX_REQUESTS = 100;
const WINDOW_MS = 60_000;
const TYPES: ReadonlySet<string> = new Set(['indicator', 'attack-pattern', 'threat-actor', 'identity', 'relationship']);
const COMMON = ['id', 'type', 'created', 'modified'];
const INDICATOR = ['pattern', 'pattern_type', 'valid_from'];

export interface IntelligenceOptions {
  readonly workspaces: readonly Workspace[];
  readonly store: Store<AzureState>;
  readonly now: () => Date;
}

/** The upload API, 2024-02-01-preview: an object is known by its source system and id, and each upload replaces it. */
export function createUploadApi({ workspaces, store, now }: IntelligenceOptions) {
  const starts = new Map<string, number[]>();

  return (request: StandInRequest, principal: string): StandInResponse => {
    const id = /^\/workspaces\/([^/]+)\/threat-intelligence-stix-objects:upload$/.exec(request.path)?.[1];
    if (id === undefined || request.method !== 'POST') return failure(404, 'NotFound', 'There is no such endpoint.');
    if (request.query.get('api-version') !== '2024-02-01-preview') {
      return failure(400, 'UnsupportedApiVersion', 'The api-version is not supported.');
    }
    const at = now().getTime();
    const recent = (starts.get(principal) ?? []).filter((start) => start > at - WINDOW_MS);
    if (recent.length >= MAX_REQUESTS) {
      const seconds = Math.ceil(((recent[0] ?? at) + WINDOW_MS - at) / 1000);
      return json(429, { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` });
    }
    starts.set(principal, [...recent, at]);
    const workspace = workspaces.find((known) => customerIdOf(known) === id.toLowerCase());
    if (!workspace) return failure(404, 'NotFound', `Workspace ${id} not found.`);
    const body = readBody(request.body);
    if (!body) return failure(400, 'BadRequest', 'The body must hold sourcesystem and stixobjects.');
    if (body.objects.length > MAX_OBJECTS) {
      return failure(400, 'BadRequest', `At most ${MAX_OBJECTS} objects can be uploaded in a request.`);
    }
    store.state.intelligence ??= {};
    const stored = store.state.intelligence;
    const errors = body.objects.flatMap((object, recordIndex) => {
      const errorMessages = problemsOf(object);
      if (errorMessages.length > 0) return [{ recordIndex, errorMessages }];
      stored[`/${body.source}/${String(object['id'])}`] = object;
      return [];
    });
    store.changed();
    return errors.length === 0 ? { status: 200 } : json(200, { errors });
  };
}

/** In the words of the sample in https://learn.microsoft.com/azure/sentinel/stix-objects-api. */
function problemsOf(object: Record<string, unknown>): string[] {
  const needed = object['type'] === 'indicator' ? [...COMMON, ...INDICATOR] : COMMON;
  const missing = needed
    .filter((name) => typeof object[name] !== 'string' || object[name] === '')
    .map((name) => `Error for Property=${name}: Required property is missing. Actual value: NULL.`);
  if (missing.length > 0) return missing;
  const [type, id] = [String(object['type']), String(object['id'])];
  if (!TYPES.has(type)) return [`Error for Property=type: Not a supported type. Actual value: ${type}.`];
  if (!new RegExp(`^${type}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).test(id)) {
    return [`Error for Property=id: Not a STIX identifier. Actual value: ${id}.`];
  }
  const [from, until] = [String(object['valid_from']), object['valid_until']];
  if (until === undefined || Date.parse(String(until)) > Date.parse(from)) return [];
  return [`Error for Property=valid_until: Must be later than valid_from. Actual value: ${String(until)}.`];
}

function readBody(body: Buffer): { source: string; objects: Record<string, unknown>[] } | undefined {
  try {
    const { sourcesystem, stixobjects } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const named = typeof sourcesystem === 'string' && sourcesystem !== '' && sourcesystem !== 'Microsoft Sentinel';
    return named && Array.isArray(stixobjects) ? { source: sourcesystem, objects: stixobjects } : undefined;
  } catch {
    return undefined;
  }
}

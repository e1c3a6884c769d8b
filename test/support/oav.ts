import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StandInRequest, StandInResponse } from '../../src/sandbox/server.ts';

/** Azure's published API descriptions, beside the checkout. */
export const SPECS = fileURLToPath(new URL('../../../shared/specs', import.meta.url));

export interface OavRecorder {
  /** For a stand-in's `onExchange`. */
  readonly onExchange: (request: StandInRequest, response: StandInResponse) => void;
  /** How many exchanges were recorded: a run without any proves nothing. */
  count(): number;
  /** What Azure's own live validator finds wrong in them, as `PUT /path -> 200: request.CODE message (place)`. */
  errors(): Promise<string[]>;
}

/**
 * Records a stand-in's traffic and validates it with oav against Azure's specification, 2020-08-01 for saved searches and
 * 2023-01-01 for log ingestion. Null where the specifications are absent. Requests to other services (the token endpoint)
 * are left out. A refused request (4xx) may be wrong, so only its answer is checked.
 */
export async function createOavRecorder(): Promise<OavRecorder | null> {
  if (!existsSync(SPECS)) return null;
  const [{ LiveValidator }, { log }] = await Promise.all([
    import('oav/dist/lib/liveValidation/liveValidator.js'),
    import('oav/dist/lib/util/logging.js'),
  ]);
  // Its log repeats what the answers say, and warns of the ingestion path's unknown provider, which is harmless.
  log.silent = true;
  const validator = new LiveValidator({
    directory: SPECS,
    swaggerPathsPattern: [
      'specification/operationalinsights/**/2020-08-01/SavedSearches.json',
      'specification/monitor/**/DataCollectionRules.json',
    ],
    excludedSwaggerPathsPattern: ['**/examples/**/*'],
    isPathCaseSensitive: false,
    git: { shouldClone: false },
    loadValidatorInBackground: false,
    loadValidatorInInitialize: true,
  });
  await validator.initialize();
  const exchanges: { request: StandInRequest; response: StandInResponse }[] = [];

  async function check(request: StandInRequest, response: StandInResponse): Promise<string[]> {
    const contentType = String(request.headers['content-type'] ?? 'application/json');
    const { requestValidationResult, responseValidationResult, runtimeException } =
      await validator.validateLiveRequestResponse({
        liveRequest: {
          url: `${request.path}?${request.query}`,
          method: request.method.toLowerCase(),
          query: Object.fromEntries(request.query),
          headers: { ...flat(request.headers), 'content-type': contentType },
          ...body(request.body),
        },
        liveResponse: {
          statusCode: String(response.status),
          headers: { 'content-type': 'application/json', ...flat(response.headers ?? {}) },
          ...body(response.body),
        },
      });
    const halves = [
      ...(response.status < 400 ? [{ half: 'request', result: requestValidationResult }] : []),
      { half: 'response', result: responseValidationResult },
    ];
    const place = `${request.method} ${request.path} -> ${response.status}`;
    const found = halves.flatMap(({ half, result }) => [
      ...result.errors.map(({ code, message, pathsInPayload }) => `${half}.${code} ${message} (${pathsInPayload})`),
      ...(result.runtimeException
        ? [`${half}.${result.runtimeException.code} ${result.runtimeException.message}`]
        : []),
    ]);
    if (runtimeException) found.push(`${runtimeException.code} ${runtimeException.message}`);
    return found.map((text) => `${place}: ${text}`);
  }

  return {
    onExchange(request, response) {
      if (/^\/(subscriptions\/.*\/savedSearches|dataCollectionRules)(\/|$)/i.test(request.path)) {
        exchanges.push({ request, response });
      }
    },
    count: () => exchanges.length,
    async errors() {
      const found: string[] = [];
      for (const { request, response } of exchanges) found.push(...(await check(request, response)));
      return found;
    },
  };
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** What is not JSON is left as it came, so that the validator sees a wrong type. */
function body(content: string | Buffer | undefined): { body?: never } {
  if (content === undefined || content.length === 0) return {};
  const text = content.toString('utf8');
  try {
    return { body: JSON.parse(text) as never };
  } catch {
    return { body: text as never };
  }
}

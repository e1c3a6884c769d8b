import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { createEntraClient, type EntraClient } from '../azure/client.ts';
import { CLOUDS } from '../azure/clouds.ts';
import { parseJson } from '../azure/json.ts';
import type { ConnectionDeps } from '../core/connection.ts';
import { PlatformError } from '../core/errors.ts';
import type { DefenderConfig } from './config.ts';
import { GRAPH_ADVICE } from './remedies.ts';

/**
 * Microsoft Graph of the global service. Custom detections and hunting answer in no other cloud
 * (https://learn.microsoft.com/graph/api/resources/security-detectionrule?view=graph-rest-1.0).
 */
const [GRAPH] = CLOUDS.public.graph;
/** Audience of the tokens, wherever the requests go. */
export const GRAPH_SCOPE = `${GRAPH}/.default`;

/** The only way to Microsoft Graph. Every failure is a PlatformError. */
export interface GraphClient extends EntraClient {
  /** Without a final slash or a version. */
  readonly address: string;
}

/** Nothing is read or loaded before the first request. */
export function createGraphClient(config: DefenderConfig, deps: ConnectionDeps): GraphClient {
  const { auth, ca, timeoutSeconds, deadlineSeconds, endpoint } = config;
  const client = createEntraClient(
    {
      auth,
      ca,
      authorityHost: CLOUDS.public.authority,
      scope: GRAPH_SCOPE,
      timeoutSeconds,
      deadlineSeconds,
      advice: GRAPH_ADVICE,
    },
    deps,
  );
  return { ...client, address: (endpoint ?? GRAPH).replace(/\/+$/, '') };
}

/** The JSON object in an answer; a proxy's page is none. */
export function objectIn(what: string, { bodyAsText, status }: PipelineResponse): Readonly<Record<string, unknown>> {
  const body = parseJson(bodyAsText);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw notGraph(what, status);
}

/** An answer that Microsoft Graph does not give. */
export function notGraph(what: string, status: number): PlatformError {
  return new PlatformError(`The answer to ${what} (${status}) is not Microsoft Graph's`, {
    status,
    remedy: 'Check the platform\'s "endpoint", and the proxy: something else may answer there.',
  });
}

import { randomUUID } from 'node:crypto';
import type { StandInResponse } from '../server.ts';

/** An answer in JSON with the headers that Azure Resource Manager puts on every answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): StandInResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      'x-ms-request-id': randomUUID(),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/**
 * Azure's one error shape: `{"error":{"code","message"}}`
 * (https://github.com/Azure/azure-rest-api-specs/blob/main/specification/common-types/resource-management/v2/types.json,
 * ErrorResponse).
 */
export function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): StandInResponse {
  return json(status, { error: { code, message } }, headers);
}

/**
 * Refuses an api-version that the type does not have. Both texts are Azure Resource Manager's; the second as quoted for a type of
 * this provider in https://github.com/Azure/azure-sdk-for-js/issues/24369 and
 * https://github.com/Azure/azure-rest-api-specs/issues/22203.
 */
export function checkApiVersion(
  version: string | null,
  type: string,
  supported: readonly string[],
): StandInResponse | undefined {
  if (version === null || version === '') {
    return failure(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (supported.includes(version.toLowerCase())) return undefined;
  return failure(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location 'westeurope' and API version '${version}' for type '${type}'. ` +
      `The supported api-versions are '${supported.join(', ')}'.`,
  );
}

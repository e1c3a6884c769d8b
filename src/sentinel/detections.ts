import { z } from 'zod';
import { parseJson } from '../azure/json.ts';
import { PlatformError } from '../core/errors.ts';
import type { Detection } from '../sync/platform.ts';
import type { AzureClient } from './client.ts';

/**
 * Alert rules of a workspace: `techniques`, in newer versions `subTechniques` too
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/securityinsights, alertRules, 2024-09-01).
 */
const API_VERSION = '2024-09-01';
const MAX_PAGES = 100;

const page = z.object({
  value: z.array(
    z.object({
      properties: z
        .object({
          displayName: z.string().default(''),
          enabled: z.boolean().default(false),
          techniques: z.array(z.string()).nullish(),
          subTechniques: z.array(z.string()).nullish(),
        })
        .optional(),
    }),
  ),
  nextLink: z.string().nullish(),
});

/** Analytics rules that are in use and name ATT&CK techniques. Throws PlatformError. */
export async function listRules(
  azure: AzureClient,
  workspace: string,
  signal: AbortSignal | undefined,
): Promise<Detection[]> {
  const found: Detection[] = [];
  let url: string | undefined =
    `${workspace}/providers/Microsoft.SecurityInsights/alertRules?api-version=${API_VERSION}`;
  for (let pages = 0; url !== undefined && pages < MAX_PAGES; pages += 1) {
    const call = { what: 'listing the analytics rules', service: 'alertRules', method: 'GET', url } as const;
    const { bodyAsText } = await azure.send(call, signal);
    const answer = page.safeParse(parseJson(bodyAsText));
    if (!answer.success) throw new PlatformError('Azure listed the analytics rules in an unknown form');
    for (const { properties } of answer.data.value) {
      const techniques = [...(properties?.techniques ?? []), ...(properties?.subTechniques ?? [])];
      if (properties?.enabled && techniques.length > 0) found.push({ name: properties.displayName, techniques });
    }
    const next: string | undefined = answer.data.nextLink ?? undefined;
    // Only the host that was asked: the sign-in goes with the request.
    url = next !== undefined && new URL(next).origin === new URL(workspace).origin ? next : undefined;
  }
  return found;
}

import { z } from 'zod';
import { retrying } from '../core/retry.ts';
import type { Detection } from '../sync/platform.ts';
import type { SplunkClient } from './client.ts';
import { SplunkError } from './errors.ts';
import { MANAGED_BY } from './native.ts';

const PAGE = 1000;
const FIELDS = ['disabled', 'alert.managedBy', 'action.correlationsearch.annotations'] as const;

const feedSchema = z.object({
  entry: z.array(z.object({ name: z.string(), content: z.record(z.string(), z.unknown()) })),
  paging: z.object({ total: z.number() }),
});

const annotations = z.object({ mitre_attack: z.array(z.string()).default([]) });

/**
 * Saved searches of every app that are in use, are not ours, and name ATT&CK techniques in the annotations that Enterprise
 * Security's own content has (https://github.com/splunk/contentctl, savedsearches_detections.j2). Throws SplunkError.
 */
export async function listDetections(client: SplunkClient, signal?: AbortSignal): Promise<Detection[]> {
  const found: Detection[] = [];
  let total = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset < total; ) {
    const { data } = await retrying(async () => {
      const service = await client.service(signal);
      return service.get('/servicesNS/-/-/saved/searches', {
        output_mode: 'json',
        count: PAGE,
        offset,
        f: FIELDS,
      });
    }, client.retry(signal));
    const feed = feedSchema.safeParse(data);
    if (!feed.success) throw new SplunkError(`${client.origin} listed saved searches in an unknown form`, {});
    const { entry, paging } = feed.data;
    for (const { name, content } of entry) {
      const techniques = techniquesOf(content['action.correlationsearch.annotations']);
      if (techniques.length > 0 && !isOff(content) && content['alert.managedBy'] !== MANAGED_BY) {
        found.push({ name, techniques });
      }
    }
    if (entry.length === 0) break;
    offset += entry.length;
    total = paging.total;
  }
  return found;
}

function isOff({ disabled }: Readonly<Record<string, unknown>>): boolean {
  return /^(?:1|true)$/i.test(String(disabled ?? ''));
}

function techniquesOf(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text === '') return [];
  try {
    return annotations.parse(JSON.parse(text)).mitre_attack.filter((id) => /^T\d{4}(?:\.\d{3})?$/.test(id));
  } catch {
    return [];
  }
}

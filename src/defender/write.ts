import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { parseJson } from '../azure/json.ts';
import { PlatformError, reasonOf } from '../core/errors.ts';
import { hashOf } from '../core/hash.ts';
import type { Log } from '../core/log.ts';
import { heldFields, heldMessage } from '../sync/actions.ts';
import type { WriteOutcome } from '../sync/platform.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import { type GraphClient, objectIn } from './graph.ts';
import { ACTED_ON_FIELDS, fromNative, RETIRED_FIELDS, type RuleBody, toNative } from './native.ts';
import type { Rules } from './rules.ts';

export interface RuleWriterDeps {
  /** Name of the platform, for messages. */
  readonly platform: string;
  readonly graph: Pick<GraphClient, 'send'>;
  readonly rules: Rules;
  readonly log: Log;
}

/**
 * Carries out changes. Graph knows no version that a write could depend on, so a rule is read before it is changed or deleted, and
 * left alone where it is not as it was planned on.
 */
export function createRuleWriter({ platform, graph, rules, log }: RuleWriterDeps) {
  const warned = new Set<string>();

  async function readRaw(id: string, signal: AbortSignal | undefined): Promise<object | null> {
    const call = rules.get(id);
    const response = await graph.send(call, signal);
    return response.status === 404 ? null : objectIn(call.what, response);
  }

  async function read(id: string, signal: AbortSignal | undefined): Promise<ActualObject | null> {
    const raw = await readRaw(id, signal);
    return raw && fromNative(raw);
  }

  /** A write counts by the rule in the answer, or else by a read. */
  async function confirm(
    response: PipelineResponse,
    { id, name }: Change,
    body: Omit<RuleBody, 'id'>,
    signal: AbortSignal | undefined,
  ): Promise<WriteOutcome> {
    const stored = fromNative(parseJson(response.bodyAsText)) ?? (await read(id, signal));
    const sent = fromNative({ ...body, id });
    if (!stored || !sent) return { status: 'failed', message: 'Microsoft Graph took the rule but does not show it' };
    for (const field of differing(sent, stored)) {
      if (!warned.has(field))
        log.warn(`${platform}: ${name}: Microsoft Graph stored "${field}" otherwise than it was sent.`);
      warned.add(field);
    }
    return { status: 'done' };
  }

  async function create(change: Change, body: Omit<RuleBody, 'id'>, signal?: AbortSignal): Promise<WriteOutcome> {
    const { id } = change;
    try {
      return await confirm(await graph.send(rules.create({ id, ...body }), signal), change, body, signal);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.status !== 409) throw error;
      const now = await read(id, signal);
      const sent = fromNative({ ...body, id });
      if (!now) return { status: 'failed', message: reasonOf(error) };
      // Our own earlier try, whose answer was lost.
      if (sent && differing(sent, now).length === 0) return { status: 'done' };
      return { status: 'conflict', message: `a rule with the id ${id} is there already, with other content` };
    }
  }

  async function carryOut(change: Change, signal?: AbortSignal): Promise<WriteOutcome> {
    const { id, before, after } = change;
    const body = after && toNative(after, before);
    if (!before) return body ? create(change, body, signal) : { status: 'failed', message: 'nothing to do' };
    const raw = await readRaw(id, signal);
    const now = raw && fromNative(raw);
    if (!now && !body) return { status: 'done' };
    if (!now) return { status: 'conflict', message: 'it was deleted since it was read; the next run creates it again' };
    if (now.etag !== before.etag && differing(now, before).length > 0) {
      return { status: 'conflict', message: 'it was changed since it was read; nothing was overwritten' };
    }
    if (!body) {
      await graph.send(rules.remove(id), signal);
      return { status: 'done' };
    }
    const { actions = [] } = now;
    if (
      after &&
      heldFields({ retiredFields: RETIRED_FIELDS, actedOnFields: ACTED_ON_FIELDS }, now, after.fields).length > 0
    ) {
      return { status: 'conflict', message: heldMessage(actions) };
    }
    return confirm(await graph.send(rules.update(id, body), signal), change, body, signal);
  }

  return async function write(change: Change, signal?: AbortSignal): Promise<WriteOutcome> {
    try {
      return await carryOut(change, signal);
    } catch (error) {
      if (signal?.aborted) return { status: 'failed', message: 'the run was stopped', fatal: true };
      if (!(error instanceof PlatformError)) throw error;
      return { status: 'failed', message: reasonOf(error), fatal: error.fatal };
    }
  };
}

/** What differs between two rules: names of managed fields, and `marker`. */
function differing(a: ActualObject, b: ActualObject): string[] {
  const names = [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])];
  return [
    ...names.filter((name) => (a.fields[name] ?? '').trim() !== (b.fields[name] ?? '').trim()),
    ...(hashOf(a.marker) === hashOf(b.marker) ? [] : ['marker']),
  ];
}

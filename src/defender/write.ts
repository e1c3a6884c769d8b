import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { parseJson } from '../azure/json.ts';
import { PlatformError, reasonOf } from '../core/errors.ts';
import { hashOf } from '../core/hash.ts';
import { giveUp, type RetryDeps, retrying } from '../core/retry.ts';
import { refusedByActions } from '../sync/actions.ts';
import type { WriteOutcome } from '../sync/platform.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import { type GraphClient, objectIn } from './graph.ts';
import { ACTED_ON_FIELDS, fromNative, RETIRED_FIELDS, type RuleBody, toNative } from './native.ts';
import type { Rules } from './rules.ts';

export interface RuleWriterDeps extends RetryDeps {
  /** Name of the platform, for messages. */
  readonly platform: string;
  readonly graph: Pick<GraphClient, 'send'>;
  readonly rules: Rules;
}

/**
 * Carries out changes. Graph knows no version that a write could depend on, so a rule is read before every try to change or delete
 * it, and left alone where it is not as it was planned on. What is left is the time of one request.
 */
export function createRuleWriter({ platform, graph, rules, ...deps }: RuleWriterDeps) {
  const warned = new Set<string>();

  /** Null where there is none. */
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
    const answered = fromNative(parseJson(response.bodyAsText));
    const stored = answered ?? (await read(id, signal));
    const sent = fromNative({ ...body, id });
    if (!stored || !sent) return { status: 'failed', message: 'Microsoft Graph took the rule but does not show it' };
    for (const field of differing(sent, stored)) {
      if (!warned.has(field))
        deps.log.warn(`${platform}: ${name}: Microsoft Graph stored "${field}" otherwise than it was sent.`);
      warned.add(field);
    }
    // What is read afterwards may have been edited since.
    return { status: 'done', stored: answered ?? undefined };
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
      if (sent && differing(sent, now).length === 0) return { status: 'done', stored: now };
      return { status: 'conflict', message: `a rule with the id ${id} is there already, with other content` };
    }
  }

  /** One try to change or delete the rule that a change was planned on. */
  async function change(planned: Change, before: ActualObject, signal?: AbortSignal): Promise<WriteOutcome> {
    const { id, after } = planned;
    // Tried again by the client already.
    const raw = await readRaw(id, signal).catch(giveUp);
    const now = raw && fromNative(raw);
    if (!now && !after) return { status: 'done' };
    if (!now) return { status: 'conflict', message: 'it was deleted since it was read; the next run creates it again' };
    if (now.etag !== before.etag && differing(now, before).length > 0) {
      // Our own earlier try, whose answer was lost.
      const wanted = after && fromNative({ ...toNative(after, before), id });
      if (wanted && differing(wanted, now).length === 0) return { status: 'done', stored: now };
      return { status: 'conflict', message: 'it was changed since it was read; nothing was overwritten' };
    }
    if (!after) {
      await graph.send({ ...rules.remove(id), ...ONCE }, signal);
      return { status: 'done' };
    }
    const refused = refusedByActions(ACTION_TARGET, now, after.fields);
    if (refused) return refused;
    const body = toNative(after, before, raw);
    const response = await graph.send({ ...rules.update(id, body), ...ONCE }, signal);
    return confirm(response, planned, body, signal).catch(giveUp);
  }

  async function carryOut(planned: Change, signal?: AbortSignal): Promise<WriteOutcome> {
    const { before, after } = planned;
    if (!before)
      return after ? create(planned, toNative(after, null), signal) : { status: 'failed', message: 'nothing to do' };
    return retrying(() => change(planned, before, signal), {
      hint: (error) => (error instanceof PlatformError ? error : null),
      deps,
      signal,
    });
  }

  return async function write(planned: Change, signal?: AbortSignal): Promise<WriteOutcome> {
    try {
      return await carryOut(planned, signal);
    } catch (error) {
      if (signal?.aborted) return { status: 'failed', message: 'the run was stopped', fatal: true };
      if (!(error instanceof PlatformError)) throw error;
      return { status: 'failed', message: reasonOf(error), fatal: error.fatal };
    }
  };
}

const ACTION_TARGET = { retiredFields: RETIRED_FIELDS, actedOnFields: ACTED_ON_FIELDS };

/** What a write depends on is read again before it is repeated. */
const ONCE = { retries: 0, promptly: true } as const;

/** What differs between two rules: names of managed fields, and `marker`. */
function differing(a: ActualObject, b: ActualObject): string[] {
  const names = [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])];
  return [
    ...names.filter((name) => (a.fields[name] ?? '').trim() !== (b.fields[name] ?? '').trim()),
    ...(hashOf(a.marker) === hashOf(b.marker) ? [] : ['marker']),
  ];
}

import { type Call, Refusal } from './call.ts';
import type { KvCollection } from './state.ts';

export function collectionOf(call: Call): KvCollection {
  const collection = call.splunkd.state.kv[`${appOf(call)}/${call.names['collection']}`];
  if (!collection) throw kvRefusal(404, 'Could not find object.');
  return collection;
}

/** Collections live in an app: a path without one is refused, with a hint at nobody (live Splunk 10.6 as tested by Splunk.Api). */
export function appOf(call: Call): string {
  const { namespaced, namespace } = call;
  if (!namespaced || namespace.app === '-' || namespace.owner === '-') {
    throw kvRefusal(
      400,
      'Must use user context of "nobody" or a user, and name an app, when interacting with collections.',
    );
  }
  return namespace.app;
}

/**
 * Errors of the data endpoints come as XML although their data is JSON (splunkd 10.4.2 as measured by
 * https://github.com/mockdr/mockdr).
 */
export function kvRefusal(status: number, text: string): Refusal {
  return new Refusal(status, text, { xml: true });
}

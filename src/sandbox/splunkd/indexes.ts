import { type Call, Refusal } from './call.ts';
import { systemEntry } from './info.ts';
import { entryReply, listReply } from './paging.ts';
import type { Entry, Reply } from './reply.ts';

const TITLE = 'indexes';
const PATH = '/services/data/indexes';

/** What every Splunk has (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Indexesconf). */
const OWN: readonly string[] = ['_audit', '_internal', '_introspection', 'history', 'main', 'summary'];

/**
 * GET data/indexes: those that every Splunk has, and those that events were sent to
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTindex).
 */
export function listIndexes(call: Call): Reply {
  return listReply(
    call,
    TITLE,
    PATH,
    namesOf(call).map((name) => indexEntry(call, name)),
  );
}

export function readIndex(call: Call): Reply {
  const name = call.names['name'] as string;
  if (!namesOf(call).includes(name)) throw new Refusal(404, `Could not find object id=${name}`);
  return entryReply(call, TITLE, PATH, indexEntry(call, name));
}

function namesOf({ splunkd }: Call): string[] {
  return [
    ...new Set([...OWN, ...splunkd.state.events.flatMap(({ index }) => (index === undefined ? [] : [index]))]),
  ].sort();
}

function indexEntry(call: Call, name: string): Entry {
  // An event that names no index goes to the default one (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Inputsconf,
  // `index`).
  const count = call.splunkd.state.events.filter(({ index = 'main' }) => index === name).length;
  return systemEntry(call, name, `${PATH}/${encodeURIComponent(name)}`, {
    datatype: 'event',
    disabled: false,
    'eai:acl': null,
    isInternal: name.startsWith('_'),
    totalEventCount: count,
  });
}

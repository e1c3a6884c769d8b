import type { Row, RowContext, Value } from '../../prove/language.ts';

/** A host as CIM names it: the machine that the event is about, where it says. */
function hostOf(fields: Row): Value {
  return fields['host'] ?? fields['dvc'] ?? fields['dest'] ?? fields['src'] ?? 'collector-01';
}

const NAME_OF_KEY = /([^\\]+)\\?$/;

/**
 * What events of a dataset have besides, as add-ons fill it.
 * https://docs.splunk.com/Documentation/CIM/latest/User/Endpoint and its sister pages
 */
const FIELDS: Readonly<Record<string, (fields: Row, context: RowContext) => Row>> = {
  'Endpoint.Processes': (_, { number }) => ({
    action: 'allowed',
    process_id: String(20_000 + number),
    parent_process_id: '4000',
  }),
  'Endpoint.Filesystem': () => ({ process_id: '4000' }),
  'Endpoint.Registry': (fields): Row => {
    const [, name] = NAME_OF_KEY.exec(String(fields['registry_path'] ?? '')) ?? [];
    return { process_id: '4000', ...(name === undefined ? {} : { registry_key_name: name }) };
  },
  'Web.Web': ({ url }): Row => {
    const [, host] = typeof url === 'string' ? (/^(?:\w+:\/\/)?([^/:?#]+)/.exec(url) ?? []) : [];
    return host === undefined ? {} : { url_domain: host };
  },
};

/** An event of a dataset (`Endpoint.Processes`) or a plain one (`events`), with the default fields that every event has. */
export function completeRow(source: string, fields: Row, context: RowContext): Row {
  const { at } = context;
  return {
    index: 'main',
    source: source === 'events' ? 'sample' : `sample:${source}`,
    sourcetype: 'sample',
    host: hostOf(fields),
    ...(Object.hasOwn(FIELDS, source) ? FIELDS[source]?.(fields, context) : {}),
    ...fields,
    _raw: fields['_raw'] ?? JSON.stringify(fields),
    _time: at.toISOString(),
  };
}

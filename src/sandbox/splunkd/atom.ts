import type { Splunkd } from './call.ts';
import { aclValue, BUILD, type Entry, type FeedReply, type JsonValue, linksOf } from './reply.ts';

/** Escapes text for XML; control characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string);
}

/**
 * The Atom feed with Splunk's `s:` dictionaries
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTUM/RESTusing#Atom_Feed_response).
 */
export function feedToAtom(reply: FeedReply, context: { origin: string; splunkd: Splunkd }): string {
  const { paging, entries } = reply;
  if (reply.bare && entries[0]) return `${DECLARATION}\n${entryToAtom(entries[0], context.origin, NAMESPACES)}`;
  return [
    DECLARATION,
    `<feed${NAMESPACES} xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">`,
    `<title>${escapeXml(reply.title)}</title><id>${escapeXml(context.origin + reply.path)}</id>`,
    `<updated>${context.splunkd.now().toISOString()}</updated>`,
    `<generator build="${BUILD}" version="${escapeXml(context.splunkd.version)}"/><author><name>Splunk</name></author>`,
    `<opensearch:totalResults>${paging.total}</opensearch:totalResults>`,
    `<opensearch:itemsPerPage>${paging.perPage}</opensearch:itemsPerPage>`,
    `<opensearch:startIndex>${paging.offset}</opensearch:startIndex><s:messages/>`,
    ...entries.map((entry) => entryToAtom(entry, context.origin)),
    '</feed>',
  ].join('\n');
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const NAMESPACES = ' xmlns="http://www.w3.org/2005/Atom" xmlns:s="http://dev.splunk.com/ns/rest"';

function entryToAtom(entry: Entry, origin: string, namespaces = ''): string {
  const content: Record<string, JsonValue> = { ...entry.content, 'eai:acl': aclValue(entry.acl) };
  if (entry.fields) {
    content['eai:attributes'] = {
      optionalFields: entry.fields.optional,
      requiredFields: entry.fields.required,
      wildcardFields: entry.fields.wildcard,
    };
  }
  const links = Object.entries(linksOf(entry)).map(([rel, path]) => `<link href="${escapeXml(path)}" rel="${rel}"/>`);
  return [
    `<entry${namespaces}><title>${escapeXml(entry.name)}</title><id>${escapeXml(origin + entry.path)}</id>`,
    `<updated>${entry.updated}</updated>${links.join('')}<author><name>${escapeXml(entry.author)}</name></author>`,
    `<content type="text/xml">${toXml(content)}</content></entry>`,
  ].join('\n');
}

/** Booleans are 1 and 0, null is empty. */
function toXml(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value !== 'object') return escapeXml(String(value));
  if (isList(value)) return `<s:list>${value.map((item) => `<s:item>${toXml(item)}</s:item>`).join('')}</s:list>`;
  const keys = Object.entries(value).map(([key, item]) => `<s:key name="${escapeXml(key)}">${toXml(item)}</s:key>`);
  return `<s:dict>${keys.join('')}</s:dict>`;
}

/** `<response>` with one element a key: how login answers a session key and dispatch a sid. */
export function flatToXml(data: Readonly<Record<string, JsonValue>>): string {
  const parts = Object.entries(data).map(([key, value]) => {
    if (key === 'messages') return messageElements(value as { type: string; text: string }[]);
    return `<${key}>${typeof value === 'object' && value !== null ? toXml(value) : escapeXml(String(value))}</${key}>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n${parts.join('\n')}\n</response>\n`;
}

export function messagesToXml(messages: readonly { type: string; code?: string; text: string }[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n${messageElements(messages)}\n</response>\n`;
}

function messageElements(messages: readonly { type: string; code?: string; text: string }[]): string {
  const lines = messages.map((m) => {
    const code = m.code === undefined ? '' : ` code="${escapeXml(m.code)}"`;
    return `    <msg type="${m.type}"${code}>${escapeXml(m.text)}</msg>`;
  });
  return `  <messages>\n${lines.join('\n')}\n  </messages>`;
}

function isList(value: readonly JsonValue[] | { readonly [key: string]: JsonValue }): value is readonly JsonValue[] {
  return Array.isArray(value);
}

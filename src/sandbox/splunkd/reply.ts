import type { StandInResponse } from '../server.ts';
import { feedToAtom, flatToXml, messagesToXml } from './atom.ts';
import type { MessageType, Refusal, Splunkd } from './call.ts';
import type { Permissions, Sharing } from './state.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface Acl {
  readonly app: string;
  readonly owner: string;
  readonly sharing: Sharing;
  readonly perms: Permissions;
  readonly removable: boolean;
}

/**
 * Which arguments a write takes; on single GET, create and update, not on lists (splunkd 10.4.2 as measured by
 * https://github.com/mockdr/mockdr).
 */
export interface ArgumentNames {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly wildcard: readonly string[];
}

export interface Entry {
  readonly name: string;
  /** Path of the object, encoded, without scheme and host. */
  readonly path: string;
  readonly updated: string;
  readonly author: string;
  readonly acl: Acl;
  readonly content: Readonly<Record<string, JsonValue>>;
  /** Actions beside alternate, list, edit and remove, e.g. `dispatch`. */
  readonly actions: readonly string[];
  readonly fields?: ArgumentNames;
}

export interface Paging {
  readonly total: number;
  /** As text: count=-1 reads 18446744073709551615, which no JavaScript number holds. */
  readonly perPage: string;
  readonly offset: number;
}

/** feed: entries in the Atom or JSON envelope; flat: an answer with a shape of its own; raw: neither. */
export type Reply =
  | {
      readonly kind: 'feed';
      readonly status: number;
      readonly title: string;
      readonly path: string;
      readonly entries: readonly Entry[];
      readonly paging: Paging;
      /** In XML the one entry is the document, with no feed around it. */
      readonly bare?: true;
      readonly headers?: Record<string, string | string[]>;
    }
  | {
      readonly kind: 'flat';
      readonly status: number;
      readonly data: Readonly<Record<string, JsonValue>>;
      readonly headers?: Record<string, string | string[]>;
    }
  | { readonly kind: 'raw'; readonly response: StandInResponse };

export type FeedReply = Extract<Reply, { kind: 'feed' }>;

/**
 * Headers on every answer (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr; Expires and X-Frame-Options: recorded
 * splunkd traffic).
 */
const HEADERS = {
  server: 'Splunkd',
  'cache-control': 'no-store, no-cache, must-revalidate, max-age=0',
  vary: 'Cookie, Authorization',
  'x-content-type-options': 'nosniff',
  expires: 'Thu, 26 Oct 1978 00:00:00 GMT',
  'x-frame-options': 'SAMEORIGIN',
};

/**
 * JSON when output_mode says so, Atom XML otherwise; Accept is ignored (splunkd 10.4.2 as measured by
 * https://github.com/mockdr/mockdr).
 */
export function render(reply: Reply, context: { json: boolean; origin: string; splunkd: Splunkd }): StandInResponse {
  if (reply.kind === 'raw') {
    return { ...reply.response, headers: { ...HEADERS, ...reply.response.headers } };
  }
  const body =
    reply.kind === 'flat'
      ? context.json
        ? JSON.stringify(reply.data)
        : flatToXml(reply.data)
      : context.json
        ? feedToJson(reply, context)
        : feedToAtom(reply, context);
  return { status: reply.status, headers: { ...HEADERS, ...contentType(context.json), ...reply.headers }, body };
}

/**
 * Errors take the output mode too; XML errors are `<response><messages><msg type="…">`
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTprolog).
 */
export function renderRefusal(refusal: Refusal, json: boolean): StandInResponse {
  const message = {
    type: refusal.type,
    ...(refusal.code === undefined ? {} : { code: refusal.code }),
    text: refusal.message,
  };
  return {
    status: refusal.status,
    headers: { ...HEADERS, ...contentType(json), ...refusal.headers },
    body: json ? JSON.stringify({ messages: [message] }) : messagesToXml([message]),
  };
}

/** An answer that is only messages, e.g. after cancelling a job. */
export function messageReply(status: number, type: MessageType, text: string): Reply {
  return { kind: 'flat', status, data: { messages: [{ type, text }] } };
}

export function contentType(json: boolean): { 'content-type': string } {
  return { 'content-type': json ? 'application/json; charset=UTF-8' : 'text/xml; charset=UTF-8' };
}

/** rel -> path: alternate, list, _reload, edit, remove and the object's actions (recorded splunkd traffic). */
export function linksOf(entry: Entry): Record<string, string> {
  const links: Record<string, string> = { alternate: entry.path, list: entry.path, edit: entry.path };
  if (entry.acl.removable) links['remove'] = entry.path;
  for (const action of entry.actions) links[action] = `${entry.path}/${action}`;
  return links;
}

export function aclValue(acl: Acl): Record<string, JsonValue> {
  return {
    app: acl.app,
    can_change_perms: true,
    can_list: true,
    can_share_app: true,
    can_share_global: true,
    can_share_user: acl.owner !== 'nobody',
    can_write: true,
    modifiable: true,
    owner: acl.owner,
    perms: acl.perms,
    removable: acl.removable,
    sharing: acl.sharing,
  };
}

function feedToJson(reply: FeedReply, context: { origin: string; splunkd: Splunkd }): string {
  const entry = reply.entries.map((e) => ({
    name: e.name,
    id: context.origin + e.path,
    updated: e.updated,
    links: linksOf(e),
    author: e.author,
    acl: aclValue(e.acl),
    ...(e.fields ? { fields: e.fields } : {}),
    content: e.content,
  }));
  const { perPage, ...paging } = reply.paging;
  const envelope = {
    links: { create: `${reply.path}/_new`, _reload: `${reply.path}/_reload`, _acl: `${reply.path}/_acl` },
    origin: context.origin + reply.path,
    updated: context.splunkd.now().toISOString(),
    generator: { build: BUILD, version: context.splunkd.version },
    entry,
  };
  // perPage is spliced in as text because it may exceed what a number can hold.
  return `${JSON.stringify(envelope).slice(0, -1)},"paging":{"total":${paging.total},"perPage":${perPage},"offset":${paging.offset}},"messages":[]}`;
}

/** The build that the generator and server/info report: an invented hash, so that nobody mistakes this for a real splunkd. */
export const BUILD = '000000standin';

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';

/** What one object costs a tool, in requests one after the other: read in its code, not run. */
export interface Peer {
  readonly name: string;
  /** How many objects it has under way. */
  readonly wide: number;
  readonly requests: readonly {
    readonly method: string;
    readonly path: (name: string) => string;
    readonly body?: (name: string) => string;
  }[];
}

const SEARCHES = '/servicesNS/nobody/huntsync/saved/searches';
const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
const login = { method: 'GET', path: () => '/services/server/info' };
const read = { method: 'GET', path: (name: string) => `${SEARCHES}/${name}` };
const create = {
  method: 'POST',
  path: () => SEARCHES,
  body: (name: string) => form({ name, search: 'search x', disabled: '1' }),
};
const update = { method: 'POST', path: read.path, body: () => form({ search: 'search y' }) };
const acl = {
  method: 'POST',
  path: (name: string) => `${SEARCHES}/${name}/acl`,
  body: () => form({ owner: 'nobody', sharing: 'app' }),
};

/** A log-in stands as any other authenticated request: what counts is the way there and back. */
export const CREATING: readonly Peer[] = [
  // certeu/droid 257d205, its Splunk platform: connects twice, looks the name up, creates.
  { name: 'droid', wide: 1, requests: [login, login, read, create] },
  // splunk/terraform-provider-splunk 4a21e67: creates, sets the permissions, reads back; Terraform's default is ten at a time.
  { name: 'terraform', wide: 10, requests: [create, acl, read] },
];

export const NOTHING_TO_DO: readonly Peer[] = [
  { name: 'droid', wide: 1, requests: [login, login, login, read, read, update, read] },
  { name: 'terraform', wide: 10, requests: [read] },
];

/** Wall-clock seconds that a peer's pattern takes for these names. */
export async function secondsOf(
  peer: Peer,
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: peer.wide, ca: readFileSync(env['SANDBOX_CA'] ?? '') });
  const left = [...names];
  const started = performance.now();
  const work = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      for (const { method, path, body } of peer.requests) await send(agent, env, method, path(name), body?.(name));
    }
  };
  await Promise.all(Array.from({ length: peer.wide }, work));
  agent.destroy();
  return (performance.now() - started) / 1000;
}

async function send(
  agent: Agent,
  env: Readonly<Record<string, string>>,
  method: string,
  path: string,
  body = '',
): Promise<void> {
  const outgoing = request(`${env['SANDBOX_SPLUNK_URL']}${path}?output_mode=json`, {
    agent,
    method,
    headers: {
      authorization: `Bearer ${env['SANDBOX_SPLUNK_TOKEN']}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
    },
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  incoming.resume();
  await once(incoming, 'end');
}

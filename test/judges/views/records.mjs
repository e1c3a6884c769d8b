// Records as people have them: the sandbox after a sync of config/samples, a feed and a hunt that is refused, runs of the hunts, and what
// people do to hunts there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The day at which the dashboards are looked at: the week of the newest sample, so that "this week" holds whenever this runs. */
export const NOW = new Date('2026-05-14T09:00:00Z');
const DAY = 86_400_000;
/** Fields that the sandbox sets by its own clock. */
const CLOCKED = new Set([
  'first_seen',
  'updated',
  'ran_at',
  'first_hit',
  'last_hit',
  'retired_on',
  'history',
  'evidence',
]);

/**
 * @param root of the project, built
 * @param work folder for what is made
 * @returns the collections by name, `dispatch(name)` that runs a saved search, `close()`, and while it is up the address of its `page` and
 *   the `env` and `config` for more commands
 */
export async function makeRecords(root, work) {
  const cli = join(root, 'dist', 'cli.js');
  const sandbox = spawn(process.execPath, [cli, 'sandbox', '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const feed = createServer((_, response) => response.end(readFileSync(new URL('articles/feed.xml', import.meta.url))));
  const close = async () => {
    feed.close();
    if (sandbox.exitCode !== null) return;
    sandbox.kill();
    await once(sandbox, 'exit');
  };
  try {
    const { env, page } = JSON.parse(await firstJson(sandbox.stdout));
    const splunk = client(env);
    const config = join(work, 'views.yaml');
    feed.listen(0, '127.0.0.1');
    await once(feed, 'listening');
    writeFileSync(config, configOf(root, `http://127.0.0.1:${feed.address().port}/`));
    const huntsync = (...args) => run(cli, [...args, '--config', config, '--platform', 'sandbox-splunk'], env);

    await huntsync('sync');
    await huntsync('run', 'uc:UC_LSASS', 'uc:UC_BEACONING');
    const listed = await splunk('GET', '/servicesNS/nobody/huntsync/saved/searches?output_mode=json&count=0');
    const tuned = JSON.parse(listed).entry.find(
      ({ content }) => content['action.huntsync.key'] === 'uc:UC_SCHEDULED_TASK',
    );
    await splunk(
      'POST',
      savedSearch(tuned.name),
      `search=${encodeURIComponent(`${tuned.content.search}\n| search NOT user="svc-*"`)}`,
    );
    await huntsync('retire', 'uc:UC_SERVICE_PERSIST');
    await huntsync('sync');
    await huntsync('run');

    const collections = {};
    for (const type of ['articles', 'hunts', 'indicators', 'runs']) {
      const rows = await splunk('GET', `/servicesNS/nobody/huntsync/storage/collections/data/huntsync_${type}?count=0`);
      collections[`huntsync_${type}`] = JSON.parse(rows).map(atNow);
    }
    const dispatch = async (name) => {
      const { sid } = JSON.parse(await splunk('POST', `${savedSearch(name)}/dispatch?output_mode=json`, ''));
      return JSON.parse(await splunk('GET', `/services/search/jobs/${sid}/results?output_mode=json&count=0`));
    };
    return { collections, dispatch, close, page, env, config };
  } catch (error) {
    await close();
    throw error;
  }
}

const savedSearch = (name) => `/servicesNS/nobody/huntsync/saved/searches/${encodeURIComponent(name)}`;

/** That of the sandbox with a feed and a refused hunt, and with a limit so low that one hunt is noisy. */
function configOf(root, feed) {
  const text = readFileSync(join(root, 'config', 'sandbox.yaml'), 'utf8').replace(
    './samples',
    join(root, 'config', 'samples'),
  );
  const more = [
    `  - { kind: briefings, name: refused, path: ${fileURLToPath(new URL('articles/briefings', import.meta.url))} }`,
    `  - { kind: rss, name: Made-up labs, url: ${JSON.stringify(feed)}, allowPrivateAddresses: true }`,
  ];
  return `${text.replace(/^sources:$/m, ['sources:', ...more].join('\n'))}\npolicy: { noisyAbove: 1, indicatorDays: { domain: 3650, ipv4: 3650 } }\n`;
}

async function firstJson(stream) {
  for await (const line of createInterface({ input: stream })) if (line.startsWith('{')) return line;
  throw new Error('the sandbox does not start');
}

async function run(cli, args, env) {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`huntsync ${args.join(' ')} ends with ${code}: ${told.slice(-1000)}`);
}

function client(env) {
  const ca = readFileSync(env.SANDBOX_CA);
  return async (method, path, body) => {
    const headers = {
      authorization: `Bearer ${env.SANDBOX_SPLUNK_TOKEN}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const call = request(new URL(path, env.SANDBOX_SPLUNK_URL), { method, headers, ca });
    call.end(body);
    const [response] = await once(call, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`);
    return text;
  };
}

/** The same record, had it been made at NOW. */
function atNow(record) {
  const days = Math.round((Date.now() - NOW.getTime()) / DAY);
  const moved = (text) =>
    String(text).replaceAll(/\d{4}-\d\d-\d\d(?=T|$)/g, (day) =>
      new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10),
    );
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      if (!CLOCKED.has(name) || value === null) return [name, value];
      return [name, Array.isArray(value) ? value.map(moved) : moved(value)];
    }),
  );
}

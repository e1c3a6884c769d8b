import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AzureOptions, type AzureState, createAzure, emptyAzureState } from './azure/index.ts';
import { createGraph, emptyGraphState, type GraphOptions, type GraphState } from './graph/index.ts';
import { readConf } from './installed-app.ts';
import { createDefenderLogs } from './logs/defender.ts';
import { createKqlLogs } from './logs/kql.ts';
import { createSplLogs, type Lookups } from './logs/spl.ts';
import { createPage } from './page/index.ts';
import { type Handler, type ServeOptions, type StandInServer, serve } from './server.ts';
import { createSplunkd, openSplunkdStore, type SplunkdOptions, type SplunkdState } from './splunkd/index.ts';
import { openStore } from './store.ts';
import { createTls } from './tls.ts';

export interface SandboxOptions {
  /** Keeps what is written between runs, and `ca.pem`. Without it everything is gone when the sandbox closes. */
  readonly stateDir?: string;
  /** Any free port where not given. */
  readonly splunkPort?: number;
  readonly azurePort?: number;
  readonly graphPort?: number;
  readonly pagePort?: number;
  /** Added to every answer of the platforms. */
  readonly latencyMs?: number;
  /** How a late answer waits; for tests that do not want to. */
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly now?: () => Date;
  /** Further names that the certificate holds for; a proxy may know where they are. */
  readonly names?: readonly string[];
  /** Extra behaviour of one stand-in, for tests. */
  readonly splunk?: Pick<SplunkdOptions, 'apps' | 'version' | 'commands' | 'runSearch'> &
    Pick<ServeOptions, 'onExchange'> & {
      /** The HTTP Event Collector acknowledges, after so many questions that it answers with "not yet". */
      readonly hecAcksAfter?: number;
    };
  readonly azure?: Pick<AzureOptions, 'casing' | 'bareList' | 'limits' | 'rules' | 'logs'> &
    Pick<ServeOptions, 'onExchange'>;
  readonly graph?: Pick<GraphOptions, 'huntingLimit' | 'pageSize' | 'newlines' | 'logs'> &
    Pick<ServeOptions, 'onExchange'> & {
      /** Application permissions of the app registration; all where not given. */
      readonly roles?: readonly string[];
    };
}

/** A running sandbox: where it is, and credentials that are new at each start. */
export interface Sandbox {
  readonly splunk: { url: string; username: string; password: string; token: string; hecToken: string };
  readonly azure: {
    url: string;
    token: string;
    subscriptionId: string;
    resourceGroup: string;
    workspace: string;
    /** Immutable id of the data collection rule for the records. */
    ruleId: string;
    /** An app registration that the token endpoint knows. */
    app: { tenantId: string; clientId: string; clientSecret: string };
  };
  readonly graph: {
    url: string;
    token: string;
    /** An app registration that the token endpoint of this host knows. */
    app: { tenantId: string; clientId: string; clientSecret: string };
  };
  /** What a client must trust; its key exists only in this process. */
  readonly ca: { pem: string; path: string };
  readonly page: { url: string };
  readonly servers: { splunk: StandInServer; azure: StandInServer; graph: StandInServer; page: StandInServer };
  /** What the stand-ins hold, live. */
  readonly states: { splunk: SplunkdState; azure: AzureState; graph: GraphState };
  close(): Promise<void>;
}

/** The sandbox's workspace has the same address at each start, so that what is kept in a state folder stays in place. */
const WORKSPACE = {
  subscriptionId: '5a4db0c5-0000-4000-8000-000000000000',
  resourceGroup: 'sandbox-rg',
  name: 'sandbox-workspace',
};

/** The data collection rule that `sentinel/azuredeploy.json` deploys, by its streams. */
const RULE = {
  id: 'dcr-5a4db0c5000040008000000000000000',
  streams: ['Custom-HuntArticles_CL', 'Custom-Hunts_CL', 'Custom-HuntIndicators_CL', 'Custom-HuntRuns_CL'],
};

/** The Splunk apps of the sandbox: the one that clients write to, and Splunk's Common Information Model. */
const SPLUNK_APPS = ['huntsync', 'Splunk_SA_CIM'];
const appConf = (file: string) => readConf(new URL(`../../splunk_app/default/${file}`, import.meta.url));

/**
 * Starts the splunkd, Azure and Graph stand-ins (TLS) and their web page (plain HTTP), all on loopback.
 * Throws where a port is taken or the state folder cannot be used; nothing is left running then.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const started = now();
  const folder = openFolder(options.stateDir);
  const file = (name: string) => (options.stateDir === undefined ? undefined : join(folder.path, name));
  const stores = {
    splunk: openSplunkdStore(file('splunk.json')),
    azure: openStore<AzureState>(file('azure.json'), emptyAzureState()),
    graph: openStore<GraphState>(file('graph.json'), emptyGraphState()),
  };
  const tls = await createTls(started, options.names);
  const ca = { pem: tls.ca, path: join(folder.path, 'ca.pem') };
  writeFileSync(ca.path, tls.ca);

  const login = { username: 'admin', password: secret(), token: secret(), hecToken: randomUUID() };
  const token = secret();
  const graphToken = secret();
  const app = { tenantId: randomUUID(), clientId: randomUUID(), clientSecret: secret() };
  const { onExchange: onSplunk, hecAcksAfter, ...splunkOptions } = options.splunk ?? {};
  const { onExchange: onAzure, ...azureOptions } = options.azure ?? {};
  const { onExchange: onGraph, roles, ...graphOptions } = options.graph ?? {};
  const splunkd = createSplunkd({
    apps: SPLUNK_APPS,
    appSettings: { huntsync: appConf('app.conf')['launcher'] ?? {} },
    macros: { huntsync: appConf('macros.conf') },
    collections: { huntsync: appConf('collections.conf') },
    runSearch: createSplLogs(started, () => lookupsOf(stores.splunk.state)),
    ...splunkOptions,
    store: stores.splunk,
    users: { [login.username]: login.password },
    tokens: [login.token],
    hecTokens: [
      { token: login.hecToken, ...(hecAcksAfter === undefined ? {} : { useAck: true, acksAfter: hecAcksAfter }) },
    ],
    now,
  });
  const azure = createAzure({
    rules: [RULE],
    logs: createKqlLogs(started),
    alertRules: [{ name: 'Sign-ins from a password spray', enabled: true, techniques: ['T1110'] }],
    ...azureOptions,
    store: stores.azure,
    tokens: [token],
    apps: [app],
    workspaces: [WORKSPACE],
    now,
  });
  const graph = createGraph({
    logs: createDefenderLogs(started),
    ...graphOptions,
    store: stores.graph,
    tokens: [graphToken],
    apps: [{ ...app, ...(roles ? { roles } : {}) }],
    now,
  });
  const page = createPage({ splunk: splunkd.state, sentinel: azure.state, defender: graph.state });

  const running: StandInServer[] = [];
  async function close(): Promise<void> {
    await Promise.all(running.map((server) => server.close()));
    stores.splunk.flush();
    stores.azure.flush();
    stores.graph.flush();
    folder.release();
  }
  async function start(handler: Handler, serveOptions: ServeOptions): Promise<StandInServer> {
    const server = await serve(handler, serveOptions);
    running.push(server);
    return server;
  }
  const platform = {
    tls: { key: tls.key, cert: tls.cert },
    ...(options.latencyMs ? { latencyMs: options.latencyMs } : {}),
    ...(options.sleep ? { sleep: options.sleep } : {}),
  };
  try {
    const servers = {
      splunk: await start(splunkd.handler, { ...platform, ...at(options.splunkPort), ...seen(onSplunk) }),
      azure: await start(azure.handler, { ...platform, ...at(options.azurePort), ...seen(onAzure) }),
      graph: await start(graph.handler, { ...platform, ...at(options.graphPort), ...seen(onGraph) }),
      page: await start(page, at(options.pagePort)),
    };
    const { name: workspace, ...place } = WORKSPACE;
    return {
      splunk: { url: servers.splunk.url, ...login },
      azure: { url: servers.azure.url, token, ...place, workspace, ruleId: RULE.id, app },
      graph: { url: servers.graph.url, token: graphToken, app },
      ca,
      page: { url: servers.page.url },
      servers,
      states: { splunk: splunkd.state, azure: azure.state, graph: graph.state },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The state folder, or a temporary one (for the CA) that goes away again. */
function openFolder(stateDir: string | undefined): { path: string; release(): void } {
  if (stateDir !== undefined) {
    mkdirSync(stateDir, { recursive: true });
    return { path: resolve(stateDir), release: lockFolder(stateDir) };
  }
  const path = mkdtempSync(join(tmpdir(), 'sandbox-'));
  return { path, release: () => rmSync(path, { recursive: true, force: true }) };
}

/** Two sandboxes on one folder would overwrite each other's state and certificate. Returns what ends the lock. */
function lockFolder(folder: string): () => void {
  const file = join(folder, 'sandbox.pid');
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isRunning(holder)) {
    throw new Error(`process ${holder} has a sandbox on ${folder} already. End it, or give another folder.`);
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function at(port: number | undefined): { port?: number } {
  return port === undefined ? {} : { port };
}

function seen(onExchange: ServeOptions['onExchange']): Pick<ServeOptions, 'onExchange'> {
  return onExchange ? { onExchange } : {};
}

/** Our app's lookups over the KV store have the names of their collections (splunk_app/default/transforms.conf). */
function lookupsOf({ kv }: SplunkdState): Lookups {
  const collections = Object.values(kv).map(({ name, documents }) => [name, Object.values(documents)] as const);
  return Object.fromEntries(collections) as Lookups;
}

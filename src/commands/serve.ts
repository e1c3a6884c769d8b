import { isIP } from 'node:net';
import { basename } from 'node:path';
import type { Config } from '../config/schema.ts';
import { EXIT, HuntsyncError, messageOf, UsageError } from '../core/errors.ts';
import type { PageServer } from '../page/listen.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { createPageReader, highlightersOf, type PageReader, type PageReaderOptions } from './page-reader.ts';

export interface ServeOptions {
  readonly config: string;
  readonly host?: string;
  readonly port?: string;
}

const DEFAULT_PORT = 8790;
const LOOPBACK = '127.0.0.1';
const PLATFORM_MS = 30_000;
const ARTICLE_MS = 15 * 60_000;

/** Serves the web page over the configured platforms, read only, until it is asked to end. */
export const serve: Command<ServeOptions> = async ({ config: file, host = LOOPBACK, port }, context) => {
  const config = await readConfig(file, context);
  if (!isLoopback(host)) {
    context.log.warn(
      `${host} is not this machine alone: everybody who reaches it sees your hunts, and there is no log-in. Put a proxy that asks for one in front.`,
    );
  }
  const freshness = { place: basename(file), platformMs: PLATFORM_MS, articleMs: ARTICLE_MS };
  const { server } = await openPage(config, { host, port: portOf(port), ...freshness }, context);
  try {
    context.log.info(`The page: ${server.url} (read only; Ctrl-C ends it)`);
    await untilAborted(context.signal);
    return EXIT.ok;
  } finally {
    await server.close();
  }
};

export interface OpenPageOptions extends PageReaderOptions {
  readonly host: string;
  readonly port: number;
}

export interface OpenPage {
  readonly server: PageServer;
  readonly reader: PageReader;
}

/** Starts the page. Throws HuntsyncError where the address cannot be had. */
export async function openPage(config: Config, options: OpenPageOptions, context: Context): Promise<OpenPage> {
  const [{ createPageApp }, { listen }] = await Promise.all([import('../page/app.ts'), import('../page/listen.ts')]);
  const reader = await createPageReader(config, options, context);
  const app = createPageApp({
    model: () => reader.model(),
    highlighters: await highlightersOf(context),
    names: [options.host],
    log: context.log,
  });
  const server = await listen(app, options).catch((error: unknown) => {
    throw new HuntsyncError(`The page cannot be served on ${options.host}:${options.port}: ${messageOf(error)}`, {
      remedy: 'Give another --port, or 0 for any that is free.',
      cause: error,
    });
  });
  return { server, reader };
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function portOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port ${text} is not a port.`, 'Give a number from 0 (any that is free) to 65535.');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

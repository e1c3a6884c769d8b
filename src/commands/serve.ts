import { isIP } from 'node:net';
import { basename } from 'node:path';
import { EXIT, HuntsyncError, messageOf, UsageError } from '../core/errors.ts';
import type { PageServer } from '../page/listen.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { createPageReader, highlightersOf, type PageReader } from './page-reader.ts';

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
  const reader = await createPageReader(config, freshness, context);
  const server = await openPage(async () => reader, { host, port: portOf(port) }, context);
  try {
    context.log.info(`The page: ${server.url} (read only; Ctrl-C ends it)`);
    await untilAborted(context.signal);
    return EXIT.ok;
  } finally {
    await server.close();
  }
};

/** Starts the page; its reader is asked for at the first request. Throws HuntsyncError where the address cannot be had. */
export async function openPage(
  reader: () => Promise<PageReader>,
  place: { readonly host: string; readonly port: number },
  context: Context,
): Promise<PageServer> {
  const [{ createPageApp }, { listen }] = await Promise.all([import('../page/app.ts'), import('../page/listen.ts')]);
  const app = createPageApp({
    model: async () => (await reader()).model(),
    highlighters: await highlightersOf(context),
    names: [place.host],
    log: context.log,
  });
  return listen(app, place).catch((error: unknown) => {
    throw new HuntsyncError(`The page cannot be served on ${place.host}:${place.port}: ${messageOf(error)}`, {
      remedy: 'Give another --port, or 0 for any that is free.',
      cause: error,
    });
  });
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

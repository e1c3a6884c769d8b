import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import type { Config } from '../config/schema.ts';
import { EXIT, type ExitCode, HuntsyncError, messageOf } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { fitName } from '../report/fit-name.ts';
import { exitCodeOf, type RunResult } from '../report/result.ts';
import type { SandboxJson } from '../report/schemas/files.ts';
import { type TextColumn, tableToText } from '../report/table.ts';
import { sandboxEnv } from '../sandbox/env.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { SYNCED_TYPES } from '../sync/records/schema.ts';
import { ranWell } from '../sync/run/outcome.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import type { PageReader } from './page-reader.ts';
import { createPlatforms, siemOf } from './parts.ts';
import { runConfig } from './run-sync.ts';
import { runOnPlatforms } from './runs.ts';
import { hitsText } from './sandbox-hits.ts';

export interface SandboxCommandOptions {
  readonly state?: string;
  readonly demo?: boolean;
  readonly json?: boolean;
}

const CONFIG = fileURLToPath(new URL('../../config/sandbox.yaml', import.meta.url));

/** Starts the stand-ins; with `demo`, syncs the samples into them twice and ends. */
export const sandbox: Command<SandboxCommandOptions> = async ({ state, demo, json }, context) => {
  const { startSandbox } = await import('../sandbox/index.ts');
  const running = await startSandbox({ ...(state === undefined ? {} : { stateDir: state }), now: context.now }).catch(
    (error: unknown) => {
      throw new HuntsyncError(`The sandbox cannot start: ${messageOf(error)}`, { cause: error });
    },
  );
  try {
    return demo ? await showDemo(running, context) : await keepUp(running, context, json ?? false);
  } finally {
    await running.close();
  }
};

/** How long the page shows what it read of the stand-ins: they are on this machine, and quick. */
const PLATFORM_MS = 1000;
const ARTICLE_MS = 30_000;

async function keepUp(running: Sandbox, context: Context, json: boolean): Promise<ExitCode> {
  const { print, log, signal, startedAs = 'huntsync' } = context;
  // Not through `print`: these secrets are the sandbox's own, made for this run, and are meant to be copied.
  const env = sandboxEnv(running);
  const [{ openPage, untilAborted }, { createPageReader }] = await Promise.all([
    import('./serve.ts'),
    import('./page-reader.ts'),
  ]);
  // The configuration is read after the secrets are printed: from then on the output is free of them.
  let reader: Promise<PageReader> | undefined;
  const readerOf = async () => {
    const config = await readConfig(CONFIG, { env, siems: context.siems });
    return createPageReader(config, { place: 'sandbox', platformMs: PLATFORM_MS, articleMs: ARTICLE_MS }, context);
  };
  const opened = () => {
    reader ??= readerOf();
    return reader;
  };
  const server = await openPage(opened, { host: '127.0.0.1', port: 0 }, context);
  try {
    const report: SandboxJson = { page: server.url, raw: running.page.url, env };
    if (json) print(jsonText(report));
    else for (const [name, value] of Object.entries(env)) print(`export ${name}='${value}'`);
    log.info(`The sandbox is up. Its page: ${server.url}`);
    log.info(`What the stand-ins hold, as they store it: ${running.page.url}`);
    const how = json ? 'set what stands under env' : 'paste the lines above';
    log.info(`In another terminal, ${how} and run: ${startedAs} sync --config ${CONFIG}`);
    log.info('Ctrl-C ends it.');
    await untilAborted(signal);
    return EXIT.ok;
  } finally {
    await server.close();
  }
}

async function showDemo(running: Sandbox, context: Context): Promise<ExitCode> {
  const { print, startedAs = 'huntsync' } = context;
  const config = await readConfig(CONFIG, { env: sandboxEnv(running), siems: context.siems });
  const heading = (text: string) => print(`\n${pc.bold(pc.cyan(text))}\n`);

  heading('1. Sync the sample briefings into the sandbox');
  const first = await runConfig('sync', config, {}, context);
  heading('2. The hunts as they now stand on the platforms');
  await showObjects(config, context);
  heading('3. Sync again: nothing to do');
  const second = await runConfig('sync', config, {}, context);
  heading("4. What the hunts find in the sandbox's events");
  const ran = await showHits(config, context);

  print('');
  print(
    pc.dim(
      `These are stand-ins on this machine. \`${startedAs} sandbox --state .sandbox\` keeps them up, with a web page.`,
    ),
  );
  print(pc.dim(`For your own platforms: \`${startedAs} init\`.`));
  return first.refusals.length > 0
    ? EXIT.unsafe
    : firstBad(exitCodeOf(first), exitCodeOf(second), changesOf(second), ran);
}

function changesOf(result: RunResult): ExitCode {
  const sent = result.records.some((one) => SYNCED_TYPES.some((type) => one[type]?.sent || one[type]?.removed));
  return sent || result.platforms.some(({ plan }) => plan?.changes.length) ? EXIT.failed : EXIT.ok;
}

function firstBad(...codes: ExitCode[]): ExitCode {
  return codes.find((code) => code !== EXIT.ok) ?? EXIT.ok;
}

/** Lists what the stand-ins hold, read back through the platforms' own interfaces. */
async function showObjects(config: Config, context: Context): Promise<void> {
  for (const { platform, siem, objects } of await holdings(config, context)) {
    const columns: TextColumn[] = [
      { head: `${siem.title} ${siem.nativeForm}`, least: 26 },
      { head: 'severity' },
      { head: 'articles', align: 'right' },
    ];
    const rows = objects.map(({ name, fields, marker }) => {
      const [severity = ''] = (fields[platform.severityField] ?? '').split(' ');
      return [fitName(name, 54), severity, marker?.evidence.articles.length ?? 0];
    });
    context.print(tableToText(columns, rows, context.columns));
    await platform.close();
  }
}

/** Runs the hunts where they now stand; every one of the samples' hunts can be run. */
async function showHits(config: Config, context: Context): Promise<ExitCode> {
  const platforms = await runOnPlatforms(config, {}, context);
  const runs = platforms.flatMap(({ kind, runs: own }) => {
    const { title } = siemOf(kind, context.siems);
    return own.map((run) => ({ ...run, title }));
  });
  context.print(hitsText(runs, context.columns));
  return ranWell(platforms) ? EXIT.ok : EXIT.failed;
}

/** Our objects on each platform, by name. */
async function holdings(config: Config, context: Context) {
  const platforms = await createPlatforms(config, [], context);
  return Promise.all(
    platforms.map(async (platform) => {
      const siem = siemOf(platform.kind, context.siems);
      const objects = (await platform.list(context.signal)).filter(({ marker }) => marker);
      return { platform, siem, title: siem.title, objects: objects.sort((a, b) => (a.name < b.name ? -1 : 1)) };
    }),
  );
}

import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { EXIT, HuntsyncError, messageOf, UsageError } from '../core/errors.ts';
import { makeFolder } from '../core/make-folder.ts';
import { packageFile } from '../core/package-file.ts';
import { oneLine } from '../core/text.ts';
import type { Command, Context } from './context.ts';
import { type Asker, createAsker } from './init-ask.ts';
import { DEPLOY_WAYS, deployFiles, packaged } from './init-deploy.ts';
import { platformFault } from './init-fault.ts';
import { type BeginningPlatform, beginningText, variablesIn } from './init-text.ts';
import { writeOut } from './write-out.ts';

export interface InitOptions {
  /** A folder or a file. */
  readonly briefings?: string;
  /** Writes our list of feeds beside the configuration, and reads it. */
  readonly feeds?: boolean;
  /** Kinds of SIEM. */
  readonly platform?: readonly string[];
  /** Names out of `DEPLOY_WAYS`. */
  readonly deploy?: readonly string[];
  readonly out: string;
  readonly force?: boolean;
  /** Prints the whole example instead of writing anything. */
  readonly print?: boolean;
}

const FLAGS = '--briefings FOLDER or --feeds, and --platform KIND';
const FEEDS_FILE = 'feeds.yaml';

/** Writes a first configuration, after a few questions where flags do not answer them. Overwrites nothing without `--force`. */
export const init: Command<InitOptions> = async (options, context) => {
  if (options.print) {
    context.print(packaged('config/huntsync.example.yaml').trimEnd());
    return EXIT.ok;
  }
  refuseExisting([options.out], options);
  const answers = await answersOf(options, context);
  const folder = dirname(resolve(options.out));
  const briefings = answers.briefings === undefined ? undefined : pathFrom(folder, answers.briefings);
  const feeds = answers.feeds ? `./${FEEDS_FILE}` : undefined;
  const deploy = deployFiles(answers.deploy).map(({ path, text }) => ({
    path: join(dirname(options.out), path),
    text,
  }));
  refuseExisting(
    deploy.map(({ path }) => path),
    options,
  );

  const text = beginningText({ briefings, feeds, platforms: answers.platforms });
  await writeOut(options.out, text, context);
  if (feeds !== undefined) await writeFeeds(join(dirname(options.out), FEEDS_FILE), context);
  if (briefings !== undefined) provideFolder(resolve(folder, briefings), answers.briefings ?? briefings, context);
  for (const file of deploy) await writeOut(file.path, file.text, context);
  context.print(
    nextSteps(
      context.startedAs ?? 'huntsync',
      options.out,
      text,
      answers.platforms,
      deploy.map(({ path }) => path),
    ),
  );
  return EXIT.ok;
};

interface Answers {
  readonly briefings: string | undefined;
  readonly feeds: boolean;
  readonly platforms: readonly BeginningPlatform[];
  readonly deploy: readonly string[];
}

/** What the flags say; what they leave open is asked for. Flags that say enough ask nothing. */
async function answersOf({ briefings, feeds, platform, deploy }: InitOptions, context: Context): Promise<Answers> {
  const hasSource = briefings !== undefined || feeds === true;
  if (hasSource && platform !== undefined) {
    const platforms = await Promise.all(platform.map((kind) => beginningOf(kind, context)));
    return { briefings, feeds: feeds ?? false, platforms, deploy: deploy ?? [] };
  }
  const asker = createAsker(context, FLAGS);
  try {
    const sources = hasSource ? { briefings, feeds: feeds ?? false } : await askSources(asker);
    const kinds = context.siems.filter(({ start }) => start !== undefined).map(({ kind }) => kind);
    const chosen = platform ?? (await asker.choose('Platforms', kinds, ''));
    const platforms: BeginningPlatform[] = [];
    for (const kind of chosen) platforms.push(await askPlatform(kind, asker, context));
    const ways = deploy ?? (await asker.choose('Files to run it for good', DEPLOY_WAYS, 'none'));
    return { ...sources, platforms, deploy: ways };
  } finally {
    asker.close();
  }
}

async function askSources(asker: Asker): Promise<Pick<Answers, 'briefings' | 'feeds'>> {
  const given = await asker.ask('Folder of your briefings, or none', './briefings');
  const briefings = given === 'none' ? undefined : given;
  const wanted = await asker.ask(
    'Read public threat-intel feeds too (yes, no)',
    briefings === undefined ? 'yes' : 'no',
    (answer) => {
      if (!/^(?:y|yes|n|no)$/i.test(answer)) return 'Answer yes or no.';
      return briefings === undefined && /^n/i.test(answer) ? 'Then there is nothing to read: answer yes.' : undefined;
    },
  );
  return { briefings, feeds: /^y/i.test(wanted) };
}

async function beginningOf(kind: string, { siems }: Context): Promise<BeginningPlatform> {
  const start = await siems.find((siem) => siem.kind === kind)?.start?.();
  if (!start) throw new UsageError(`There is no platform of kind ${kind} to begin with.`);
  return { kind, start, values: {} };
}

async function askPlatform(kind: string, asker: Asker, context: Context): Promise<BeginningPlatform> {
  const platform = await beginningOf(kind, context);
  const title = context.siems.find((siem) => siem.kind === kind)?.title ?? kind;
  const values: Record<string, string> = {};
  for (const { key, is, example } of platform.start.asks) {
    values[key] = await asker.ask(`${title}: ${is}`, example, (answer) =>
      platformFault({ ...platform, values: { ...values, [key]: answer } }, key, context),
    );
  }
  return { ...platform, values };
}

function refuseExisting(paths: readonly string[], { force }: InitOptions): void {
  const there = force ? [] : paths.filter((path) => existsSync(path));
  if (there.length === 0) return;
  throw new UsageError(
    `There already is ${there.join(', ')}; nothing was written.`,
    'Give another file with --out, or --force to overwrite.',
  );
}

/** A list of feeds belongs to its user from the first day: one that is there stays, whatever the flags. */
async function writeFeeds(path: string, context: Context): Promise<void> {
  if (existsSync(path)) context.log.info(`${path} is there already, and stays as it is.`);
  else await writeOut(path, packaged('config/feeds.yaml'), context);
}

/** Without its folder, every run would be incomplete. */
function provideFolder(path: string, shown: string, { log }: Context): void {
  if (existsSync(path) || /\.(?:md|txt)$/i.test(path)) return;
  try {
    makeFolder(path);
  } catch (error) {
    throw new HuntsyncError(`The folder ${shown} cannot be made: ${messageOf(error)}`, { cause: error });
  }
  log.info(`Made the folder ${shown}: put your briefings into it.`);
}

/** A path given on the command line, as the file in that folder has to name it. */
function pathFrom(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  const own = relative(folder, resolve(path)).split(sep).join('/');
  return own.startsWith('..') ? own : `./${own}`;
}

function nextSteps(
  program: string,
  out: string,
  text: string,
  platforms: readonly BeginningPlatform[],
  deployed: readonly string[],
): string {
  const config = out === 'huntsync.yaml' ? '' : ` --config ${out}`;
  const examples = platforms.flatMap(({ start, values }) =>
    start.asks
      .filter(({ key, example }) => (values[key] ?? example) === example)
      .map(({ key }) => `${start.name}.${key}`),
  );
  const pages = platforms.map(({ start }) => packageFile(start.page));
  return [
    'Next:',
    ...(examples.length > 0
      ? [`  edit ${oneLine(out)}: ${examples.join(', ')} ${examples.length === 1 ? 'is an example' : 'are examples'}`]
      : []),
    ...pages.map((page) => `  prepare the platform: ${page}`),
    ...variablesIn(text).map((name) => `  export ${name}=…`),
    `  ${program} doctor --offline${config}`,
    `  ${program} doctor${config}`,
    `  ${program} plan${config}`,
    `  ${program} sync${config}`,
    ...(deployed.length > 0 ? [`  run it for good: as the first lines say of ${oneLine(deployed.join(', '))}`] : []),
  ].join('\n');
}

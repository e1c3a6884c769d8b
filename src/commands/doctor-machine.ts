import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { CONFIG_CODES } from '../config/codes.ts';
import { proxiesOf, proxyRulesOf } from '../config/proxy.ts';
import type { Config, SourceConfig } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { HuntsyncError, messageOf } from '../core/errors.ts';
import { FILE_CODES } from '../core/file-codes.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { readRegularFile } from '../core/regular-file.ts';
import { loadCatalogue } from '../knowledge/catalogue.ts';
import { createExclusion } from '../sources/exclude.ts';
import { findBriefings } from '../sources/find-briefings.ts';
import { checkLiteral } from '../sources/web/address.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import type { Context } from './context.ts';
import { placeholderFindings } from './placeholders.ts';

const OLDEST_NODE = [20, 19] as const;

/** What of this machine and its files a run needs, platforms aside. */
export async function machineFindings(config: Config, file: string, context: Context): Promise<Diagnosis[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const sources = await Promise.all(config.sources.map((source) => sourceFindings(source, context.signal)));
  return [
    isNew
      ? ok('Node.js', process.versions.node)
      : wrong('Node.js', process.versions.node, `Install ${OLDEST_NODE.join('.')} or newer.`),
    ok(
      'configuration',
      `${file}: ${counted(config.sources.length, 'source')}, ${counted(config.platforms.length, 'platform')}`,
    ),
    ...placeholdersIn(file, config),
    ...(config.refusedFiles ?? []).map(refusedFinding),
    ...(config.sharedCredentials ?? []).map(sharedFinding),
    ...sources.flat(),
    catalogueFinding(),
    ...cacheFinding(context.cacheDir),
    ...proxyFinding(config, context),
  ];
}

function refusedFinding(problem: Problem): Diagnosis {
  return wrong(
    'platformsFrom',
    formatProblem(problem),
    'Nothing is done on the platforms of this file until it is mended.',
  );
}

function sharedFinding({ message, code }: Problem): Diagnosis {
  return doubtful('platformsFrom', `${message} (${code})`, CONFIG_CODES.codes['shared-credential'].remedy);
}

async function sourceFindings(source: SourceConfig, signal: AbortSignal): Promise<Diagnosis[]> {
  if (source.kind !== 'briefings') return feedFindings(source);
  const { path } = source;
  const name = `source ${path}`;
  if (!existsSync(path)) return [wrong(name, 'is not there', 'Create the folder, or correct `path`.')];
  if (!statSync(path).isDirectory()) return [ok(name, 'is a file')];
  const globs = source.exclude.map((glob) => ({ glob, excludes: createExclusion([glob]) }));
  const used = new Set<string>();
  const { files, problems } = await findBriefings(
    path,
    (below) => {
      const own = globs.filter(({ excludes }) => excludes(below));
      for (const { glob } of own) used.add(glob);
      return own.length > 0;
    },
    signal,
  );
  return [
    ...(files.length > 0
      ? [ok(name, `is a folder with ${counted(files.length, 'briefing')}`)]
      : [noBriefings(path, name)]),
    ...problems.map((one) => doubtful(name, `${one.path}: ${one.message}`, FILE_CODES.codes.unreadable.remedy)),
    ...globs
      .filter(({ glob }) => !used.has(glob))
      .map(({ glob }) =>
        doubtful(
          name,
          `exclude: ${glob} leaves nothing out`,
          'Correct the pattern, or take it out (docs/configuration.md).',
        ),
      ),
  ];
}

/** A feed at an address that is refused unless the configuration allows it; whether it answers is for a sync to see. */
function feedFindings(source: Exclude<SourceConfig, { kind: 'briefings' }>): Diagnosis[] {
  try {
    checkLiteral(new URL(source.url), source.allowPrivateAddresses);
    return [];
  } catch (error) {
    if (!(error instanceof HuntsyncError)) throw error;
    return [wrong(`source ${source.name}`, messageOf(error), error.remedy)];
  }
}

function noBriefings(path: string, name: string): Diagnosis {
  const remedy =
    'Put briefings into it, or let `huntsync collect` write some; where it is a mount, see that it is mounted.';
  const isEmpty = readdirSync(path).length === 0;
  return doubtful(name, isEmpty ? 'is an empty folder' : 'is a folder without a briefing (.md or .txt)', remedy);
}

/** Of the configuration and of the files of platforms that it names. */
function placeholdersIn(file: string, { platforms }: Config): Diagnosis[] {
  const others = platforms.flatMap(({ declaredIn }) => declaredIn ?? []);
  return [...new Set([file, ...others])].flatMap((path) => {
    try {
      return placeholderFindings(readRegularFile(path).toString('utf8'), path);
    } catch {
      // It was read as the configuration; a second time it may not be there, as where it came through a pipe.
      return [];
    }
  });
}

function catalogueFinding(): Diagnosis {
  try {
    return ok('catalogue', counted(loadCatalogue().length, 'use case'));
  } catch (error) {
    return wrong('catalogue', messageOf(error), 'Reinstall huntsync: its own files are damaged.');
  }
}

function cacheFinding(cacheDir: string | undefined): Diagnosis[] {
  if (cacheDir === undefined || !existsSync(cacheDir)) return [];
  try {
    accessSync(cacheDir, constants.W_OK);
    return [ok('cache', cacheDir)];
  } catch {
    return [doubtful('cache', `${cacheDir} cannot be written`, 'Every run checks every query anew: make it writable.')];
  }
}

/** Which proxy the feeds and platforms are asked through, and which not. */
function proxyFinding({ proxy, sources, platforms }: Config, { env, log }: Context): Diagnosis[] {
  const rules = proxyRulesOf(proxy, env, log);
  const addresses = [...sources, ...platforms].flatMap((part) => addressesIn(part));
  const found = [...proxiesOf([...new Set(addresses)], rules)];
  return found.map(([name, hosts]) => ok('proxy', `${name} for ${[...new Set(hosts)].join(', ')}`));
}

/** The values of a part of the configuration that are web addresses. */
function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:\/\//.test(value) && URL.canParse(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(addressesIn) : [];
}

import { resolve } from 'node:path';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { readRegularFile } from '../core/regular-file.ts';
import type { SourceConfig, WrittenSource } from './schema.ts';
import { type EpssConfig, feedsFile } from './sources.ts';
import { checkYaml, parseYaml } from './yaml.ts';

/** Sources with the lists of feeds expanded, and the problems of those lists. */
export interface ExpandedSources {
  readonly sources: SourceConfig[];
  /** The one that brings scores and no articles. */
  readonly scores?: EpssConfig;
  readonly problems: Problem[];
}

/** Replaces each `kind: feeds` source by the feeds that its file lists. A setting of a feed overrides the one of the list. */
export function expandFeeds(written: readonly WrittenSource[], folder: string): ExpandedSources {
  const problems: Problem[] = [];
  const sources = written.flatMap((source): SourceConfig[] => {
    if (source.kind === 'epss') return [];
    if (source.kind !== 'feeds') return [source];
    const path = resolve(folder, source.path);
    const { kind: _, path: __, fullText = false, allowPrivateAddresses = false, ...selection } = source;
    const defaults = { kind: 'rss' as const, fullText, allowPrivateAddresses, authoritative: false, ...selection };
    return readFeeds(path, problems).flatMap(({ enabled, ...feed }) => (enabled ? [{ ...defaults, ...feed }] : []));
  });
  const scores = written.find((source) => source.kind === 'epss');
  return { sources, ...(scores ? { scores } : {}), problems };
}

function readFeeds(path: string, problems: Problem[]) {
  let text: string;
  try {
    text = readRegularFile(path).toString('utf8');
  } catch (error) {
    problems.push({ code: 'unreadable', message: `This list of feeds cannot be read: ${messageOf(error)}`, path });
    return [];
  }
  const yaml = parseYaml(text, path);
  problems.push(...yaml.problems);
  if (yaml.problems.length > 0) return [];
  const checked = checkYaml(yaml, feedsFile);
  if ('data' in checked) return checked.data.feeds;
  problems.push(...checked.problems.map(({ message, place }) => ({ code: 'config', message, path, ...place })));
  return [];
}

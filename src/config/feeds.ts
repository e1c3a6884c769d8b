import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { SourceConfig, WrittenSource } from './schema.ts';
import { feedsFile } from './sources.ts';

/** Sources without lists of feeds, and what is wrong with those lists. */
export interface ExpandedSources {
  readonly sources: SourceConfig[];
  readonly problems: Problem[];
}

/** Puts the feeds of each `kind: feeds` file in its place. What a feed says itself outranks what the source says for all. */
export function expandFeeds(written: readonly WrittenSource[], folder: string): ExpandedSources {
  const problems: Problem[] = [];
  const sources = written.flatMap((source): SourceConfig[] => {
    if (source.kind !== 'feeds') return [source];
    const path = resolve(folder, source.path);
    const { fullText = false, allowPrivateAddresses = false } = source;
    const defaults = { kind: 'rss' as const, fullText, allowPrivateAddresses, authoritative: false };
    return readFeeds(path, problems).flatMap(({ enabled, ...feed }) => (enabled ? [{ ...defaults, ...feed }] : []));
  });
  return { sources, problems };
}

function readFeeds(path: string, problems: Problem[]) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    problems.push({ code: 'unreadable', message: `This list of feeds cannot be read: ${messageOf(error)}`, path });
    return [];
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0]);
    problems.push({ code: 'yaml', message: error.message.split('\n')[0] ?? error.code, path, line });
  }
  if (document.errors.length > 0) return [];
  const result = feedsFile.safeParse(document.toJS());
  for (const issue of result.error?.issues ?? []) {
    const node = document.getIn(issue.path, true) as { range?: number[] } | undefined;
    const offset = node?.range?.[0];
    const where = offset === undefined ? {} : { line: lines.linePos(offset).line };
    problems.push({
      code: 'config',
      message: `${issue.path.join('.') || '(top level)'}: ${issue.message}`,
      path,
      ...where,
    });
  }
  return result.data?.feeds ?? [];
}

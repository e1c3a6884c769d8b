import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { globSync } from 'tinyglobby';
import type { Context } from '../../src/commands/context.ts';
import { type ExportOptions, exportHunts } from '../../src/commands/export.ts';
import type { ExitCode } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';
import { ROOT } from './world.ts';

/** A folder with a configuration of which no platform can be reached: neither addresses nor secrets are there. */
export interface ExportWorld {
  readonly folder: string;
  readonly config: string;
  readonly context: Context;
  readonly printed: string[];
  readonly logged: string[];
  /** Runs an export into `out` below the folder; `bare`: without naming the configuration. */
  run(kind: string, options?: Partial<ExportOptions> & { readonly bare?: boolean }): Promise<ExitCode>;
  /** Files of `out` by their paths. */
  files(): Map<string, Buffer>;
  close(): void;
}

/** Platforms as a configuration has them whose variables are all unset. */
export const UNREACHABLE = `
  - { name: soc-splunk, kind: splunk, url: "\${SPLUNK_URL}", token: "\${SPLUNK_TOKEN}", ca: "\${SPLUNK_CA}" }
  - name: soc-sentinel
    kind: sentinel
    subscriptionId: "\${SUBSCRIPTION}"
    resourceGroup: "\${RESOURCE_GROUP}"
    workspace: "\${WORKSPACE}"
    auth: { tenantId: "\${TENANT}", clientId: "\${CLIENT}", clientSecret: "\${CLIENT_SECRET}" }
`;

export function createExportWorld(
  briefings: string,
  { platforms = UNREACHABLE, policy = '{}', environment = '{}' } = {},
): ExportWorld {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-export-'));
  const config = join(folder, 'huntsync.yaml');
  // The name of a source is a part of what is exported: the worlds that syncs run in call theirs so, too.
  const sources = `sources:\n  - { kind: briefings, path: ${JSON.stringify(briefings)} }\n`;
  writeFileSync(config, `${sources}platforms:${platforms}\npolicy: ${policy}\nenvironment: ${environment}\n`);
  const printed: string[] = [];
  const logged: string[] = [];
  const context: Context = {
    env: {},
    log: createLog({ write: (line) => logged.push(line) }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date('2026-12-01T00:00:00Z'),
    cacheDir: join(ROOT, 'node_modules/.cache/huntsync-test'),
    siems: SIEMS,
    signal: new AbortController().signal,
  };
  const out = join(folder, 'out');
  return {
    folder,
    config,
    context,
    printed,
    logged,
    run: (kind, { bare = false, ...options } = {}) =>
      exportHunts({ kind, folder: out, ...(bare ? {} : { config }), json: true, ...options }, context),
    files: () => {
      const paths = globSync('**/*', { cwd: out, dot: true }).sort();
      return new Map(paths.map((path) => [path, readFileSync(join(out, path))]));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface TarEntry {
  readonly name: string;
  readonly type: 'file' | 'folder';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds. */
  readonly mtime: number;
  readonly content: Buffer;
}

/** Reads a gzipped tar of plain files and folders (POSIX ustar, IEEE 1003.1); throws at anything else. */
export function readTarGz(archive: Buffer): TarEntry[] {
  const data = gunzipSync(archive);
  const entries: TarEntry[] = [];
  let at = 0;
  while (at < data.length && data[at] !== 0) {
    const header = data.subarray(at, at + 512);
    const text = (from: number, length: number) =>
      header.toString('utf8', from, from + length).replace(/\0[\s\S]*$/, '');
    const octal = (from: number, length: number) => Number.parseInt(text(from, length), 8);
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
    if (text(257, 5) !== 'ustar' || octal(148, 8) !== sum) throw new Error(`no header at ${at}`);
    const flag = text(156, 1);
    if (flag !== '0' && flag !== '5') throw new Error(`an entry of type ${flag}`);
    const size = octal(124, 12);
    entries.push({
      name: [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/'),
      type: flag === '0' ? 'file' : 'folder',
      mode: octal(100, 8),
      uid: octal(108, 8),
      gid: octal(116, 8),
      mtime: octal(136, 12),
      content: data.subarray(at + 512, at + 512 + size),
    });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

/** Unpacks such an archive; returns the path of its top folder. */
export function unpack(archive: Buffer, into: string): string {
  const entries = readTarGz(archive);
  for (const { name, type, mode, content } of entries) {
    const path = join(into, name);
    if (type === 'folder') mkdirSync(path, { recursive: true });
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    chmodSync(path, mode);
  }
  return join(into, (entries[0]?.name ?? '').replace(/\/.*$/, ''));
}

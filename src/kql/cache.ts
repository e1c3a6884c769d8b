import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { codeIn } from '../core/code-text.ts';
import { hashOf } from '../core/hash.ts';
import type { NativePolicy } from '../sync/query.ts';
import { readVerdicts, type Verdicts, versionOf, writeVerdicts } from '../sync/verdict-cache.ts';
import { referenceText } from './reference.ts';
import type { SentinelEnvironment } from './schema.ts';

const FILE = 'kql-verdicts.json';

/** Changes with anything that a verdict depends on: our rules, the reference, the parser's version, the environment, the policy. */
export function cacheVersion(environment: SentinelEnvironment, native?: NativePolicy): string {
  return hashOf([rulesVersion(), environment, native ?? null], 32);
}

let rules: string | undefined;

/** Of our rules, the reference and the parser. */
export function rulesVersion(): string {
  rules ??= findRulesVersion();
  return rules;
}

function findRulesVersion(): string {
  const code = [new URL('.', import.meta.url), new URL('../prove/', import.meta.url)].flatMap(codeIn);
  const manifest = readFileSync(new URL(`../../package.json`, import.meta.url), 'utf8');
  const parser = /"@kusto\/language-service-next": *"([^"]*)"/.exec(manifest)?.[1];
  return hashOf([code, referenceText(), parser, extname(import.meta.url)], 32);
}

/** Whether an earlier run has left verdicts that still hold. */
export function hasCache(folder: string, environment: SentinelEnvironment, native?: NativePolicy): boolean {
  const written = versionOf(folder, FILE);
  return written !== null && written === cacheVersion(environment, native);
}

export function readCache(folder: string, version: string, asked: ReadonlySet<string>): Verdicts {
  return readVerdicts(folder, FILE, version, asked);
}

export function writeCache(folder: string, version: string, verdicts: Verdicts): void {
  writeVerdicts(folder, FILE, version, verdicts);
}

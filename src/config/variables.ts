import { isPair, visit } from 'yaml';
import { registerSecret } from '../core/log.ts';
import type { Problem } from '../core/problem.ts';
import { readRegularFile } from '../core/regular-file.ts';
import type { AllowedSecrets } from './allowed-secrets.ts';
import { keyPath } from './key-path.ts';
import type { Part } from './schema.ts';
import type { UsedCredential } from './shared-credentials.ts';
import { placeAt, type ValueProblem, type YamlText } from './yaml.ts';

export type Env = Readonly<Record<string, string | undefined>>;

const SECRET_KEYS = new Set(['token', 'password', 'clientSecret', 'webhook', 'apiKey']);
/** What a variable that holds a secret is called, wherever its value stands: in the address of a private feed, say. */
const SECRET_NAME = /(?:^|_)(?:token|secret|pass|passwd|password|pwd|key|apikey|credentials?)(?:_|$|\d)/i;
/** Before what stands in an address's query. */
const UP_TO_QUERY = /^https?:\/\/[^\s]*\?/i;
/** A key with its certificates has some 10 kB. */
const MOST_SECRET_BYTES = 1024 * 1024;
/** Placeholder for a variable that is not set, until the problem is reported. */
export const UNSET = '(not set)';
const VARIABLE = /\$\{(?:file:([^}]+)|([A-Za-z_]\w*))\}/g;

/** Where variables stand, and what they are looked up in. */
export interface VariablePlace {
  readonly file: string;
  readonly env: Env;
  /** Parts in which one that is not set is no problem. */
  readonly offline?: readonly Part[];
}

/** The problems that the schema finds. A value whose variable is not set is only reported as such. */
export function valueProblems(
  found: readonly ValueProblem[],
  { document, path }: YamlText,
  before: readonly Problem[],
) {
  return found.flatMap(({ keys, message, place }): Problem[] => {
    if (document.getIn(keys) !== UNSET) return [{ code: 'config', message, path, ...place }];
    if (before.some(({ code, line }) => /^(?:missing|forbidden)-/.test(code) && line === place.line)) return [];
    const unset = `${keyPath(keys)}: its environment variable is not set`;
    return [{ code: 'missing-variable', message: unset, path, ...place }];
  });
}

/**
 * Replaces `${NAME}` in the document's strings, and registers the values of secrets for redaction.
 *
 * @param unused nothing that is connected to depends on any value of the document.
 * @param allowed what the document may name; anything where absent.
 * @param used gets its secrets.
 */
export function resolveVariables(
  { document, lines }: YamlText,
  at: VariablePlace,
  {
    unused = false,
    allowed,
    used,
  }: { readonly unused?: boolean; readonly allowed?: AllowedSecrets; readonly used?: UsedCredential[] } = {},
): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(position, node, path) {
      if (position === 'key' || typeof node.value !== 'string') return;
      const parent = path.at(-1);
      const name = isPair(parent) ? String(parent.key) : '(list item)';
      const where = { path: at.file, ...placeAt(lines, node.range?.[0]) };
      const secret = SECRET_KEYS.has(name);
      if (secret && node.value.replace(VARIABLE, '') !== '') {
        const message = `${name}: secrets do not belong in the file; write ${name}: \${SOME_VARIABLE}`;
        problems.push({ code: 'inline-secret', message, ...where });
      }
      const written = node.value;
      node.value = node.value.replace(VARIABLE, (...match) => {
        const [, secretFile, variable, start] = match as [string, string | undefined, string, number];
        const may = secretFile === undefined ? allowed?.variable(variable) : allowed?.secretFile(secretFile);
        if (may === false) {
          const named = secretFile === undefined ? `the variable ${variable}` : `the file ${secretFile}`;
          const message = `${name}: this file may not name ${named}; what it may is in platformsFrom`;
          problems.push({ code: 'forbidden-secret', message, ...where });
          return UNSET;
        }
        const found = secretFile === undefined ? at.env[variable] : readSecret(secretFile);
        if (found)
          registerHidden(found, { isFile: secretFile !== undefined, variable, before: written.slice(0, start) });
        if (found) return found;
        if (unused || isOffline(path, at.offline ?? [])) return UNSET;
        problems.push(
          secretFile === undefined
            ? {
                code: 'missing-variable',
                message: `${name}: the environment variable ${variable} is not set`,
                ...where,
              }
            : {
                code: 'missing-secret',
                message: `${name}: the file ${secretFile} cannot be read, or is empty`,
                ...where,
              },
        );
        return UNSET;
      });
      if (secret && node.value !== UNSET) registerSecret(String(node.value));
      // What stands for a secret that is not read may still be one name in two files.
      if (secret) used?.push({ file: at.file, is: node.value === UNSET ? written : `=${node.value}`, told: name });
    },
  });
  return problems;
}

interface Origin {
  readonly isFile: boolean;
  readonly variable: string;
  /** What stands before it in its text. */
  readonly before: string;
}

/**
 * Registers for redaction what is a secret though its key does not say so: the key of a private feed stands in its address, or is part of
 * an address that comes from outside as a whole.
 */
function registerHidden(value: string, { isFile, variable, before }: Origin): void {
  if (isFile || SECRET_NAME.test(variable) || UP_TO_QUERY.test(before)) registerSecret(value);
  else if (before === '' && UP_TO_QUERY.test(value)) registerSecret(value.slice(value.indexOf('?') + 1));
}

/** The text of a file such as an orchestrator mounts for a secret, without its last line break; undefined if there is none. */
function readSecret(path: string): string | undefined {
  try {
    return readRegularFile(path, MOST_SECRET_BYTES)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

/** Whether nothing that is connected to depends on the value at a place. */
function isOffline(path: readonly unknown[], offline: readonly Part[]): boolean {
  const top = path.find(isPair);
  const key = top === undefined ? '' : String(top.key);
  const parts = offline.map((part) => (part === 'connections' ? 'platforms' : part));
  if (key === 'notify') return offline.length > 0;
  if (key === 'classify') return parts.includes('sources');
  return key === 'proxy'
    ? parts.includes('sources') && parts.includes('platforms')
    : parts.some((part) => part === key);
}

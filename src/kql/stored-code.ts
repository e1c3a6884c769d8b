import { readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { hashOf, sha256 } from '../core/hash.ts';

/*
 * The language service is 5 MB of JavaScript, and what is used of it V8 would compile anew in each thread. The build keeps what V8 has
 * made of it beside the program (https://nodejs.org/api/vm.html#scriptcreatecacheddata).
 */

interface Ran {
  readonly script: Script;
  readonly key: string;
  readonly file: string;
}

const ran: Ran[] = [];

/**
 * Runs a package's CommonJS file as `require` does, with the code that the build kept of this very text for this very Node: false where
 * there is none, and V8 compiles the text as ever. Nothing is run that somebody has required before.
 */
export function runStored(specifier: string, folder = new URL('.', import.meta.url)): boolean {
  const require = createRequire(import.meta.url);
  const path = require.resolve(specifier);
  if (path in require.cache) return false;
  const text = readFileSync(path, 'utf8');
  const key = keyOf(text);
  const file = fileURLToPath(new URL(`${basename(path)}.code`, folder));
  const cachedData = readStored(file, key);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: path,
    ...(cachedData ? { cachedData } : {}),
  });
  ran.push({ script, key, file });
  const module = new Module(path);
  script.runInThisContext().call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  // Others in this process that ask for it get the same, and run nothing twice.
  module.loaded = true;
  require.cache[path] = module;
  return script.cachedDataRejected === false;
}

/** A step of the build: keeps the code of what has been run so far. A function that was never called is not among it. */
export function storeCode(): void {
  for (const { script, key, file } of ran) {
    writeFileSync(file, Buffer.concat([Buffer.from(key), script.createCachedData()]));
  }
}

/**
 * V8 itself compares its version, its flags and the length of the text. Node changes V8 without another version of it, and then crashes on
 * what the one before has made (20.19.0 on code of 20.20.2).
 */
function keyOf(text: string): string {
  const { versions, config, arch, platform } = process;
  return hashOf([sha256(text), versions, config, arch, platform, cachedDataVersionTag()]);
}

function readStored(file: string, key: string): Buffer | null {
  try {
    const stored = readFileSync(file);
    return stored.toString('latin1', 0, key.length) === key ? stored.subarray(key.length) : null;
  } catch {
    return null;
  }
}

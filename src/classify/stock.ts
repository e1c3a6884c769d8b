import { readFileSync } from 'node:fs';

interface StockFiles {
  readonly executables?: Readonly<Record<string, string>>;
  readonly libraries?: Readonly<Record<string, unknown>>;
  readonly tools?: Readonly<Record<string, { readonly processes: readonly string[] }>>;
}

let names: ReadonlySet<string> | undefined;

/**
 * Is a file of this name on many machines: a program or library of Windows, a library that programs bring along and that is known from
 * sideloading (config/reference/windows), a tool for remote support (config/reference/tools)? By its name alone it tells nothing.
 * `name` in lower case, without a path.
 */
export function isStockFile(name: string): boolean {
  names ??= new Set([
    ...Object.values(remoteTools()).flatMap(({ processes }) => processes),
    ...Object.keys(read('windows/executables').executables ?? {}),
    ...Object.keys(read('windows/libraries').libraries ?? {}),
    ...Object.keys(read('windows/sideloading').libraries ?? {}),
  ]);
  return names.has(name);
}

function remoteTools() {
  return read('tools/rmm').tools ?? {};
}

function read(file: string): StockFiles {
  // The same path from src/classify and from dist/classify.
  const url = new URL(`../../config/reference/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as StockFiles;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** Names, versions and licenses of the packages that a bundle holds, with the text of each license: what most of them ask of a copy. */
export function licensesOf({ inputs }: Pick<Metafile, 'inputs'>, root: string): string {
  const others = Object.keys(inputs).filter((path) => path.startsWith('../'));
  const folders = new Set(others.flatMap((path) => packageFolder(join(root, path)) ?? []));
  return [...folders]
    .sort()
    .map(entryOf)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file belongs to. */
function packageFolder(file: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll('\\', '/'))?.[0] ?? null;
}

function entryOf(folder: string): string {
  const { name, version, license }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)\b/i.test(file));
  const written = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...written].map((text) => `${text}\n`).join('\n');
}

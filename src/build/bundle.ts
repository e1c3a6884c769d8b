import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { licensesOf } from './licenses.ts';

/** What Node starts, by its place in the compiled program. */
const STARTED = ['cli.js', 'kql/workers/thread.js'];
/** Folder of the bundle in the compiled program. */
export const BUNDLE = 'bundle';
/** In a file of the bundle: what each file of it holds. */
export const CONTENTS = 'contents.json';

/** Modules by the file of the bundle that holds them: `core/hash.js`, or `node_modules/zod/…` of a package. */
export type Contents = Readonly<Record<string, readonly string[]>>;

/** Packages of CommonJS ask for Node's own modules by `require`, which an ES module has only if it makes one. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

/**
 * Puts what is started, and the packages that it needs, into few files, by what is loaded together: Node takes a third of a millisecond
 * for each file that it loads, and a plan with nothing to do would load some 700 (https://esbuild.github.io/api/#splitting). The compiled
 * modules stay beside it, for the library and as the places that files of ours are found from.
 */
export async function bundle(program: URL): Promise<void> {
  const root = fileURLToPath(program);
  const outdir = join(root, BUNDLE);
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: STARTED.map((file) => join(root, file)),
    outdir,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // The user's own, if anybody's.
    external: ['@opentelemetry/api'],
    plugins: [placesOf(root)],
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(outdir, 'licenses.txt'), licensesOf(metafile, root));
  writeFileSync(join(outdir, CONTENTS), JSON.stringify(contentsOf(metafile, root)));
  for (const file of STARTED) startFromBundle(join(root, file), join(outdir, basename(file)));
}

/** Our modules find files by where they are themselves: in the bundle, by where they would be without. */
function placesOf(root: string): Plugin {
  return {
    name: 'places',
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        return path.startsWith(root) ? { contents: placed(path, root), loader: 'js' } : undefined;
      });
    },
  };
}

/** The text of a compiled module that knows where it would be, from a file in the bundle's folder. */
export function placed(path: string, root: string): string {
  const place = `../${relative(root, path).split(sep).join('/')}`;
  return readFileSync(path, 'utf8').replaceAll(
    'import.meta.url',
    `new URL(${JSON.stringify(place)}, import.meta.url).href`,
  );
}

function contentsOf({ outputs }: Metafile, root: string): Contents {
  const nameOf = (path: string) =>
    path.startsWith('../')
      ? join(root, path)
          .replace(/^.*(?=node_modules)/, '')
          .split(sep)
          .join('/')
      : path;
  return Object.fromEntries(
    Object.entries(outputs).map(([file, { inputs }]) => {
      const held = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
      return [basename(file), held.map(([path]) => nameOf(path))];
    }),
  );
}

/** Leaves what it was started by: that is the name which people and systemd units know. */
function startFromBundle(file: string, target: string): void {
  const isCommand = readFileSync(file, 'utf8').startsWith('#!');
  const path = relative(dirname(file), target).split(sep).join('/');
  writeFileSync(
    file,
    `${isCommand ? '#!/usr/bin/env node\n' : ''}import '${path.startsWith('.') ? path : `./${path}`}';\n`,
  );
}

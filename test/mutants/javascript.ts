import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { transformWithEsbuild } from 'vite';

/** A TypeScript file without its types: what the tests run, and what is mutated. */
export interface JavaScript {
  readonly code: string;
  /** The 1-based line of the TypeScript source of a place in `code`. */
  lineOf(offset: number): number;
}

export async function asJavaScript(root: string, file: string): Promise<JavaScript> {
  const source = readFileSync(join(root, file), 'utf8');
  const { code, map } = await transformWithEsbuild(source, file, {
    loader: 'ts',
    target: 'esnext',
    sourcemap: true,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const { version, sources, names, mappings } = map;
  const lines = new SourceMap({ file, version, sources, sourcesContent: [], names, mappings, sourceRoot: '' });
  return {
    code,
    lineOf(offset) {
      const before = code.slice(0, offset).split('\n');
      const entry = lines.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
      return 'originalLine' in entry ? entry.originalLine + 1 : 0;
    },
  };
}

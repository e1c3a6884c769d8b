import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { SNAPSHOT_FLAGS, snapshotFile } from '../kql/workers/snapshot-file.ts';
import { BUNDLE, placed } from './bundle.ts';

/**
 * Leaves the snapshot that processes of the KQL checks start from, with the code compiled that these queries need. For this Node alone, so
 * it is no part of the package. Where Node makes none, all goes on without.
 */
export async function makeSnapshot(program: URL, queries: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-snapshot-'));
  const script = join(folder, 'snapshot.cjs');
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('kql/workers/snapshot.js', program))],
      outfile: script,
      bundle: true,
      // What a snapshot is made of is one script, in which `require` gives Node's own modules only.
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      define: { 'import.meta.url': 'place' },
      banner: {
        js: `const place = ${JSON.stringify(new URL(`${BUNDLE}/snapshot.js`, program).href)};\n${languageService()}`,
      },
      plugins: [withinOneScript(fileURLToPath(program))],
      logLevel: 'warning',
    });
    const made = ['--snapshot-blob', snapshotFile(), '--build-snapshot', script];
    // Node warns of modules that it has not tried in snapshots; what is started from it is tried by the tests.
    execFileSync(process.execPath, [...SNAPSHOT_FLAGS, '--no-warnings', ...made], {
      env: {},
      input: JSON.stringify(queries),
      stdio: ['pipe', 'inherit', 'inherit'],
    });
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    process.stderr.write(`No snapshot is made here, and KQL checks will run in threads: ${reason}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The files of the language service as two functions, word for word: in esbuild's rendering they would not be what `quicken` knows. Without
 * characters beyond ASCII, for which V8 would keep the whole script in two bytes a character.
 */
function languageService(): string {
  const require = createRequire(import.meta.url);
  const bodyOf = (file: string) =>
    readFileSync(require.resolve(`@kusto/language-service-next/${file}`), 'utf8').replaceAll(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `
    function bridgeFile(exports, require, module) {${bodyOf('bridge.min.js')}\n}
    function serviceFile(exports, require, module) {${bodyOf('Kusto.Language.Bridge.min.js')}\n}`;
}

const SERVICE = `
  const run = (file, module = { exports: {} }) => file.call(module.exports, module.exports, undefined, module);
  export const runBridge = () => run(bridgeFile);
  export const runService = () => run(serviceFile);`;

/** What the modules would otherwise load while they run. */
function withinOneScript(root: string): Plugin {
  return {
    name: 'within one script',
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        if (!path.startsWith(root)) return undefined;
        if (path.endsWith(join('kql', 'language-service.js'))) return { contents: SERVICE };
        return {
          contents: placed(path, root).replaceAll(/\bdeferred\('([^']+)'\)/g, "deferred(() => require('$1'))"),
        };
      });
    },
  };
}

// Makes the page of page.jsx from Splunk's packages, once for each version of them: bundle.mjs FOLDER-OF-PACKAGES OUT
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const [packages, out] = process.argv.slice(2);
const { build } = createRequire(join(packages, 'package.json'))('esbuild');

await build({
  entryPoints: [fileURLToPath(new URL('page.jsx', import.meta.url))],
  nodePaths: [join(packages, 'node_modules')],
  bundle: true,
  minify: true,
  jsx: 'automatic',
  outfile: join(out, 'page.js'),
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  loader: { '.js': 'jsx', '.svg': 'dataurl', '.png': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl' },
  mainFields: ['module', 'main'],
  logLevel: 'error',
});

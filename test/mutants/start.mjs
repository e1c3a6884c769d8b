// Starts a TypeScript file of this folder by its name, on any supported Node: `node test/mutants/start.mjs run`.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { module } = await runnerImport(here(`${process.argv[2]}.ts`), {
  configFile: false,
  root: here('../..'),
  logLevel: 'error',
});
await module.main(process.argv.slice(3));

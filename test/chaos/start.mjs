// Starts a TypeScript file of this folder by its name, on any supported Node: `node test/chaos/start.mjs run --rounds 20`.
import { fileURLToPath } from 'node:url';
import { createServer, createServerModuleRunner } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// Not runnerImport: the program loads parts of itself on first use, and that one's runner ends with the first import.
const server = await createServer({
  configFile: false,
  root: here('../..'),
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
});
const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
const { main } = await runner.import(here(`${process.argv[2]}.ts`));
await main(process.argv.slice(3));
// A client's idle connection must not hold a run that is done.
process.exit();

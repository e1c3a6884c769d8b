// Loaded with `node --import`: writes the address of each module that is loaded to the file that LOADED names, one a line.
import { appendFileSync } from 'node:fs';
import Module, { register } from 'node:module';

const hooks = `
import { appendFileSync } from 'node:fs';
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED, url + '\\n');
  return next(url, context);
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
// Those of CommonJS that others of their kind ask for.
process.on('exit', () => appendFileSync(process.env.LOADED, `${Object.keys(Module._cache).join('\n')}\n`));

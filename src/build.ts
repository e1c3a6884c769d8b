import { writeFileSync } from 'node:fs';
import { bundle } from './build/bundle.ts';
import { writeDigests } from './core/code-text.ts';
import { setEngineFlags } from './core/engine.ts';
import { compileOwnCatalogue } from './knowledge/catalogue.ts';
import { COMPILED_CATALOGUE } from './knowledge/compiled.ts';
import { checkKql } from './kql/check.ts';
import { createSchema } from './kql/schema.ts';
import { storeCode } from './kql/stored-code.ts';
import { SAMPLE_HOUR } from './prove/clock.ts';

/*
 * The last steps of `npm run build`: what the program would otherwise work out in every run.
 */
const PROGRAM = new URL('./', import.meta.url);

// V8 takes stored code only under the flags that it was made with.
setEngineFlags();
const catalogue = compileOwnCatalogue();
writeFileSync(COMPILED_CATALOGUE, JSON.stringify(catalogue));

const schema = createSchema();
for (const { queries } of catalogue.useCases) {
  if (queries.kql === undefined) continue;
  checkKql(queries.kql, { schema, proveAt: SAMPLE_HOUR, native: { entities: 'columns', timeRange: 'query' } });
}
storeCode();

await bundle(PROGRAM);
writeDigests(PROGRAM);

import { writeFileSync } from 'node:fs';
import { bundle } from './build/bundle.ts';
import { makeSnapshot } from './build/snapshot.ts';
import { writeDigests } from './core/code-text.ts';
import { compileOwnCatalogue } from './knowledge/catalogue.ts';
import { COMPILED_CATALOGUE } from './knowledge/compiled.ts';

/*
 * The last steps of `npm run build`: what the program would otherwise work out in every run.
 */
const PROGRAM = new URL('./', import.meta.url);

const catalogue = compileOwnCatalogue();
writeFileSync(COMPILED_CATALOGUE, JSON.stringify(catalogue));
await bundle(PROGRAM);
writeDigests(PROGRAM);
// Named by the digests. A third of the queries need nearly all of the code that all of them do.
const queries = catalogue.useCases.flatMap(({ queries }) => queries.kql ?? []);
await makeSnapshot(
  PROGRAM,
  queries.filter((_, index) => index % 3 === 0),
);

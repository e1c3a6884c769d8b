import { writeFileSync } from 'node:fs';
import { compileOwnCatalogue } from './catalogue.ts';
import { COMPILED_CATALOGUE } from './compiled.ts';

/** The last step of `npm run build`. */
writeFileSync(COMPILED_CATALOGUE, JSON.stringify(compileOwnCatalogue()));

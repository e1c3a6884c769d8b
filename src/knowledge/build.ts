import { writeFileSync } from 'node:fs';
import { writeDigests } from '../core/code-text.ts';
import { compileOwnCatalogue } from './catalogue.ts';
import { COMPILED_CATALOGUE } from './compiled.ts';

/** The last step of `npm run build`: what the program would otherwise work out in every run. */
writeFileSync(COMPILED_CATALOGUE, JSON.stringify(compileOwnCatalogue()));
writeDigests(new URL('../', import.meta.url));

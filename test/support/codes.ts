import { codeAreas } from '../../src/commands/code-areas.ts';
import { SIEMS } from '../../src/siems.ts';

/** Every area of codes that huntsync has. */
export const AREAS = await codeAreas(SIEMS);

/** Every declared code. */
export const DECLARED: readonly string[] = AREAS.flatMap(({ codes }) => Object.keys(codes));

import { BRIEFING_CODES } from '../briefing/codes.ts';
import { CLASSIFY_CODES } from '../classify/codes.ts';
import { CONFIG_CODES } from '../config/codes.ts';
import type { CodeArea } from '../core/codes.ts';
import { FILE_CODES } from '../core/file-codes.ts';
import { HUNT_CODES } from '../hunts/codes.ts';
import { CATALOGUE_CODES } from '../knowledge/codes.ts';
import { PROOF_CODES } from '../prove/codes.ts';
import { SOURCE_CODES } from '../sources/codes.ts';
import { CHANGE_REASONS, LEFT_OUT_REASONS, POLICY_CODES } from '../sync/codes.ts';
import type { Siem } from '../sync/siem.ts';
import { LINT_CODES } from './catalogue-lint-codes.ts';

/** The codes that no SIEM has a part in. */
const NEUTRAL_AREAS: readonly CodeArea[] = [
  CONFIG_CODES,
  FILE_CODES,
  SOURCE_CODES,
  BRIEFING_CODES,
  CLASSIFY_CODES,
  HUNT_CODES,
  CATALOGUE_CODES,
  LINT_CODES,
  PROOF_CODES,
  CHANGE_REASONS,
  LEFT_OUT_REASONS,
  POLICY_CODES,
];

/** Every code that an output prints, by area; an area that several SIEMs share, such as a language's, stands once. */
export async function codeAreas(siems: readonly Pick<Siem, 'codes'>[]): Promise<readonly CodeArea[]> {
  const own = (await Promise.all(siems.map((siem) => siem.codes()))).flat();
  return [...new Map([...NEUTRAL_AREAS, ...own].map((area) => [area.area, area])).values()];
}

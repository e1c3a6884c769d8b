import type { CodeArea } from '../core/codes.ts';
import { EXIT, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { wrapText } from '../core/wrap.ts';
import { areasToText, codeToText, type ExplainedCode, findCode } from '../report/codes.ts';
import type { ExplainJson } from '../report/schemas/explain.ts';
import type { Command, Context } from './context.ts';

export interface ExplainOptions {
  /** All codes where there is none. */
  readonly code?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Explains a code: what it means, its cause and its remedy; or lists all codes by area. */
export const explain: Command<ExplainOptions> = async ({ code, json }, context) => {
  const areas = await loadAreas(context);
  if (code === undefined) {
    context.print(json ? jsonText(areasToJson(areas)) : areasToText(areas, context.columns));
    context.log.info('huntsync explain CODE tells the cause and the remedy.');
    return EXIT.ok;
  }
  const found = findCode(areas, code) ?? (await unknownCode(code, areas));
  context.print(json ? jsonText(areasToJson([only(found)])) : wrapText(codeToText(found), context.columns));
  return EXIT.ok;
};

/** Every code that there is. */
export async function loadAreas({ siems }: Pick<Context, 'siems'>): Promise<readonly CodeArea[]> {
  const { codeAreas } = await import('./code-areas.ts');
  return codeAreas(siems);
}

/** The area of one code, with no other. */
function only({ code, area, means, cause, remedy }: ExplainedCode): CodeArea {
  return { ...area, codes: { [code]: { means, cause, remedy } } };
}

function areasToJson(areas: readonly CodeArea[]): ExplainJson {
  return {
    areas: areas.map(({ area, title, codes }) => ({
      area,
      title,
      codes: Object.entries(codes).map(([code, { means, cause, remedy }]) => ({ code, means, cause, remedy })),
    })),
  };
}

/** @throws UsageError that names the nearest code. */
async function unknownCode(code: string, areas: readonly CodeArea[]): Promise<never> {
  const { nearest } = await import('../core/nearest.ts');
  const meant = nearest(
    code,
    areas.flatMap(({ codes }) => Object.keys(codes)),
  );
  throw new UsageError(
    `There is no code ${code}.`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}\`huntsync explain\` lists all of them.`,
  );
}

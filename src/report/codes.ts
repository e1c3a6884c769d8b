import type { CodeArea, CodeEntry } from '../core/codes.ts';
import { besideText } from '../core/wrap.ts';

/** A code with its documentation and area. */
export interface ExplainedCode extends CodeEntry {
  readonly code: string;
  readonly area: CodeArea;
}

/** The documentation of a code; undefined if no area has it. */
export function findCode(areas: readonly CodeArea[], code: string): ExplainedCode | undefined {
  for (const area of areas) {
    const key = area.family?.pattern.test(code) ? area.family.code : code;
    const entry = Object.hasOwn(area.codes, key) ? area.codes[key] : undefined;
    if (entry) return { code, area, ...entry };
  }
  return undefined;
}

/** Sentence, cause and remedy of one code. */
export function codeToText({ code, area, means, cause, remedy }: ExplainedCode): string {
  return [`${code} (${area.title})`, '', means, '', `Cause: ${cause}`, `Remedy: ${remedy}`].join('\n');
}

/** Every code with its sentence, area by area. */
export function areasToText(areas: readonly CodeArea[], columns?: number): string {
  return areas
    .map(({ title, codes }) => {
      const entries = Object.entries(codes);
      const width = Math.max(...entries.map(([code]) => code.length));
      return [
        title,
        ...entries.map(([code, { means }]) => besideText(`  ${code.padEnd(width)}  `, means, columns)),
      ].join('\n');
    })
    .join('\n\n');
}

/** The page of all codes, docs/codes.md. */
export function areasToMarkdown(areas: readonly CodeArea[]): string {
  const parts = areas.map(({ title, codes }) => {
    const entries = Object.entries(codes).map(
      ([code, { means, cause, remedy }]) =>
        `### \`${code}\`\n\n${means}\n\n- **Cause:** ${cause}\n- **Remedy:** ${remedy}`,
    );
    return [`## ${title}`, ...entries].join('\n\n');
  });
  const intro =
    'Every code that an output of huntsync prints. `huntsync explain CODE` tells the same. Made by `npm run docs` from the codes that the source declares.';
  return `${['# Codes', intro, ...parts].join('\n\n')}\n`;
}

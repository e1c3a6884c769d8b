import { isName } from '../aggregates.ts';
import type { Token } from '../lexer.ts';
import { unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

const EXPRESSIVE: ReadonlySet<string> = new Set(['where', 'eval']);

function commandsOf(commands: readonly SplCommand[]): readonly SplCommand[] {
  return commands.filter(({ name }) => EXPRESSIVE.has(name));
}

/** `where process="*evil*"` becomes `where match(process, "(?i)evil")`. */
export const whereWildcards: Repair = {
  name: 'where-wildcard',
  judgement: true,
  preserves: 'What the asterisks mean in search: any text, in either case. In where they are compared as they stand.',
  edits({ tree, findings }): Edit[] {
    const wrong = new Set(findings.filter(({ code }) => code === 'spl-where-wildcard').map(({ start }) => start));
    return tree.pipelines.flatMap(({ commands }) =>
      commandsOf(commands).flatMap(({ args }) =>
        args.flatMap((token, at): Edit[] => {
          const [field, operator] = [args[at - 2], args[at - 1]];
          if (!wrong.has(token.start) || !isOperand(field) || field.kind === 'string') return [];
          if (!operator || !/^(?:==?|!=)$/.test(operator.text)) return [];
          const test = `match(${field.text}, "${patternOf(unquote(token))}")`;
          // Of a field that is not there neither holds: where drops its rows in both cases.
          const text = operator.text === '!=' ? `NOT ${test}` : test;
          return [{ start: field.start, end: token.start + token.text.length, text }];
        }),
      ),
    );
  },
};

/** A regular expression for a text with asterisks, as it stands in double quotes. */
function patternOf(value: string): string {
  const pattern = value
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('.*');
  const anchored = `^${pattern}$`.replace(/^\^\.\*/, '').replace(/\.\*\$$/, '');
  return `(?i)${anchored}`.replace(/[\\"]/g, '\\$&');
}

function isOperand(token: Token | undefined): token is Token {
  return isName(token) && !/^(?:and|or|not)$/i.test(token.text);
}

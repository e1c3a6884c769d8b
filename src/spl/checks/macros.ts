import type { SplEnvironment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import type { Token } from '../lexer.ts';
import { readMacroCall, shippedMacros, signature } from '../macros.ts';
import type { SplTree } from '../parse.ts';

/** Every macro is defined with this number of arguments, and no argument can break out of a definition. */
export function checkMacros(tree: SplTree, environment: SplEnvironment): Finding[] {
  const heads = new Set(
    tree.pipelines.flatMap(({ commands }) => commands.filter((c) => !c.implicit).map((c) => c.head)),
  );
  return tree.tokens
    .filter((token) => token.kind === 'macro' && token.closed)
    .flatMap((token) => checkMacro(token, heads.has(token), environment));
}

function checkMacro(token: Token, isHead: boolean, environment: SplEnvironment): Finding[] {
  const { start } = token;
  const call = readMacroCall(token);
  if (!call) return [{ code: 'spl-macro-call', message: 'no macro call stands between these backticks', start }];
  const found: Finding[] = [];
  const written = signature(call.name, call.args.length);
  const defined = environment.hasMacro(call.name, call.args.length);
  if (!defined) {
    const arities = environment.macroArities(call.name);
    const hint =
      arities.length > 0
        ? `; it is defined with ${arities.join(' or ')} arguments`
        : '; define it, or list it under environment.splunk.macros';
    found.push({ code: 'spl-unknown-macro', message: `macro ${written} is not defined${hint}`, start });
  }
  // A comment macro that nobody defines never reaches Splunk: it is dropped, or the search is rejected.
  if ((defined || call.name !== 'comment') && call.args.some((arg) => !isHarmless(arg))) {
    found.push({
      code: 'spl-macro-argument',
      message: `an argument of ${written} could break out of the definition`,
      start,
    });
  }
  const kind = shippedMacros().get(written)?.kind;
  if (kind === 'command' && !isHead) {
    found.push({
      code: 'spl-macro-position',
      message: `\`${call.name}\` is a command and belongs behind a pipe`,
      start,
    });
  }
  return found;
}

/** Nothing in it can end a quote, a command or a bracket in whatever text it is put into. */
function isHarmless(arg: string): boolean {
  const inner = arg.length >= 2 && arg.startsWith('"') && arg.endsWith('"') ? arg.slice(1, -1) : arg;
  return !/["'`|[\]$\r\n]/.test(inner) && !/(?:^|[^\\])(?:\\\\)*\\$/.test(inner);
}

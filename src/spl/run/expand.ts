import { lex, type Token } from '../lexer.ts';
import { type MacroCall, readMacroCall, shippedMacros, signature } from '../macros.ts';
import { NotEvaluated, Refused } from './outcome.ts';

/** Deeper than any chain of macros; one that calls itself would go on for ever. */
const MAX_DEPTH = 20;
const MAX_LENGTH = 500_000;

/**
 * Puts the definitions of macros in the place of their calls: those of our own app, and those that are empty as shipped
 * (`*_filter` of Splunk's security content lets everything through, `cim_*_indexes` names no index).
 * Any other is named in `unknown`, and the text is then no search.
 * https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Usesearchmacros
 */
export function expandMacros(source: string, unknown: Set<string>, depth = 0): string {
  if (!source.includes('`')) return source;
  const out = lex(source)
    .map((token) => (token.kind === 'macro' && token.closed ? ` ${definitionOf(token, unknown, depth)} ` : token.text))
    .join('');
  if (out.length > MAX_LENGTH) throw new NotEvaluated('macros that expand to more than 500000 characters');
  return out;
}

function definitionOf(token: Token, unknown: Set<string>, depth: number): string {
  const call = readMacroCall(token);
  if (!call) throw new Refused(`Error in 'SearchParser': ${token.text} is no macro call.`);
  if (call.name === 'comment') return '';
  const written = signature(call.name, call.args.length);
  const macro = shippedMacros().get(written);
  const definition = macro ? withArguments(macro.definition, macro.args, call) : knownDefinition(call);
  if (definition === null) {
    unknown.add(`macro ${written}`);
    return '';
  }
  if (depth >= MAX_DEPTH) throw new Refused(`Error in 'SearchParser': the macro ${written} is nested too deeply.`);
  return expandMacros(definition, unknown, depth + 1);
}

/** Security content ships each of its `…_filter` macros as `search *`, and the CIM add-on its index macros as `()`. */
function knownDefinition({ name, args }: MacroCall): string | null {
  if (args.length > 0) return null;
  if (name.endsWith('_filter')) return 'search *';
  return /^cim_\w+_indexes$/.test(name) ? '()' : null;
}

function withArguments(definition: string, names: readonly string[], { args }: MacroCall): string {
  return definition.replace(/\$(\w+)\$/g, (whole, name: string) => {
    const at = names.indexOf(name);
    const value = args[at];
    return at < 0 || value === undefined ? whole : value.replace(/^"(.*)"$/s, '$1');
  });
}

import type { SplEnvironment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand, SplTree } from '../parse.ts';

/** Every lookup is known to be there: a search with a missing one ends with an error. */
export function checkLookups(tree: SplTree, environment: SplEnvironment): Finding[] {
  return tree.pipelines.flatMap(({ commands }) =>
    commands.flatMap((command) =>
      namedBy(command)
        .filter((token) => !environment.hasLookup(nameOf(token)))
        .map((token) => ({
          code: 'spl-unknown-lookup' as const,
          message: `lookup ${nameOf(token)} is not known; list it under environment.splunk.lookups if you have it`,
          start: token.start,
        })),
    ),
  );
}

function nameOf(token: Token): string {
  return unquote(token).replace(/^(?:input)?lookup:/i, '');
}

/** The lookup that a command reads. Options (`append=t`) stand before its name. */
function namedBy(command: SplCommand): Token[] {
  switch (command.name) {
    case 'lookup':
    case 'inputlookup':
    case 'inputcsv': {
      const { args } = command;
      let at = 0;
      while (args[at + 1]?.text === '=') at += 3;
      const name = args[at];
      return name && (name.kind === 'word' || name.kind === 'string') ? [name] : [];
    }
    case 'from':
    case 'union':
      return command.args.filter((token) => /^(?:input)?lookup:/i.test(unquote(token)));
    default:
      return [];
  }
}

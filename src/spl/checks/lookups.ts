import type { SplEnvironment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import { lookupParts } from '../flow/match.ts';
import { type Token, unquote } from '../lexer.ts';
import { shippedLookups } from '../lookups.ts';
import type { SplCommand, SplTree } from '../parse.ts';

/** Every lookup is known to be there: a search with a missing one ends with an error. */
export function checkLookups(tree: SplTree, environment: SplEnvironment): Finding[] {
  return tree.pipelines.flatMap(({ commands }) =>
    commands.flatMap((command) => [
      ...checkLookupFields(command),
      ...namedBy(command)
        .filter((token) => !environment.hasLookup(nameOf(token)))
        .map((token) => ({
          code: 'spl-unknown-lookup' as const,
          message: `lookup ${nameOf(token)} is not known; list it under environment.splunk.lookups if you have it`,
          start: token.start,
        })),
    ]),
  );
}

/** The fields that `lookup` names are ones that the table has, where its fields are known: our own. */
function checkLookupFields(command: SplCommand): Finding[] {
  if (command.name !== 'lookup') return [];
  const { table, keys, output } = lookupParts(command.args);
  const fields = table ? shippedLookups().get(unquote(table)) : undefined;
  if (!table || !fields) return [];
  return [...keys, ...(output ?? [])]
    .filter(({ field }) => !fields.includes(field))
    .map(({ field, start }) => {
      const message = `lookup ${unquote(table)} has no field ${field}; it has ${fields.join(', ')}`;
      return { code: 'spl-lookup-field' as const, message, start };
    });
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

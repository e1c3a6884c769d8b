import { isKnownCommand, placeOf, UNMISTAKABLE } from '../commands.ts';
import type { SplEnvironment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import { readMacroCall, shippedMacros, signature } from '../macros.ts';
import type { SplCommand, SplPipeline, SplTree } from '../parse.ts';

/** Every command is one that Splunk has, and stands where it may. */
export function checkCommands(tree: SplTree, environment: SplEnvironment): Finding[] {
  return tree.pipelines.flatMap((pipeline) =>
    pipeline.commands.flatMap((command, at) => checkCommand(pipeline, command, at, environment)),
  );
}

function checkCommand(pipeline: SplPipeline, command: SplCommand, at: number, environment: SplEnvironment): Finding[] {
  const { head, name, start } = command;
  if (!head) return [];
  const opens = at === 0 && pipeline.kind !== 'body';
  if (command.implicit) return missingPipe(command);
  if (name === 'search') return searchedFor(command);
  if (head.kind === 'macro') return placeOfMacro(command, opens);
  if (!/^[a-z_][a-z0-9_]*$/.test(name) || !isKnownCommand(name, environment.commands)) {
    // A subsearch that goes straight to its terms: `[index=main …]`.
    const terms =
      opens &&
      pipeline.kind === 'subsearch' &&
      !pipeline.leadingPipe &&
      (command.args[0]?.kind === 'operator' || head.kind === 'lparen');
    if (terms) return [{ code: 'spl-missing-search', message: 'write search before the terms of a subsearch', start }];
    return [
      {
        code: 'spl-unknown-command',
        message: `${head.text.length > 40 ? `${head.text.slice(0, 40)}…` : head.text} is no command`,
        start,
      },
    ];
  }
  const place = placeOf(name, appends(command));
  if (place === 'first' && !opens) {
    return [
      { code: 'spl-command-position', message: `${name} makes events of its own and must open a pipeline`, start },
    ];
  }
  if (place === 'later' && opens) {
    return [{ code: 'spl-command-position', message: `${name} has nothing to work on here`, start }];
  }
  return [];
}

function missingPipe(command: SplCommand): Finding[] {
  const { head, args, start } = command;
  const word = head?.kind === 'word' ? head.text.toLowerCase() : '';
  // A first word that is compared with something is a field, however it is called.
  if (placeOf(word, false) === 'anywhere' || args[1]?.kind === 'operator' || !isKnownCommand(word, [])) return [];
  return [{ code: 'spl-missing-pipe', message: `${word} needs a | before it`, start }];
}

/** `search tstats …`: a command that lost its pipe, and now is a word to search for. */
function searchedFor({ args: [word, next] }: SplCommand): Finding[] {
  if (word?.kind !== 'word' || next?.kind === 'operator' || !UNMISTAKABLE.has(word.text.toLowerCase())) return [];
  return [{ code: 'spl-missing-pipe', message: `${word.text} is a word to search for here`, start: word.start }];
}

/** A macro in a command's place: what our own macros expand to is known, others are taken at their word. */
function placeOfMacro(command: SplCommand, opens: boolean): Finding[] {
  const call = command.head ? readMacroCall(command.head) : null;
  const macro = call && shippedMacros().get(signature(call.name, call.args.length));
  if (!macro) return [];
  if (macro.kind === 'terms' && opens) {
    return [{ code: 'spl-missing-search', message: `write search before \`${macro.name}\``, start: command.start }];
  }
  if (macro.kind !== 'command') {
    return [{ code: 'spl-macro-position', message: `\`${macro.name}\` expands to no command`, start: command.start }];
  }
  if (!opens) return [];
  return [
    { code: 'spl-command-position', message: `\`${macro.name}\` has nothing to work on here`, start: command.start },
  ];
}

function appends(command: SplCommand): boolean {
  const at = command.args.findIndex((token) => token.text.toLowerCase() === 'append');
  return at >= 0 && command.args[at + 1]?.text === '=' && /^(?:t|true|1)$/i.test(command.args[at + 2]?.text ?? '');
}

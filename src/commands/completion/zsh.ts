import { type CompletionCommand, type CompletionOption, flagsOf, namesOfCommand } from './tree.ts';

/**
 * A script for zsh's completion system: for a folder of `fpath` as `_huntsync`, or to be sourced after `compinit`. The form of its
 * specifications: https://zsh.sourceforge.io/Doc/Release/Completion-System.html (`_arguments`, `_describe`).
 */
export function zshCompletion([program, ...commands]: readonly [CompletionCommand, ...CompletionCommand[]]): string {
  return `#compdef huntsync
# zsh completion of huntsync, made by \`huntsync completion zsh\`.
_huntsync() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
${program.options.map((option) => `    ${optionSpec(option)} \\`).join('\n')}
    '1: :->command' \\
    '*:: :->rest'
  case $state in
    command)
      local -a commands=(
${commands.flatMap((command) => namesOfCommand(command).map((name) => `        ${quoted(`${name}:${command.description}`)}`)).join('\n')}
      )
      _describe -t commands command commands
      ;;
    rest)
      case $line[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _huntsync ]]; then
  _huntsync "$@"
else
  compdef _huntsync huntsync
fi
`;
}

function commandCase(command: CompletionCommand): string {
  const rest = command.choices.length > 0 ? `'1: :(${command.choices.join(' ')})' '*: :_files'` : `'*: :_files'`;
  const specs = [...command.options.map(optionSpec), rest].map((spec) => `            ${spec}`);
  return `        ${namesOfCommand(command).join('|')})\n          _arguments \\\n${specs.join(' \\\n')}\n          ;;`;
}

/** `'(-c --config)'{-c,--config}'[configuration]:value:_files'`. */
function optionSpec(option: CompletionOption): string {
  const flags = flagsOf(option);
  const names = flags.length > 1 ? `'(${flags.join(' ')})'{${flags.join(',')}}` : flags.join('');
  const text = `[${option.description.replace(/[\\[\]:]/g, '\\$&')}]`;
  return `${names}${quoted(`${text}${valueSpec(option)}`)}`;
}

function valueSpec({ value, choices }: CompletionOption): string {
  if (value === 'none') return '';
  const action = choices.length > 0 ? `(${choices.join(' ')})` : '_files';
  // All words up to the next option: `:*PATTERN:MESSAGE:ACTION`.
  return value === 'many' ? `:*-*:value:${action}` : `:value:${action}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

import { type CompletionCommand, type CompletionOption, flagsOf, namesOfCommand } from './tree.ts';

/** A script for bash 4 and newer. Where nothing is known of a word, bash itself completes names of files. */
export function bashCompletion([program, ...commands]: readonly [CompletionCommand, ...CompletionCommand[]]): string {
  const all = [program, ...commands];
  return `# bash completion of huntsync, made by \`huntsync completion bash\`.
_huntsync() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command= option= words= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${program.options.filter(takesValue).flatMap(flagsOf).join(' | ')}) [[ -z $command ]] && i=$((i + 1)) ;;
      -*) option="\${COMP_WORDS[i]}" ;;
      *) [[ -z $command ]] && command="\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$command $previous" in
${all.flatMap((command) => command.options.filter(takesValue).map((option) => valueCase(command, option))).join('\n')}
  esac
  case "$command $option" in
${commands.flatMap((command) => command.options.filter(isList).map((option) => listCase(command, option))).join('\n')}
  esac
  case "$command" in
${all.map(commandCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _huntsync huntsync
`;
}

function takesValue({ value }: CompletionOption): boolean {
  return value !== 'none';
}

/** Takes several values, out of a list that is known. */
function isList({ value, choices }: CompletionOption): boolean {
  return value === 'many' && choices.length > 0;
}

/** The value that follows an option; names of files where the choices are not known. */
function valueCase(command: CompletionCommand, option: CompletionOption): string {
  return `    ${patternsOf(command, option)}) ${option.choices.length > 0 ? `${replyWith(option)}; ` : ''}return ;;`;
}

/** A further value of an option that takes several. */
function listCase(command: CompletionCommand, option: CompletionOption): string {
  return `    ${patternsOf(command, option)}) [[ "$current" != -* ]] && { ${replyWith(option)}; return; } ;;`;
}

function patternsOf(command: CompletionCommand, option: CompletionOption): string {
  return namesOfCommand(command)
    .flatMap((name) => flagsOf(option).map((flag) => `'${name} ${flag}'`))
    .join(' | ');
}

function replyWith({ choices }: CompletionOption): string {
  return `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$current"))`;
}

function commandCase(command: CompletionCommand): string {
  const patterns = namesOfCommand(command).map((name) => `'${name}'`);
  const flags = command.options.flatMap(flagsOf).join(' ');
  return `    ${patterns.join(' | ')}) if [[ "$current" == -* ]]; then words='${flags}'; else words='${command.choices.join(' ')}'; fi ;;`;
}

import { type CompletionCommand, flagsOf, namesOfCommand } from './tree.ts';

/**
 * A script for PowerShell 5.1 and newer:
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/register-argumentcompleter. Where nothing is known of a
 * word, PowerShell itself completes names of files.
 */
export function powershellCompletion([program, ...commands]: readonly [
  CompletionCommand,
  ...CompletionCommand[],
]): string {
  const all = [program, ...commands];
  return `# PowerShell completion of huntsync, made by \`huntsync completion powershell\`.
Register-ArgumentCompleter -Native -CommandName huntsync -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @(
${commands.flatMap((command) => namesOfCommand(command).map((name) => `    ,@(${quoted(name)}, ${quoted(command.description)})`)).join('\n')}
  )
  $options = @(
${all.flatMap(optionRows).join('\n')}
  )
  $values = @(
${all.flatMap(valueRows).join('\n')}
  )
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
  $names = @($commands | ForEach-Object { $_[0] })
  $command = "$($before | Where-Object { $names -ccontains $_ } | Select-Object -First 1)"
  $previous = "$($before | Select-Object -Last 1)"
  $known = @($values | Where-Object { $_[0] -ceq $command -and $_[1] -ceq $previous } | ForEach-Object { ,@($_[2], $_[2]) })
  if ($known.Count -eq 0 -and $wordToComplete.StartsWith('-')) {
    $known = @($options | Where-Object { $_[0] -ceq $command } | ForEach-Object { ,@($_[1], $_[2]) })
  } elseif ($known.Count -eq 0 -and $command -eq '') {
    $known = $commands
  } elseif ($known.Count -eq 0 -and $previous -ceq $command) {
    $known = @($values | Where-Object { $_[0] -ceq $command -and $_[1] -eq '' } | ForEach-Object { ,@($_[2], $_[2]) })
  }
  $known | Where-Object { $_[0].StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`;
}

/** Command, flag, meaning. */
function optionRows(command: CompletionCommand): string[] {
  return namesOfCommand(command).flatMap((name) =>
    command.options.flatMap((option) =>
      flagsOf(option).map((flag) => row(name, flag, option.description || option.long)),
    ),
  );
}

/** Command, flag (none: its first argument), value. */
function valueRows(command: CompletionCommand): string[] {
  return namesOfCommand(command).flatMap((name) => [
    ...command.options.flatMap((option) =>
      flagsOf(option).flatMap((flag) => option.choices.map((choice) => row(name, flag, choice))),
    ),
    ...(name === '' ? [] : command.choices.map((choice) => row(name, '', choice))),
  ]);
}

function row(...cells: readonly string[]): string {
  return `    ,@(${cells.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

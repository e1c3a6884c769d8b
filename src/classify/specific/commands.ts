import { type Line, type NamedThing, sentenceWith } from './text.ts';

/** Programs whose arguments tell what an attacker did. */
const TOOLS =
  'powershell|pwsh|cmd|wmic|rundll32|regsvr32|mshta|wscript|cscript|certutil|bitsadmin|schtasks|reg|sc|net1?|netsh|msiexec|vssadmin|wevtutil|bcdedit|nltest|curl|wget|bash|sh|zsh|osascript|launchctl|crontab|nohup|chmod|xattr|python3?|perl|node|npm|npx|pip3?|docker|kubectl|aws|gh|git|ssh|scp|nc|ncat|socat|openssl|base64|systemctl|iex|invoke-expression|start-process|add-mppreference|set-mppreference|new-object';
/** At the beginning of a line (a code block, a list, a prompt) or of a quotation. */
const COMMAND = new RegExp(
  `(?:^\\s*(?:[-*•]\\s+|\\$\\s+|#\\s+|PS>\\s*|>\\s*|[A-Z]:\\\\>\\s*)?|["\`])((?:${TOOLS})(?:\\.exe|\\.cmd)?\\s+[^\\n\`]{4,400})`,
  'gi',
);
/** What differs from machine to machine, in capitals too: `https://TARGET:8443/`. */
const PLACEHOLDER =
  /<[^<>]{1,60}>|\[[A-Za-z][\w ]{1,40}\]|\{[\w ]{1,40}\}|\.\.\.|…|\*{2,}|%\w+%|\$\{?\w+\}?|(?<![\w/%-])(?:[a-z]+:\/\/)?(?:TARGET|VICTIM|ATTACKER|REMOTE|LHOST|RHOST|USERNAME|PASSWORD|PID)(?:_?(?:IP|HOST|NAME|SERVER|DOMAIN))?(?!\w)/;
/** Switches and words that administrators use every day: a fragment of nothing else finds them and not the attacker. */
const EVERYDAY = new Set(
  `/c /k /q /s /f /y /v /i /d /t /a /u /r /?  -c -e -ep -nop -noni -nologo -noprofile -noninteractive -noexit -sta -w hidden -windowstyle
   -executionpolicy bypass unrestricted -enc -encodedcommand -command -file start stop create delete query add set get run exec
   install uninstall update upgrade list show help version --help --version -h -V call process config -o -O -s -L -f -sS -fsSL
   -qO- -k -X POST GET -H -d -p -r -R -rf -x +x 755 777 bash sh zsh cmd cmd.exe powershell powershell.exe user group localgroup
   use view domain administrators administrator /domain /all /add /delete /transfer -urlcache -split -decode -encode /node
   /qn /quiet /norestart clone commit push pull checkout apply logs pod pods -n -i -g --save -y -m pip sudo | || && ; > >> 2>&1`
    .toLowerCase()
    .split(/\s+/),
);
const MAX_LENGTH = 90;

/**
 * Pieces of command lines that the article quotes, as they would stand in a process's command line: without the program, without
 * what differs from victim to victim, and only where more than everyday switches is left.
 */
export function findFragments(lines: readonly Line[]): NamedThing[] {
  return lines.flatMap(({ text, plain }) =>
    [...plain.matchAll(COMMAND)].flatMap(([, command = '']) => {
      const value = fragmentOf(command);
      return value === null ? [] : [{ value, evidence: sentenceWith(text, value) }];
    }),
  );
}

/** What is installed so is for the package hunt. */
const INSTALL =
  /^(?:npm|npx|pip3?|python3? -m pip|node)(?:\.cmd|\.exe)?\s+(?:i|install|add|uninstall|run|ci|update)\b/i;

function fragmentOf(command: string): string | null {
  if (isProse(command) || INSTALL.test(command)) return null;
  const args = command.replace(/^\S+\s+/, '');
  const pieces = args.split(PLACEHOLDER).map((piece) => piece.replace(/\s+/g, ' ').trim());
  const [best] = pieces.filter(isParticular).sort((a, b) => b.length - a.length);
  if (best === undefined) return null;
  const cut = best.length <= MAX_LENGTH ? best : best.slice(0, MAX_LENGTH).replace(/\s+\S*$/, '');
  const value = trimmed(cut);
  // What was cut inside a quotation is the beginning of anything: 'C:\ProgramData\Vendor.
  const open = /^['"]/.test(value) && value.indexOf(value.charAt(0), 1) < 0;
  return value.length >= 10 && !open && isParticular(value) ? value : null;
}

/** Everyday words at its start, and a quote or pipe that is left over at its end. */
function trimmed(fragment: string): string {
  const words = fragment.split(' ');
  while (words.length > 1 && EVERYDAY.has((words[0] ?? '').toLowerCase())) words.shift();
  const text = words.join(' ').replace(/[\s|&;,.:]+$/, '');
  return (text.match(/"/g)?.length ?? 0) % 2 === 0 ? text : text.replace(/^"|"$/g, '').trim();
}

function isParticular(piece: string): boolean {
  return piece.split(' ').some((word) => {
    const bare = word.replace(/^["'(]+|["'),;]+$/g, '');
    return bare.length >= 6 && !EVERYDAY.has(bare.toLowerCase()) && !/^-{0,2}[a-z]+$/i.test(bare);
  });
}

/** "Node is a runtime that …", "Git and GitHub are": a sentence that begins with a tool's name. */
function isProse(command: string): boolean {
  const words = command.split(/\s+/);
  const plain = words.filter((word) => /^[A-Za-z]+[,.]?$/.test(word)).length;
  return /^\S+\s+(?:is|are|was|and|or|can|to|for|that|has|in|with|commands?|scripts?|users?|on|as|of)\b/i.test(
    command,
  ) ||
    (words.length >= 5 && plain / words.length > 0.6)
    ? true
    : /[a-z]\.\s+[A-Z]/.test(command);
}

/** What only a report on something real quotes: a program or script by its file name, a switch, a path, a registry key. */
const QUOTED = new RegExp(
  [
    String.raw`[\w$-]{2,}\.(?:exe|dll|sys|scr|msi|cpl|bat|cmd|ps1|vbs|vbe|jse|wsf|hta|lnk|chm|dit|plist|dmg|elf|service)\b`,
    String.raw`[\w-]{3,}\.(?:py|sh|pl|jar)(?=\s+(?:--?\w|\w+[/@]))`,
    String.raw`(?<=\s)/[a-z]{1,15}(?=[\s:"”’,.]|$)`,
    String.raw`(?<=\s)--?[a-z]{1,20}(?= ["'“]?[\w\\/%$])(?=.*\s)`,
    String.raw`\bHK(?:LM|CU|CR|U|EY_[A-Z_]+)\b`,
    String.raw`\b[A-Z]:\\\w|%\w+%\\|\\\\[\w.$-]+\\|\\(?:CurrentVersion|Services|Software)\\`,
    String.raw`(?<![\w/])(?:~|/(?:etc|usr|tmp|var|dev|opt|root|home|Library|Users))/[\w.]`,
  ].join('|'),
  'i',
);

/** How far from the words that tell a behaviour something quoted belongs to them, in UTF-16 units. */
const REACH = 80;

/** Whether a sentence quotes something of a command line or a machine at, or near, what stands from `start` to `end`. */
export function quotesNear(sentence: string, start: number, end: number): boolean {
  return QUOTED.test(sentence.slice(Math.max(0, start - REACH), end + REACH));
}

import { currentTechniqueId } from '../../knowledge/attack.ts';
import type { Mechanics } from './behaviour.ts';
import type { NamedThing } from './text.ts';

/** What a thing that is looked for says about the technique, the first that fits. */
const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/schtasks|\/tn\b/i, 'T1053.005'],
  [/powershell|pwsh|-enc|invoke-|iex\b|downloadstring|\.ps1\b/i, 'T1059.001'],
  [/\bbash\b|\/bin\/sh|\.sh\b|chmod|curl|wget/i, 'T1059.004'],
  [/python|\.py\b/i, 'T1059.006'],
  [/node|\.js\b/i, 'T1059.007'],
  [/\.vbs\b|\.vbe\b/i, 'T1059.005'],
];
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/launchagents/i, 'T1543.001'],
  [/launchdaemons/i, 'T1543.004'],
  [/\/systemd\//i, 'T1543.002'],
  [/cron/i, 'T1053.003'],
  [/startup/i, 'T1547.001'],
  [/system32\\tasks/i, 'T1053.005'],
];
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/\\run(?:once)?\b/i, 'T1547.001'],
  [/\\services\\/i, 'T1543.003'],
  [/winlogon/i, 'T1547.004'],
  [/image file execution/i, 'T1546.012'],
  [/clsid|inprocserver32/i, 'T1546.015'],
  [/windows defender/i, 'T1562.001'],
];

/** ATT&CK ids of an article's mechanics; T1204.002 (a file that somebody runs) where nothing says more. */
export function techniquesOf({ names, paths, keys, services, fragments }: Mechanics): string[] {
  const found = [
    ...fragments.flatMap(({ value, evidence }) => match(COMMANDS, `${evidence} ${value}`) ?? 'T1059'),
    ...matches(PLACES, paths),
    ...keys.map(({ value }) => match(KEYS, value) ?? 'T1112'),
    ...services.map(() => 'T1543.003'),
  ];
  if (names.length > 0 || found.length === 0) found.push('T1204.002');
  return [...new Set(found.map(currentTechniqueId))];
}

function matches(table: typeof PLACES, findings: readonly NamedThing[]): string[] {
  return findings.flatMap(({ value }) => match(table, value) ?? []);
}

function match(table: typeof PLACES, text: string): string | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

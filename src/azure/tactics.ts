/** ATT&CK v19 made two tactics of Defense Evasion, and ICS calls its own Evasion; Microsoft's lists know none of these names. */
const DEFENSE_EVASION: ReadonlySet<string> = new Set(['stealth', 'defense-impairment', 'evasion']);

/** How a list of Microsoft's names an ATT&CK tactic (`initial-access`: `InitialAccess`); null where it has no name for it. */
export function tacticIn(names: readonly string[], tacticId: string): string | null {
  if (DEFENSE_EVASION.has(tacticId)) return 'DefenseEvasion';
  const name = tacticId.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return names.includes(name) ? name : null;
}

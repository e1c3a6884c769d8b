/** A writer of `auto` briefings for tests: the grammar once more, from the other side. */

export interface HuntText {
  title: string;
  /** The id line as it stands, or null to leave it out. */
  meta?: string | null;
  spl?: string | null;
  kql?: string | null;
}

export interface BriefingText {
  title?: string;
  header?: string[];
  profile?: string[];
  indicators?: string[];
  techniques?: string[];
  phases?: string;
  hunts?: HuntText[];
  references?: string[];
  why?: string;
}

export const META = '`UC_TEST` · phase: **exploit** · confidence: **High**';

/** The lines of a briefing; what is not given is small and valid. */
export function briefingLines(text: BriefingText = {}): string[] {
  const hunts = text.hunts ?? [{ title: 'A hunt', spl: 'index=main', kql: 'DeviceInfo' }];
  const references = text.references ?? [];
  const techniques = text.techniques ?? ['- **T1190** — Exploit Public-Facing Application'];
  const counts = `${hunts.length + references.length} use case(s) fired, ${techniques.length} technique(s) inferred.`;
  return [
    text.title ?? '# [HIGH] A briefing',
    '',
    ...(text.header ?? ['**Source:** Lab', '**Published:** 2099-01-01', '**Article:** https://lab.example/a']),
    '',
    '## Threat Profile',
    '',
    ...(text.profile ?? ['What happened…']),
    '',
    '## Indicators of Compromise (high-fidelity only)',
    '',
    ...(text.indicators ?? ['- **CVE:** `CVE-2099-0001`']),
    '',
    '## MITRE ATT&CK Techniques',
    '',
    ...techniques,
    '',
    '## Kill chain phases observed',
    '',
    text.phases ?? '_(none detected from narrative keywords)_',
    '',
    '## Recommended hunts',
    '',
    ...hunts.flatMap(huntLines),
    ...(references.length > 0 ? ['### IOC-driven hunts (use shared templates)', '', ...references, ''] : []),
    '',
    '## Why this matters',
    '',
    text.why ?? `Severity classified as **HIGH** based on: ${counts}`,
    '',
  ];
}

export function briefing(text: BriefingText = {}): string {
  return briefingLines(text).join('\n');
}

function huntLines({ title, meta = META, spl = null, kql = null }: HuntText): string[] {
  return [
    `### ${title}`,
    '',
    ...(meta === null ? [] : [meta, '']),
    ...(spl === null ? [] : ['**Splunk SPL (CIM):**', '```spl', ...spl.split('\n'), '```', '']),
    ...(kql === null ? [] : ['**Defender KQL:**', '```kql', ...kql.split('\n'), '```', '']),
  ];
}

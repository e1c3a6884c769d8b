import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { type World, writeBriefing } from '../support/world.ts';

/** So many different changes of the briefings there are. */
export const VARIANTS = 8;

const QUERY = {
  spl: '| tstats count from datamodel=Endpoint.Processes where Processes.process="*NEEDLE*" by Processes.dest',
  kql: 'DeviceProcessEvents\n| where ProcessCommandLine has "NEEDLE"\n| project Timestamp, DeviceName, ProcessCommandLine',
};

/** Where the briefings are. */
type Folder = Pick<World, 'folder'>;

interface Article {
  readonly title: string;
  readonly hunt: string;
  readonly needle: string;
  readonly published?: string;
}

/** Articles beside the samples, so that hunts of every fate are there. */
const FIRST: Readonly<Record<string, Article>> = {
  'a.md': { title: 'A loader hides in a calendar', hunt: 'Calendar helper', needle: 'calhelper' },
  'b.md': { title: 'A mailer empties mailboxes', hunt: 'Mailbox sweep', needle: 'mailsweep' },
  'c.md': { title: 'A tunnel over name servers', hunt: 'Tunnel client', needle: 'tunclient' },
  'd.md': { title: 'A wiper in a driver', hunt: 'Driver install', needle: 'drvwipe' },
};

export function writeFirst(world: Folder): void {
  for (const [path, article] of Object.entries(FIRST)) writeBriefing(world, path, textOf(article));
}

/** New, changed, superseded, retold hunts, and articles that are no longer there: some of each, by the variant's number. */
export function writeChanged(world: Folder, variant: number): void {
  const has = (bit: number) => ((variant >> bit) & 1) === 1;
  const { 'a.md': a, 'b.md': b, 'c.md': c } = FIRST as Record<'a.md' | 'b.md' | 'c.md', Article>;
  writeBriefing(world, 'a.md', textOf({ ...a, needle: `${a.needle}${variant}` }));
  writeBriefing(world, 'b.md', textOf(has(0) ? { ...b, hunt: 'Mailbox rules' } : { ...b, published: '2026-05-09' }));
  writeBriefing(world, 'c.md', textOf({ ...c, published: '2026-05-10', needle: has(1) ? 'tunnelclient' : c.needle }));
  // Absence is not deletion: the hunt of this one stays.
  rmSync(join(briefingsFolder(world), 'd.md'), { force: true });
  const fresh = { title: `A new campaign ${variant}`, hunt: 'First stage', needle: `stage${variant}` };
  writeBriefing(world, 'e.md', textOf(fresh));
  for (const path of samples(world).slice(variant % 2, has(2) ? 4 : 2)) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/\*\*Published:\*\* \S+/, '**Published:** 2026-06-01'));
  }
}

export function briefingsFolder(world: Folder): string {
  return join(world.folder, 'briefings');
}

export function samples(world: Folder): string[] {
  return globSync('*/*.md', { cwd: briefingsFolder(world), absolute: true }).sort();
}

/** The first of the samples, and no others. */
export function keepSamples(world: Folder, count: number): void {
  for (const path of samples(world).slice(count)) rmSync(path);
}

function textOf({ title, hunt, needle, published = '2026-05-01' }: Article): string {
  const fence = (label: string, language: string, query: string) =>
    `**${label}:**\n\`\`\`${language}\n${query.replaceAll('NEEDLE', needle)}\n\`\`\`\n`;
  return `# [HIGH] ${title}

**Source:** Made up
**Published:** ${published}
**Article:** https://intel.example/${title.replaceAll(' ', '-').toLowerCase()}

## Threat Profile

Text.

## Indicators of Compromise (high-fidelity only)

- **SHA256:** \`${createHash('sha256').update(needle).digest('hex')}\`

## MITRE ATT&CK Techniques

- **T1059.001** — PowerShell

## Kill chain phases observed

_(none detected from narrative keywords)_

## Recommended hunts

### ${hunt}

\`UC_3_1\` · phase: **exploit** · confidence: **High**

${fence('Splunk SPL (CIM)', 'spl', QUERY.spl)}
${fence('Defender KQL', 'kql', QUERY.kql)}
## Why this matters

Text.
`;
}

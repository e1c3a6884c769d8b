import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleId } from '../../src/briefing/identity.ts';
import { renderBriefing } from '../../src/briefing/render.ts';

/** Numbers in [0, 1) that are the same for the same seed: mulberry32, by Tommy Ettinger (public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  'loader operator tenant mailbox gateway beacon driver package service account token script archive update session'.split(
    ' ',
  );
const SEVERITIES = ['CRIT', 'HIGH', 'MED', 'LOW'] as const;

/** A hunt's two queries about one value; what a briefing's writer would write, in a dozen forms. */
const FORMS: readonly ((value: string, hex: string) => { readonly spl: string; readonly kql: string })[] = [
  (value) => ({
    spl: `| tstats \`summariesonly\` count min(_time) as firstTime max(_time) as lastTime from datamodel=Endpoint.Processes where Processes.process_name="${value}.exe" Processes.process="*--silent*" by Processes.dest Processes.user Processes.process\n| \`drop_dm_object_name(Processes)\``,
    kql: `DeviceProcessEvents\n| where Timestamp > ago(7d)\n| where FileName =~ "${value}.exe" and ProcessCommandLine has "--silent"\n| project Timestamp, DeviceName, AccountName, ProcessCommandLine`,
  }),
  (value) => ({
    spl: `| tstats \`summariesonly\` count from datamodel=Network_Resolution.DNS where DNS.query="*.${value}.example" by DNS.src DNS.query\n| \`drop_dm_object_name(DNS)\``,
    kql: `DeviceNetworkEvents\n| where Timestamp > ago(30d)\n| where RemoteUrl endswith ".${value}.example"\n| summarize Connections = count(), First = min(Timestamp) by DeviceName, RemoteUrl`,
  }),
  (_, hex) => ({
    spl: `| tstats \`summariesonly\` count from datamodel=Endpoint.Filesystem where Filesystem.file_hash="${hex}" by Filesystem.dest Filesystem.file_name Filesystem.file_path\n| \`drop_dm_object_name(Filesystem)\``,
    kql: `DeviceFileEvents\n| where Timestamp > ago(30d)\n| where SHA256 == "${hex}"\n| project Timestamp, DeviceName, FileName, FolderPath, SHA256`,
  }),
  (value) => ({
    spl: `| tstats \`summariesonly\` count from datamodel=Endpoint.Registry where Registry.registry_path="*\\\\CurrentVersion\\\\Run\\\\*" Registry.registry_value_data="*${value}*" by Registry.dest Registry.registry_path\n| \`drop_dm_object_name(Registry)\``,
    kql: `DeviceRegistryEvents\n| where Timestamp > ago(14d)\n| where RegistryKey has @"\\CurrentVersion\\Run" and RegistryValueData has "${value}"\n| project Timestamp, DeviceName, RegistryKey, RegistryValueData`,
  }),
];

export interface GeneratorOptions {
  readonly seed?: number;
  /** Hunts of an article that no other article has. */
  readonly hunts?: number;
  /** Characters of its text. */
  readonly characters?: number;
}

/** One briefing of our own making, in the form of the feed's writer. The same for the same number and seed. */
export function briefing(number: number, { seed = 1, hunts = 2, characters = 6_000 }: GeneratorOptions = {}): string {
  const random = seeded(seed * 1_000_003 + number);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const hex = () =>
    Array.from({ length: 8 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  const title = `Intrusion ${number}: ${pick(WORDS)} reaches the ${pick(WORDS)} by a ${pick(WORDS)}`;
  const url = `https://research.example/posts/${number}`;
  const own = Array.from({ length: hunts }, (_, index) => {
    const value = `${pick(WORDS)}${number}x${index}`;
    const form = FORMS[(number * hunts + index) % FORMS.length] as (typeof FORMS)[number];
    return {
      title: `${pick(WORDS)} ${value} seen on a host`,
      useCase: `UC_${number % 90}_${index}`,
      phase: 'install',
      confidence: 'High',
      queries: form(value, hex()),
    } as const;
  });
  const day = new Date(Date.UTC(2026, 0, 1 + (number % 300))).toISOString().slice(0, 10);
  const sentence = () =>
    `The ${pick(WORDS)} of stage ${number} starts the ${pick(WORDS)} and waits for its ${pick(WORDS)}.`;
  let profile = '';
  while (profile.length < characters) profile += `${sentence()}${random() < 0.2 ? '\n\n' : ' '}`;
  return renderBriefing(
    {
      id: articleId(url, title),
      path: '',
      origin: 'bench',
      dialect: 'auto',
      severity: SEVERITIES[number % SEVERITIES.length] ?? 'LOW',
      title,
      sources: ['Bench Research'],
      published: day,
      url,
      techniques: [{ id: 'T1059.001', name: 'PowerShell' }],
      phases: ['install'],
      indicators: [{ type: 'sha256', value: hex() }],
      hunts: own,
      problems: [],
    },
    { reasons: ['a bench needs one'], profile },
  );
}

/** Writes `count` briefings into a folder, 1,000 to a subfolder. */
export function writeBriefings(
  folder: string,
  count: number,
  options: GeneratorOptions & { readonly from?: number } = {},
) {
  const { from = 0 } = options;
  for (let number = from; number < from + count; number += 1) {
    const place = join(folder, String(Math.floor(number / 1000)));
    if (number === from || number % 1000 === 0) mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${number}.md`), briefing(number, options));
  }
}

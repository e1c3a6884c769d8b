import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator } from './generator.ts';

interface Generator {
  generateRmm(catalogue: readonly object[], names: readonly string[]): string;
}

const { generateRmm } = await generator<Generator>('tools/generate.mjs');

/** Made up, in the shape of LOLRMM's catalogue. */
const catalogue = [
  {
    Name: 'NestDesk',
    Category: 'RMM',
    Details: {
      PEMetadata: [{ Filename: 'NestDesk.exe', OriginalFileName: '' }, { Description: 'no file' }],
      InstallationPaths: [
        'C:\\Program Files\\NestDesk\\*',
        'C:\\Program Files\\NestDesk\\NestDesk Service.exe',
        'nestdesk-setup-*.exe',
        'n*.exe',
        'agent.exe',
        '/Applications/NestDesk.app',
        'requires sign up',
      ],
    },
    Artifacts: {
      Disk: [{ File: '%programdata%\\NestDesk\\nestlog.exe' }, { File: '%programdata%\\NestDesk\\nest.log' }],
      Network: [
        { Domains: ['*.nestdesk.example', 'boot.nestdesk.example', 'auth*.eggs.example', 'Eggs.example'] },
        { Domains: ['192.0.2.7', 'nest.example/download', '*.local', '<your server>', '*.zoho.com'] },
        { Description: 'no domain' },
      ],
    },
  },
  { Name: 'OldDesk', Category: 'RAT', Details: { PEMetadata: { Filename: 'olddesk.exe' } }, Artifacts: {} },
  { Name: 'Nameless', Category: 'RMM', Details: { InstallationPaths: [] }, Artifacts: { Network: [] } },
  { Name: 'Another', Category: 'RMM', Details: { InstallationPaths: ['another.exe'] } },
];

describe('tools/generate.mjs', () => {
  it('keeps names of processes and domains of the tools asked for', () => {
    expect(generateRmm(catalogue, ['OldDesk', 'NestDesk', 'Nameless'])).toContain(` "tools": {
  "NestDesk": {"kind":"RMM","processes":["nestdesk service.exe","nestdesk-setup-*.exe","nestdesk.exe","nestlog.exe"],"domains":["eggs.example","nestdesk.example"]},
  "OldDesk": {"kind":"RAT","processes":["olddesk.exe"],"domains":[]}
 }
}
`);
  });
});

describe('tools/rmm.json', () => {
  const { tools } = committedJson('tools/rmm.json') as {
    tools: Readonly<Record<string, { kind: string; processes: string[]; domains: string[] }>>;
  };

  it('has what its generator would make of it again', () => {
    const again = Object.entries(tools).map(([Name, { kind, processes, domains }]) => ({
      Name,
      Category: kind,
      Details: { InstallationPaths: processes },
      Artifacts: { Network: [{ Domains: domains }] },
    }));
    expect(generateRmm(again, Object.keys(tools))).toBe(committed('tools/rmm.json'));
  });

  it('names no process that Windows itself has', () => {
    const { executables } = committedJson('windows/executables.json');
    const processes = Object.values(tools).flatMap((tool) => tool.processes);
    expect(processes.length).toBeGreaterThan(200);
    expect(processes.filter((name) => Object.hasOwn(executables, name))).toEqual([]);
    expect(tools['AnyDesk']).toEqual({ kind: 'RMM', processes: ['anydesk.exe'], domains: ['anydesk.com'] });
  });
});

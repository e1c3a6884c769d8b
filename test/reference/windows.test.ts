import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator } from './generator.ts';

interface Generator {
  generateWindows(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

interface Folders {
  readonly ALSO_STOCK: readonly string[];
  readonly ELSEWHERE: Readonly<Record<string, string>>;
  readonly FOLDERS: Readonly<Record<string, readonly string[]>>;
}

const { generateWindows } = await generator<Generator>('windows/generate.mjs');
const { ALSO_STOCK, ELSEWHERE, FOLDERS } = await generator<Folders>('windows/folders.mjs');

/** A rule of our own making in the shape of Sigma's. */
const rule = (field: string, names: readonly string[]) => `title: Birds
detection:
  selection:
    ${field}|endswith:
${names.map((name) => `      - '\\${name}'`).join('\n')}
  filter_main:
    ${field}|startswith: 'C:\\Windows\\'
  condition: selection and not filter_main
`;

const files = generateWindows({
  libraryRule: rule('ImageLoaded', ['Version.dll', 'fastprox.dll', 'wow64log.dll']),
  processRule: rule('Image', ['svchost.exe', 'pwsh.exe']),
  fileRule: rule('TargetFilename', ['explorer.exe', 'SVCHOST.EXE']),
  wine: './usr/lib/wine/x86_64-windows/kernel32.dll\n./usr/lib/wine/x86_64-windows/http.sys\n./usr/lib/wine/x86_64-windows/winecfg.exe\n./usr/lib/wine/x86_64-windows/hh.exe\n./usr/lib/wine/x86_64-windows/stdole2.tlb\n',
  lolbas: 'yml/OSBinaries/Msbuild.yml\nyml/OSBinaries/Cmd.exe.yml\nyml/OSBinaries/AddInProcess.yaml\n',
  hijacklibs:
    'yml/3rd_party/Birds/Feather.yml\nyml/3rd_party/nests/feather.yml\nyml/3rd_party/symantec/ldvpocx.yml\nyml/microsoft/external/outllib.yml\nREADME.md\n',
});
const parsed = (name: string) => JSON.parse(files[name] ?? '{}');

describe('windows/generate.mjs', () => {
  it('tells where Windows keeps its libraries, without what only stands in a list', () => {
    expect(files['libraries.json']).toContain(` "folders": {
  "system": ["%windir%\\\\system32","%windir%\\\\syswow64"],
  "wbem": ["%windir%\\\\system32\\\\wbem","%windir%\\\\syswow64\\\\wbem"],
  "drivers": ["%windir%\\\\system32\\\\drivers"]
 },
 "libraries": {
  "fastprox.dll": "wbem",
  "http.sys": "drivers",
  "kernel32.dll": "system",
  "version.dll": "system"
 }
}
`);
  });

  it('tells where Windows keeps its executables, of all sources and our own list', () => {
    const { executables } = parsed('executables.json');
    const ours = ALSO_STOCK.map((name) => `${name}.exe`);
    const others = Object.entries(executables).filter(([name]) => !ours.includes(name));
    expect(others).toEqual([
      ['addinprocess.exe', 'dotnet framework'],
      ['cmd.exe', 'system'],
      ['explorer.exe', 'windows'],
      ['hh.exe', 'windows and system'],
      ['msbuild.exe', 'dotnet framework'],
      ['svchost.exe', 'system'],
    ]);
    expect(Object.keys(executables)).toEqual(expect.arrayContaining(ours));
  });

  it('tells who makes a library that is known from sideloading', () => {
    expect(files['sideloading.json']).toContain(` "libraries": {
  "fastprox.dll": ["windows"],
  "feather.dll": ["birds","nests"],
  "ldvpocx.ocx": ["symantec"],
  "outllib.dll": ["microsoft"],
  "tsmsisrv.dll": ["windows, missing"],
  "tsvipsrv.dll": ["windows, missing"],
  "version.dll": ["windows"],
  "wlbsctrl.dll": ["windows, missing"],
  "wow64log.dll": ["windows, missing"],
  "wptsextensions.dll": ["windows, missing"]
 }
}
`);
  });

  it('has a folder for every name of its table', () => {
    for (const [name, set] of Object.entries(ELSEWHERE)) expect(FOLDERS, name).toHaveProperty([set]);
    expect(Object.keys(ELSEWHERE)).toEqual(Object.keys(ELSEWHERE).sort());
  });
});

describe('config/reference/windows', () => {
  it('has the names that reports name most, each where Windows has it', () => {
    const { executables, folders } = committedJson('windows/executables.json');
    expect(folders[executables['rundll32.exe']]).toEqual(['%windir%\\system32', '%windir%\\syswow64']);
    expect(folders[executables['powershell.exe']][0]).toBe('%windir%\\system32\\windowspowershell\\v1.0');
    expect(folders[executables['wmic.exe']][0]).toBe('%windir%\\system32\\wbem');
    const { libraries } = committedJson('windows/libraries.json');
    expect(libraries).toMatchObject({ 'ntdll.dll': 'system', 'amsi.dll': 'system', 'wbemprox.dll': 'wbem' });
    const sideloading = committedJson('windows/sideloading.json').libraries;
    expect(sideloading).toMatchObject({ 'libvlc.dll': ['vlc'], 'version.dll': ['windows'] });
  });

  it.each(['executables', 'libraries', 'sideloading'])('%s.json is sorted, lower case and small', (name) => {
    const text = committed(`windows/${name}.json`);
    const file = JSON.parse(text);
    const names = Object.keys(file[name === 'sideloading' ? 'libraries' : name]);
    expect(names.length).toBeGreaterThan(200);
    expect(names).toEqual([...names].sort());
    expect(names.filter((entry) => !/^[a-z0-9._+-]+\.(?:exe|dll|cpl|ocx|drv|sys)$/.test(entry))).toEqual([]);
    expect(text.length).toBeLessThan(200_000);
  });
});
